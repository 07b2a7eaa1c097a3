"""Which of the items on the table an utterance points at."""
# ruff: noqa: E501 - lists of words are read by the row

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from chatrec.dialogue.domain.reading.words.cues import CUES
from chatrec.dialogue.domain.reading.words.said import Said
from chatrec.vocabulary.conversation import DialogueState
from chatrec.vocabulary.graph import ItemCard
from chatrec.vocabulary.words import Act, Move

__all__ = ["SPOKEN_OF", "References", "focus_of", "points_at_it", "read_references"]

_ORDINALS: Final = {
    word: place
    for place, words in enumerate(
        (
            "first 1st",
            "second 2nd",
            "third 3rd",
            "fourth 4th",
            "fifth 5th",
            "sixth 6th",
            "seventh 7th",
            "eighth 8th",
            "ninth 9th",
            "tenth 10th",
        )
    )
    for word in words.split()
}
_HAN: Final = (
    {char: place for place, char in enumerate("一二三四五六七八九十")}
    | {str(number): number - 1 for number in range(1, 11)}
    | {"两": 1}
)
_WORDS: Final = "|".join(_ORDINALS)
_MEASURE: Final = "[个款部本家门件条张台只双辆套位种首间份支集座道瓶杯节堂处所号副对把顶枚根匹头块片颗粒盒袋罐碗盘架艘栋幢册卷篇曲幅项组批场趟站匣]"
_NOUN_STOP: Final = r"(?:\s+(?:one|ones|option|item|choice|suggestion|recommendation|pick|of)\b|\s*(?:$|[,.?!;，。])|\s+(?:and|is|has|looks?|seems?|but|please|instead|then|sounds?|does|with|was|or|vs|stacks?|compares?|fares?|costs?|weighs?|have|had|against|than|any|worth|better|also|too|still|comes?|suits?|works?|then|an?|in|on|at|got|makes?|takes?|needs?|gives?|opens?|closes?|shuts?|really|actually|suitable|available|free|safe|ok|okay|good|made|for|allows?|lets?|runs?|supports?|includes?|requires?|offers?|starts?|ends?|contains?|fits?|it|more|less|[a-z]{2,}er|to the|to number|under|over|below|above|within)\b|'s\b)"
_ENGLISH: Final = re.compile(
    rf"\b(?:(?:the|that|your|option|item|choose|take|like|and|,) (?P<word>{_WORDS}){_NOUN_STOP}|(?:number|no\.?|option|item|choice) ?#?(?P<number>10|[1-9]|one|two|three|four|five)\b|#(?P<hash>10|[1-9])\b)"
)
_KIND_AFTER: Final = re.compile(rf"\b(?:the|that) (?P<word>{_WORDS}) (?P<noun>[a-z]+)")
_CHINESE: Final = re.compile(
    rf"第(?P<word>十|[一二两三四五六七八九]|10|[1-9])(?:{_MEASURE}|$|(?=[和跟与是的怎有比、，,]))|(?P<number>10|[1-9]|[一二三四五六七八九十])号(?![码线楼])"
)
_BARE: Final = re.compile(r"\s*(10|[1-9]|[一二两三四五])\s*[.!。]?\s*")
_PAIR: Final = re.compile(
    r"(?<![\d.a-z])(10|[1-9]|[一二三四五]|one|two|three|four|five)号?\s*(?:and|vs\.?|versus|or|&|和|跟|与|比|对比)\s*(10|[1-9]|[一二三四五]|one|two|three|four|five)(?![\d.a-z])"
)
_LAST: Final = re.compile(
    rf"\bthe (?:last|final|bottom) (?:one|option|item|choice)\b|\bthe last\b(?=\s*$)|最后(?:一|那)?{_MEASURE}|最后那"
)
_OTHER: Final = re.compile(
    rf"\bthe other(?: (?:one|option|choice)\b|(?=\s*(?:$|[,.?!]))|'s\b)|另外?那?一?(?:{_MEASURE})"
)
_DEGREE_OF: Final = re.compile(r"\bthe (?:[a-z]+ ){1,3}of (?:them )?$")
# "Than it", "和它": what is held against something named before is of the table.
_HELD_AGAINST: Final = re.compile(r"(?:\b(?:than|with|to|against|as|vs\.?)\s+|[和跟与比像])$")
_BARE_IT: Final = re.compile(r"\b(?:it|its|it's|they|them|both)\b|它们?|都|两[个部款]都")
_LATTER, _FORMER = re.compile(r"\bthe latter\b|后者"), re.compile(r"\bthe former\b|前者")
_FIRST_TWO: Final = re.compile(r"\b(?:first|top) (?:two|2)\b|前[两2]")
_BOTH: Final = re.compile(
    rf"\bboth\b|\b(?:these|those|the) (?:two|2)\b|这[两俩2]|那[两俩2]|两个都|(?<![一二三四五六七八九十第])两{_MEASURE}(?=哪|谁|都|有|之间|比|相)|两者|它们?[俩两]|俩(?:哪|谁|有)"
)
_THREE: Final = re.compile(r"\b(?:first|top|these|those|all) (?:three|3)\b|[前这][三3]")
_ALL: Final = re.compile(
    r"\b(?:all of (?:them|these|those)|these|those|they|them|none of (?:them|these|those)|neither|any of (?:them|these|those))\b|这些|那些|它们|这几|那几|全部|都不|都(?=多少|什么|有|是|[看读玩买去用吃学听]过|[看读玩买去听]了)|一个都不|这批"
)
_IT: Final = re.compile(
    rf"\b(?:it|its|it's|this|that|this one|that one|the one)\b(?! (?:is|'s) (?:all|fine|ok))|(?<!is )(?<!are )(?<!was )(?<!up )(?<!hi )(?<!hey )(?<!hello )\bthere\b(?!'s| is| are| was| be| any|,)|那[里儿边](?!的|有什么|还)|它|这{_MEASURE}|那{_MEASURE}|此{_MEASURE}|该(?={_MEASURE})|刚才|刚刚|就这|这(?=是|有|能|支持)"
)
# "Any that are free", "those with stairs": the word tells which are meant, and points at none.
_DESCRIBES: Final = re.compile(
    r"\b(?:an?|any|some|other|others|more|no|ones?|[a-z]*(?:thing|body|where))(?: (?!like|than|of|to|about|with|for|in|at|on|as)[a-z'-]+){0,3} (?P<that>that)(?='s| (?:is|are|has|have|had|can|could|will|would|was|were|does|do|did|isn|aren|doesn|don|won|[a-z]{2,}s)\b)"
    r"|\b(?P<those>(?:one |some |any )?of those|those)(?= (?:that|which|who|with|without|in|from|where|you|made|set|about|[a-z]+ing)\b)"
)
SPOKEN_OF: Final = frozenset({Move.DESCRIBE, Move.ANSWER, Move.EXPLAIN, Move.CHAT, Move.COMPARE})
_SMALL: Final = {"one": 0, "two": 1, "three": 2, "four": 3, "five": 4}


