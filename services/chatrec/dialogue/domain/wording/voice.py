"""Names, facets, wishes and facts in the language of a reply."""
# ruff: noqa: E501 - lists of words are read by the row

import operator
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from chatrec.dialogue.domain.catalogues import KnownCatalogue, days_of
from chatrec.dialogue.domain.wording.hours import hours_text
from chatrec.dialogue.domain.wording.values import join, value_text
from chatrec.dialogue.domain.wording.variety import Tongue
from chatrec.vocabulary.conversation import PhrasedItem, Speech
from chatrec.vocabulary.graph import Fact, ItemCard
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.schema import ITEM, KIND, POPULARITY, Facet
from chatrec.vocabulary.words import FacetType, Language, Operator, Source, Text, Value

__all__ = ["Voice", "measure", "meets"]

_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_SENTENCE_CASE: Final = re.compile(r"[A-Z][a-z]+(?:[ -][a-z]+)*")
_PROPER: Final = re.compile(
    r"language|country|region|city|district|place|brand|make|author|artist|director|cast|writer|teacher|person|origin"
)
_PROPER_NAME: Final = re.compile(
    r"^(?:[A-Z][a-z]*(?:ese|ish|ian|ean)|French|German|Greek|Dutch|Thai|Arabic|Czech|Swiss)$"
)
_NUMERAL: Final = re.compile(
    r"[\d零一二两三四五六七八九十百千万]|\b(?:hundred|thousand|grand|one|two|three|four|five|six|ten)\b"
)
_LATIN: Final = re.compile(r"[A-Za-z]{2,}")
_BOUNDS: Final = {
    Operator.LESS: ("under {}", "低于 {}"), Operator.AT_MOST: ("at most {}", "不超过 {}"),
    Operator.GREATER: ("over {}", "高于 {}"), Operator.AT_LEAST: ("at least {}", "至少 {}"),
    Operator.EQUAL: ("{}", "{}"), Operator.NOT_EQUAL: ("not {}", "不要 {}"),
}  # fmt: skip
_DAY_BOUNDS: Final = {
    Operator.LESS: ("before {}", "{}以前"), Operator.AT_MOST: ("up to {}", "不晚于 {}"),
    Operator.GREATER: ("after {}", "{}以后"), Operator.AT_LEAST: ("from {} on", "{}起"),
    Operator.EQUAL: ("{}", "{}"), Operator.NOT_EQUAL: ("not {}", "不要 {}"),
}  # fmt: skip
_COMPARE: Final[dict[Operator, Callable[[float, float], bool]]] = {
    Operator.LESS: operator.lt,
    Operator.AT_MOST: operator.le,
    Operator.GREATER: operator.gt,
    Operator.AT_LEAST: operator.ge,
}
_UPPER: Final = frozenset({Operator.LESS, Operator.AT_MOST})
_LOWER: Final = frozenset({Operator.GREATER, Operator.AT_LEAST})


