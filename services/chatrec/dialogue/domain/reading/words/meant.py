"""Which everyday words are meant as the names that they are as well: "no war stuff", "does it come in pink", “像无间道这样的”."""
# ruff: noqa: E501 - lists of words are read by the row

import re
from collections.abc import Sequence
from typing import Final

from chatrec.dialogue.domain.reading.words.said import Said
from chatrec.vocabulary.graph import Mention
from chatrec.vocabulary.words import MentionType

__all__ = ["PLAIN_VERB", "describes", "is_meant", "is_one_of_two", "is_quoted"]

PLAIN_VERB: Final = re.compile(
    r"(?<![a-z])(?:to|i|we|you|they|can|could|will|would|should|must|let's|lets|never|always|wanna|gonna|'ll|please|and)\s+$"
)
"""Before a word that is a verb there."""
_REFUSED: Final = re.compile(r"(?<![a-z])(?:no|without|hates?|any|anything|nothing) (?:more )?$")
_SORT: Final = re.compile(r"\s(?:stuff|things?|ones?|films?|movies?|books?|story|stories|music|songs?|games?)\b")
_IN: Final = re.compile(r"[a-z]{3,} in (?:an? )?$")
_ENDS: Final = re.compile(r"\s*(?:$|[,.;!?]|please|or |and )")
_JOINED: Final = re.compile(r"[a-z]{3,},? (?:and|or|yet|&) $")
_AS_A_QUALITY: Final = re.compile(
    r"(?<![a-z])(?:too|so|very|really|quite|pretty|rather|something|anything|nothing|a bit|a little|kinda|kind of|more|less|not|be|is|feels?|feeling)\s+$"
)
_COMES_IN: Final = re.compile(r"(?<![a-z])(?:comes?|available|something|anything|ones?|it|them|that|this) in (?:a )?$")
_KNOWN: Final = re.compile(r"(?<![a-z])(?:seen|watched|read|played|finished) $")
_KNOWN_AFTER: Final = re.compile(
    r"(?:[和跟与、,，]\s*[^,，。?？、]{1,12})?我?(?:都|也|已经|早就?)?[看读玩听刷](?:过|了|烂|完)"
)
_LIKENED: Final = re.compile(
    r"(?:(?<![a-z])(?:similar to|along the lines of|in the (?:vein|style|spirit) of|reminds? me of|(?:something|anything|ones?) like)\s+|类似于?|(?<!好)像)$"
)
_OF_THAT_SORT: Final = re.compile(r"[这那]种?样?|一样|的|之类|似的|\s*$|\s*[,，。?？]")
_PRONOUNS: Final = frozenset({"it", "her", "him", "us", "them", "this", "that", "these", "those", "you", "me"})
_OR: Final = re.compile(r"[\s》」\",，]*(?:or|vs\.?|versus|and|还是|或者?|和|跟|与)[\s《「\"]*(?:the )?")
_QUOTES: Final = {"《": "》", "「": "」", '"': '"', "'": "'"}


def is_quoted(folded: str, start: int, end: int) -> bool:
    """Tell whether a place stands between quotation marks."""
    return _QUOTES.get(folded[start - 1 : start], "\0") == folded[end : end + 1]


def describes(said: Said, mention: Mention, sure: Sequence[Mention]) -> bool:
    """Tell whether a value that is also an everyday word stands before the thing that it describes: "a war drama"."""
    if mention.type is not MentionType.ENTITY or not mention.facets:
        return False
    before = said.folded[max(0, mention.start - 14) : mention.start]
    beside = any(
        one.start == mention.end + 1 and one.type in {MentionType.ENTITY, MentionType.KIND, MentionType.ORDINAL}
        for one in sure
    )
    return beside and PLAIN_VERB.search(before) is None


def is_meant(said: Said, mention: Mention) -> bool:
    """Tell whether a name that is also an everyday word is meant: quoted, known already, or a value sought or refused as one.

    "No war stuff", "does it come in pink", 《功夫》, "功夫看过了".
    """
    if is_quoted(said.folded, mention.start, mention.end):
        return True
    if mention.type is MentionType.ITEM:
        known = _KNOWN.search(said.folded, max(0, mention.start - 12), mention.start) is not None
        return known or _KNOWN_AFTER.match(said.folded, mention.end) is not None or _is_likened(said, mention)
    if mention.type is not MentionType.ENTITY or not mention.facets:
        return False
    before, after = said.folded[max(0, mention.start - 14) : mention.start], said.folded[mention.end : mention.end + 10]
    clause = said.clause_at(mention.start)
    painted = _IN.search(before) is not None and _ENDS.match(said.folded, mention.end) is not None
    alone = not said.folded[clause.start : mention.start].strip() and not said.folded[mention.end : clause.end].strip()
    joined = _JOINED.search(before) is not None and not said.folded[mention.end : clause.end].strip(" ,.!")
    if alone or joined or painted:
        return True
    return any(cue.search(before) for cue in (_REFUSED, _COMES_IN, _AS_A_QUALITY)) or _SORT.match(after) is not None


def _is_likened(said: Said, mention: Mention) -> bool:
    """Tell whether something like it is asked for: “像无间道这样的片子”, "along the lines of Heat"."""
    if said.folded[mention.start : mention.end] in _PRONOUNS:
        return False
    before = _LIKENED.search(said.folded, max(0, mention.start - 24), mention.start)
    return before is not None and (before[0][0] != "像" or _OF_THAT_SORT.match(said.folded, mention.end) is not None)


def is_one_of_two(said: Said, mention: Mention, sure: Sequence[Mention]) -> bool:
    """Tell whether a word stands beside the name of an item as one to choose or compare: "1984 or Brave New World"."""
    return mention.type is MentionType.ITEM and any(
        _OR.fullmatch(said.folded, mention.end, other.start) or _OR.fullmatch(said.folded, other.end, mention.start)
        for other in sure
        if other.type is MentionType.ITEM and other.target != mention.target
    )
