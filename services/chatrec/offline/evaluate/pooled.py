"""Metrics of sums over cases, such as micro F1, which are no mean of what each case scores."""

from collections.abc import Callable, Collection, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from chatrec.offline.evaluate.evaluation import Doubles, Figure
from chatrec.offline.evaluate.intervals import percentiles

__all__ = ["bootstrap_sums", "counts_of", "micro_f1", "share"]

_RESAMPLES: Final = 1_000
_SEED: Final = 20_240_602


def counts_of(guessed: Sequence[Collection[object]], true: Sequence[Collection[object]]) -> Doubles:
    """Give (cases, 3): how many were found, guessed and true in each case; repeated ones count once."""
    rows = [
        (len(set(mine) & set(theirs)), len(set(mine)), len(set(theirs)))
        for mine, theirs in zip(guessed, true, strict=True)
    ]
    return np.array(rows, dtype=np.float64).reshape(-1, 3)


def micro_f1(sums: Doubles) -> float:
    """Give F1 = 2 found / (guessed + true) of three sums; 1 where nothing was to be found and nothing was guessed."""
    found, guessed, true = sums.tolist()
    return 2.0 * found / (guessed + true) if guessed + true else 1.0


def share(sums: Doubles) -> float:
    """Give the first of two sums over the second."""
    part, whole = sums.tolist()
    return part / whole if whole else float("nan")


def bootstrap_sums(
    runs: Sequence[Doubles], metric: Callable[[Doubles], float], units: Sequence[npt.NDArray[np.integer]] | None = None
) -> Figure:
    """Give the mean over runs of a metric of the cases' sums, with its 95 % interval of drawing the units anew.

    `units` has the number of each case's unit in each run: what hangs together, such as the turns of a dialogue, is
    drawn together. Without it each case is one.
    """
    rng = np.random.default_rng(_SEED)
    rows = [run if units is None else _summed(run, units[place]) for place, run in enumerate(runs)]
    draws = [rng.multinomial(len(row), np.full(len(row), 1 / len(row)), size=_RESAMPLES) for row in rows]
    resampled = [metric(sums) for draw, row in zip(draws, rows, strict=True) for sums in draw @ row]
    return percentiles(float(np.mean([metric(row.sum(axis=0)) for row in rows])), np.array(resampled))


def _summed(run: Doubles, units: npt.NDArray[np.integer]) -> Doubles:
    _, places = np.unique(units, return_inverse=True)
    summed = np.zeros((int(places.max()) + 1, run.shape[1]))
    np.add.at(summed, places, run)
    return summed
