"""What users like before they say anything: signals of the pairs that are known, weighed by a conditional logit.

The logit has a hidden layer, so that a signal may count more for one user or item than for another. It is fitted on
users' choices among the items that share an attribute with the chosen one, as in a dialogue after its opening.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from chatrec.offline.evaluate.asking.choice_network import ChoiceNetwork, fit_choice_network
from chatrec.offline.evaluate.asking.files import Known
from chatrec.offline.evaluate.asking.signals import SIGNALS, Signals
from chatrec.offline.knowledge.loglinear import Choices
from chatrec.offline.policy.attribute_dialogues import Targets

__all__ = ["choices_of", "fit_tastes", "tastes"]

Floats = npt.NDArray[np.float32]
Longs = npt.NDArray[np.int64]

_RIVALS: Final = 100
_NO_RIVAL: Final = 1e-6


def choices_of(taken: sp.csr_matrix, known: Known, chosen: Targets, *, seed: int) -> Choices:
    """Set each chosen item against items that share the opening and were not taken."""
    rivals, offsets = _rivals(taken, known.has, chosen, seed)
    items = np.column_stack([chosen.items, rivals])
    columns = [signal[chosen.users[:, None], items] for signal in _all(taken, known)]
    offsets = np.column_stack([np.zeros(len(items), np.float32), offsets])
    offsets -= np.log(np.maximum(np.diff(known.has.indptr), 1)).astype(np.float32)[items]
    return Choices(np.stack(columns, axis=-1), offsets)


def fit_tastes(choices: Choices, rows: Longs, *, seed: int) -> ChoiceNetwork:
    """Give the network of the signals that makes some of the choices likely."""
    return fit_choice_network(Choices(choices.features[rows], choices.offsets[rows]), seed=seed)


def tastes(taken: sp.csr_matrix, known: Known, networks: Sequence[ChoiceNetwork]) -> Floats:
    """Give log odds, users x items; -inf for what was taken. The networks are used by users in turn.

    All signals are held at once: those of 2,000 users and 7,500 items take about 700 MB.
    """
    signals = list(_all(taken, known))
    odds = np.empty(taken.shape, np.float32)
    for user in range(len(odds)):
        odds[user] = networks[user % len(networks)](np.stack([signal[user] for signal in signals], axis=-1))
    odds[taken.nonzero()] = -np.inf
    return odds


def _all(taken: sp.csr_matrix, known: Known) -> Iterator[Floats]:
    signals = Signals(taken, known)
    return (signal(signals) for signal in SIGNALS.values())


def _rivals(taken: sp.csr_matrix, has: sp.csr_matrix, chosen: Targets, seed: int) -> tuple[Longs, Floats]:
    """Draw items that could have been chosen, and the log of how many each stands for.

    An item that shares nothing with others has the chosen one itself as its rival, with no weight.
    """
    rng, holders = np.random.default_rng(seed), has.tocsc()
    items, offsets = np.empty((len(chosen.items), _RIVALS), np.int64), np.empty((len(chosen.items), 1), np.float32)
    for place, (user, item, opening) in enumerate(zip(chosen.users, chosen.items, chosen.openings, strict=True)):
        alike = holders.indices[holders.indptr[opening] : holders.indptr[opening + 1]]
        had = taken.indices[taken.indptr[user] : taken.indptr[user + 1]]
        free = np.setdiff1d(alike, np.append(had, item), assume_unique=False)
        offsets[place] = np.log(max(len(free), _NO_RIVAL) / _RIVALS)
        items[place] = rng.choice(free, _RIVALS) if len(free) else item
    return items, np.broadcast_to(offsets, items.shape)
