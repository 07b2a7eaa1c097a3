"""What people say to a shop or a guide on any day: wishes, limits, critiques, choices, small talk, figures of speech.

None of it asks support staff a question, speaks of a special need, or is an emergency: it is what likeness to those has
to be told apart from. Written for this project.
"""

from typing import Final

__all__ = ["ORDINARY_TALK"]

_ENGLISH: Final = """
I want to buy a new one
I am looking for something
can you recommend something good
show me what you have
what do you recommend
I'd like to see some options
do you have any laptops
I want a laptop under 500
I need headphones, at most 100 euros
something between 200 and 300
my budget is about 1000
a phone for less than 2000
find me a cheap tablet
I'm looking for a film tonight
recommend me a movie
I feel like watching a comedy
any good thrillers from the nineties
a film with Tom Hanks
something directed by Nolan
not a horror film
no subtitles please
I liked Inception, what else is there
something like The Matrix
a hotel in the centre
is there a restaurant nearby
I want noodles
a course in Python
a novel to read on the train
find me a yoga class
I need a dentist
a cream for dry skin
vitamins for the winter
tea for a cold
something for a sore throat
a cough syrup without sugar
plasters for a small cut
something for a mild headache
a cushion for my neck
a tea that helps me sleep
my nose is running a little
do you have it in red
I prefer black
made in Germany
only Sony
anything but Apple
not that brand
I'd rather have a lighter one
cheaper please
something cheaper
that's too expensive
a bit bigger
smaller than that
anything newer
with a better camera
with more memory
the battery should last longer
higher quality
a less sweet one
something else
show me more
what else have you got
none of these
I don't like it
I don't like the second one
not my thing
I've seen that already
the first one looks good
I'll take it
I'll take the second
the red one please
sounds good
that one is nice
perfect, thank you
how much is it
how much does the first one cost
how heavy is it
how long is the film
who directed it
who is in it
what colour is it
does it have a big screen
is it waterproof
is it any good
which one is better
compare the first two
what is the difference between them
why did you pick this one
tell me more about it
what is it made of
when was it made
I don't mind
I don't care about the brand
it doesn't matter
no preference
whatever you think
up to you
yes
no
yes please
no thanks
okay
hi
hello there
good morning
thanks a lot
bye
see you later
how are you
what can you do
who are you
are you a robot
tell me a joke
what's the weather like
you are funny
that was quick
wait a moment
never mind
go back
start over
forget what I said
actually, make that 300
let's talk about something else
I changed my mind, a tablet instead
I said phones, not tablets
what?
I don't understand
say that again
let me think about it
I'm bored
I'm tired today
I am so hungry I could eat a horse
I'm dying to try it
these prices kill me
this is a killer deal
my wallet is bleeding
my old phone is dead
my battery died
my laptop crashed again
the screen of my old one is broken
I can't decide
I can't stop laughing
that film blew my mind
it broke my heart
it takes my breath away
a breathtaking view
I nearly fainted when I saw the price
a heart-shaped box
a chest of drawers
a chest strap
the box of tea is empty
my cupboard is empty
I had a long day at work
I sleep badly
I have a bit of a cold
my back is stiff from sitting
I drink too much coffee
I'm out of sugar
it is cold outside
something warm for cold feet
a fresh one, please
something refreshing
I want a strong one
a mild one
not too bitter
without caffeine
in the morning
tonight
this weekend
two of them
just one
the last one
the one you showed before
do you sell popcorn
do you have anything in blue
have you got gift boxes
is there a sequel
is there a bigger version
are there any new ones
which is the most popular
which is the cheapest
the lightest you have
the best you have
give me your top three
surprise me
I have no idea
what would you take
what do others buy
I have a runny nose and a light cough
my eyes are dry from the screen
my hands are chapped
I got sunburnt a little at the beach
a blister on my heel
I stubbed my toe
a mosquito bite that itches
my knees creak when I climb stairs
I get hiccups after lunch
I feel sluggish after meals
a bit bloated after dinner
I want to lose some weight
I want to quit smoking
I have an allergy to nuts, what can I eat
is it suitable for children
can pregnant women use it
is it safe with my blood pressure pills
how many tablets a day
how often may I take it
does it make me sleepy
what are the side effects
a thermometer
a pill box for the week
a hot water bottle
something for the medicine cabinet
a mask against dust
an air purifier for easier breathing
a book about the human heart
a show about doctors in an emergency room
a film with a lot of blood
a story about a poisoner
a game where you die a lot
my heart beats faster when I see it
I'm short of money this month
I am short of time
I ran out of breath on the stairs, I should do more sport
my plant is dying
my dog ate my socks
my phone fell into the water
my phone burns through its battery
the charger gets hot
I shot a video with it
a shot of espresso
the bleeding edge of technology
a blood red one
a poison green colour
I collapsed on the sofa with a film
I fell for that colour
she fell in love with it
what a pain to choose
it is a pain to set up
I can finally breathe now that the exams are over
I slept like a stone
wake me up when it is on sale
I am burning to know
it's urgent, I need it by Friday
help me choose
I need help with this
a stuffy nose
a scratchy throat in the morning
my legs are sore from the gym
stiff after jogging
I puffed up the hill, what a workout
pollen makes me sneeze
mild heartburn now and then
my tummy rumbles
teeth whitening
something for dry lips
blood type test
a blood sugar meter
blood pudding
a book on first aid
a breathing trainer for singers
it is bad for my breath
it tastes so good I could die
the box came damaged
it fell off the table and broke
I cut my own hair
my eyes water when I chop onions
I get cold feet about buying it
my head is spinning from all these options
I blacked out the dates in my calendar
the power went out
my kid is wild after sweets
the baby sleeps well with it
how old should a child be for it
can I take it with coffee
my mother has high blood pressure, which tea is fine
for my heart, something calming
good for the heart and stomach
I care about my health
I had a flu shot
I'm allergic to milk
my daughter is allergic to peanuts, nothing with nuts please
he cannot stand the smell of roses
a support for my wrist
I twisted my ankle last month, which shoes are gentle
a small bruise on the knee
compression socks for the flight
a muscle rub for after training
my calves ache from hiking
cough drops
a nose spray for a cold
mouthwash
panting after the stairs again, ha
""".strip()