@dataclass(frozen=True, slots=True)
class References:
    """What is pointed at: `items` by place or name, `pronoun` what "it" is, `everything` where all of them are meant.

    `other` is what "the other one" means, one of `items`; "" where the talk is not about two.
    """

    items: tuple[str, ...] = ()
    pronoun: str = ""
    everything: bool = False
    spans: tuple[tuple[int, int], ...] = ()
    other: str = ""

    @property
    def pointed(self) -> tuple[str, ...]:
        """The items named by place, else the one meant by "it"."""
        return self.items or ((self.pronoun,) if self.pronoun else ())


def focus_of(state: DialogueState) -> str:
    """Give the item that the talk is about: the focus while it is on the table or was just spoken of, else the first shown."""
    topic = state.active
    shown = [card.id for card in topic.slate]
    if topic.focus_item_id and (topic.focus_item_id in shown or state.last_move in SPOKEN_OF):
        return topic.focus_item_id
    return shown[0] if shown else ""


def read_references(
    said: Said, state: DialogueState, kind_words: Sequence[str], named: Sequence[int] = ()
) -> References:
    """Find the items of the slate that an utterance points at.

    `named` are the places where it names items itself: "it" and "both" after a name are what was named.
    """
    slate: tuple[ItemCard, ...] = state.active.slate or state.active.compared
    folded = said.folded
    places = _places(folded, state, kind_words)
    if slate and CUES[Act.COMPARE].search(folded):
        places += _numbered(folded, len(slate))
    items = [slate[place].id for _, _, place in sorted(places) if -1 <= place < len(slate) and slate]
    several = [(match, slate[:2]) for match in _FIRST_TWO.finditer(folded)]
    both = [match for match in _of_the_table(_BOTH, folded, named) if not _DEGREE_OF.search(folded, 0, match.start())]
    several += [(match, state.active.table[:2]) for match in both]
    several += [(match, slate[:3]) for match in _THREE.finditer(folded)]
    items += [card.id for _, cards in several for card in cards]
    other = _other_of_two(state) if _OTHER.search(folded) else ""
    return References(
        items=tuple(dict.fromkeys([*items, *([other] if other else [])])),
        pronoun=focus_of(state) if _of_the_table(_IT, folded, named) or _of_this_kind(folded, kind_words) else "",
        everything=bool(slate) and bool(_of_the_table(_ALL, folded, named)),
        spans=(*((start, end) for start, end, _ in places), *(match.span() for match, _ in several)),
        other=other,
    )


