"""An utterance folded for matching, character for character, so that every position is one of the original text."""
# ruff: noqa: E501 - lists of words are read by the row

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

import opencc

from chatrec.vocabulary.words import Language

__all__ = [
    "MAX_CHARACTERS",
    "Clause",
    "Said",
    "asking_of_names",
    "asks_no_word",
    "asks_yes_or_no",
    "fold",
    "language_of",
    "read_said",
]

MAX_CHARACTERS: Final = 4_000

# Cantonese function words, which no conversion of the script folds.
_SPOKEN: Final = {"嘅": "的", "咗": "了", "唔": "不", "冇": "没"}
_QUOTES: Final = {"‘": "'", "’": "'", "“": '"', "”": '"', "＂": '"', "―": "-", "—": "-", "–": "-", "～": "~", "￥": "¥"}
_WIDE: Final = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) != "，"}
_HAN_RANGE: Final = range(0x4E00, 0xA000)

_BREAK: Final = re.compile(
    r"[。;!?\n，…]+|,(?!\d{3}(?!\d))|\.(?=\s|$)|\b(?:but|however|though|although)\b|(?<!不)但是?|(?<![超])不过|可是|然而|而是"
)
_ALL_BUT: Final = re.compile(r"(?:anything|nothing|everything|everyone|any|all|none|(?:any|every|no) [a-z]+)\s*$")
_SAYS_MORE: Final = re.compile(
    r"\s*(?:i|it|they|we|you|he|she|not|no|must|should|with|make|only|please|preferably|ideally)(?![a-z])"
)
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_LATIN_WORD: Final = re.compile(r"[a-z\u00c0-\u024f]+(?:'[a-z]+)?", re.IGNORECASE)
_QUOTED: Final = re.compile(r"《[^《》]{1,80}》|「[^「」]{1,80}」|\"[^\"\n]{1,80}\"")
_QUESTION: Final = re.compile(
    r"吗|呢|多少|几(?:个|天|岁|点|分|小时|寸|年|[月日号种款门本家人次层集页块档级台位])|什么|啥|哪|谁|怎么|怎样|如何|咋|多(?:大|长|重|高|远|久|贵|钱)|能不能|可不可以|是不是|会不会"
    r"|有没有|能否|是否|行不行|可以不|\b(?:(?<!that's )(?<!this is )(?<!it's )(?<!that is )(?:what|how|which|who|when|where|why)|what's|whats|who's|is it|is this|is that|is the|are the|are they"
    r"|are these|does|do you|do they|do i|(?<!\bi )(?<!already )(?<!we )did|can i|can it|can you|could you|will it|has it|should i|would it)\b"
)

