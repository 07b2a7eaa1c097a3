"""Enumerations: the Python name is the proto name without its prefix."""

from enum import StrEnum
from typing import Any, Generic, TypeVar

from chatrec.orchestrator.v1 import orchestrator_pb2
from chatrec.vocabulary.errors import InvalidInputError
from chatrec.vocabulary.plans import Pace, PlanChangeType
from chatrec.vocabulary.turn import EventType
from chatrec.vocabulary.v1 import vocabulary_pb2
from chatrec.vocabulary.words import Act, Better, Demand, FacetType, Language, MentionType, Move, Operator, Source

__all__ = [
    "ACTS",
    "BETTERS",
    "DEMANDS",
    "EVENT_TYPES",
    "FACET_TYPES",
    "LANGUAGES",
    "MENTION_TYPES",
    "MOVES",
    "OPERATORS",
    "PACES",
    "PLAN_CHANGE_TYPES",
    "SOURCES",
    "Codes",
]

Word = TypeVar("Word", bound=StrEnum)


class Codes(Generic[Word]):
    """A two-way table between the words of an enumeration and their numbers on the wire."""

    def __init__(self, words: type[Word], enum: Any, prefix: str) -> None:  # noqa: ANN401  a protobuf enum wrapper
        """Pair every word with its number; a word without one is a bug that shows at import."""
        numbers = dict(enum.items())
        self._number: dict[Word, int] = {word: numbers[f"{prefix}_{word.name}"] for word in words}
        self._word: dict[int, Word] = {number: word for word, number in self._number.items()}
        self._name = prefix.lower()

    def number(self, word: Word | None) -> Any:  # noqa: ANN401  each enum has its own generated type
        """Give the number of a word, 0 for none."""
        return 0 if word is None else self._number[word]

    def word(self, number: int) -> Word:
        """Give the word of a number.

        Raises:
            InvalidInputError: the number is unspecified or unknown.
        """
        found = self._word.get(number)
        if found is None:
            raise InvalidInputError(f"{self._name} is missing or unknown.", field=self._name, value=number)
        return found

    def word_or_none(self, number: int) -> Word | None:
        """Give the word of a number, None for unspecified."""
        return self._word.get(number)


ACTS = Codes(Act, vocabulary_pb2.Act, "ACT")
BETTERS = Codes(Better, vocabulary_pb2.Better, "BETTER")
DEMANDS = Codes(Demand, vocabulary_pb2.Demand, "DEMAND")
EVENT_TYPES = Codes(EventType, orchestrator_pb2.EventType, "EVENT_TYPE")
FACET_TYPES = Codes(FacetType, vocabulary_pb2.FacetType, "FACET_TYPE")
LANGUAGES = Codes(Language, vocabulary_pb2.Language, "LANGUAGE")
MENTION_TYPES = Codes(MentionType, vocabulary_pb2.MentionType, "MENTION_TYPE")
MOVES = Codes(Move, vocabulary_pb2.Move, "MOVE")
# The wire spells operators out, the dataclasses too: `Operator.AT_MOST` is OPERATOR_AT_MOST.
OPERATORS = Codes(Operator, vocabulary_pb2.Operator, "OPERATOR")
PACES = Codes(Pace, vocabulary_pb2.Pace, "PACE")
PLAN_CHANGE_TYPES = Codes(PlanChangeType, vocabulary_pb2.PlanChangeType, "PLAN_CHANGE_TYPE")
SOURCES = Codes(Source, vocabulary_pb2.Source, "SOURCE")
