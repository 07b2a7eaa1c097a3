"""What of a catalogue is turned into vectors."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from chatrec.knowledge.domain.catalogue import Catalogue, Item
from chatrec.knowledge.domain.ports import Role, TextEncoder
from chatrec.knowledge.domain.snapshot import Floats, Ints, Vectors
from chatrec.vocabulary.schema import CatalogueSchema
from chatrec.vocabulary.words import FacetType, Language, Phrases, Text

__all__ = ["encode_catalogue", "no_vectors"]

_MOST_FACETS = 3
_MOST_VALUES = 2
_MOST_CHARACTERS = 600

Names = Mapping[str, Text]


def no_vectors() -> Vectors:
    """Give the vectors of a snapshot that was built without an encoder."""
    nothing = np.zeros((0, 0), dtype=np.float32)
    none = np.zeros(0, dtype=np.int32)
    return Vectors("", nothing, nothing, none, nothing, none, nothing)


def encode_catalogue(catalogue: Catalogue, names: Names, encoder: TextEncoder) -> Vectors:
    """Encode items as passages; questions of answers, phrases of needs and emergency signs as queries."""
    answers, answer_of = _encode(
        ((i, text) for i, row in enumerate(catalogue.answers) for text in _asked(row.question, row.variants)), encoder
    )
    needs, need_of = _encode(
        ((i, text) for i, need in enumerate(catalogue.schema.needs) for text in need.phrases.every()), encoder
    )
    signs, _ = _encode(enumerate(catalogue.schema.notices.signs.every()), encoder)
    items = _encode_items(catalogue, names, encoder)
    return Vectors(encoder.model_id, items, answers, answer_of, needs, need_of, signs)


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
