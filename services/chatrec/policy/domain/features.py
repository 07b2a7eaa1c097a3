"""The compact belief state: numbers in [0, 1] whose count does not depend on the catalogue, and the mask of actions.

The simulator trains on these very functions, so that the network sees in service what it saw in training. Change
anything here and `FEATURE_VERSION` must rise: an artefact of another version is refused.
"""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from chatrec.policy.domain.ports import Floats
from chatrec.vocabulary.decisions import Belief, Choice

__all__ = ["ACTIONS", "ASKABLE", "FEATURES", "FEATURE_VERSION", "RECOMMEND", "action_mask", "best_facets", "features"]

FEATURE_VERSION: Final = 1
ASKABLE: Final = 4
"""Facets that the network may choose among: the best by expected gain."""

RECOMMEND: Final = 0
ACTIONS: Final = ("recommend", *(f"ask_{rank}" for rank in range(1, ASKABLE + 1)))

_BELIEF: Final = (
    "turn",
    "questions",
    "slates",
    "rejections",
    "preferences",
    "matched_bits",
    "entropy_bits",
    "slate_bits",
    "bits_beyond_slate",
    "impatient",
)
_SCORES: Final = ("top_score_share", "slate_score_share", "slate_margin", "score_evenness")
_FACET: Final = ("gain_bits", "coverage", "gain_share", "present")
FEATURES: Final = (
    *_BELIEF,
    *_SCORES,
    *(f"facet_{rank}_{name}" for rank in range(1, ASKABLE + 1) for name in _FACET),
)

_MOST_BITS: Final = 16.0
_MOST_GAIN_BITS: Final = 5.0


def best_facets(choice: Choice) -> tuple[int, ...]:
    """Give the positions of the facets that are best to ask for, by gain times coverage, at most `ASKABLE`.

    Facets from which nothing is expected are left out; equals keep their order.
    """
    worth = [gain * coverage for gain, coverage in zip(choice.gain_bits, choice.coverage, strict=True)]
    ranked = sorted((position for position, gain in enumerate(worth) if gain > 0.0), key=lambda at: -worth[at])
    return tuple(ranked[:ASKABLE])


def action_mask(choice: Choice, askable: Sequence[int]) -> npt.NDArray[np.bool_]:
    """Say which actions are allowed, (ACTIONS,): recommending always, asking where allowed and where a facet is."""
    mask = np.zeros(len(ACTIONS), np.bool_)
    mask[RECOMMEND] = True
    mask[1 : 1 + len(askable)] = choice.may_ask
    return mask


def features(choice: Choice, askable: Sequence[int]) -> Floats:
    """Describe a choice in numbers of [0, 1], (FEATURES,); `askable` are the positions of the facets on offer."""
    numbers = [*_belief(choice.belief), *_scores(choice.scores, choice.belief.slate_size)]
    for position in askable:
        gain_bits = choice.gain_bits[position]
        share = gain_bits / max(choice.belief.entropy_bits, gain_bits, 1e-9)
        numbers += [gain_bits / _MOST_GAIN_BITS, choice.coverage[position], share, 1.0]
    numbers += [0.0] * (len(FEATURES) - len(numbers))
    return np.clip(np.asarray(numbers, np.float32), 0.0, 1.0)


def _belief(belief: Belief) -> list[float]:
    slate_bits = math.log2(1 + belief.slate_size)
    return [
        belief.turn / 12,
        belief.questions / 4,
        belief.slates / 4,
        belief.rejections / 20,
        belief.preferences / 5,
        math.log2(1 + belief.matched) / _MOST_BITS,
        belief.entropy_bits / _MOST_BITS,
        slate_bits / 6,
        max(0.0, belief.entropy_bits - slate_bits) / _MOST_BITS,
        float(belief.impatient),
    ]


def _scores(scores: Sequence[float], slate_size: int) -> list[float]:
    """Say how the candidates' scores are concentrated: shares of their sum, and how far the slate stands out."""
    column = np.asarray(scores, np.float64)
    total = float(column.sum())
    if total <= 0.0:
        return [0.0, 0.0, 0.0, 1.0]
    behind = max(0, len(column) - slate_size - 1)
    ordered = np.sort(np.partition(column, behind)[behind:])[::-1]  # the slate and the next best alone
    shares = column / total
    present = shares[shares > 0.0]
    evenness = float(-(present * np.log2(present)).sum()) / math.log2(len(column)) if len(column) > 1 else 0.0
    next_best = float(ordered[slate_size]) if len(ordered) > slate_size else 0.0
    best = float(ordered[0])
    return [best / total, float(ordered[:slate_size].sum()) / total, 1.0 - next_best / best, evenness]
