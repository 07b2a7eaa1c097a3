"""Values, texts, preferences and paths: the words that all services share."""

from functools import lru_cache

import numpy as np

from chatrec.vocabulary.errors import InvalidInputError
from chatrec.vocabulary.graph import (
    Change,
    Fact,
    ItemCard,
    ItemRef,
    Label,
    Mention,
    Path,
    SupportAnswer,
    Triple,
    Vector,
)
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.v1 import vocabulary_pb2 as pb
from chatrec.vocabulary.wire.enums import MENTION_TYPES, OPERATORS, SOURCES
from chatrec.vocabulary.words import Phrases, Source, Text, Value

__all__ = [
    "answer",
    "answer_message",
    "card",
    "card_message",
    "change",
    "change_message",
    "item_ref",
    "item_ref_message",
    "label",
    "label_message",
    "mention",
    "mention_message",
    "path",
    "path_message",
    "phrases",
    "phrases_message",
    "preference",
    "preference_message",
    "text",
    "text_message",
    "value",
    "value_message",
    "vector",
    "vector_bytes",
]

_FLOAT_BYTES = 4


def vector(data: bytes) -> Vector | None:
    """Read a vector of float32, little endian; None where there is none.

    Raises:
        InvalidInputError: the bytes are no whole number of floats.
    """
    if not data:
        return None
    if len(data) % _FLOAT_BYTES:
        raise InvalidInputError("vector is not a whole number of float32.", field="vector", bytes=len(data))
    return np.frombuffer(data, dtype="<f4")


def vector_bytes(array: Vector | None) -> bytes:
    """Write a vector as float32, little endian."""
    return b"" if array is None else array.astype("<f4", copy=False).tobytes()


def text_message(words: Text) -> pb.Text:
    """Write a text."""
    return pb.Text(en=words.en, zh=words.zh)


def text(message: pb.Text) -> Text:
    """Read a text."""
    return Text(en=message.en, zh=message.zh)


def phrases_message(words: Phrases) -> pb.Phrases:
    """Write phrases."""
    return pb.Phrases(en=words.en, zh=words.zh)


def phrases(message: pb.Phrases) -> Phrases:
    """Read phrases."""
    return Phrases(en=tuple(message.en), zh=tuple(message.zh))


def value_message(plain: Value) -> pb.Value:
    """Write a value; a bool is a flag, not a number."""
    if isinstance(plain, bool):
        return pb.Value(flag=plain)
    if isinstance(plain, str):
        return pb.Value(text=plain)
    return pb.Value(number=plain)


def value(message: pb.Value) -> Value:
    """Read a value.

    Raises:
        InvalidInputError: nothing is set.
    """
    which = message.WhichOneof("value")
    if which == "text":
        return message.text
    if which == "number":
        return message.number
    if which == "flag":
        return message.flag
    raise InvalidInputError("value is missing.", field="value")


def preference_message(wish: Preference) -> pb.Preference:
    """Write a preference."""
    return pb.Preference(
        facet=wish.facet,
        operator=OPERATORS.number(wish.operator),
        values=[value_message(item) for item in wish.values],
        hard=wish.hard,
        source=SOURCES.number(wish.source),
        turn=wish.turn,
        weight=wish.weight,
        phrase=wish.phrase,
    )


def preference(message: pb.Preference) -> Preference:
    """Read a preference; a weight of 0 means 1.

    Raises:
        InvalidInputError: facet, operator or values are missing.
    """
    if not message.facet:
        raise InvalidInputError("facet is missing.", field="facet")
    if not message.values:
        raise InvalidInputError("values are missing.", field="values", facet=message.facet)
    return Preference(
        facet=message.facet,
        operator=OPERATORS.word(message.operator),
        values=tuple(value(item) for item in message.values),
        hard=message.hard,
        source=SOURCES.word_or_none(message.source) or Source.STATED,
        turn=message.turn,
        weight=message.weight or 1.0,
        phrase=message.phrase,
    )


def change_message(change: Change) -> pb.Change:
    """Write a change of what was said."""
    return pb.Change(
        given_up=map(preference_message, change.given_up),
        unliked_item_ids=change.unliked,
        added=map(preference_message, change.added),
        smallest=change.smallest,
    )


def change(message: pb.Change) -> Change:
    """Read a change of what was said.

    Raises:
        InvalidInputError: a preference lacks facet, operator or values.
    """
    return Change(
        given_up=tuple(map(preference, message.given_up)),
        unliked=tuple(message.unliked_item_ids),
        added=tuple(map(preference, message.added)),
        smallest=message.smallest,
    )


