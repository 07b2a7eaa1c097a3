"""What an utterance says beyond all that was understood: soft wishes nobody wrote a rule for, and what is no language at all."""
# ruff: noqa: E501 - lists of words are read by the row

import re
from typing import Final

from chatrec.dialogue.domain.reading.draft import Draft
from chatrec.dialogue.domain.reading.roles import Role
from chatrec.dialogue.domain.reading.words.cues import ABOUT, CUES, PLOT
from chatrec.dialogue.domain.reading.words.polarity import Polarities
from chatrec.dialogue.domain.reading.words.said import Clause, Said
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.words import Act, Source

__all__ = ["MAX_WISH", "is_gibberish", "left_over", "says_something", "unread_words", "wish_text"]

MAX_WISH: Final = 200
_MAX_UNREAD: Final = 40
_TRIMMED: Final = re.compile(
    r"^(?:(?:does|do|is|are|can|has|have|will|did|was|what|how|and|the|any|a|an|of|to|with|about|by|from|in)(?: (?:it|this|that|they|these|one))*(?: (?:is|are|was|come|have))? )+|^(?:too|so|very|overly|that) |^[它这那]?(?:个|款|部|家|本)?(?:的|有|是|能|会|带|支持)?"
    r"|(?:\s(?:please|pls|though|either|too|stuff|things?|at all|anymore|from|by|with|and|or|a|an|the))+$|(?:的|了|吧|啊|呀|哦|吗|么|呢|那种|这种|之类的?|什么的)+$",
    re.IGNORECASE,
)
_CONTENT: Final = re.compile(r"[a-z]{3,}|[\u3400-\u9fff]")
_COMMON: Final = frozenset(
    re.findall(
        r"\S+",
        """the and for you can could would should with that this these those from have has had are was were will just
        like want need looking look find show give get got please some any something anything one ones thing things
        more less than them they there here what which who when where why how not dont don isn too very really good
        great nice best new recommend recommendation suggest suggestion me my your our back return switch topic about into also maybe prefer
        love would rather make made let see watch buy under over below above between around least most max min price
        budget cheap must only definitely other another else okay yes sure think know it's its i'm i'd i've try say
        mean meant hello thanks thank hey bit lot kind sort help choose pick take going gonna wanna cool fine right
        well now today yet still again been being""",
    )
)
_HAN_COMMON: Final = re.compile(
    r"我们?|你们?|您|想要?|要|看|买|找|推荐|一下|一[个部款些点台种辆件本家门条张只双套位杯道节座间份]|有没有|有什么|什么|可以|能不能|能|给|帮|请|的|了|吗|呢|吧|啊|呀|是|有|在|不|没|也|都|就|还|很|太|最|更|比较|喜欢|希望|需要"
    r"|那种|这种|类型|这个|那个|这款|那款|东西|来|去|个|部|款|台|点|些|和|或者?|以内|以下|以上|左右|不要|别|必须|一定|只要|价格|预算|便宜|贵|好|用|又|再|把|被|让|它|会|里|上|下|谢谢|你好|回到|还是|换成?|聊|说回|继续|怎么样|类似|像"
)
_ROWS: Final = (
    "asdf",
    "sdfg",
    "dfgh",
    "fghj",
    "ghjk",
    "hjkl",
    "qwer",
    "wert",
    "erty",
    "rtyu",
    "tyui",
    "uiop",
    "zxcv",
    "xcvb",
    "cvbn",
    "vbnm",
)
_WORD: Final = re.compile(r"[a-z]+")
_CONSONANTS: Final = re.compile(r"[bcdfghjklmnpqrstvwxz]{5}")
_REPEATED: Final = re.compile(r"(.)\1{3}")
_VOWEL: Final = re.compile(r"[aeiouy]")
_ENOUGH_HAN: Final = 2


