"""Values, texts, vectors and preferences: the words that all services share."""

import numpy as np

from chatrec.vocabulary.errors import InvalidInputError
from chatrec.vocabulary.graph import Vector
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.v1 import vocabulary_pb2 as pb
from chatrec.vocabulary.wire.enums import OPERATORS, SOURCES
from chatrec.vocabulary.words import Phrases, Source, Text, Value

__all__ = [
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
