"""The words of a catalogue: every name, alias and phrase by its letters, and what it may mean."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from chatrec.knowledge.domain.linking.folding import fold, fold_name, is_cjk
from chatrec.knowledge.domain.linking.short_names import short_names, surnames
from chatrec.knowledge.domain.linking.spoken_forms import spoken_forms
from chatrec.knowledge.domain.snapshot.arrays import Snapshot
from chatrec.vocabulary.schema import CatalogueSchema, Facet
from chatrec.vocabulary.words import FacetType, MentionType, Phrases, Text

__all__ = ["Lexicon", "Meaning", "Pattern", "lexicon_of"]

_ARTICLES = ("the ", "a ", "an ")
_BARE = 0.9
_SHORTEST_BARE = 5
_SHORTEST_STEM = 4
_SUFFIXED = range(2, 4)
_FEWEST_ALIKE = 3
_MOSTLY = 0.6
_TAILS = ("的", "款")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a pattern may speak of; `node` is the number of an item or entity, -1 for others."""

    type: MentionType
    target: str
    node: int = -1
    facets: tuple[str, ...] = ()
    name: Text = Text()
    certainty: float = 1.0


@dataclass(slots=True)
class Pattern:
    """Letters to look for; `crosses` tells that a name written so has sentence marks inside."""

    letters: str
    meanings: dict[tuple[MentionType, str], Meaning]
    crosses: bool = False
    words: int = 1


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The patterns of a catalogue, and the Latin words of its names by how many names have them."""

    patterns: tuple[Pattern, ...]
    words: dict[str, int]


class _Collector:
    def __init__(self) -> None:
        self.patterns: dict[str, Pattern] = {}
        self.words: dict[str, int] = {}

    def add(self, phrase: str, meaning: Meaning) -> None:
        folded = fold(phrase)
        if not folded.letters:
            return
        crosses = folded.marks[-1] > 0
        count = sum(folded.breaks[:-1])
        self._put(folded.letters, meaning, crosses=crosses, words=count)
        for word in latin_words(phrase):
            self.words[word] = self.words.get(word, 0) + 1
        for letters in _inflected(folded.letters, meaning):
            self._put(letters, meaning, crosses=crosses, words=count)

    def add_unless_known(self, phrase: str, meaning: Meaning) -> None:
        """Add a derived form, unless something is called so by itself."""
        folded = fold(phrase)
        if folded.letters and folded.letters not in self.patterns:
            self._put(folded.letters, meaning, crosses=False, words=sum(folded.breaks[:-1]))

    def _put(self, letters: str, meaning: Meaning, *, crosses: bool, words: int) -> None:
        pattern = self.patterns.setdefault(letters, Pattern(letters, {}, words=words))
        known = pattern.meanings.get((meaning.type, meaning.target))
        if known is None or known.certainty < meaning.certainty:
            pattern.meanings[meaning.type, meaning.target] = _joined(known, meaning)
        elif set(meaning.facets) - set(known.facets):
            pattern.meanings[meaning.type, meaning.target] = _joined(meaning, known)
        pattern.crosses |= crosses


def _joined(first: Meaning | None, second: Meaning) -> Meaning:
    """Join two meanings of the same target: a value that several ordinals share belongs to all of them."""
    if first is None:
        return second
    facets = tuple(dict.fromkeys(second.facets + first.facets))
    return Meaning(second.type, second.target, second.node, facets, second.name, second.certainty)


def latin_words(phrase: str) -> Iterator[str]:
    """Give the Latin words of a phrase, folded."""
    folded = fold(phrase)
    start = 0
    for end in range(1, len(folded.breaks)):
        if folded.breaks[end]:
            word = folded.letters[start:end]
            if word.isalpha() and not is_cjk(word[0]):
                yield word
            start = end


def _inflected(letters: str, meaning: Meaning) -> Iterator[str]:
    """Give the other number of an English name that is written in one; titles of items stay as they are."""
    if meaning.type is MentionType.ITEM or len(letters) < _SHORTEST_STEM or not letters[-1].isascii():
        return
    if letters.endswith("y") and letters[-2] not in "aeiou":
        yield letters[:-1] + "ies"
    elif letters.endswith("ies"):
        yield letters[:-3] + "y"
    elif letters.endswith("s") and letters[-2] not in "aious":
        yield letters[:-1]


def lexicon_of(snapshot: Snapshot) -> Lexicon:
    """Collect the words of a catalogue."""
    found = _Collector()
    for phrase, meaning in _phrases(snapshot):
        found.add(phrase, meaning)
    for phrase, meaning in (*_reworded(snapshot.schema), *_shortened(snapshot)):
        found.add_unless_known(phrase, meaning)
    return Lexicon(tuple(found.patterns.values()), found.words)


def _phrases(snapshot: Snapshot) -> Iterator[tuple[str, Meaning]]:
    schema = snapshot.schema
    yield schema.name, Meaning(MentionType.CATALOGUE, schema.name, name=Text(en=schema.name))
    yield from _nodes(snapshot)
    yield from _without_suffix(snapshot)
    for kind in schema.kinds:
        name = Text(en=next(iter(kind.words.en), ""), zh=next(iter(kind.words.zh), ""))
        yield from _each(kind.words, Meaning(MentionType.KIND, kind.id, name=name))
    for facet in schema.facets:
        yield from _facet(facet)
    yield from _needs(schema)


def _nodes(snapshot: Snapshot) -> Iterator[tuple[str, Meaning]]:
    nodes = snapshot.nodes
    for number, (node_id, name, aliases) in enumerate(zip(nodes.ids, nodes.names, nodes.aliases, strict=True)):
        item = number < snapshot.item_count
        meaning = Meaning(MentionType.ITEM if item else MentionType.ENTITY, node_id, number, name=name)
        for phrase in dict.fromkeys(filter(None, (name.en, name.zh, *aliases))):
            yield phrase, meaning
            if item:
                yield from _without_article(phrase, meaning)


def _shortened(snapshot: Snapshot) -> Iterator[tuple[str, Meaning]]:
    """Give the short forms of the names of items and persons that nothing else is called by."""
    nodes, count = snapshot.nodes, snapshot.item_count
    rows = list(enumerate(zip(nodes.names, nodes.aliases, strict=True)))
    titles = ((number, spelt) for number, (name, also) in rows[:count] for spelt in (name.en, name.zh, *also))
    people = ((number, name) for number, (name, _) in rows[count:])
    for number, short, certainty in (*short_names(titles), *surnames(people)):
        type_ = MentionType.ITEM if number < count else MentionType.ENTITY
        yield short, Meaning(type_, nodes.ids[number], number, name=nodes.names[number], certainty=certainty)


def _without_suffix(snapshot: Snapshot) -> Iterator[tuple[str, Meaning]]:
    """Give 白的 and 白款 for 白色: values whose Chinese names mostly end alike are said without the ending."""
    nodes = snapshot.nodes
    names: dict[str, list[int]] = {}
    for number in range(snapshot.item_count, len(nodes.ids)):
        if len(nodes.names[number].zh) in _SUFFIXED:
            names.setdefault(nodes.kinds[number], []).append(number)
    for numbers in names.values():
        ending, count = Counter(nodes.names[number].zh[-1] for number in numbers).most_common(1)[0]
        if count < max(_FEWEST_ALIKE, _MOSTLY * len(numbers)):
            continue
        for number in numbers:
            name = nodes.names[number]
            if name.zh.endswith(ending):
                meaning = Meaning(MentionType.ENTITY, nodes.ids[number], number, name=name, certainty=_BARE)
                yield from ((name.zh[:-1] + tail, meaning) for tail in _TAILS)


def _without_article(phrase: str, meaning: Meaning) -> Iterator[tuple[str, Meaning]]:
    for article in _ARTICLES:
        bare = phrase[len(article) :]
        if phrase.lower().startswith(article) and len(fold_name(bare)) >= _SHORTEST_BARE:
            yield bare, Meaning(meaning.type, meaning.target, meaning.node, name=meaning.name, certainty=_BARE)


def _each(phrases: Phrases, meaning: Meaning) -> Iterator[tuple[str, Meaning]]:
    for phrase in phrases.every():
        yield phrase, meaning


def _reworded(schema: CatalogueSchema) -> Iterator[tuple[str, Meaning]]:
    """Give the phrases of facets and needs as another person says them."""
    for facet in schema.facets:
        spoken = Meaning(MentionType.FACET, facet.name, facets=(facet.name,), name=facet.label)
        yield from ((form, spoken) for phrase in facet.phrases.en for form in spoken_forms(phrase))
    for phrase, meaning in _needs(schema):
        yield from ((form, meaning) for form in spoken_forms(phrase))


def _facet(facet: Facet) -> Iterator[tuple[str, Meaning]]:
    spoken = Meaning(MentionType.FACET, facet.name, facets=(facet.name,), name=facet.label)
    yield from ((phrase, spoken) for phrase in (facet.label.en, facet.label.zh, *facet.phrases.every()))
    if not facet.label and not facet.phrases.every():
        yield facet.name, spoken
    if facet.type is not FacetType.ORDINAL:
        return
    names = facet.value_names or tuple(Text(en=value) for value in facet.values)
    for value, name in zip(facet.values, names, strict=True):
        meaning = Meaning(MentionType.ORDINAL, value, facets=(facet.name,), name=name)
        yield from ((phrase, meaning) for phrase in (name.en, name.zh))


def _needs(schema: CatalogueSchema) -> Iterator[tuple[str, Meaning]]:
    for index, need in enumerate(schema.needs):
        facets = tuple(part.facet for part in need.facets)
        name = Text(en=next(iter(need.phrases.en), ""), zh=next(iter(need.phrases.zh), ""))
        yield from _each(need.phrases, Meaning(MentionType.NEED, str(index), facets=facets, name=name))