_CHINESE: Final = """
我想买一个新的
我想找点东西
有什么好推荐的吗
给我看看有什么
你推荐什么
想看看有哪些可以选
有笔记本电脑吗
想要三千以内的电脑
想买个耳机，预算五百以内
两百到三百之间的
预算大概一千块
两千以下的手机
便宜的平板有吗
今晚想看部电影
推荐一部电影
想看喜剧片
九十年代的惊悚片有吗
汤姆·汉克斯演的
想看诺兰导演的
不要恐怖片
不要字幕
我喜欢盗梦空间，还有别的吗
类似黑客帝国的
市中心的酒店
附近有餐厅吗
想吃面
想学编程的课
火车上看的小说
帮我找个瑜伽课
想找个牙医
擦脸的面霜
冬天吃的维生素
感冒喝的茶
嗓子有点干
不含糖的止咳糖浆
小伤口用的创可贴
有点头疼
护颈的垫子
助眠的茶
有点流鼻涕
有红色的吗
我喜欢黑色的
德国产的
只要索尼的
除了苹果都行
不要这个牌子
想要轻一点的
便宜点的呢
再便宜一点
太贵了
大一点的
比这个小一点
有新一点的吗
拍照更好的
内存大一点
续航更久的
质量更好的
没那么甜的
换一个
再看看别的
还有吗
这些都不要
不喜欢
第二个不喜欢
不是我的菜
这个看过了
第一个不错
就要这个了
我要第二个
要红色的那个
听起来不错
这个挺好
太好了，谢谢
多少钱
第一个多少钱
有多重
片长多少
导演是谁
谁演的
什么颜色的
屏幕大吗
防水吗
怎么样
好不好
哪个更好
比较一下前两个
它们有什么区别
为什么推荐这个
详细说说
什么材料做的
哪年的
都可以
牌子无所谓
没关系
随便
你看着办
都行
是的
不是
好的
不用了
可以
你好
在吗
早上好
谢谢
再见
回头见
最近怎么样
你能做什么
你是谁
你是机器人吗
讲个笑话
今天天气怎么样
你真有意思
好快啊
等一下
算了
返回
重新开始
当我没说
还是改成三百吧
聊点别的
我改主意了，还是要平板
我说的是手机，不是平板
什么？
没听懂
再说一遍
我想想
好无聊
今天好累
饿死了，能吃下一头牛
特别想试试
这价格要命啊
太划算了
钱包在滴血
旧手机坏了
手机没电了
电脑又死机了
旧的屏幕碎了
选不出来
笑死我了
困死了
累死了
热死了
这片子太震撼了
看哭了
美得让人窒息
看到价格差点晕过去
爱心形状的盒子
胸前的口袋
心率带
茶叶盒空了
柜子空了
上班累了一天
睡得不好
有点小感冒
坐久了腰有点酸
咖啡喝太多了
糖用完了
外面好冷
脚冷，想要暖和点的
要新鲜的
想要清爽一点的
想要清凉一点的茶
要浓一点的
清淡一点的
别太苦
不含咖啡因的
早上喝
今晚
这个周末
要两个
就一个
最后那个
刚才那个
有爆米花卖吗
有蓝色的吗
有礼盒装吗
有续集吗
有大一号的吗
有没有新的
哪个最受欢迎
最便宜的
最轻的那个
最好的
给我前三名
给我个惊喜
没想法
你会选哪个
别人都买什么
有点流涕，轻微咳嗽
看屏幕久了眼睛干
手有点干裂
在海边晒红了一点
脚后跟磨了个泡
脚趾踢到桌角了
蚊子包好痒
爬楼膝盖有点响
饭后老打嗝
吃完饭犯困
晚饭后有点胀气
想减肥
想戒烟
对花生过敏，能吃什么
小孩可以用吗
孕妇可以用吗
能和降压药一起吃吗
一天吃几片
多久吃一次
吃了会犯困吗
有什么副作用
要个体温计
一周用的药盒
热水袋有吗
家里药箱备着用的
防尘口罩
空气净化器，呼吸更舒服
讲心脏的科普书
急诊室医生的电视剧
血腥一点的电影
讲下毒的故事
老是死的那种游戏
看到它就心跳加速
这个月手头紧
时间紧
爬楼有点喘，该锻炼了
花快养死了
狗把袜子吃了
手机掉水里了
手机电掉得太快
充电器发烫
用它拍了视频
来一杯浓缩咖啡
最前沿的技术
血红色的
荧光绿的
瘫在沙发上看片
一眼就爱上这个颜色
她特别喜欢
选得头疼
安装起来真麻烦
考完试终于能喘口气了
睡得像头猪
打折了叫我
急着想知道
比较急，周五前要
帮帮我选一个
想死你了
爱死这个了
美死了
吓死宝宝了
冻死了
气死我了
渴死了
鼻塞
早上起来嗓子痒
健身后腿酸
跑完步有点僵
爬坡爬得直喘，就当锻炼了
花粉一来就打喷嚏
偶尔有点烧心
肚子咕咕叫
牙齿美白
嘴唇有点干
验血型的
血糖仪
血旺火锅
急救知识的书
练气息用的
有口臭怎么办
好吃得要命
盒子收到时坏了
掉桌子底下摔坏了
自己剪头发
切洋葱辣眼睛
有点犹豫要不要买
选项太多看得头晕
停电了
孩子吃了糖很闹
宝宝用了睡得香
多大的孩子能用
能和咖啡一起喝吗
我妈血压高，喝哪种好
养心安神的
对心脏和胃好的
比较注重健康
刚打了流感疫苗
我对牛奶过敏
女儿花生过敏，别含坚果
他受不了玫瑰味
护腕有吗
上个月扭了脚，想要软底的鞋
膝盖有一小块淤青
坐飞机穿的压力袜
运动后擦的按摩膏
徒步走得小腿酸
润喉糖
通鼻子的喷雾
漱口水
爬完楼又喘，哈哈
""".strip()

ORDINARY_TALK: Final = (*_ENGLISH.splitlines(), *_CHINESE.splitlines())
"""One utterance each, English first."""