def left_over(said: Said, clause: Clause, consumed: list[tuple[int, int]], enough_han: int) -> bool:
    """Tell whether a clause holds words of content that nothing has taken."""
    words = said.words(clause)
    for start, end in consumed:
        low, high = max(0, start - clause.start), max(0, end - clause.start)
        words = words[:low] + " " * (min(high, len(words)) - low) + words[high:] if low < len(words) else words
    words = _HAN_COMMON.sub("", words)
    tokens = [token for token in _CONTENT.findall(words) if token not in _COMMON]
    han = sum(1 for token in tokens if token > "\u3400")  # noqa: S105
    return len(tokens) > han or han >= enough_han


def wish_text(
    said: Said, draft: Draft, roles: dict[Clause, Role], polarities: Polarities, *, enough_han: int = _ENOUGH_HAN
) -> str:
    """Give the user's words of the clauses that wish for something which nothing has taken; "" where there is none."""
    clauses = [clause for clause, role in roles.items() if role is Role.WISH and not polarities.negates(clause)]
    if not any(left_over(said, clause, draft.consumed, enough_han) for clause in clauses):
        return ""
    return " ".join(said.original[clause.start : clause.end].strip() for clause in clauses)[:MAX_WISH].strip()


def unread_words(said: Said, draft: Draft, roles: dict[Clause, Role], polarities: Polarities) -> str:
    """Give the words of what is refused though nothing records it ("no Disney"), or asked of an item in vain; "" for none."""
    likened = len(said.clauses) == 1 and any(_is_likened(said, wish) for wish in draft.preferences)
    if likened:
        return ""  # all that is said was understood as a whole
    for clause, role in roles.items():
        start = _demanded_from(said, draft, clause, polarities) if role is Role.WISH else clause.start
        if role not in {Role.WISH, Role.ATTRIBUTE} or start is None or (role is Role.ATTRIBUTE and draft.asked_facets):
            continue
        kind = draft.kind.start if draft.kind is not None and start < draft.kind.start < clause.end else clause.end
        part = Clause(start, kind, clause.question)
        first = min((low for low, high in draft.consumed if low < part.end and part.start < high), default=part.end)
        if role is Role.WISH:
            part = Clause(part.start, max(part.start, first), part.question)
        about = role is Role.ATTRIBUTE and any(
            cue.search(said.folded, clause.start, clause.end) for cue in (ABOUT, PLOT)
        )
        if about or not left_over(said, part, draft.consumed, 1):
            continue
        words = _TRIMMED.sub("", said.original[part.start : part.end].strip(" ,.!?，。！？、~"))
        if 0 < len(words) <= _MAX_UNREAD:
            return words
    return ""


def _is_likened(said: Said, wish: Preference) -> bool:
    """Tell whether a wish was met by the likeness of the message as a whole: it has none of its words."""
    return wish.source is Source.NEED and wish.phrase not in said.original


def _demanded_from(said: Said, draft: Draft, clause: Clause, polarities: Polarities) -> int | None:
    """Give where that begins which a clause refuses, or puts in place of what was said; None where it does neither."""
    marks = [match.end() for match in CUES[Act.CORRECT].finditer(said.folded, clause.start, clause.end)]
    if marks and not draft.preferences:
        return marks[-1]
    return polarities.refused_from(clause)


def says_something(said: Said, draft: Draft) -> bool:
    """Tell whether anything of content is said at all, unwanted things included."""
    return any(left_over(said, clause, draft.consumed, 1) for clause in said.clauses)


def is_gibberish(folded: str) -> bool:
    """Tell whether a text is made of nothing but strings that no language has: "asdfgh", "hhhhhh", "xkcdqz"."""
    words = _WORD.findall(folded)
    other = re.search(r"[^\x00-\x7f]", folded)
    return bool(words) and other is None and all(_is_weird(word) for word in words)


def _is_weird(word: str) -> bool:
    if len(word) < 4:  # noqa: PLR2004
        return _VOWEL.search(word) is None and len(word) > 2  # noqa: PLR2004
    return (
        _VOWEL.search(word) is None
        or _CONSONANTS.search(word) is not None
        or _REPEATED.search(word) is not None
        or any(row in word for row in _ROWS)
    )