_EITHER: Final = re.compile(
    r"(?P<either>[\u3400-\u9fff])[不没](?P=either)(?![^,，。?？]{0,4}(?:都|也)?(?:无所谓|要紧|重要|没关系))|是[^,，。?？]{1,16}还是|[过了有][^,，。?？]{0,8}(?<![都也还么])没有?\s*[?？]?\s*$|(?:能|可以|行|好|会|要|适合|需要|有|是|带|支持|算|收|给|送|提供|用|开)[^,，。?？]{0,8}(?<![都也])不\s*[?？]?\s*$|(?<!我)是否|能否"
)
_SUBJECT: Final = r"(?:i|we|you|he|she|it|they|this|that|these|those|there|the|my|our|his|her|their|any|anyone|anybody|all|both|either|one|kids|children|people|dogs)\b"
_OPENING: Final = (
    r"\s*(?:(?:and|so|but|ok|okay|hey|hi|hello|well|also|then|um|oh|right|now|please|sorry|excuse me|tell me)\b\W*)*"
)
_INVERTED: Final = re.compile(
    rf"{_OPENING}(?:(?:is|are|am|was|were|does|did|can|could|will|would|must|should|has|may|might)(?:n't)? {_SUBJECT}|(?:do|have)(?:n't)? (?:i|we|you|they|these|those|people|kids|children)\b)"
)
_AUXILIARY: Final = re.compile(
    rf"{_OPENING}(?:is|are|was|were|does|do|did|can|could|will|would|has)(?:n't)? (?:the )?$"
)
_AUXILIARY_FIRST: Final = re.compile(
    rf"{_OPENING}(?:is|are|am|was|were|do|does|did|can|could|will|would|must|should|have|has|may|might)(?:n't)?\s"
)
_THIS_OR_THAT: Final = re.compile(r"[^,，。我就那算要]{2,10}还是[^,，。]{2,10}")
_ASKING_WORD: Final = re.compile(
    r"\b(?:what|what's|whats|which|how|who|who's|whose|when|where|why)\b|什么|啥|哪|谁|怎|如何|几[点个天号岁年]|多少|多[大长重高远久晚]|还是|何时|\bor\b(?! (?:not|so)\b)"
)
_YES_OR_NO: Final = re.compile(r"吗|么\s*[?？]?\s*$|没有?\s*[?？]?\s*$|不\s*[?？]?\s*$")


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of the utterance that says one thing; `question` where it asks."""

    start: int
    end: int
    question: bool


@dataclass(frozen=True, slots=True)
class Said:
    """An utterance in its original and folded form, of equal length, with its clauses in order."""

    original: str
    folded: str
    language: Language
    clauses: tuple[Clause, ...]

    def clause_at(self, position: int) -> Clause:
        """Find the clause that holds a position; the last one where none does."""
        place = bisect_right(self.clauses, position, key=lambda clause: clause.end)
        return self.clauses[min(place, len(self.clauses) - 1)]

    def words(self, clause: Clause) -> str:
        """Give the folded words of a clause."""
        return self.folded[clause.start : clause.end]


def asks_yes_or_no(said: Said, clause: Clause) -> bool:
    """Tell whether a clause asks if something is so: "is it ...", “…吗”, “贵不贵”; not which, what or whether this or that."""
    if not clause.question or not asks_no_word(said, clause):
        return False
    ends = (clause.start, clause.end)
    return any(cue.search(said.folded, *ends) for cue in (_EITHER, _YES_OR_NO)) or (
        _AUXILIARY_FIRST.match(said.folded, *ends) is not None
    )


def asks_no_word(said: Said, clause: Clause) -> bool:
    """Tell whether a clause has no word that asks for one: no "what", no "which", no 几 or 还是."""
    return _ASKING_WORD.search(said.folded, clause.start, clause.end) is None


def asking_of_names(said: Said, names: Iterable[int], *, spoken_of: bool) -> Said:
    """Give an utterance with the clauses as questions that ask of something named: "is Gull Coffee ok with dogs".

    Where an item was spoken of, “纸书还是电子书” asks which of two it is.
    """
    asking = {one for one in said.clauses if spoken_of and _THIS_OR_THAT.fullmatch(said.folded, one.start, one.end)}
    asking |= {
        said.clause_at(start)
        for start in names
        if _AUXILIARY.fullmatch(said.folded, said.clause_at(start).start, start)
    }
    clauses = tuple(replace(one, question=True) if one in asking else one for one in said.clauses)
    return replace(said, clauses=clauses) if asking else said


def fold(text: str) -> str:
    """Lower-case, half-width, simplified; the length stays."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return lowered.translate(_table())


@cache
def _table() -> dict[int, str]:
    """Map every character to the one that stands for it, made once; one by one, so that no position moves."""
    characters = [chr(code) for code in _HAN_RANGE]
    simple = opencc.OpenCC("t2s").convert("\n".join(characters)).split("\n")
    script = {old: new for old, new in zip(characters, simple, strict=True) if old != new}
    return str.maketrans({**script, **_WIDE, **_SPOKEN, **_QUOTES, "\u3000": " "})


def language_of(text: str, names: tuple[tuple[int, int], ...], before: Language) -> Language:
    """Tell the language by letters; names of things (spans) and quoted titles count only where there is nothing else."""
    bare = text
    for start, end in names:
        bare = bare[:start] + " " * (end - start) + bare[end:]
    bare = _QUOTED.sub(" ", bare)
    for candidate in (bare, text):
        han, latin = len(_HAN.findall(candidate)), len(_LATIN_WORD.findall(candidate))
        if han or latin:
            return Language.ZH if han >= latin else Language.EN
    return before


def read_said(text: str, language: Language) -> Said:
    """Fold an utterance and cut it into clauses; an empty one has one empty clause."""
    folded = fold(text)
    return Said(text, folded, language, tuple(_clauses(folded)) or (Clause(0, len(folded), question=False),))


def _clauses(folded: str) -> list[Clause]:
    found: list[Clause] = []
    start = 0
    for match in _BREAK.finditer(folded):
        all_but = match[0] == "but" and _ALL_BUT.search(folded, max(0, match.start() - 24), match.start())
        if all_but and not _SAYS_MORE.match(folded, match.end()):
            continue
        _add(found, folded, start, match.start(), match[0])
        start = match.end()
    _add(found, folded, start, len(folded), "")
    return found


def _add(found: list[Clause], folded: str, start: int, end: int, stop: str) -> None:
    if folded[start:end].strip():
        question = "?" in stop or any(
            (
                _QUESTION.search(folded, start, end),
                _EITHER.search(folded, start, end),
                _INVERTED.match(folded, start, end),
            )
        )
        found.append(Clause(start, end, question))
