"""Learns the act head: kernel ridge regression on what utterances mean and show, made probabilities."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from chatrec.dialogue.adapters.act_head import HeadArrays, joined, restored
from chatrec.offline.dialogue.calibration import fit_sigmoids
from chatrec.offline.dialogue.least_squares import Floats, solve_and_leave_groups_out
from chatrec.offline.dialogue.views import Likeness, Shares, Utterances

__all__ = ["KernelOptions", "Known", "learn"]

_LARGEST = np.iinfo(np.int8).max


@dataclass(frozen=True, slots=True)
class KernelOptions:
    """How a head is fitted; chosen by cross-validation over phrasings, where its neighbours did as well.

    Attributes:
        sharpness: Of the Gaussian, in units of the median squared distance among the known.
        feature_weight: Of a surface feature beside the unit vector.
        ridge: How far the known acts themselves may be wrong.
    """

    sharpness: float = 1.0
    feature_weight: float = 0.3
    ridge: float = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """Utterances whose acts are known.

    Attributes:
        texts: In order.
        vectors: (known, dimensions), unit rows.
        features: (known, features).
        phrasings: (known,) numbers; fillings of one phrasing share theirs.
        acts: (known, acts), which of them each does.
    """

    texts: Sequence[str]
    vectors: Floats
    features: npt.NDArray[np.bool_]
    phrasings: npt.NDArray[np.integer]
    acts: npt.NDArray[np.bool_]

    def take(self, rows: npt.NDArray[np.integer]) -> "Known":
        """Give some of them, in the order asked for."""
        texts = [self.texts[row] for row in rows]
        return Known(texts, self.vectors[rows], self.features[rows], self.phrasings[rows], self.acts[rows])


def learn(known: Known, options: KernelOptions) -> HeadArrays:
    """Learn from the known utterances; probabilities come from the scores of each by all other phrasings."""
    vectors, scales = _rounded(known.vectors)
    meaning = joined(restored(vectors, scales), known.features, options.feature_weight)
    likeness = Likeness(Utterances(known.texts, meaning), Shares(wording=0.0, sharpness=options.sharpness))
    targets = known.acts.astype(np.float32)
    usual = targets.mean(axis=0)
    coefficients, left_out = solve_and_leave_groups_out(
        likeness.among_known(), targets - usual, known.phrasings, ridge=options.ridge
    )
    sigmoids = fit_sigmoids(left_out + usual, known.acts)
    return HeadArrays(
        vectors=vectors,
        scales=scales,
        features=known.features,
        coefficients=coefficients.astype(np.float16),
        usual=usual,
        slopes=sigmoids.slopes,
        intercepts=sigmoids.intercepts,
        sharpness=np.asarray(likeness.sharpness, dtype=np.float32),
        feature_weight=np.asarray(options.feature_weight, dtype=np.float32),
    )


def _rounded(vectors: Floats) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """Round rows to a byte a number: a quarter of the size, and less than the encoder's own rounding."""
    scales = np.maximum(np.abs(vectors).max(axis=1), np.finfo(np.float32).tiny) / np.float32(_LARGEST)
    return np.rint(vectors / scales[:, None]).astype(np.int8), scales.astype(np.float32)
