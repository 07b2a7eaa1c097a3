"""How somebody says what they wish: in the words of the catalogue and its pack, with the quirks of people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from chatrec.knowledge.domain.catalogue.catalogue import Catalogue, Entity
from chatrec.offline.dialogue.stories.conditions import Condition
from chatrec.offline.policy.talking.phrasebook import Fragment, Phrasebook, read_phrasebook
from chatrec.offline.policy.talking.slips import mistyped
from chatrec.vocabulary.schema import KIND, CatalogueSchema, Facet, Need
from chatrec.vocabulary.words import Better, FacetType, Language, Operator, Phrases, Text, Value

__all__ = ["Quirks", "Said", "Voice"]

_RANGED: Final = {Operator.AT_MOST: ("at_most", "before"), Operator.AT_LEAST: ("at_least", "after")}
_YEAR: Final = "year"
_THOUSAND: Final = 1000.0
_VOWELS: Final = frozenset("aeiou")


@dataclass(frozen=True, slots=True)
class Quirks:
    """How people speak; chances of 0 to 1.

    Attributes:
        slip: A message is mistyped.
        mixed: A value is named in the other language.
        alias: A value is called by another name than its first.
        firm: A limit is said to be one.
        chatty: A message has an opener, or a closer.
        lower: A message is typed without capitals.
    """

    slip: float = 0.08
    mixed: float = 0.06
    alias: float = 0.25
    firm: float = 0.6
    chatty: float = 0.5
    lower: float = 0.3


@dataclass(frozen=True, slots=True)
class Said:
    """A wish as it is to be said: what is asked for, whether as a limit, and whether in a vague word."""

    condition: Condition
    hard: bool = False
    vague: bool = False


class Voice:
    """Words messages over one catalogue in one language."""

    def __init__(self, catalogue: Catalogue, language: Language, quirks: Quirks, rng: np.random.Generator) -> None:
        """Keep what there is to speak of, and how."""
        self._schema: CatalogueSchema = catalogue.schema
        self._entities: Mapping[str, Entity] = {entity.id: entity for entity in catalogue.entities}
        self._language, self._quirks, self._rng = language, quirks, rng
        self._book: Phrasebook = read_phrasebook(language)

    def say(self, act: str, wishes: Sequence[Said] = (), *, kind: str = "", old: Condition | None = None) -> str:
        """Word an act; `kind` and `old` are spoken of where a frame of the act has a place for them."""
        frame = self._one(self._book.acts[act])
        text = frame.format(
            wishes=self._joined(wishes, such=False) if "{wishes}" in frame else "",
            such=self._joined(wishes, such=True) if "{such}" in frame else "",
            old=self._bare(old) if old else "",
            **self._kind_words(kind),
        )
        return self._finish(text)

    def can_be_vague(self, condition: Condition) -> bool:
        """Tell whether a need of the pack means a condition, so that it can be said without naming a value."""
        return bool(self._needs(condition))

    def _finish(self, text: str) -> str:
        rng, quirks = self._rng, self._quirks
        if rng.random() < quirks.chatty:
            text = self._one(self._book.openers) + text
        if rng.random() < quirks.chatty:
            text = text.rstrip("?？") + self._one(self._book.closers)
        if rng.random() < quirks.lower:
            text = text.lower()
        return mistyped(text, self._book, rng) if rng.random() < quirks.slip else text

    def _joined(self, wishes: Sequence[Said], *, such: bool) -> str:
        parts = [self._wish(wish, such=such) for wish in wishes]
        text = parts[0] if parts else ""
        for part in parts[1:]:
            text += self._one(self._book.joined) + part
        return text

    def _wish(self, wish: Said, *, such: bool) -> str:
        needs = self._needs(wish.condition) if wish.vague else ()
        if needs:
            phrases = needs[int(self._rng.integers(len(needs)))].phrases.speak(self._language)
            return self._filled(self._book.fragments["need"], such=such, value=self._one(phrases))
        text = self._plain(wish.condition, such=such)
        firm = wish.hard and not such and self._rng.random() < self._quirks.firm
        return self._one(self._book.hard).format(wish=text) if firm else text

    def _plain(self, condition: Condition, *, such: bool) -> str:
        fragments = self._book.fragments
        if condition.facet == KIND:
            return self._filled(fragments[KIND], such=such, **self._kind_words(str(condition.values[0])))
        facet = self._facet(condition)
        if facet.type is FacetType.NUMBER:
            name = _RANGED[condition.operator][facet.unit == _YEAR]
            amount = self._amount(facet, float(condition.values[0]))
            return self._filled(fragments[name], such=such, label=self._label(facet), amount=amount)
        relation = facet.relation_label.speak(self._language)
        return self._filled(
            fragments[_fragment_name(facet, condition)],
            such=such,
            label=self._label(facet),
            value=self._value(facet, condition.values[0]),
            relation=relation,
            that_relation=f"that {relation}" if relation.split(" ")[0].endswith("s") else relation,
        )

    def _bare(self, condition: Condition) -> str:
        """Name a value alone, as in "not this": a number with its unit, a flag by its facet."""
        facet = self._facet(condition)
        if facet.type is FacetType.NUMBER:
            return self._amount(facet, float(condition.values[0]))
        return self._value(facet, condition.values[0])

    def _facet(self, condition: Condition) -> Facet:
        return next(facet for facet in self._schema.facets if facet.name == condition.facet)

    def _filled(self, fragment: Fragment, *, such: bool, **words: str) -> str:
        return self._one(fragment.such if such else fragment.listed).format(**words)

    def _label(self, facet: Facet) -> str:
        other = facet.phrases.speak(self._language)
        alias = other and self._rng.random() < self._quirks.alias
        return self._one(other[:2]) if alias else facet.label.speak(self._language)

    def _value(self, facet: Facet, value: Value) -> str:
        if facet.type is FacetType.FLAG:
            return self._label(facet)
        language = self._language
        if self._rng.random() < self._quirks.mixed:
            language = Language.EN if language is Language.ZH else Language.ZH
        entity = self._entities.get(str(value))
        if facet.type is FacetType.ENTITY and entity is not None:
            aliases = [alias for alias in entity.aliases if alias.isascii() == (language is Language.EN)]
            called = self._one(aliases) if aliases and self._rng.random() < self._quirks.alias else ""
            return called or entity.name.speak(language)
        names = dict(zip(facet.values, facet.value_names, strict=False))
        return names.get(str(value), Text(str(value))).speak(language)

    def _amount(self, facet: Facet, value: float) -> str:
        number = f"{value:g}"
        if facet.unit != _YEAR and value >= _THOUSAND:
            written = f"{value:,.0f}" if self._language is Language.EN else f"{value / _THOUSAND:g}千"
            whole = value % _THOUSAND == 0 or self._language is Language.EN
            number = written if whole and self._rng.random() < self._quirks.alias else f"{value:.0f}"
        words = self._book.units.get("currency" if facet.money else facet.unit, (facet.unit,))
        unit = self._one(words)
        return f"{number} {unit}".strip() if self._language is Language.EN else number + unit

    def _kind_words(self, kind: str) -> dict[str, str]:
        found = self._schema.kind(kind)
        words = (found.words if found else Phrases()).speak(self._language) or ("",)
        word = words[0] if self._rng.random() > self._quirks.alias else self._one(words)
        if self._language is Language.ZH:
            return {"kind": word, "a_kind": self._one(("", "", "一个", "一款")) + word}
        plural = word.endswith("s") and not word.endswith("ss")
        article = "some" if plural else "an" if word[:1].lower() in _VOWELS else "a"
        return {"kind": word, "a_kind": f"{article} {word}"}

    def _needs(self, condition: Condition) -> tuple[Need, ...]:
        """Give the needs that mean a condition, with words in this language."""
        if condition.operator is Operator.NOT_EQUAL or condition.facet == KIND:
            return ()
        better = self._facet(condition).better
        return tuple(
            need
            for need in self._schema.needs
            if not need.common  # what we can read is no measure of what people say
            and need.phrases.speak(self._language)
            and any(part.facet == condition.facet and _means(part.values, condition, better) for part in need.facets)
        )

    def _one(self, words: Sequence[str]) -> str:
        return words[int(self._rng.integers(len(words)))]


def _fragment_name(facet: Facet, condition: Condition) -> str:
    if condition.operator is Operator.NOT_EQUAL:
        return "against"
    if facet.type is FacetType.ORDINAL:
        return "ordinal_at_least" if condition.operator is Operator.AT_LEAST else "ordinal"
    return "flag" if facet.type is FacetType.FLAG else "entity"


def _means(values: tuple[Value, ...], condition: Condition, better: Better | None) -> bool:
    """Tell whether a need's part asks for a condition: one of its values, or the better end of a range."""
    if values:
        return condition.values[0] in values
    upwards = condition.operator is Operator.AT_LEAST
    return better is not None and (better is Better.HIGH) == upwards
