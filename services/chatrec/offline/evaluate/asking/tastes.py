"""What users like before they say anything: signals of the pairs that are known, weighted by a conditional logit.

The weights are fitted on users' choices among the items that share an attribute with the chosen one, as in a dialogue
after its opening. No signal reads an identifier: those of this data set are numbered by first listener and would give
the answer away.
"""

from collections.abc import Callable, Iterator
from typing import Final

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from chatrec.knowledge.domain.snapshot.autoencoder import ease_of_gram
from chatrec.offline.evaluate.asking.files import Known
from chatrec.offline.knowledge.loglinear import Choices, fit_conditional_logit
from chatrec.offline.policy.attribute_dialogues import Targets

__all__ = ["SIGNALS", "choices_of", "fit_tastes", "tastes"]

Doubles = npt.NDArray[np.float64]
Floats = npt.NDArray[np.float32]
Longs = npt.NDArray[np.int64]

_RIDGE: Final = 20.0
_SLIGHT: Final = 0.01
_RIVALS: Final = 100
_L2: Final = 1.0
_SMOOTHING: Final = 2.0
_NO_RIVAL: Final = 1e-6


class _Signals:
    """Each signal as users x items, made when asked for: all at once would not fit a small machine."""

    def __init__(self, taken: sp.csr_matrix, known: Known) -> None:
        has, count = known.has, known.has.shape[0]
        self._taken, self._has, self._known = taken, has, known
        self._holders = np.maximum(np.asarray(has.sum(axis=0)).ravel(), 1.0)
        self._rarity = sp.diags(np.log(count / self._holders).astype(np.float32) + np.float32(_SLIGHT))
        self._items = _unit_rows(has @ self._rarity)

    def popularity(self) -> Floats:
        counts = np.asarray(self._taken.sum(axis=0), np.float32)
        return np.asarray(np.broadcast_to(np.log1p(counts), self._taken.shape))

    def autoencoder(self) -> Floats:
        """EASE over the items that anybody took (Steck, WWW 2019)."""
        found = np.zeros(self._taken.shape, np.float32)
        anybody = np.unique(self._taken.indices)
        held = self._taken[:, anybody]
        found[:, anybody] = held @ ease_of_gram((held.T @ held).toarray().astype(np.float32), _RIDGE)
        return _logs(found)

    def neighbours(self) -> Floats:
        """What users with a like history took."""
        return _logs(_off_diagonal(_unit_rows(self._taken)) @ self._taken)

    def neighbours_of_neighbours(self) -> Floats:
        """The same over two steps, each spread over the neighbours by the square of their likeness."""
        near = np.square(_off_diagonal(_unit_rows(self._taken)))
        near /= near.sum(axis=1, keepdims=True) + np.float32(1e-6)
        return _logs(near @ (near @ self._taken), 1e-4)

    def content(self) -> Floats:
        """How like what the user took an item is, on the whole."""
        took = np.maximum(np.asarray(self._taken.sum(axis=1)), 1.0)
        return _logs(np.asarray((self._taken @ self._items) @ self._items.T.toarray()) / took)

    def nearest_content(self) -> Floats:
        """The same, with the most alike counting most: the fourth power of the cosine."""
        alike = np.square(np.square((self._items @ self._items.T).toarray()))
        return _logs(self._taken @ alike)

    def attributes(self) -> Floats:
        """The mean log ratio of the user's share of an attribute to everybody's (naive Bayes, smoothed)."""
        took = np.asarray(self._taken.sum(axis=1), np.float32)
        usual = (self._holders / self._has.shape[0]).astype(np.float32)
        share = ((self._taken @ self._has).toarray() + _SMOOTHING * usual) / (took + _SMOOTHING)
        return np.asarray((self._has @ np.log(share / usual).T).T / self._lengths(), np.float32)

    def likes(self) -> Floats:
        """How many of the user's own attributes an item has, rare ones counting more."""
        return np.asarray(np.log1p((self._known.likes @ self._rarity @ self._has.T).toarray()))

    def likeness_to_likes(self) -> Floats:
        liked = _unit_rows(self._known.likes @ self._rarity)
        return np.asarray(np.sqrt(np.maximum((liked @ self._items.T).toarray(), 0.0)))

    def friends_likes(self) -> Floats:
        liked = _unit_rows(self._known.friends @ _unit_rows(self._known.likes @ self._rarity))
        return np.asarray(np.sqrt(np.maximum((liked @ self._items.T).toarray(), 0.0)))

    def attribute_count(self) -> Floats:
        return np.asarray(np.broadcast_to(np.log(self._lengths()), self._taken.shape))

    def _lengths(self) -> Floats:
        return np.asarray(np.maximum(np.diff(self._has.indptr), 1), np.float32)


SIGNALS: Final[dict[str, Callable[[_Signals], Floats]]] = {
    "popularity": _Signals.popularity,
    "autoencoder": _Signals.autoencoder,
    "neighbours": _Signals.neighbours,
    "neighbours of neighbours": _Signals.neighbours_of_neighbours,
    "content": _Signals.content,
    "nearest content": _Signals.nearest_content,
    "attributes": _Signals.attributes,
    "likes": _Signals.likes,
    "likeness to likes": _Signals.likeness_to_likes,
    "friends' likes": _Signals.friends_likes,
    "attribute count": _Signals.attribute_count,
}


def choices_of(taken: sp.csr_matrix, known: Known, chosen: Targets, *, seed: int) -> Choices:
    """Set each chosen item against items that share the opening and were not taken."""
    rivals, offsets = _rivals(taken, known.has, chosen, seed)
    items = np.column_stack([chosen.items, rivals])
    columns = [signal[chosen.users[:, None], items] for signal in _all(taken, known)]
    offsets = np.column_stack([np.zeros(len(items), np.float32), offsets])
    offsets -= np.log(np.maximum(np.diff(known.has.indptr), 1)).astype(np.float32)[items]
    return Choices(np.stack(columns, axis=-1), offsets)


def fit_tastes(choices: Choices, rows: Longs) -> Doubles:
    """Give the weight of each signal that makes some of the choices likely."""
    return fit_conditional_logit(Choices(choices.features[rows], choices.offsets[rows]), l2=_L2)


def tastes(taken: sp.csr_matrix, known: Known, weights: Doubles) -> Floats:
    """Give log odds, users x items; -inf for what was taken. `weights` are users x signals, or 1 x signals."""
    odds = np.zeros(taken.shape, np.float32)
    for weight, signal in zip(weights.T.astype(np.float32), _all(taken, known), strict=True):
        odds += weight[:, None] * signal
    odds[taken.nonzero()] = -np.inf
    return odds


def _all(taken: sp.csr_matrix, known: Known) -> Iterator[Floats]:
    signals = _Signals(taken, known)
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


def _unit_rows(rows: sp.csr_matrix) -> sp.csr_matrix:
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    scale = np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > 0).astype(np.float32)
    return (sp.diags(scale) @ rows).tocsr()


def _off_diagonal(unit: sp.csr_matrix) -> Floats:
    """Give the cosine of rows to each other, 0 to themselves."""
    cosine: Floats = (unit @ unit.T).toarray()
    np.fill_diagonal(cosine, 0.0)
    return cosine


def _logs(found: npt.NDArray[np.floating], slight: float = _SLIGHT) -> Floats:
    return np.asarray(np.log(np.maximum(found, 0.0) + slight), np.float32)