def path_message(walk: Path) -> pb.Path:
    """Write a path."""
    return pb.Path(
        triples=[
            pb.Triple(head=edge.head, relation=edge.relation, tail=value_message(edge.tail)) for edge in walk.triples
        ],
        contribution=walk.contribution,
        preference=walk.preference,
    )


def path(message: pb.Path) -> Path:
    """Read a path."""
    return Path(
        triples=tuple(Triple(edge.head, edge.relation, value(edge.tail)) for edge in message.triples),
        contribution=message.contribution,
        preference=message.preference,
    )


def item_ref_message(ref: ItemRef) -> pb.ItemRef:
    """Write a reference to an item."""
    return pb.ItemRef(catalogue=ref.catalogue, item=ref.item)


def item_ref(message: pb.ItemRef) -> ItemRef:
    """Read a reference to an item."""
    return ItemRef(catalogue=message.catalogue, item=message.item)


def label_message(name: Label) -> pb.Label:
    """Write a label."""
    return pb.Label(id=name.id, name=text_message(name.name))


def label(message: pb.Label) -> Label:
    """Read a label."""
    return Label(id=message.id, name=text(message.name))


def _fact_message(fact: Fact) -> pb.Fact:
    return pb.Fact(facet=fact.facet, values=map(value_message, fact.values), names=map(text_message, fact.names))


def _fact(message: pb.Fact) -> Fact:
    return Fact(facet=message.facet, values=tuple(map(value, message.values)), names=tuple(map(text, message.names)))


def card_message(item: ItemCard) -> pb.ItemCard:
    """Write an item's card; do not change the message, it may be given again."""
    written = _written_cards.get(id(item))
    if written is None:
        if len(_written_cards) >= _CARDS_KEPT:
            _written_cards.clear()
        written = _written_cards[id(item)] = (item, _card_message(item))
    return written[1]


def card(message: pb.ItemCard) -> ItemCard:
    """Read an item's card."""
    return _card(message.SerializeToString(deterministic=True))


# Cards are most of a conversation's state, which crosses the wire four times a turn; the same few are met again and
# again. They never change, so one that was read before is looked up by its bytes, and one that was written before by
# its identity (the entry holds the card, so that its id is not given away).
_CARDS_KEPT = 1024
_written_cards: dict[int, tuple[ItemCard, pb.ItemCard]] = {}


def _card_message(item: ItemCard) -> pb.ItemCard:
    return pb.ItemCard(
        id=item.id,
        kind=item.kind,
        name=text_message(item.name),
        text=text_message(item.text),
        facts=map(_fact_message, item.facts),
        available=item.available,
        popularity=item.popularity,
    )


@lru_cache(maxsize=_CARDS_KEPT)
def _card(data: bytes) -> ItemCard:
    message = pb.ItemCard.FromString(data)
    return ItemCard(
        id=message.id,
        kind=message.kind,
        name=text(message.name),
        text=text(message.text),
        facts=tuple(map(_fact, message.facts)),
        available=message.available,
        popularity=message.popularity,
    )


def mention_message(found: Mention) -> pb.Mention:
    """Write a mention."""
    return pb.Mention(
        start=found.start,
        end=found.end,
        type=MENTION_TYPES.number(found.type),
        catalogue=found.catalogue,
        target=found.target,
        facets=found.facets,
        score=found.score,
        name=text_message(found.name),
        kind=found.kind,
    )


def mention(message: pb.Mention) -> Mention:
    """Read a mention."""
    return Mention(
        start=message.start,
        end=message.end,
        type=MENTION_TYPES.word(message.type),
        catalogue=message.catalogue,
        target=message.target,
        facets=tuple(message.facets),
        score=message.score,
        name=text(message.name),
        kind=message.kind,
    )


def answer_message(found: SupportAnswer) -> pb.SupportAnswer:
    """Write a support answer."""
    return pb.SupportAnswer(
        id=found.id,
        catalogue=found.catalogue,
        score=found.score,
        question=text_message(found.question),
        answer=text_message(found.answer),
        item_ids=found.item_ids,
    )


def answer(message: pb.SupportAnswer) -> SupportAnswer:
    """Read a support answer."""
    return SupportAnswer(
        id=message.id,
        catalogue=message.catalogue,
        score=message.score,
        question=text(message.question),
        answer=text(message.answer),
        item_ids=tuple(message.item_ids),
    )