class Voice:
    """Puts what a speech is about into words; claims nothing that its cards, labels and preferences do not hold."""

    def __init__(self, speech: Speech, catalogue: KnownCatalogue, tongue: Tongue) -> None:
        """Gather the names that the speech brings."""
        self.speech = speech
        self.catalogue = catalogue
        self.tongue = tongue
        self.language = speech.language
        self._names: dict[str, Text] = {}
        for card in (*speech.state.active.slate, *(item.card for item in speech.items)):
            self._names[card.id] = card.name
            for fact in card.facts:
                self._names.update({str(value): name for value, name in zip(fact.values, fact.names, strict=False)})
        self._names.update({label.id: label.name for label in (*speech.options, *speech.labels) if label.name})

    @property
    def english(self) -> bool:
        """Whether it speaks English."""
        return self.language is Language.EN

    def pick(self, english: str, chinese: str) -> str:
        """Choose between two wordings."""
        return english if self.english else chinese

    def name(self, identifier: str, phrase: str = "") -> str:
        """Give the name of an item or entity; where it has none, the user's word for it, else its id as words."""
        known = self._names.get(identifier)
        if known:
            return known.speak(self.language)
        return phrase if phrase and self.fits(phrase) else identifier.replace("_", " ")

    def fits(self, words: str) -> bool:
        """Tell whether words are of this language, or of none."""
        return not _HAN.search(words) if self.english else bool(_HAN.search(words)) or not _LATIN.search(words)

    def item(self, card: ItemCard) -> str:
        """Give the name of an item."""
        return card.name.speak(self.language) or card.id

    def label(self, facet: Facet) -> str:
        """Give the label of a facet."""
        return facet.label.speak(self.language) or facet.name.replace("_", " ")

    def value(self, facet: Facet, value: Value, phrase: str = "") -> str:
        """Give a value of a facet in words."""
        if facet.type is FacetType.ENTITY and isinstance(value, str):
            name = self.name(value, phrase)
            if name == value and facet == self.catalogue.opening:
                return hours_text(value, self.language)
            return self._running(facet, name)
        return value_text(self.catalogue, facet, value, self.language)

    def _running(self, facet: Facet, name: str) -> str:
        """Write a name as it stands within a sentence: "Science fiction" of a facet of many values is none of its own."""
        if not self.english or not facet.many or not _SENTENCE_CASE.fullmatch(name):
            return name
        proper = _PROPER.search(f"{facet.name} {facet.label.en}".lower()) or _PROPER_NAME.search(name)
        return name if proper else name[0].lower() + name[1:]

    def fact_words(self, facet: Facet, value: Value) -> str:
        """Give one value of a facet as a part of a sentence: "made by Lumo", "genre: comedy", "weight 2 kg", "续航 9 小时"."""
        if facet.type is FacetType.FLAG:
            return (
                self.label(facet) if value is True else self.pick(f"no {self.label(facet)}", f"无{self.label(facet)}")
            )
        if facet.type is FacetType.ENTITY:
            return self.entities(facet, [value])
        words = self.value(facet, value)
        if facet.type is FacetType.ORDINAL:
            return self.pick(f"{self.label(facet)}: {words}", f"{self.label(facet)}：{words}")
        if (facet.money and self.english) or self._tells_itself(facet, words):
            return words
        return f"{self.label(facet)} {words}"

    def entities(self, facet: Facet, values: Sequence[Value]) -> str:
        """Give values of an entity facet with its relation where it has one value, else with its label."""
        names = self.join([self.value(facet, value) for value in values])
        own = "" if facet.many else (facet.relation_label.en if self.english else facet.relation_label.zh)
        if own and own != (facet.label.en if self.english else facet.label.zh) and own != facet.name.replace("_", " "):
            return f"{own}{self.pick(' ', '')}{names}"
        return self.pick(f"{self.label(facet)}: {names}", f"{self.label(facet)}：{names}")

    def _tells_itself(self, facet: Facet, words: str) -> bool:
        """Tell whether a value names its facet by its unit: "8 hours" for hours."""
        return self.label(facet).lower() in words.lower()

    def kinds(self, catalogues: Iterable[KnownCatalogue]) -> str:
        """Name up to four kinds of things that there are."""
        every = [
            words[0] for one in catalogues for kind in one.schema.kinds if (words := kind.words.speak(self.language))
        ]
        if not every:
            return self.pick("things you'll like", "合适的东西")
        named = list(dict.fromkeys(_plural(word) if self.english else word for word in every))[:4]
        return self.join(named)

    def kind(self, kind_id: str) -> str:
        """Give the name of a kind; "" where it has none."""
        kind = self.catalogue.schema.kind(kind_id)
        words = kind.words.speak(self.language) if kind else ()
        return (_plural(words[0]) if self.english else words[0]) if words else ""

    def join(self, parts: list[str], *, either: str = "") -> str:
        """Join the parts of a list."""
        return join(parts, self.language, last=either)

    def fact(self, fact: Fact) -> str:
        """Give a fact as "label: values"."""
        facet = self.catalogue.by_name.get(fact.facet)
        if facet is None or not fact.values:
            return ""
        return self.pick(f"{self.label(facet)}: ", f"{self.label(facet)}：") + self.values(facet, fact)

    def values(self, facet: Facet, fact: Fact, *, limit: int = 6) -> str:
        """Give the values of a fact."""
        return self.join([self.value(facet, value) for value in fact.values[:limit]])

    def wishes(self, wishes: Sequence[Preference], limit: int = 4) -> str:
        """Give wishes in words, lower and upper bounds of a facet together."""
        parts: list[str] = []
        used: set[int] = set()
        for place, wish in enumerate(wishes):
            if place in used:
                continue
            twin = next(
                (
                    at
                    for at, one in enumerate(wishes)
                    if at > place and one.facet == wish.facet and wish.operator in _LOWER and one.operator in _UPPER
                ),
                None,
            )
            if twin is not None:
                used.add(twin)
                parts.append(self._between(wish, wishes[twin]))
            else:
                parts.append(self.wish(wish))
        return (", " if self.english else "，").join(list(dict.fromkeys(part for part in parts if part))[:limit])

    def _between(self, low: Preference, high: Preference) -> str:
        facet = self.catalogue.by_name.get(low.facet)
        if facet is None:
            return ""
        first, second = self.value(facet, low.values[0]), self.value(facet, high.values[0])
        if first == second:
            return f"{self.label(facet)} {first}"
        if self._is_around(low, high):
            middle = self.value(facet, _middle(low, high))
            words = self.pick(f"around {middle}", f"{middle}左右")
        elif self._tells_itself(facet, first):
            return self.pick(f"{first} to {second}", f"{first}到 {second}")
        else:
            words = self.pick(f"from {first} to {second}", f"{first}到 {second}")
        return f"{self.label(facet)} {words}"

    def _is_around(self, low: Preference, high: Preference) -> bool:
        """Tell whether a soft range is what "around" was read as."""
        return not low.hard and not high.hard and low.phrase == high.phrase and isinstance(low.values[0], (int, float))

    def wish(self, wish: Preference) -> str:  # noqa: PLR0911
        """Give a wish in words."""
        if wish.facet == KIND:
            name = self.kind(str(wish.values[0]))
            return name if wish.liked or not name else self.pick(f"no {name}", f"不要{name}")
        if wish.facet == ITEM:
            name = self.name(str(wish.values[0]), wish.phrase)
            return self.pick(
                f"like {name}" if wish.liked else f"not {name}", f"类似{name}" if wish.liked else f"不要{name}"
            )
        facet = self.catalogue.by_name.get(wish.facet)
        if facet is None:
            return f"“{wish.phrase}”" if wish.facet == POPULARITY and wish.phrase else ""
        if wish.phrase and self.fits(wish.phrase) and wish.liked and _is_loose(wish, facet):
            return self.pick(f"“{wish.phrase}”", f"“{wish.phrase}”")
        if facet.type is FacetType.FLAG:
            wanted = wish.liked and wish.values[0] is True
            return self.label(facet) if wanted else self.pick(f"no {self.label(facet)}", f"不要{self.label(facet)}")
        if facet.type is FacetType.ENTITY:
            names = self.join(
                [self.value(facet, value, wish.phrase) for value in wish.values], either=self.pick("or", "或")
            )
            if facet.demand is not None and not wish.liked:
                return self.pick(f"nothing unsuitable: {names}", f"排除不适合的（{names}）")
            return names if wish.liked else self.pick(f"no {names}", f"不要{names}")
        if facet.type is FacetType.ORDINAL and wish.operator is Operator.EQUAL:
            return self.fact_words(facet, wish.values[0])
        words = self.bound(facet, wish.operator, wish.values)
        if self._tells_itself(facet, words):
            return words
        gap = " " if self.english or not _HAN.match(words) else ""
        return f"{self.label(facet)}{gap}{words}"

    def bound(self, facet: Facet, relation: Operator, values: tuple[Value, ...]) -> str:
        """Give a bound on a facet: "under ¥3,000", "低于 3,000 元"."""
        words = self.join([self.value(facet, value) for value in values], either=self.pick("or", "或"))
        table = _DAY_BOUNDS if self.catalogue.is_calendar(facet) else _BOUNDS
        return table.get(relation, ("{}", "{}"))[0 if self.english else 1].format(words)

    def phrased(self, item_id: str) -> PhrasedItem | None:
        """Find an item of the speech."""
        return next((item for item in self.speech.items if item.card.id == item_id), None)


