"""What people say of small ailments and of their medicines, in both languages.

Nobody's life is in danger: it is what likeness to the signs of an emergency has to be told apart from, as many of the
same words stand in it. Written for this project.
"""

from typing import Final

__all__ = ["MILD_TALK"]

_ENGLISH: Final = """
my daughter is four and a bit feverish, 38.2, what helps
the little one has had a mild fever since yesterday but eats well
temperature of 38 in a school child, which medicine
our six-year-old is warm, 38.7, and wants to play
how do I bring a child's fever down
which fever syrup is for toddlers
my baby is teething and grumpy
the baby has a stuffy nose
nappy rash, which cream
my son has hiccups all the time
she has a bit of an earache
my kid ate some play dough, it was a tiny piece
the boy licked a bar of soap
he swallowed a plum seed, it will pass, won't it
my toddler ate a bit of grass
a light headache after too much screen
my head aches a little when the weather changes
migraine now and then
my throat is a bit scratchy
it hurts a little to swallow, I think it is a cold
I have a hoarse voice
tickle in my throat
a dry cough at night for a week
my cough won't quite clear up
a blocked nose and a light cough
hay fever makes my eyes itch
sneezing because of pollen
the mosquito bites are itchy
a wasp stung my foot, it itches and is a little red
a rash on my elbow that itches
dry cracked hands in winter
a blister on my heel from new shoes
I got a little sunburnt on my shoulders
touched a hot pan, the fingertip is red
I cut myself shaving
a paper cut that stings
scraped knee, just a bit of skin
a bruise on my shin
a splinter in my finger
my gums bleed a little when I brush
my nose bleeds a little in dry weather
I twisted my ankle jogging, it is a bit thick
sore muscles after the gym
stiff neck from a bad pillow
a pulled muscle in my thigh
my lower back aches after gardening
my wrist hurts from typing
a tummy ache after too much cake
feeling bloated after meals
I was sick once this morning and feel better now
threw up after the party, what settles the stomach
the runs since lunch
travel sickness on the bus
a bit light-headed when I get up quickly
a little dizzy because I skipped breakfast
my heart beats fast when I am nervous
palpitations after too much coffee
stressed before an exam
worn out after a long week
I keep waking up at four
I feel a bit down this week
my aunt keeps forgetting to take her tablets
my father takes pills for blood pressure, may he eat grapefruit
a box that reminds grandma of her pills
I have asthma, can I go swimming
I am diabetic, which snack is fine
I am pregnant and have heartburn
five months pregnant, which exercise is good
cramps during my period
may I take both painkillers on one day
how many hours between two doses
does this tablet make me tired
is it fine with a glass of wine
I missed one tablet, what now
which vitamin is good for the winter
an ointment for piles
something for athlete's foot
my contact lenses make my eyes dry
a stye on my eyelid
wax in my ear
my mouth has a sore spot
cold sores on my lip
chapped lips in the cold
what do you have for heartburn
anything that helps with acid reflux
peeling after a day on the beach
is there something against dandruff
"""

_CHINESE: Final = """
女儿四岁有点发热，三十八度二，怎么处理
小朋友低烧，吃饭玩耍都正常
上小学的孩子三十八度，用什么药
六岁娃体温38.7，还在玩
孩子退热有什么办法
幼儿用的退热糖浆有哪些
宝宝长牙闹脾气
宝宝鼻子不通
红屁股抹什么
孩子老打嗝
耳朵有点疼
孩子吃了一点橡皮泥
小孩舔了一口肥皂
不小心咽了颗葡萄籽，没事吧
孩子吞了颗西瓜籽
看屏幕久了头有点疼
变天就头疼
偶尔偏头痛
嗓子有点痒
喉咙干，咽口水有点疼
声音哑了
晚上干咳一个星期了
咳嗽断断续续没好利索
鼻塞有点小咳嗽
花粉过敏眼睛痒
一到春天就打喷嚏
蚊子咬了好几个包
脚被马蜂蜇了一下有点红
胳膊肘起疹子有点痒
冬天手干裂
新鞋磨了个水泡
肩膀晒得有点红
碰了下热锅，指尖红了
刮胡子刮破了
被纸划了一下
膝盖蹭破点皮
小腿磕青了一块
手指扎了根刺
刷牙牙龈出点血
天太干鼻子出了点血
跑步扭了脚有点肿
健身完浑身酸
落枕了
大腿拉伤
弄完菜园腰酸
打字打得手腕疼
吃多了胃胀
饭后反酸
早上吐了一次现在好多了
喝多了胃不舒服
中午吃坏了跑了几趟厕所
坐车晕车
蹲久了起来有点晕
没吃早饭有点头晕
一紧张心就扑通扑通
咖啡喝多了心慌
考试压力大
忙了一周很疲惫
凌晨老醒
这周心情有点低落
姑姑总记不住吃药
我爸在吃降压药，能吃柚子吗
提醒老人吃药的盒子
有哮喘能游泳吗
糖尿病能吃什么零食
怀孕了老反酸
怀孕五个月做什么运动好
来例假肚子不舒服
两种止痛药一天能都吃吗
两次吃药隔几个小时
这药吃了会困吗
吃药能喝酒吗
漏吃了一片怎么办
冬天补什么维生素
痔疮抹什么膏
脚气用什么
戴隐形眼镜眼睛干
长了麦粒肿
耳屎多
嘴里起了个溃疡
嘴角起泡
嘴唇干裂
有什么治反酸的吗
胃里烧得难受想买点药
去沙滩玩晒得脱皮
有没有去头屑的
有治口腔溃疡的吗
"""

MILD_TALK: Final = (*_ENGLISH.split("\n")[1:-1], *_CHINESE.split("\n")[1:-1])
"""One utterance each, English first."""
