"""Rankings that nobody had to learn, over the same cases."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from chatrec.offline.evaluate.opendialkg.ranking import Inputs

__all__ = ["baseline_rankings"]

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]
_ECHO = 10.0
_NEAR = ("actor", "director", "genre", "writer")


def baseline_rankings(inputs: Inputs) -> Mapping[str, Integers]:
    """Rank the items of the measured turns: by popularity, by echo, by co-occurrence, by untuned walks with it."""
    rows = slice(inputs.corpus.learned, None)
    popular = inputs.counts[0].rows(rows)
    small = popular / (1.0 + popular.max())
    echo = _ECHO * inputs.corpus.named[rows] + small
    together = inputs.signals["after any"].mass[rows].toarray()
    near = [f"last<{name}" for name in _NEAR] + [f"last>{name}<{name}" for name in _NEAR]
    walked = sum(inputs.signals[name].mass[rows].toarray() for name in near if name in inputs.signals)
    scores = {
        "popularity": small,
        "echo + popularity": echo,
        "co-occurrence": together + 1e-3 * small,
        "2-hop walk + co-occurrence, untuned": walked + together + 1e-3 * small + 0.1 * inputs.corpus.named[rows],
    }
    return {name: np.argsort(-score, axis=1, kind="stable") for name, score in scores.items()}
