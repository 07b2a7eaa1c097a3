"""Releases to test the gate with: a running policy, a candidate whose true gain is set, and the log of the first.

The running policy believes in other people than there are, and tries moves by softmax, as the served one does. The
candidate is another policy than the running one in any case, also where it is not better: its logits are moved in a
direction drawn at random, and then along the true values until its exact gain is the one asked for.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import optimize

from chatrec.offline.policy.ope.conversations import (
    BITS,
    MOVES,
    QUESTIONS,
    TRAITS,
    People,
    Table,
    draw_people,
    observe,
    softmax,
    value,
)
from chatrec.offline.policy.ope.log import Log, Odds
from chatrec.policy.domain.features import ACTIONS

__all__ = ["GAINS", "Release", "draw_release"]

GAINS: Final = (-0.1, -0.05, -0.02, 0.0, 0.0, 0.02, 0.05, 0.05, 0.1)
"""Relative gains of the releases, by turns: a third better, a third worse, the rest equal or hardly better."""

_BASES: Final = (0.15, 0.3, 0.6, 0.9)
_CONVERSATIONS: Final = (10_000, 20_000)
_SHAPE: Final = (MOVES, BITS, QUESTIONS, TRAITS, len(ACTIONS))
_SHARPNESS: Final = (6.0, 14.0)
_CHANGE: Final = 0.35
_FARTHEST: Final = 64.0
_EXACT: Final = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Release:
    """A log with what both policies would do in it, and the exact values of both."""

    log: Log
    odds: Odds
    running_value: float
    candidate_value: float
    gain: float


def draw_release(gain: float, rng: np.random.Generator) -> Release:
    """Draw a release of a relative gain; worlds in which no policy gains as much are drawn anew."""
    while True:
        people = draw_people(float(rng.choice(_BASES)), rng)
        _, believed = value(draw_people(0.6, rng), softmax(np.zeros(_SHAPE)))
        logits = believed * rng.uniform(*_SHARPNESS) / max(float(believed.std(axis=-1).mean()) * len(ACTIONS), 0.1)
        candidate = _candidate(people, logits, gain, rng)
        if candidate is not None:
            return _release(people, softmax(logits), candidate, gain, rng)


def _candidate(people: People, logits: Table, gain: float, rng: np.random.Generator) -> Table | None:
    """Find the policy whose value is the running one's times (1 + gain); None where there is none on the way."""
    running = softmax(logits)
    reached, worth = value(people, running)
    better = (worth - worth.mean(axis=-1, keepdims=True)) / max(float(worth.std(axis=-1).mean()), 1e-9)
    changed = logits + _CHANGE * rng.standard_normal(_SHAPE)
    wanted = reached * (1.0 + gain)

    def short_of(step: float) -> float:
        return wanted - value(people, softmax(changed + step * better))[0]

    way = 1.0 if short_of(0.0) > 0.0 else -1.0
    far = way
    while short_of(far) * way > 0.0:
        far *= 2.0
        if abs(far) > _FARTHEST:
            return None
    return softmax(changed + float(optimize.brentq(short_of, 0.0, far, xtol=_EXACT)) * better)


def _release(people: People, running: Table, candidate: Table, gain: float, rng: np.random.Generator) -> Release:
    log, (bits, asked, traits) = observe(people, running, int(rng.choice(_CONVERSATIONS)), rng)
    moves = np.broadcast_to(np.arange(MOVES), bits.shape)
    odds = Odds(running[moves, bits, asked, traits], candidate[moves, bits, asked, traits])
    return Release(log, odds, value(people, running)[0], value(people, candidate)[0], gain)
