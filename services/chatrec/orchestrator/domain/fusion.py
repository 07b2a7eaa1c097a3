"""y = f_LLM(u)^a * f_KG(v)^b * f_RL(e, r)^c: a product of experts whose shares of the log-score explain it.

Source: Hinton, "Products of experts" (ICANN 1999); log-linear fusion with fixed exponents.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from chatrec.vocabulary.turn import Shares

__all__ = ["Exponents", "Scored", "fuse"]

_SMALLEST = 1e-9


@dataclass(frozen=True, slots=True)
class Exponents:
    """How much each factor counts; 0 switches it off."""

    llm: float = 0.25
    kg: float = 1.0
    rl: float = 0.3


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate by its position, with the shares of its log-score."""

    position: int
    score: float
    shares: Shares


def fuse(
    f_llm: Sequence[float], f_kg: Sequence[float], f_rl: Sequence[float], exponents: Exponents
) -> tuple[Scored, ...]:
    """Fuse three columns of factors in (0, 1] and sort, best first; ties keep their order.

    An empty `f_rl` counts as 1 for all. The shares add up to ln(score).

    Raises:
        ValueError: the columns are not of one length.
    """
    learned = f_rl or (1.0,) * len(f_kg)
    scored = [
        _scored(position, Shares(*_logs((llm, kg, rl), exponents)))
        for position, (llm, kg, rl) in enumerate(zip(f_llm, f_kg, learned, strict=True))
    ]
    return tuple(sorted(scored, key=lambda candidate: -candidate.score))


def _logs(factors: tuple[float, float, float], exponents: Exponents) -> tuple[float, float, float]:
    llm, kg, rl = (math.log(min(1.0, max(_SMALLEST, factor))) for factor in factors)
    return exponents.llm * llm, exponents.kg * kg, exponents.rl * rl


def _scored(position: int, shares: Shares) -> Scored:
    return Scored(position, math.exp(shares.llm + shares.kg + shares.rl), shares)
