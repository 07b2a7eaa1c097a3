"""Words by which people ask for a plan and change it, in both languages; words of one domain stand in its pack."""
# ruff: noqa: E501 - lists of words are read by the row

import re
from typing import Final

from chatrec.vocabulary.plans import Pace

__all__ = [
    "ADDING",
    "ANEW",
    "DAY",
    "DAY_COUNT",
    "FEWER_DAYS",
    "KNOWING",
    "KNOWN_BEFORE",
    "LISTED",
    "MAKING",
    "MORE_DAYS",
    "NOT_KNOWING",
    "PACES",
    "PER_DAY",
    "PLURAL",
    "REMOVING",
    "RENEWING",
    "STARTING",
    "SWAPPING",
    "TWO_DAYS",
    "WANTING",
    "WEEKDAYS",
]

_NUMBER: Final = r"\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten"
_PLACE: Final = "first|second|third|fourth|fifth|sixth|seventh|last"
_HAN: Final = r"[一二两三四五六七八九十]|\d{1,2}"

MAKING: Final = re.compile(
    r"\b(?:plan(?:s|ned|ning)?(?! to)|schedule|road ?map|step[- ]by[- ]step|in (?:what|which) order|where (?:do|should|can|could) i (?:start|begin)|what should i (?:learn|do|read|take) (?:first|next)|from (?:scratch|zero|the ground up))\b"
    r"|计划|规划|安排(?!过)|路线|路径|顺序|从零(?:开始|基础)?|零基础|怎么入门|从哪(?:里|儿)?(?:开始|学起)|先学(?:什么|哪)|一步一步|一步步"
)
ANEW: Final = re.compile(
    r"\b(?:new|another|different|fresh|again from|re-?plan)\b|重新|再(?:做|来|排|规划)|另(?:做|排|一)|换一[份个版]"
)
DAY: Final = re.compile(
    rf"\bday (?P<number>{_NUMBER})\b|\b(?P<place>{_PLACE}) day\b|第(?P<han>{_HAN})[天日]|(?P<last>最后一天)|(?P<first>头一?天|首日)"
)
DAY_COUNT: Final = re.compile(
    rf"\b(?P<number>{_NUMBER})[ -](?:full |whole |more )?days?\b(?! (?:ago|later|per|a week))|\b(?:a|one) (?P<week>week)\b(?!end)|\b(?P<weekend>weekend)\b|\b(?P<single>a (?:single )?day|day trip)\b"
    rf"|(?<!第)(?<!最后)(?<!最后的)(?<!头)(?P<han>{_HAN})(?:天|日游|整天)(?!后|前|内|以)|(?P<han_weekend>周末|双休)|(?P<han_week>一周|一个?星期)"
)
MORE_DAYS: Final = re.compile(
    r"\b(?:one|1|an(?:other)?|an extra) (?:more |extra |additional )?day(?: (?:more|longer|extra))?\b(?<!one day)|\ba day (?:more|longer)\b|(?:多|再|加)(?:加|玩|待|住|安排)?一天|延长一天"
)
FEWER_DAYS: Final = re.compile(
    r"\b(?:one|a|1) day (?:less|fewer|shorter)\b|\b(?:cut|drop|remove) (?:a|one|the last) day\b|少(?:玩|待|住)?一天|缩短一天|减一?天"
)
WEEKDAYS: Final = re.compile(
    r"\b(?P<en>mon|tues|wednes|thurs|fri|satur|sun)day\b|(?:周|星期|礼拜)(?P<han>[一二三四五六日天])"
)
STARTING: Final = re.compile(
    r"\b(?:start|starting|from|begin|beginning|leav(?:e|ing)|arriv(?:e|ing)|departing|on|this|next|coming)\b|出发|开始|到达?|起|从|这|下|去|走"
)
PACES: Final[dict[Pace, re.Pattern[str]]] = {
    Pace.RELAXED: re.compile(
        r"\b(?:(?:more )?relax(?:ed|ing)?|easier|lighter|slow(?:er|ly)?(?: pace)?|less (?:packed|busy|tiring|rushed|full|hectic|crammed)|(?:take it|take things) (?:easy|slow)|leisurely|(?:too|so|very|really) (?:packed|much|busy|tiring|rushed|full|hectic|tight|intense|exhausting)|fewer (?:stops|places|things|visits|sights)|not (?:so|too) (?:packed|busy|full|rushed|tight|much)|easy[- ]going|laid[- ]back|tone (?:it )?down)\b"
        r"|(?:end|finish|stop|be done|wrap up) (?:a bit |a little )?earl(?:y|ier)|start (?:a bit |a little )?lat(?:e|er)|早点?(?:结束|收|回)|晚点?(?:开始|出发|起)|轻松|悠闲|悠着|慢[一]?[点些]|慢节奏|休闲一?点|[别不].{0,2}太?累|太累|太赶|[别不]要?太?赶|太满|太紧|太多了|少(?:安排|去|排|走)|松[一]?[点些]|宽松|清闲"
    ),
    Pace.PACKED: re.compile(
        r"\b(?:more (?:packed|full|intense|stops|places|things|sights|visits)(?! (?:in|to))|busier|fuller|packed(?! lunch)|tighter|fill (?:it|up|day|the)|as (?:much|many) (?:\w+ )?as possible|(?:fit|squeeze|cram|pack) (?:in )?(?:more|as)|action[- ]packed|full days?)\b"
        r"|紧凑|多安排|排满|充实|满[一]?[点些]|特种兵|多(?:去|玩|看|逛|排)几个|尽量多|塞满"
    ),
}
SWAPPING: Final = re.compile(r"\b(?:swap|switch|exchange|flip|trade)\b|对调|交换|互换|调换|调个?位|换一?下位|换过来")
TWO_DAYS: Final = re.compile(r"\b(?:the|both|two) (?:two )?days\b|两天")
RENEWING: Final = re.compile(
    r"\b(?:swap|switch|redo|re-?do|change|re-?plan|replace|rework|refresh|different|another|something else|new|don'?t (?:like|love)|not (?:keen|happy))\b|换|重排|重新|改|不喜欢|不满意|不想要"
)
REMOVING: Final = re.compile(
    r"\b(?:remove|drop|skip|delete|take (?:out|off|away)|throw (?:out|away)|toss|chuck|strike|kick out|do without|leave out|get rid of|cut(?: out)?|cancel|lose|scrap|ditch)\b|去掉|去除|删[掉除去]?|取消|拿掉|移除|跳过|砍掉|不去(?!过)|别去|剔除|划掉"
)
ADDING: Final = re.compile(
    r"\b(?:add|include|put(?: in)?|throw in|squeeze in|insert|fit in|work in|also (?:visit|see|go to|want)|(?:want|like|love) to (?:also )?(?:see|visit|go to|stop (?:by|at))|stop (?:by|at))\b|加[上入个一点]?|添[加上]?|增加|多去|再去|插入|安排(?:上|个|一个|去)|还想去|也想去|想去|顺便"
)
KNOWING: Final = re.compile(
    r"\b(?:i|i've|ive|we|already|have)\b(?: have| already| can| do| did| do know| really| quite| just)*(?: (?:know|knew|learn(?:ed|t)|studied|finish(?:ed)?|complet(?:ed|e)|understand|done|taken|mastered|understood|covered|code in|program in|write|speak|use))\b|\b(?:good|comfortable|familiar|experienced|fluent|confident|ok|okay) (?:at|with|in)\b|\b(?:background|experience|experienced|basics|grounding|knowledge) (?:in|of|with)\b|\bhaving (?:learn(?:ed|t)|studied|done)\b|\bi have (?:some |basic |a bit of |a little )"
    r"|(?<![不社聚开机约学])会(?![议员计话])(?!不)|懂|学过|学完了?|学会了?|掌握了?|熟悉|精通|有(?=.{1,16}(?:基础|经验|背景))|已经(?:会|懂|学|有)"
)
KNOWN_BEFORE: Final = re.compile(
    r"\s*(?:是?我们?|也|都|已经|早就?|早已)*(?:会|懂|学过|学完|掌握|熟悉?)(?:了|的|一[点些])*\s*$|,? (?:i|we)(?: already|'ve)? (?:know|did|studied|learned)(?: already)?\s*$"
)
"""Says behind a name that it is known: "Python我也会"."""
LISTED: Final = re.compile(r"[\s,，、&/+]*(?:and|or|plus|as well as|和|与|跟|及|以及|还有|加)?\s*")
"""What stands between the parts of a list."""
NOT_KNOWING: Final = re.compile(
    r"\b(?:don'?t|do not|never|can'?t|cannot|no)\b[^.,;]{0,16}\b(?:know|knowledge|learn(?:ed|t)|studied|experience|background|idea)\b|不会|不懂|没学过|没有?.{0,10}(?:基础|经验)|不熟|不太会"
)
WANTING: Final = re.compile(
    r"\b(?:want|learn(?! ?(?:ed|t))|study|become|get into|interested|understand(?= )|would like|wanna|hope|goal|aim|move into|master|start|now|next)\b|想|要|希望|目标|打算|准备|成为|转行|入门|接下来|现在|学(?![过会完习历校生])"
)
PER_DAY: Final = re.compile(
    r"\b(?:a|per|each|every|/) ?day\b|\bdaily\b|每天|每日|/天|日均|一天(?=\s*[\d一二两三四五六七八九])|(?<=[\d块元])一天"
)
PLURAL: Final = re.compile(r"\b(?:all|any|every|no more)\b|所有|全部|都")
