"""The closed sets of words: acts, moves, operators and the like."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = [
    "Act",
    "Better",
    "Demand",
    "FacetType",
    "Language",
    "MentionType",
    "Move",
    "Operator",
    "Phrases",
    "Source",
    "Text",
    "Value",
]

Value = str | float | bool
"""Entity id, ordinal value or ISO 8601 day; number in the facet's unit; yes or no."""


class Language(StrEnum):
    """The language of a conversation."""

    EN = "en"
    ZH = "zh"


class Act(StrEnum):
    """What a user does with a message."""

    GREET = "greet"
    SEEK = "seek"
    STATE_PREFERENCE = "state_preference"
    CRITIQUE = "critique"
    ASK_MORE = "ask_more"
    ACCEPT = "accept"
    REJECT = "reject"
    SEEN = "seen"
    ASK_ATTRIBUTE = "ask_attribute"
    ASK_WHY = "ask_why"
    ASK_QUESTION = "ask_question"
    COMPARE = "compare"
    CORRECT = "correct"
    DONT_CARE = "dont_care"
    AFFIRM = "affirm"
    DENY = "deny"
    CHANGE_TOPIC = "change_topic"
    RESTART = "restart"
    THANK = "thank"
    GOODBYE = "goodbye"
    SMALL_TALK = "small_talk"
    OUT_OF_SCOPE = "out_of_scope"
    ASK_HUMAN = "ask_human"


class Move(StrEnum):
    """What the system does in a turn."""

    GREET = "greet"
    ASK = "ask"
    RECOMMEND = "recommend"
    ANSWER = "answer"
    DESCRIBE = "describe"
    COMPARE = "compare"
    EXPLAIN = "explain"
    PLAN = "plan"
    CLARIFY = "clarify"
    RELAX = "relax"
    REFUSE = "refuse"
    HAND_OVER = "hand_over"
    CHAT = "chat"
    GOODBYE = "goodbye"


class Operator(StrEnum):
    """How a facet's value is held against a preference; `!=` is a dislike."""

    EQUAL = "="
    NOT_EQUAL = "!="
    LESS = "<"
    AT_MOST = "<="
    GREATER = ">"
    AT_LEAST = ">="
    IN = "in"


class Source(StrEnum):
    """Where a preference came from."""

    STATED = "stated"
    NEED = "need"
    CRITIQUE = "critique"
    ANSWER = "answer"
    FILTER = "filter"
    REMEMBERED = "remembered"


class FacetType(StrEnum):
    """The type of a facet."""

    NUMBER = "number"
    ORDINAL = "ordinal"
    ENTITY = "entity"
    FLAG = "flag"
    DATE = "date"


class Better(StrEnum):
    """Which end of a facet people like."""

    HIGH = "high"
    LOW = "low"


class Demand(StrEnum):
    """What the facet of an item demands of its user: to reach the value (an age), or to be none of the values."""

    LEAST = "least"
    NONE_OF = "none"


class MentionType(StrEnum):
    """What a mention speaks of."""

    ITEM = "item"
    ENTITY = "entity"
    ORDINAL = "ordinal"
    FACET = "facet"
    KIND = "kind"
    NEED = "need"
    CATALOGUE = "catalogue"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Text:
    """A text in up to two languages; where one is missing the other serves both."""

    en: str = ""
    zh: str = ""

    def speak(self, language: Language) -> str:
        """Give the text in a language, or in the other one where it is missing."""
        return (self.zh or self.en) if language is Language.ZH else (self.en or self.zh)

    def __bool__(self) -> bool:
        """Tell whether there is any text."""
        return bool(self.en or self.zh)


@dataclass(frozen=True, slots=True)
class Phrases:
    """Words by language."""

    en: tuple[str, ...] = ()
    zh: tuple[str, ...] = ()

    def speak(self, language: Language) -> tuple[str, ...]:
        """Give the words of a language, or of the other one where there are none."""
        return (self.zh or self.en) if language is Language.ZH else (self.en or self.zh)

    def every(self) -> tuple[str, ...]:
        """Give the words of both languages."""
        return self.en + self.zh
