"""Lists that do not say the same thing five times: maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998)."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from chatrec.orchestrator.domain.fusion import Scored

__all__ = ["marginal_order", "varied", "worths_of"]

Doubles = npt.NDArray[np.float64]


def worths_of(scored: Sequence[Scored]) -> Doubles:
    """Give ln of the scores, (candidates,)."""
    return np.array([one.shares.llm + one.shares.kg + one.shares.rl for one in scored], np.float64)


def varied(
    best: Sequence[Scored], worths: Doubles, likeness: Doubles, diversity: float, count: int
) -> tuple[Scored, ...]:
    """Choose `count` of some candidates so that each is relevant and unlike those before it; scores stay as they are.

    `best` come best first, `likeness` is by their positions. Relevance is their worth, in the order of `best`, and
    likeness what it is to the most alike pair, both scaled to run from 0 to 1. Nothing enters that was not there, so
    that hard preferences stay met; the best comes first unless `diversity` is 1.
    """
    if not best:
        return ()
    span = float(worths.max() - worths.min())
    relevance = (worths - worths.min()) / span if span > 0.0 else np.ones(len(best))
    positions = [scored.position for scored in best]
    alike = likeness[np.ix_(positions, positions)]
    most = float(alike.max())
    order = marginal_order(relevance, alike / most if most > 0.0 else alike, diversity, count)
    return tuple(best[place] for place in order.tolist())


def marginal_order(relevance: Doubles, likeness: Doubles, diversity: float, count: int) -> npt.NDArray[np.int64]:
    """Choose `count` places greedily by (1 - diversity) times relevance less diversity times the most likeness so far.

    `relevance` is from 0 to 1, `likeness` square and at most 1, below 0 as 0; ties fall to the earlier place.
    """
    gained = (1.0 - diversity) * relevance
    nearest = np.zeros(len(relevance))
    order = np.zeros(min(count, len(relevance)), dtype=np.int64)
    for place in range(len(order)):
        best = int(np.argmax(gained - diversity * nearest))
        order[place] = best
        nearest = np.maximum(nearest, likeness[best])
        gained[best] = -np.inf
    return order
