"""What people say when somebody's life is in danger, in both languages.

A catalogue names a few signs of an emergency; people put the same in many other ways. Where a catalogue's signs speak
of danger to life at all, these are taken for signs as well. Written for this project.
"""

from typing import Final

__all__ = ["DANGER_TALK"]

_ENGLISH: Final = """
I can't breathe
he can hardly breathe
short of breath
struggling for air
gasping for air
she is choking
choking on food
my throat is closing
my throat is swelling up
tightness in my chest
pressure on my chest
crushing chest pain
pain in my chest
my chest hurts badly
pain in my left arm and jaw
I think it is a heart attack
his heart stopped
no pulse
he collapsed
she fainted
lost consciousness
he is unconscious
she does not wake up
he is not responding
she is not breathing
turning blue
having a seizure
convulsions
foaming at the mouth
one side of the face is drooping
can't move one side of the body
suddenly can't speak properly
slurred speech
I think it is a stroke
suddenly can't see
worst headache of my life
the bleeding won't stop
heavy bleeding
bleeding heavily
losing a lot of blood
coughing up blood
vomiting blood
blood in the stool
swallowed poison
drank bleach
the child swallowed pills
took too many pills
overdose
took the whole bottle of tablets
poisoned
severe allergic reaction
anaphylactic shock
face and lips are swelling
stung by a bee and can't breathe
I want to kill myself
I don't want to live any more
thinking of suicide
she cut her wrists
end my life
he wants to hurt himself
severe burn
burned with boiling water
electric shock
nearly drowned
hit by a car
fell from the roof
head injury and vomiting
broken bone sticking out
stabbed
shot
baby has a high fever and is limp
the baby is not breathing
pregnant and bleeding
my water broke and there is blood
very high fever and confused
sudden severe stomach pain
call an ambulance
this is an emergency
I am dying
he is lying on the floor and does not move
she does not answer when I shout at her
he can't get any air
wheezing and getting worse
his lips have turned blue
her tongue is swelling after eating nuts
an object is stuck in the throat
the pain goes from the chest into the arm
cold sweat and chest pressure
heart racing and I feel like passing out
I passed out several times
everything went black and I fell
twitching all over and not responding
her mouth is crooked
numb on one side
confused and talking nonsense all of a sudden
blood is spurting out
a deep cut that keeps bleeding
throwing up something black
he drank cleaning fluid
she ate rat poison
swallowed a battery
took all of my sleeping pills at once
gas leak and everybody feels dizzy
I want to jump
I don't see any reason to go on living
he fell from a ladder and does not move
the child fell into the pool
stillness of the baby in the womb
pregnant with heavy bleeding and cramps
each breath is hard work
panting and cannot finish a sentence
it feels like a weight is crushing my chest
the toddler ate grandma's medicine
swallowed pills together with alcohol
my child drank dishwasher liquid
I cut myself with the saw and blood is everywhere
cut off a finger
I can't take it any more, I want it to be over
tonight I am going to end it all
trapped under a machine
breathed in a peanut and cannot get it out
skin is peeling off after hot oil
overdosed on drugs
the arm hangs down and the smile is crooked
our six-week-old has a fever
my newborn will not feed and hardly wakes
the infant is floppy and pale
what came up when I vomited was dark and grainy
a weight on my chest and a cold sweat
too out of breath to finish a sentence
my tongue and face swell after eating nuts
worked in the sun for hours and is now confused and burning hot
her whole body jerks and she does not react
a sweet went down the wrong way and he cannot make a sound
ninth month and blood runs down my legs
my skin is blotchy, I shiver and everything is a blur
drank toilet cleaner
""".strip()

_CHINESE: Final = """
喘不上气
喘不过气来
呼吸困难
呼吸不了
透不过气
上不来气
快窒息了
被噎住了
卡住喉咙了
喉咙肿得堵住了
胸口痛
胸口剧痛
胸闷得厉害
胸口像压了石头
心口疼
心绞痛
左胳膊疼还冒冷汗
心脏病发作
心跳停了
没有脉搏
晕倒了
昏过去了
突然倒下了
昏迷不醒
失去意识
叫不醒
没有反应
没有呼吸了
嘴唇发紫
脸色发青
抽搐
浑身抽筋翻白眼
口吐白沫
嘴歪了
半边身子动不了
半边身体麻木
突然说不出话
说话含糊不清
中风了
突然看不见了
头痛欲裂
血止不住
大出血
流了很多血
一直在流血
咳血
吐血
便血
喝了农药
误食毒物
孩子吞了药片
误喝了消毒液
吃了太多安眠药
药物过量
把一整瓶药都吃了
中毒了
严重过敏
过敏性休克
脸和嘴唇肿起来了
被蜂蜇了喘不过气
我想自杀
不想活了
想结束生命
割腕了
想跳楼
他要伤害自己
严重烧伤
被开水烫伤
触电了
溺水了
被车撞了
从楼上摔下来
头部受伤还呕吐
骨头露出来了
被刀捅了
孩子高烧抽搐
宝宝不呼吸了
孕妇出血了
羊水破了流血
高烧神志不清
突然肚子剧痛
快叫救护车
救命
我快要死了
躺在地上一动不动
喊她没反应
吸不进气
气喘越来越厉害
嘴唇发青
吃了坚果舌头肿
喉咙里卡了东西
疼从胸口窜到胳膊
冒冷汗胸口压着
心跳很快感觉要晕
晕过去好几次
眼前发黑倒下了
全身抽动不省人事
嘴巴歪斜
一侧手脚没知觉
突然神志不清说胡话
血喷出来
伤口很深一直流血
呕出黑色的东西
喝了清洁剂
吃了老鼠药
吞了电池
一次吃光了安眠药
煤气泄漏大家都头晕
想跳下去
活着没有意义了
从高处摔下不动了
孩子掉进水里了
胎儿不动了
怀孕大量出血肚子痛
喘得说不出完整的话
呼吸越来越费力
胸口像被重物压着
小孩吃了大人的药
喝酒吃了一堆药
孩子喝了洗洁精
被锯子割伤满地是血
手指切断了
撑不下去想解脱
今晚就结束这一切
被压在机器下面
呛到东西咳不出来
热油烫伤皮都掉了
吸毒过量了
胳膊抬不起来嘴角歪
刚满月的宝宝发烧
新生儿不吃奶也不怎么醒
婴儿软绵绵的脸色发白
吐出来的东西像咖啡渣
胸口发沉还冒冷汗
喘得说不完一句话
吃完坚果脸和舌头都肿了
中暑了神志不清身上滚烫
浑身抽搐翻白眼没反应
糖卡住喉咙发不出声
快生了下面一直流血
浑身发抖皮肤花了人迷糊
误喝了清洁剂
""".strip()

DANGER_TALK: Final = (*_ENGLISH.splitlines(), *_CHINESE.splitlines())
"""One utterance each, English first."""