def _places(folded: str, state: DialogueState, kind_words: Sequence[str]) -> list[tuple[int, int, int]]:
    """Find the places of a slate that are spoken of: start, end, and the place; -1 is the last."""
    places = [
        (match.start(), match.end(), _place(match["word"], match["number"] or match["hash"]))
        for match in _ENGLISH.finditer(folded)
    ]
    places += [
        (match.start(), match.end(), _ORDINALS[match["word"]])
        for match in _KIND_AFTER.finditer(folded)
        if match["noun"] in kind_words or match["noun"].removesuffix("s") in kind_words
    ]
    places += [
        (match.start(), match.end(), _HAN[match["word"] or match["number"]]) for match in _CHINESE.finditer(folded)
    ]
    bare = _BARE.fullmatch(folded)
    if bare and state.last_move is not Move.ASK:
        places.append((0, len(folded), _HAN[bare[1]]))
    for pattern, place in ((_LAST, -1), (_LATTER, 1), (_FORMER, 0)):
        places += [(match.start(), match.end(), place) for match in pattern.finditer(folded)]
    return places


def _of_the_table(pattern: re.Pattern[str], folded: str, named: Sequence[int]) -> list[re.Match[str]]:
    """Find the words that point at the table: not those for what the message has named before."""
    described = [match.span(match.lastgroup or 0) for match in _DESCRIBES.finditer(folded)]
    return [
        match
        for match in pattern.finditer(folded)
        if not any(start <= match.start() and match.end() <= end for start, end in described)
        if not _BARE_IT.fullmatch(match[0])
        or all(match.start() <= place for place in named)
        or _HELD_AGAINST.search(folded, max(0, match.start() - 9), match.start())
    ]


def _other_of_two(state: DialogueState) -> str:
    """Give the one of two that is not in focus: of those compared last, else of a slate of two."""
    pair = [card.id for card in state.active.table]
    if len(pair) != 2:  # noqa: PLR2004
        return ""
    return pair[0] if state.active.focus_item_id == pair[1] else pair[1]


def _of_this_kind(folded: str, kind_words: Sequence[str]) -> bool:
    """Tell whether “这课”, “那书” is said: Chinese needs no measure word between."""
    return any(f"{this}{word}" in folded for word in kind_words if not word.isascii() for this in "这那该此")


def points_at_it(words: str) -> bool:
    """Tell whether words say "it" or "that one" of an item."""
    return bool(_of_the_table(_IT, words, ()))


def _numbered(folded: str, shown: int) -> list[tuple[int, int, int]]:
    """Find the two numbers of "the difference between 1 and 3", "1和3比"."""
    match = _PAIR.search(folded)
    if match is None:
        return []
    pair = [(match.start(group), match.end(group), {**_HAN, **_SMALL}[match[group]]) for group in (1, 2)]
    return pair if all(place < shown for _, _, place in pair) else []


def _place(word: str | None, number: str | None) -> int:
    if word:
        return _ORDINALS[word]
    return _SMALL[number] if number in _SMALL else int(number or 1) - 1
