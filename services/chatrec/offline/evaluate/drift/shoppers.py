"""People whose common taste drifts, and who look at slates from the top.

An item pleases by the entities on its paths, by how well it fits what was said, and by a whim of each person that
nobody can know. The common taste for an entity is an Ornstein-Uhlenbeck process of unit variance: after `turnover`
people it keeps 1/e of what it was. Every tenth of the way a few entities come into fashion or fall out of it at once.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from chatrec.vocabulary.steps import Step

__all__ = ["Offer", "Town"]

Doubles = npt.NDArray[np.float64]

_RELATIONS: Final = 6
_ENTITIES: Final = 25
_STEPS: Final = (2, 6)
_CANDIDATES: Final = 30
_WHIM: Final = 0.5
_TASTE: Final = 2.0
_FIT: Final = 0.3
_BASELINE: Final = -1.0
_FASHIONS: Final = 3
_STEP: Final[dict[tuple[int, int], Step]] = {
    (relation, entity): (f"r{relation}", f"r{relation}e{entity}")
    for relation in range(_RELATIONS)
    for entity in range(_ENTITIES)
}


@dataclass(frozen=True, slots=True, eq=False)
class Offer:
    """Candidates for one person: their factors, the steps of their paths, and the chance that each is accepted."""

    f_llm: tuple[float, ...]
    f_kg: tuple[float, ...]
    steps: tuple[tuple[Step, ...], ...]
    accepting: Doubles
    attention: float


class Town:
    """The people, one after the other; their tastes move while they come."""

    def __init__(self, people: int, turnover: int, rng: np.random.Generator) -> None:
        """Draw the taste at the start."""
        self._rng = rng
        self._taste = rng.standard_normal((_RELATIONS, _ENTITIES))
        self._kept = float(np.exp(-1.0 / turnover))
        self._fashion_every = max(1, people // 10)
        self._came = 0

    def next_offer(self) -> Offer:
        """Let a person come: the taste moves a little, and candidates are drawn for what they said."""
        rng = self._rng
        self._came += 1
        self._taste = self._kept * self._taste + (1.0 - self._kept**2) ** 0.5 * rng.standard_normal(self._taste.shape)
        if self._came % self._fashion_every == 0:
            chosen = rng.integers(self._taste.size, size=_FASHIONS)
            self._taste.flat[chosen] = rng.choice((-2.0, 2.0), size=_FASHIONS)
        counts = rng.integers(*_STEPS, size=_CANDIDATES)
        there = np.arange(_STEPS[1]) < counts[:, np.newaxis]
        places = rng.integers(_RELATIONS, size=there.shape), rng.integers(_ENTITIES, size=there.shape)
        fit = rng.standard_normal(_CANDIDATES)
        pleasing = np.where(there, self._taste[places], 0.0).sum(axis=1) / counts
        utility = _BASELINE + _TASTE * pleasing + _FIT * fit + _WHIM * rng.standard_normal(_CANDIDATES)
        return Offer(
            f_llm=tuple(rng.uniform(0.5, 0.9, _CANDIDATES).tolist()),
            f_kg=tuple(np.exp(0.3 * fit - 1.5).clip(max=1.0).tolist()),
            steps=tuple(
                tuple(_STEP[key] for key in zip(relations[:count], entities[:count], strict=True))
                for relations, entities, count in zip(places[0].tolist(), places[1].tolist(), counts, strict=True)
            ),
            accepting=1.0 / (1.0 + np.exp(-utility)),
            attention=float(rng.uniform(0.2, 0.8)),
        )
