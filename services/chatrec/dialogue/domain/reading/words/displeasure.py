"""What is turned down though its name and the refusal stand apart: “入耳的戴着难受，不要”, "I had an Anhe once and was not happy with it"."""
# ruff: noqa: E501 - lists of words are read by the row

import re
from typing import Final

from chatrec.dialogue.domain.reading.words.said import Clause, Said

__all__ = ["displeased"]

# A clause that does nothing but refuse, of what the clause before it named.
_BARE_REFUSAL: Final = re.compile(
    r"\s*(?:so |and |but |then |well )*(?:no,? (?:thanks|thank you|way|chance)|not (?:for (?:me|us|him|her|them)|that|those|again|any ?more)|never again|hard pass|pass|no more|i'?d rather not|don'?t want (?:that|those|it|them|one))(?: (?:please|then|again))?[\s.!]*"
    r"|\s*(?:所以|那|就|都|我|也|可|还是|真的|坚决|绝对)*(?:不要|不行|不考虑|不喜欢|不买|不看|不想要|免了|算了|不来|pass|拒绝)(?:再)?(?:了|吧|的|啦|哦)*[\s。!！]*"
)
# Words of a bad experience with a thing; none of them says that anything hurts or ails, which is no refusal.
_COMPLAINT: Final = re.compile(
    r"\b(?:(?:not|n'?t|never) (?:(?:very|really|too|at all|all that|been|so|the least bit) )*(?:happy|satisfied|impressed|pleased|thrilled|convinced)|unhappy|disappoint(?:ed|ing|ment|s)|dissatisfied|unimpressed|let (?:me|us|him|her) down|lets (?:me|us) down|never again|regret(?:ted)?|(?:bad|poor|terrible|awful|nasty|horrible) (?:experiences?|luck|time)|put me off|fed up|(?:had|have) enough of|burned me|not worth it)\b"
    r"|不满意?|不太满意|失望|后悔|踩(?:过)?(?:雷|坑)|不(?:太|怎么|大)?好(?:用|使)|难用|差劲|不靠谱|受够|再也不|不会再(?:买|用|看|去|选)|体验(?:很|太|特别|非常)?(?:差|糟)|印象(?:很|不太|不)?(?:差|不好|好)(?<!印象好)|翻过?车|坑(?:过|死)|劝退"
)
_WISHING: Final = re.compile(
    r"\b(?:want|need|looking for|prefer|instead|find me|show me|would like|i'd like|recommend)\b|想要|想[买看找换]|推荐|换[成个一]|改成"
)
_LINKED: Final = re.compile(
    r"\s*(?:and|but|though|yet|so|it|they|that|which|we|i)\b|\s*(?:但|可|就|结果|总|老|都|很|真|觉得|感觉|我)|\s*$"
)
_SHORT: Final = 24


def displeased(said: Said) -> set[int]:
    """Give the starts of the clauses whose things are turned down by what is said behind them, or of them as a whole."""
    found: set[int] = set()
    for place, clause in enumerate(said.clauses):
        words = said.words(clause)
        before = said.clauses[place - 1] if place else None
        if before is not None and _BARE_REFUSAL.fullmatch(words) and _states(said, before):
            found.add(before.start)
        complaint = _COMPLAINT.search(words)
        if complaint is None or not _states(said, clause):
            continue
        found.add(clause.start)
        if before is not None and _is_of_before(words, complaint.start()) and _states(said, before):
            found.add(before.start)
    return found


def _states(said: Said, clause: Clause) -> bool:
    return not clause.question and _WISHING.search(said.words(clause)) is None


def _is_of_before(words: str, place: int) -> bool:
    """Tell whether a complaint names nothing of its own, so that it is of what was named before."""
    return place <= _SHORT and _LINKED.match(words[:place]) is not None
