"""A small world of conversations whose every value is known exactly: what the gate is tested in.

A conversation holds b bits of doubt, q questions asked, and a trait z that the policy sees; a hidden kind of person
decides patience and taste. A slate is accepted with chance base * (1 - exp(-a k / 2^b)), as the planner has it; one
that misses teaches a bit and may make people leave. A question of rank j is answered with a chance, takes bits away,
and may make them leave as well. The policy never sees the kind of person, and the gate's linear model is not of this
form, so that neither knows the truth.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from chatrec.offline.policy.ope.log import Doubles, Integers, Log
from chatrec.policy.domain.features import ACTIONS, RECOMMEND

__all__ = [
    "BITS",
    "MOVES",
    "QUESTIONS",
    "TRAITS",
    "People",
    "States",
    "Table",
    "draw_people",
    "observe",
    "softmax",
    "value",
]

BITS: Final = 7
QUESTIONS: Final = 4
TRAITS: Final = 2
MOVES: Final = 5
_KINDS: Final = 3
_ASKED: Final = len(ACTIONS) - 1

Table = Doubles
"""Logits or probabilities of a policy, (MOVES, BITS, QUESTIONS, TRAITS, ACTIONS)."""

States = tuple[Integers, Integers, Integers]
"""Bits, questions and trait before each move, (n, MOVES) each."""


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """What conversations come to, chances of 0 to 1.

    Attributes:
        share: Of each kind of person and trait, (KINDS, TRAITS), sum 1.
        opening: Of each amount of doubt at the opening, (BITS,).
        accepting: A slate is accepted, (KINDS, BITS).
        leaving_missed: After a slate in which nothing pleased, (KINDS,).
        leaving_asked: After a question, by those before, (KINDS, QUESTIONS).
        answered: A question is answered, by its rank, (ASKED,).
        bits: What an answer takes away, by the rank, (ASKED,).
    """

    share: Doubles
    opening: Doubles
    accepting: Doubles
    leaving_missed: Doubles
    leaving_asked: Doubles
    answered: Doubles
    bits: tuple[int, ...]


def draw_people(base: float, rng: np.random.Generator) -> People:
    """Draw people; `base` is the chance to accept of somebody who is shown just what they want."""
    share = rng.dirichlet(np.full(_KINDS, 4.0))[:, np.newaxis] * rng.uniform(0.2, 0.8, (_KINDS, TRAITS))
    acceptable = rng.uniform(1.0, 6.0, (_KINDS, 1))
    alike = 2.0 ** np.arange(BITS)
    taste = np.clip(base * rng.uniform(0.7, 1.3, (_KINDS, 1)), 0.0, 0.98)
    patience = rng.uniform(0.05, 0.5, _KINDS)
    return People(
        share=share / share.sum(),
        opening=rng.dirichlet(np.linspace(0.5, 3.0, BITS)),
        accepting=taste * (1.0 - np.exp(-acceptable * 5.0 / alike)),
        leaving_missed=patience,
        leaving_asked=np.minimum(0.9, patience[:, np.newaxis] * np.linspace(0.3, 1.5, QUESTIONS)),
        answered=np.sort(rng.uniform(0.3, 0.95, _ASKED))[::-1],
        bits=(2, 2, 1, 1),
    )


def softmax(logits: Table) -> Table:
    """Give probabilities of logits, over the last axis."""
    odds = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=-1, keepdims=True))


def value(people: People, policy: Table) -> tuple[float, Table]:
    """Give the exact chance that a conversation ends in an accepted item, and that of every move in every state.

    The second is Q, in the shape of a policy, averaged over the kinds of people by their share of each trait.
    """
    worth = np.zeros((_KINDS, BITS, QUESTIONS, TRAITS))
    tables = []
    for move in reversed(range(MOVES)):
        moves = _move_values(people, worth)
        tables.append(np.einsum("kz,kbqza->bqza", people.share / people.share.sum(axis=0), moves))
        worth = (moves * policy[move]).sum(axis=-1)
    begun = np.einsum("kz,b,kbz->", people.share, people.opening, worth[:, :, 0])
    return float(begun), np.stack(tables[::-1])


def observe(people: People, policy: Table, count: int, rng: np.random.Generator) -> tuple[Log, States]:
    """Let a policy hold conversations; give the log and the states by which any policy's table is read."""
    drawn = rng.choice(_KINDS * TRAITS, size=count, p=people.share.ravel())
    kind, trait = drawn // TRAITS, drawn % TRAITS
    bits, asked = rng.choice(BITS, size=count, p=people.opening), np.zeros(count, np.int64)
    there, lengths = np.ones(count, bool), np.zeros(count, np.int64)
    states: list[tuple[Integers, Integers, Integers]] = []
    outcomes: list[tuple[Doubles, Doubles]] = []
    for move in range(MOVES):
        odds = policy[move, bits, asked, trait]
        action = np.minimum((np.cumsum(odds, axis=1) < rng.random((count, 1))).sum(axis=1), _ASKED)
        chosen = odds[np.arange(count), action]
        shows = action == RECOMMEND
        rank = np.maximum(action - 1, 0)
        pleased = shows & (rng.random(count) < people.accepting[kind, bits])
        leaves = np.where(shows, people.leaving_missed[kind], people.leaving_asked[kind, asked])
        answered = ~shows & (rng.random(count) < people.answered[rank])
        states.append((bits, asked, action))
        outcomes.append((chosen, (pleased & there).astype(np.float64)))
        lengths += there
        there = there & ~pleased & (rng.random(count) >= leaves)
        taught = np.where(shows, 1, np.where(answered, np.array(people.bits)[rank], 0))
        bits, asked = np.maximum(bits - taught, 0), np.minimum(asked + ~shows, QUESTIONS - 1)
    doubts, questions, actions = (np.stack(column, axis=1) for column in zip(*states, strict=True))
    propensities, rewards = (np.stack(column, axis=1) for column in zip(*outcomes, strict=True))
    traits = np.repeat(trait[:, np.newaxis], MOVES, axis=1)
    log = Log(_features(doubts, questions, traits), actions, rewards, propensities, lengths)
    return log, (doubts, questions, traits)


def _move_values(people: People, worth: Doubles) -> Doubles:
    """Give the value of each move, (KINDS, BITS, QUESTIONS, TRAITS, ACTIONS), from that of the states after it."""
    kinds = (slice(None), np.newaxis, np.newaxis, np.newaxis)
    accepting = people.accepting[:, :, np.newaxis, np.newaxis]
    missed = (1.0 - people.leaving_missed[kinds]) * worth[:, np.maximum(np.arange(BITS) - 1, 0)]
    values = [accepting + (1.0 - accepting) * missed]
    staying = 1.0 - people.leaving_asked[:, np.newaxis, :, np.newaxis]
    then = worth[:, :, np.minimum(np.arange(QUESTIONS) + 1, QUESTIONS - 1)]
    for rank in range(_ASKED):
        informed = then[:, np.maximum(np.arange(BITS) - people.bits[rank], 0)]
        chance = people.answered[rank]
        values.append(staying * (chance * informed + (1.0 - chance) * then))
    return np.stack(values, axis=-1)


def _features(bits: Integers, asked: Integers, traits: Integers) -> Doubles:
    doubt, questions = bits / (BITS - 1), asked / (QUESTIONS - 1)
    return np.stack([doubt, doubt**2, questions, traits, doubt * questions, doubt * traits], axis=2)
