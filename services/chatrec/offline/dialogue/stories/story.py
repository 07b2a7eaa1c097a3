"""A story: a conversation of a user, and what that user would want of each turn."""

from dataclasses import dataclass

from chatrec.offline.dialogue.stories.conditions import Condition
from chatrec.vocabulary.turn import EventType
from chatrec.vocabulary.words import Act, Language, Move

__all__ = ["NO_ANSWER", "Expectation", "ItemsExpectation", "ReplyExpectation", "Step", "Story", "StoryEvent"]

NO_ANSWER = "none"
"""Stands for "no support answer" among the ids of answers."""


@dataclass(frozen=True, slots=True)
class ItemsExpectation:
    """What holds of the items shown; conditions are all to be met by one item at a time.

    `every` by each item, `some` by at least one, `no` by none; `include` and `exclude` name ids; those of `order` are
    shown in this order.
    """

    every: tuple[Condition, ...] = ()
    some: tuple[Condition, ...] = ()
    no: tuple[Condition, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class ReplyExpectation:
    """Words of the reply, in any case: all of `contains`, one of `any_of`, none of `lacks`."""

    contains: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a turn should be; what is empty or None is left open.

    `moves` and `answers` are alternatives, `acts` must all be read. `preferences` and `limits` must be held after the
    turn, the latter as hard ones; no preference on a facet of `forgotten` may be.
    """

    moves: tuple[Move, ...] = ()
    acts: tuple[Act, ...] = ()
    preferences: tuple[Condition, ...] = ()
    limits: tuple[Condition, ...] = ()
    forgotten: tuple[str, ...] = ()
    items: ItemsExpectation = ItemsExpectation()
    answers: tuple[str, ...] = ()
    reply: ReplyExpectation = ReplyExpectation()
    asked: tuple[str, ...] = ()
    language: Language | None = None
    emergency: bool | None = None


@dataclass(frozen=True, slots=True)
class StoryEvent:
    """What the user does with an item instead of speaking; `place` counts the items shown last from 1."""

    type: EventType
    item: str = ""
    place: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """What the user says, or does, and what is expected of the turn."""

    line: int
    user: str = ""
    event: StoryEvent | None = None
    expected: Expectation = Expectation()


@dataclass(frozen=True, slots=True)
class Story:
    """A conversation; `file` and `line` say where it is written."""

    name: str
    file: str
    line: int
    steps: tuple[Step, ...]
    domain: str = ""
    locale: str = ""
