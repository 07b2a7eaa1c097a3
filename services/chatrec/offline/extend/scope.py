"""What of a sentence is denied, compared with or merely supposed: no fact may be read from there."""

import re
from typing import Final

__all__ = ["denied"]

_CLAUSE: Final = re.compile(
    r"[,;:，；：。.!?！？、()（）—]|\b(?:but|yet|however|although|though|instead)\b|但|而是|却|不过|然而"
)
_TURN: Final = re.compile(
    r"\b(?:but|yet|however|instead|although|though|it|its|this|he|she|they|has|have|is|are|was|comes?|runs?|with)\b"
    r"|但|而是|却|不过|然而|反而|它|这|其|有|是|支持|配备|搭载",
    re.IGNORECASE,
)
_NOT_ONLY: Final = re.compile(r"\bnot (?:only|just|merely)\b|不仅仅?|不只是?|不但|不光|不单", re.IGNORECASE)
_NEGATION: Final = re.compile(
    r"\b(?:no|not|never|none|without|neither|nor|lacks?|lacking|cannot|missing|hardly|barely|far from|anything but"
    r"|free of|short of|except|excluding|nothing)\b|n['’]t\b"
    r"|没有?|并非|不是|不算|不属于|不带|不支持|不含|不具备|不提供|不设|不能|不会|不可|不再|不像|无(?!线|人机|边框|尽|数|限|论|穷|间道)|缺少?|未(?!来|婚)|别(?![墅致人])|除了|除外|非(?=[^洲常同凡])",
    re.IGNORECASE,
)
_COMPARISON: Final = re.compile(
    r"\b(?:unlike|than|compared (?:to|with)|in contrast to|as opposed to|rather than|instead of|versus|vs|opposite of"
    r"|next to|like|similar to|successor (?:to|of)|replaces|formerly|used to be|predecessor)\b"
    r"|(?<![性价对无])比(?![赛如例武较重试分基拼])|不同于|区别于|有别于|相比|相较|较之|胜过|不如|好过|超过|取代|类似于?|好像|仿佛|原先|原本是",
    re.IGNORECASE,
)
_SUPPOSED: Final = re.compile(
    r"\b(?:if|would|could have|should have|supposed(?:ly)?|rumou?red|might)\b|如果|要是|假如|据传|传闻|可能会",
    re.IGNORECASE,
)
_AFTER: Final = re.compile(
    r"^\s*(?:is|are|was|were)?\s*(?:not|n['’]t|missing|absent|unsupported|unavailable|left out)\b|^[- ](?:free|less)\b"
    r"|^(?:也|都|功能|还)?(?:没有|不支持|不行|欠奉|缺席|除外|免谈)",
    re.IGNORECASE,
)
_LISTED_WORDS: Final = 5
_LISTED_CHARACTERS: Final = 12


def denied(sentence: str, start: int, end: int) -> bool:
    """Tell whether what stands at `start` to `end` is not said of the sentence's subject.

    A cue reaches to the end of its clause, and over the short members of a list that follow it, up to a turn ("but").
    """
    before = _NOT_ONLY.sub(lambda cue: " " * len(cue[0]), sentence[:start])
    clause = before[_clause_start(before) :]
    if any(cue.search(clause) for cue in (_NEGATION, _COMPARISON, _SUPPOSED)):
        return True
    return _AFTER.match(sentence[end:]) is not None or sentence.rstrip().endswith(("?", "？"))


def _clause_start(before: str) -> int:
    """Find where the clause begins that the text ends in; short members of a list belong to the one before."""
    marks = list(_CLAUSE.finditer(before))
    start = len(before)
    for mark in reversed(marks):
        part = before[mark.end() : start]
        if _TURN.fullmatch(mark[0].strip()) or _TURN.search(part) or not _is_listed(part):
            return mark.end()
        start = mark.start()
    return 0


def _is_listed(part: str) -> bool:
    chinese = sum("\u4e00" <= char <= "\u9fff" for char in part)
    return chinese <= _LISTED_CHARACTERS if chinese else len(part.split()) <= _LISTED_WORDS
