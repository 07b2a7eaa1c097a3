"""What of a catalogue is turned into vectors."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from chatrec.knowledge.domain.catalogue.catalogue import Catalogue, Item
from chatrec.knowledge.domain.linking.folding import fold
from chatrec.knowledge.domain.linking.meanings import SIGNS, Meanings, Phrase
from chatrec.knowledge.domain.ports import Role, TextEncoder
from chatrec.knowledge.domain.snapshot.arrays import Floats, Ints, Talk, Vectors
from chatrec.knowledge.domain.snapshot.talk import danger_talk, framed, mild_talk, ordinary_talk
from chatrec.vocabulary.schema import CatalogueSchema
from chatrec.vocabulary.words import FacetType, Language, Phrases, Text

__all__ = ["encode_catalogue", "no_vectors"]

_MOST_FACETS = 3
_MOST_VALUES = 2
_MOST_CHARACTERS = 600
_OF_LIFE = 0.4
_SHARE_OF_LIFE = 0.5

Names = Mapping[str, Text]


def no_vectors() -> Vectors:
    """Give the vectors of a snapshot that was built without an encoder."""
    nothing = np.zeros((0, 0), dtype=np.float32)
    none = np.zeros(0, dtype=np.int32)
    return Vectors("", nothing, nothing, none, nothing, none, nothing, nothing, nothing)


def encode_catalogue(catalogue: Catalogue, names: Names, encoder: TextEncoder) -> tuple[Vectors, Talk]:
    """Encode items as passages; questions of answers, phrases of needs, emergency signs and talk as queries."""
    answers, answer_of = _encode(
        ((i, text) for i, row in enumerate(catalogue.answers) for text in _asked(row.question, row.variants)), encoder
    )
    needs, need_of = _encode(
        ((i, text) for i, need in enumerate(catalogue.schema.needs) for text in need.phrases.every()), encoder
    )
    signs, _ = _encode(enumerate(catalogue.schema.notices.signs.every()), encoder)
    items = _encode_items(catalogue, names, encoder)
    ordinary = ordinary_talk(catalogue.schema) if len(answers) or len(needs) or len(signs) else ()
    ordinary += mild_talk() if len(signs) else ()
    ordinary_vectors = _vectors(ordinary, Role.QUERY, encoder)
    dangers = _dangers(catalogue.schema.notices.signs.every(), signs, Phrased(ordinary, ordinary_vectors), encoder)
    vectors = Vectors(
        model_id=encoder.model_id,
        items=items,
        answers=answers,
        answer_of=answer_of,
        needs=needs,
        need_of=need_of,
        signs=signs,
        ordinary=ordinary_vectors,
        dangers=dangers.vectors,
    )
    return vectors, Talk(tuple(ordinary), tuple(dangers.texts))


class Phrased(NamedTuple):
    """Texts and their vectors."""

    texts: Sequence[str]
    vectors: Floats


def _dangers(signs: Sequence[str], vectors: Floats, ordinary: Phrased, encoder: TextEncoder) -> Phrased:
    """Give more signs than the catalogue names: its own among other words, and danger to life if they are of that."""
    if not signs:
        return Phrased((), vectors)
    known = danger_talk()
    known_vectors = _vectors(known, Role.QUERY, encoder)
    rows = [Phrase(text, 0, row) for text, row in zip(known, known_vectors, strict=True)]
    rows += [Phrase(text, -1, row) for text, row in zip(*ordinary, strict=True)]
    judge = Meanings(rows, **SIGNS)
    of_life = [bool(judge.judge(fold(sign), row)[0] > _OF_LIFE) for sign, row in zip(signs, vectors, strict=True)]
    enlisted = known if sum(of_life) >= _SHARE_OF_LIFE * len(signs) else ()
    more = framed((*signs, *enlisted))
    found = [
        part for part in (known_vectors if enlisted else None, _vectors(more, Role.QUERY, encoder)) if part is not None
    ]
    return Phrased((*enlisted, *more), np.concatenate(found))


def _asked(question: Text, variants: Phrases) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (question.en, question.zh, *variants.every()))))


def _encode(texts: "Iterator[tuple[int, str]] | enumerate[str]", encoder: TextEncoder) -> tuple[Floats, Ints]:
    rows = list(texts)
    owners = np.array([owner for owner, _ in rows], dtype=np.int32)
    return _vectors([text for _, text in rows], Role.QUERY, encoder), owners


def _vectors(texts: Sequence[str], role: Role, encoder: TextEncoder) -> Floats:
    return encoder.encode(texts, role) if texts else np.zeros((0, 0), dtype=np.float32)


def _encode_items(catalogue: Catalogue, names: Names, encoder: TextEncoder) -> Floats:
    """Encode each item in the languages that it has; the mean of both is its vector."""
    texts: list[str] = []
    owners: list[int] = []
    for number, item in enumerate(catalogue.items):
        for language in Language:
            if getattr(item.name, language) or getattr(item.text, language):
                texts.append(_passage(item, language, catalogue.schema, names))
                owners.append(number)
    encoded = _vectors(texts, Role.PASSAGE, encoder)
    total = np.zeros((len(catalogue.items), encoded.shape[1]), dtype=np.float32)
    np.add.at(total, np.array(owners, dtype=np.int64), encoded)
    norms = np.linalg.norm(total, axis=1, keepdims=True)
    return np.asarray(total / np.maximum(norms, 1e-12), dtype=np.float32)


def _passage(item: Item, language: Language, schema: CatalogueSchema, names: Names) -> str:
    """Write what an item is: name, kind, description and its main facets."""
    kind = schema.kind(item.kind)
    words = kind.words.speak(language)[:1] if kind else ()
    parts = [item.name.speak(language), *words, item.text.speak(language)]
    related = [facet.name for facet in schema.facets if facet.type is FacetType.ENTITY]
    for facet in [name for name in related if name in item.facets][:_MOST_FACETS]:
        values = map(str, item.facets[facet][:_MOST_VALUES])
        parts.append(", ".join(names[value].speak(language) for value in values))
    return ". ".join(filter(None, parts))[:_MOST_CHARACTERS]
