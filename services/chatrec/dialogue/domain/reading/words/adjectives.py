"""A small lexicon of adjectives of measure, and the degrees in which they are said ("cheaper", "太重", "not too long")."""
# ruff: noqa: E501 - lists of words are read by the row

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

__all__ = ["ANY", "QUALITY", "Adjective", "Degree", "Grade", "adjective_of", "find_degrees", "find_plain"]

ANY: Final = "any"
QUALITY: Final = "quality"


@dataclass(frozen=True, slots=True)
class Adjective:
    """What an adjective measures, in order of likelihood, and towards which end: +1 high, -1 low."""

    measures: tuple[str, ...]
    sign: int


class Grade(Enum):
    """How an adjective is said."""

    MORE = "more"
    MOST = "most"
    TOO = "too"
    MODERATE = "moderate"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Degree:
    """An adjective in a degree at a place; `sign` is what is wished after "less" and "too" turned it round."""

    start: int
    end: int
    adjective: Adjective
    grade: Grade
    sign: int


_ENGLISH: Final = {
    "cheap cheaper cheapest|inexpensive|affordable|frugal|budget-friendly|low-cost": Adjective(("money",), -1),
    "expensive|pricey pricier priciest|costly costlier costliest|extravagant|exorbitant": Adjective(("money",), 1),
    "light lighter lightest|lightweight": Adjective(("mass",), -1),
    "heavy heavier heaviest": Adjective(("mass",), 1),
    "long longer longest|lengthy": Adjective(("time", "distance", "size", "pages"), 1),
    "short shorter shortest|brief": Adjective(("time", "distance", "size", "pages"), -1),
    "new newer newest|recent|late later latest|modern": Adjective(("calendar",), 1),
    "old older oldest|early earlier earliest": Adjective(("calendar",), -1),
    "big bigger biggest|large larger largest|roomy roomier roomiest|huge|massive|enormous|gigantic|bulky bulkier bulkiest": Adjective(
        ("size", "area", "volume", "data", ANY), 1
    ),
    "small smaller smallest|compact|tiny tinier tiniest": Adjective(("size", "area", "volume", "data", ANY), -1),
    "thin thinner thinnest|slim slimmer slimmest": Adjective(("size",), -1),
    "thick thicker thickest": Adjective(("size",), 1),
    "close closer closest|near nearer nearest": Adjective(("distance",), -1),
    "far farther farthest|distant": Adjective(("distance",), 1),
    "high higher highest|strong stronger strongest|fast faster fastest|powerful": Adjective((ANY,), 1),
    "low lower lowest|weak weaker weakest|few fewer fewest|slow slower slowest": Adjective((ANY,), -1),
    "good better best|great|excellent|decent|superb|outstanding|amazing|stellar|fantastic|terrific|brilliant": Adjective(
        (QUALITY,), 1
    ),
    "bad worse worst|poor poorer poorest": Adjective((QUALITY,), -1),
}
_CHINESE: Final = {
    "便宜 实惠 平价": Adjective(("money",), -1),
    "贵 昂贵": Adjective(("money",), 1),
    "轻 轻便": Adjective(("mass",), -1),
    "重 沉": Adjective(("mass",), 1),
    "长 久": Adjective(("time", "distance", "size", "pages"), 1),
    "短": Adjective(("time", "distance", "size", "pages"), -1),
    "新": Adjective(("calendar",), 1),
    "旧 老 早": Adjective(("calendar",), -1),
    "大": Adjective(("size", "area", "volume", "data", ANY), 1),
    "小": Adjective(("size", "area", "volume", "data", ANY), -1),
    "薄": Adjective(("size",), -1),
    "厚": Adjective(("size",), 1),
    "近": Adjective(("distance",), -1),
    "远": Adjective(("distance",), 1),
    "高 多 强 快": Adjective((ANY,), 1),
    "低 少 弱 慢": Adjective((ANY,), -1),
    "好 优秀 棒": Adjective((QUALITY,), 1),
    "差 烂": Adjective((QUALITY,), -1),
}


def _english() -> tuple[dict[str, Adjective], dict[str, Adjective], dict[str, Adjective]]:
    base: dict[str, Adjective] = {}
    more: dict[str, Adjective] = {}
    most: dict[str, Adjective] = {}
    for words, adjective in _ENGLISH.items():
        for word in words.split("|"):
            forms = word.split()
            base[forms[0]] = adjective
            if len(forms) > 1:
                more[forms[1]] = adjective
                most[forms[2]] = adjective
    return base, more, most


_BASE, _MORE, _MOST = _english()
_HAN: Final = {word: adjective for words, adjective in _CHINESE.items() for word in words.split()}