def _is_loose(wish: Preference, facet: Facet) -> bool:
    """Tell whether a wish is better said in the user's words than by the figure that it was read as."""
    if wish.source is Source.NEED:
        return True
    graded = facet.type in {FacetType.NUMBER, FacetType.DATE} and wish.operator in _UPPER | _LOWER
    return graded and not wish.hard and _NUMERAL.search(wish.phrase) is None


def _middle(low: Preference, high: Preference) -> float:
    first, last = low.values[0], high.values[0]
    middle = (
        (float(first) + float(last)) / 2 if isinstance(first, (int, float)) and isinstance(last, (int, float)) else 0.0
    )
    return round(middle, 1)


def _plural(word: str) -> str:
    if word.endswith(("s", "x", "ch", "sh")):
        return word if word.endswith("s") else f"{word}es"
    return f"{word[:-1]}ies" if word.endswith("y") and word[-2:-1] not in "aeiou" else f"{word}s"


def meets(facet: Facet, value: Value, wish: Preference) -> bool:
    """Tell whether one value meets a preference on its facet."""
    if wish.operator is Operator.EQUAL or wish.operator is Operator.IN:
        return value in wish.values
    if wish.operator is Operator.NOT_EQUAL:
        return value not in wish.values
    mine, bound = measure(facet, value), measure(facet, wish.values[0])
    if mine is None or bound is None:
        return False
    return _COMPARE[wish.operator](mine, bound)


def measure(facet: Facet, value: Value) -> float | None:
    """Give a value as a number: an ordinal by place, a day in days; None for entities and flags."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        if facet.type is FacetType.DATE:
            return days_of(value)
        return float(facet.values.index(value)) if value in facet.values else None
    return float(value)
