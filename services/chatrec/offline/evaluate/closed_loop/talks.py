"""Talks of simulated people with the system, each kept turn by turn."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from chatrec.offline.policy.people import Population, draw_manner
from chatrec.offline.policy.talking.person import Message, TalkingPerson
from chatrec.offline.policy.talking.voice import Quirks, Voice
from chatrec.offline.policy.talking.wishes import Stock, Taste, draw_taste
from chatrec.vocabulary.turn import Turn
from chatrec.vocabulary.words import Language

__all__ = ["MOST_TURNS", "Exchange", "Setting", "Speaker", "Talk", "hold"]

MOST_TURNS: Final = 8
_SLATE: Final = 5
_WHO, _HOW, _WORDS = 1, 2, 3
"""Streams of chance: who somebody is, what they do, and their words, so that a policy changes as little as it can."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Who talks: people over one catalogue, in one language."""

    stocks: tuple[Stock, ...]
    language: Language
    population: Population
    quirks: Quirks

    @property
    def name(self) -> str:
        """Name the catalogue and the language."""
        return f"{self.stocks[0].catalogue.schema.domain}_{self.language}"

    def person(self, seed: int, number: int) -> TalkingPerson:
        """Draw a person; the same numbers give the same one."""
        who, how, words = (np.random.default_rng((seed, number, stream)) for stream in (_WHO, _HOW, _WORDS))
        stock = self.stocks[int(who.integers(len(self.stocks)))]
        taste = draw_taste(stock, self.population, who)
        manner = draw_manner(self.population, who)
        return TalkingPerson(
            stock, taste, manner, self.population, Voice(stock.catalogue, self.language, self.quirks, words), how
        )


@dataclass(frozen=True, slots=True)
class Exchange:
    """A message and the turn that answered it."""

    message: Message
    turn: Turn


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation held to its end; `taste` as it was at the end."""

    setting: str
    stock: Stock
    taste: Taste
    exchanges: tuple[Exchange, ...]
    accepted: str
    left: bool

    @property
    def success(self) -> bool:
        """Whether something was taken."""
        return bool(self.accepted)


class Speaker(Protocol):
    """What people talk with."""

    def open(self, stock: Stock) -> str:
        """Open a session with somebody who looks for something of a stock, and give its id."""
        ...

    def say(self, session_id: str, text: str, language: Language, max_items: int) -> Turn:
        """Say something in a session and give the turn."""
        ...


def hold(system: Speaker, setting: Setting, seed: int, numbers: Iterable[int]) -> Iterator[Talk]:
    """Let people talk with a system, one after the other, for at most eight turns each."""
    for number in numbers:
        yield _hold(system, setting, setting.person(seed, number))


def _hold(system: Speaker, setting: Setting, person: TalkingPerson) -> Talk:
    session = system.open(person.stock)
    message: Message | None = person.open()
    exchanges: list[Exchange] = []
    accepted, left = "", False
    while message is not None and len(exchanges) < MOST_TURNS:
        turn = system.say(session, message.text, setting.language, _SLATE)
        exchanges.append(Exchange(message, turn))
        verdict = person.react(turn)
        accepted, left, message = verdict.accepted, verdict.left, verdict.message
    return Talk(setting.name, person.stock, person.taste, tuple(exchanges), accepted, left)