_BASES: Final = "|".join(sorted(_BASE, key=len, reverse=True))
_MORES: Final = "|".join(sorted(_MORE, key=len, reverse=True))
_MOSTS: Final = "|".join(sorted(_MOST, key=len, reverse=True))
_HANS: Final = "|".join(sorted(_HAN, key=len, reverse=True))
_AN_ENGLISH_DEGREE: Final = re.compile(
    rf"\b(?:(?P<moderate>(?:not|n'?t|nothing|isn'?t|without being|don'?t want (?:it|them|anything|something)(?: to be)?|shouldn'?t be)(?: to be| be)? (?:too|so|that|very|overly) (?P<m>{_BASES}))"
    rf"|(?P<too>(?:too|so|a bit|a little|a tad|rather|quite|bit|way too|kind of|kinda|pretty) (?P<t>{_BASES}))(?! as)"
    rf"|(?P<less>(?:less|not as|not so) (?P<l>{_BASES}))|(?P<more>(?:more (?P<a>{_BASES})|(?P<b>{_MORES})))"
    rf"|(?P<least>least (?P<e>{_BASES}))|(?P<most>(?:most (?P<c>{_BASES})(?:ly)?|(?P<d>{_MOSTS}))))\b"
)
_A_HAN_DEGREE: Final = re.compile(
    rf"(?P<moderate>(?:别|不要|不想要?|不能|不用|不需要|不必|不希望|不|不会|不是)(?:买|选|看)?(?:太|那么|特别|很)(?P<m>{_HANS}))"
    rf"|(?P<than>比(?!较)[^,，。;?!]{{1,12}}?(?:还|更|要|再)?(?P<h>{_HANS})(?:一?[点些])?)"
    rf"|(?P<less>(?:没那么|不那么|没有那么|别那么)(?P<l>{_HANS}))"
    rf"|(?P<too>(?:太|有点儿?|有些|过于|偏|超级?)(?P<t>{_HANS})(?![看吃玩听用]))"
    rf"|(?P<most>(?!最近|最好(?!的|用|$))最(?P<c>{_HANS})(?![看吃玩听用近多少高低]|[一-鿿]?性))"
    rf"|(?P<more>(?:更加?|再|还要|稍微|稍|比较|能)(?:要)?(?P<a>{_HANS})(?:上?一点儿?|一些|点儿?|些)?|(?P<b>{_HANS})(?:(?:一点儿?|一些|点儿?|些)(?![钟评赞击数名])|(?=的那[个款部本家门件台只种])))"
)


_PLAIN_ENGLISH: Final = re.compile(
    rf"(?<![a-z])(?P<not>not |n'?t |nothing )?(?<!my )(?<!our )(?<!his )(?<!her )(?<!too )(?<!so )(?<!more )(?<!less )(?<!most )(?<!years )(?<!year )(?<!years-)(?<!year-)(?P<word>{_BASES})(?![a-z])(?! (?:as|than|for|to|of|at|on|enough)(?![a-z]))"
    r"(?P<closed>(?=\s*(?:$|[,.;!?]|ones?(?![a-z])|and(?![a-z])|please|pls)))?"
)
_PLAIN_HAN: Final = re.compile(
    rf"(?P<not>(?<![差要])不(?:算|会)?)?(?<![最更太很再越多附])(?!多[久少大长重高远贵快钱])(?P<word>{_HANS})(?P<closed>(?=的?(?:$|[,，。;!?？的呗]|就(?:好|行|可以)|[开出上]))(?!的[人话地]))?"
)


def adjective_of(word: str) -> Adjective | None:
    """Look up an adjective in any form, "more ..." too."""
    word = word.removeprefix("more ").removeprefix("much ").removeprefix("a bit ")
    if word.startswith("less "):
        found = _BASE.get(word.removeprefix("less "))
        return Adjective(found.measures, -found.sign) if found else None
    last = word.rsplit(" ", maxsplit=1)[-1]
    return _MORE.get(last) or _BASE.get(last) or _HAN.get(word)


def find_degrees(folded: str) -> Iterator[Degree]:
    """Find adjectives said in a degree, in order of place within each language."""
    for match in _AN_ENGLISH_DEGREE.finditer(folded):
        word = next(match[name] for name in "mtlabecd" if match[name])
        yield _degree(match, (_BASE.get(word) or _MORE.get(word) or _MOST[word]))
    for match in _A_HAN_DEGREE.finditer(folded):
        word = next(match[name] for name in "mhltcab" if match[name])
        yield _degree(match, _HAN[word])


def find_plain(folded: str) -> Iterator[tuple[Degree, bool]]:
    """Find adjectives said in no degree; each with whether it closes what is said, so that it stands for the thing itself."""
    for match in _PLAIN_ENGLISH.finditer(folded):
        adjective = _BASE[match["word"]]
        negated = match["not"] is not None
        sign = -adjective.sign if negated else adjective.sign
        closed = match["closed"] is not None
        grade = Grade.MODERATE if negated else Grade.PLAIN
        start = match.start("not") if negated else match.start("word")
        yield Degree(start, match.end("word"), adjective, grade, sign), closed
    for match in _PLAIN_HAN.finditer(folded):
        adjective = _HAN[match["word"]]
        negated = match["not"] is not None
        sign = -adjective.sign if negated else adjective.sign
        grade = Grade.MODERATE if negated else Grade.PLAIN
        yield Degree(match.start("word"), match.end("word"), adjective, grade, sign), match["closed"] is not None


def _degree(match: re.Match[str], adjective: Adjective) -> Degree:
    for name, grade, turn in (
        ("moderate", Grade.MODERATE, -1),
        ("too", Grade.TOO, -1),
        ("less", Grade.MORE, -1),
        ("least", Grade.MOST, -1),
        ("most", Grade.MOST, 1),
        ("more", Grade.MORE, 1),
        ("than", Grade.MORE, 1),
    ):
        if match.groupdict().get(name):
            return Degree(match.start(), match.end(), adjective, grade, turn * adjective.sign)
    raise AssertionError(match[0])
