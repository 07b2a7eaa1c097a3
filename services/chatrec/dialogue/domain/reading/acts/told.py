"""Trouble that is told: "the vase came in four pieces", “刚买的手机开不了机”. By grammar alone, whatever the thing.

What went wrong is told as what happened or what fails, of what one already has: a past tense or a denied present whose
subject is definite, a completed aspect, a thing that was received. Who wishes, seeks or asks for an offer tells none.
"""
# ruff: noqa: E501 - lists of words are read by the row

import re
from typing import Final

from chatrec.dialogue.domain.reading.words.cues import LOVED, WISHING
from chatrec.dialogue.domain.reading.words.said import Clause, Said

__all__ = ["DEMANDED", "states_only", "tells_habit", "tells_trouble"]

_PAST: Final = (
    r"(?!(?:need|want|lik|lov|lik|enjoy|hop|prefer|us|wish|look|hat|ador|plan|interest)ed\b)(?:[a-z]{2,}(?:ed|pt)|was|were|had|did|came|went|got|sent|sold|told|bought|paid|broke|fell|left|lost|gave|took|made|said|put|brought|shrank|shrunk|tore"
    r"|wore|blew|burnt|burst|cut|caught|drew|ran|rang|sat|stood|stuck|saw|spoke|spilt|bent|built|began|chose|died|drove|felt|forgot|found|froze|grew|heard|held|hit|hung|kept|knew|led|let|meant|met|read|rose|sank|set|shut|slid|split|spent|started|threw|woke|wrote)\b"
)
_DENIED: Final = r"(?:won'?t|wouldn'?t|doesn'?t|does not|don'?t|do not|didn'?t|did not|isn'?t|is not|aren'?t|are not|wasn'?t|weren'?t|hasn'?t|has not|haven'?t|never|can'?t|cannot|will not|no longer|keeps?|has|have|is|are|'s)"
_FAILING: Final = r"(?:dead|broken|gone|missing|stuck|torn|bent|cracked|faulty|defective|wrong|empty|late|invalid|only|still|nowhere|not|no|off|out|down|[a-z]+(?:ed|ing|en)|a|an|two|somebody|someone)\b"
_OWN: Final = r"(?:my|our|the|this|these|those|it|they|one of|half|both|nobody|nothing|no one|somebody|someone|everything|(?:^|[,.;!] ?)that)\b"
_NEAR: Final = r"(?: [a-z0-9'-]+){0,4}? "
_TOLD: Final = re.compile(
    rf"\b{_OWN}{_NEAR}(?:just |only |already |suddenly |all |both |now )*{_PAST}"
    rf"|\b(?:my|our|this|it|they|the [a-z]+(?: [a-z]+)? (?:you|i|we|that) [a-z]+|the [a-z]+)(?: [a-z0-9-]+){{0,2}}? ?{_DENIED} (?:been |being |got |only |all |just |still )*{_FAILING}"
    rf"|\b(?:my|our|the|this|it|they)(?: [a-z0-9-]+){{0,3}} (?:won'?t|doesn'?t|does not|don'?t|didn'?t|can'?t|cannot|never|only|barely|hardly|constantly|stops?|keeps?|refuses?|fails?|leaks?|says|shows|makes|smells|gets)\b"
    rf"|\b(?:i|we|you(?: lot| guys| people)?|your [a-z]+|they)(?:'ve|'d| have| had)? (?:just |only |already |never |both )*{_PAST}"
    rf"|^\s*{_PAST} (?:it|this|that|them|these|the|a|an|my|one|two|three|for|twice|in|on)\b"
    rf"|^\s*(?!an? )(?:[a-z0-9'-]+ ){{1,3}}?{_PAST} (?!(?:by|for|with|from|to|is|are|was|please|ones?)\b)[a-z]"
    r"|\b(?:there(?:'s| is| are)|i'?m|we'?re)(?: [a-z]+){0,3} (?:missing|short|gone|nowhere)\b"
)
_TOLD_HAN: Final = re.compile(
    r"(?<![太行好算够对谢为除])了(?:$|[,，。!;；、]|[\u3400-\u9fff]?[一二两三四五六七八九十几半\d])"
    r"|(?:刚|才|新)(?:买|收|到|拿|换|修|用|装)|(?:买|送|发|寄|拿|收|装|修)(?:来|到|回来|到手|过来|完|好|错|过|的)"
    r"|(?:老|总|总是|老是|一直|一|动不动|经常|突然|忽然|自己)(?:就)?[\u3400-\u9fff]{0,3}(?:不|没|断|死|掉|停|关|卡|跳|坏|响|漏|黑|闪|重启)"
    r"|(?:开|充|连|打|登|收|修|装|关|放|用|动|转|点|显示)不(?:了|上|开|进|到|起|好|动|出)|不(?:动|亮|响|转|制冷|制热|工作|显示|出|认|见)了?(?:$|[,，。!])"
    r"|(?:还|都|也|一直|到现在|至今)没|没(?:有)?(?:收到|到|见|动静|声音|反应|人|影|信号|电)|(?:少|缺|多|漏)了?[一二两三四五六七八九十几半\d][\u3400-\u9fff]"
    r"|(?:坏|破|裂|断|碎|漏|丢|掉|脏|弯|歪|划痕|划伤|进水|死机|卡死|黑屏|花屏|起火|冒烟)(?:了|的|$|[,，。!])"
)
_APPRAISED_HAN: Final = re.compile(r"[太挺很真更最比]|如果|要是|万一|的话|以后|打算|准备|怕")
_WISHES: Final = re.compile(
    r"\b(?:want(?:ed|s)?|need(?:ed|s)?|wish|(?:lov|lik|ador)(?:e|es|ed)|enjoy(?:ed|s)?|looking|(?:'m|'re|am|are) after|prefer|rather|would like|'d like|instead of|new ones?|replace(?:ment)?|another|should|must|has to|have to|please (?:find|show)|budget|under|around|(?:some|any)(?:thing|one|body) (?:come|to|who|that)|can (?:some|any)(?:one|body)|get someone|send someone|used to|for (?:my|a|the|someone))\b"
    r"|想|换[个成一台部]|换新|来[个一]|(?<![刚才])买[个一部台本双张]|推荐|要[个一部台双本]|有没有|最好|(?<![不只需])要(?!是|等|多|怎|几|命|不|么)|预算|以内|上门|找[个人]|派[个人]|(?:有|让|叫)人"
)
DEMANDED: Final = re.compile(
    r"\s*(?:(?:and|but|also|it|that|they|he|she|someone|somebody|only|just)[ ,]+)*(?:has|have|needs?|must|should|ought|gotta)\b|\s*(?:only|preferably|ideally|as long as)\b"
    r"|\s*(?:顺便|顺带|再加|加上|连同)|\s*(?:这个?|那个?|它)?(?:而且|还|也|不过|但)?(?:最好|一定|必须|得|要|只要|只能)(?!是|多久|多少|怎么|等)[\u3400-\u9fff]"
)
"""Opens a demand on what was shown."""
_HABIT: Final = re.compile(
    r"\b(?:i|we) (?:(?:always|often|usually|sometimes|constantly) [a-z]+|(?:tend to|keep(?: on)?) [a-z]+)\b|我们?(?:老是?|总是?|经常|常常|动不动就?)(?!收|等|付|登|连|打不)[\u3400-\u9fff]"
)


def tells_trouble(said: Said) -> bool:
    """Tell whether a message tells of something that happened or fails, and wishes for nothing."""
    return states_only(said) and any(_is_told(said, clause) for clause in said.clauses if not clause.question)


def states_only(said: Said) -> bool:
    """Tell whether a message states something and has no word of a wish, a demand or a liking."""
    stated = any(not clause.question for clause in said.clauses)
    wishes = any(cue.search(said.folded) for cue in (WISHING, _WISHES, LOVED))
    return stated and not wishes and not tells_habit(said)


def tells_habit(said: Said) -> bool:
    """Tell whether the user tells what they always do: "I keep cracking my screens" needs something against it."""
    return _HABIT.search(said.folded) is not None


def _is_told(said: Said, clause: Clause) -> bool:
    words = said.words(clause)
    if _TOLD.search(words):
        return True
    return _TOLD_HAN.search(words) is not None and _APPRAISED_HAN.search(words) is None
