"""Signals of what users like, of the pairs that are known: each is users x items.

No signal reads an identifier: those of this data set are numbered by first listener and would give the answer away.
"""

from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from chatrec.knowledge.domain.snapshot.autoencoder import ease_of_gram
from chatrec.offline.evaluate.asking.files import Known

__all__ = ["SIGNALS", "Signals"]

Floats = npt.NDArray[np.float32]

_RIDGE: Final = 20.0
_SLIGHT: Final = 0.01
_SMOOTHING: Final = 2.0


class Signals:
    """Each signal as users x items, made when asked for."""

    def __init__(self, taken: sp.csr_matrix, known: Known) -> None:
        has, count = known.has, known.has.shape[0]
        self._taken, self._has, self._known = taken, has, known
        self._holders = np.maximum(np.asarray(has.sum(axis=0)).ravel(), 1.0)
        self._rarity = sp.diags(np.log(count / self._holders).astype(np.float32) + np.float32(_SLIGHT))
        self._items = _unit_rows(has @ self._rarity)

    def popularity(self) -> Floats:
        """How many users took an item."""
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
        """How like the user's own attributes an item is."""
        liked = _unit_rows(self._known.likes @ self._rarity)
        return np.asarray(np.sqrt(np.maximum((liked @ self._items.T).toarray(), 0.0)))

    def friends_likes(self) -> Floats:
        """How like the attributes of the user's friends an item is."""
        liked = _unit_rows(self._known.friends @ _unit_rows(self._known.likes @ self._rarity))
        return np.asarray(np.sqrt(np.maximum((liked @ self._items.T).toarray(), 0.0)))

    def friends_items(self) -> Floats:
        """How many of the user's friends took an item."""
        count = np.maximum(np.asarray(self._known.friends.sum(axis=1)), 1.0)
        return _logs((self._known.friends @ self._taken).toarray() / count)

    def close_friends_items(self) -> Floats:
        """The same, each friend counting by the likeness of the histories."""
        unit = _unit_rows(self._taken)
        close = self._known.friends.multiply(unit @ unit.T).tocsr()
        return _logs((close @ self._taken).toarray())

    def walks(self) -> Floats:
        """Where walks of one to three steps from user to user end, over what both took and over friendship."""
        taken, friends = self._taken, self._known.friends
        of_user, steps = _shares(taken), (_shares(taken) @ _shares(taken.T)).toarray()
        steps = (steps + _shares(friends).toarray()) / 2.0
        np.fill_diagonal(steps, 0.0)
        two = steps @ steps
        return _logs(((steps + two / 2.0 + two @ steps / 4.0) @ of_user), 1e-5)

    def history(self) -> Floats:
        """How much is known of the user: it tells how far the other signals can be trusted, as the next three do."""
        return self._of_users(np.log1p(np.asarray(self._taken.sum(axis=1))))

    def liked_attributes(self) -> Floats:
        """How many attributes the user gave."""
        return self._of_users(np.log1p(np.asarray(self._known.likes.sum(axis=1))))

    def friend_count(self) -> Floats:
        """How many friends the user has."""
        return self._of_users(np.log1p(np.asarray(self._known.friends.sum(axis=1))))

    def mainstream(self) -> Floats:
        """How popular what the user took is, on the whole."""
        counts = np.log1p(np.asarray(self._taken.sum(axis=0)).ravel())
        return self._of_users((_shares(self._taken) @ counts)[:, None])

    def attribute_count(self) -> Floats:
        """How many attributes an item has."""
        return np.asarray(np.broadcast_to(np.log(self._lengths()), self._taken.shape))

    def _of_users(self, column: npt.NDArray[np.floating]) -> Floats:
        return np.asarray(np.broadcast_to(column.astype(np.float32), self._taken.shape))

    def _lengths(self) -> Floats:
        return np.asarray(np.maximum(np.diff(self._has.indptr), 1), np.float32)


SIGNALS: Final[dict[str, Callable[[Signals], Floats]]] = {
    "popularity": Signals.popularity,
    "autoencoder": Signals.autoencoder,
    "neighbours": Signals.neighbours,
    "neighbours of neighbours": Signals.neighbours_of_neighbours,
    "content": Signals.content,
    "nearest content": Signals.nearest_content,
    "attributes": Signals.attributes,
    "likes": Signals.likes,
    "likeness to likes": Signals.likeness_to_likes,
    "friends' likes": Signals.friends_likes,
    "attribute count": Signals.attribute_count,
    "friends' items": Signals.friends_items,
    "close friends' items": Signals.close_friends_items,
    "walks": Signals.walks,
    "history": Signals.history,
    "liked attributes": Signals.liked_attributes,
    "friend count": Signals.friend_count,
    "mainstream": Signals.mainstream,
}


def _unit_rows(rows: sp.csr_matrix) -> sp.csr_matrix:
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    scale = np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > 0).astype(np.float32)
    return (sp.diags(scale) @ rows).tocsr()


def _shares(rows: sp.csr_matrix) -> sp.csr_matrix:
    """Scale every row to add up to 1."""
    totals = np.maximum(np.asarray(rows.sum(axis=1)).ravel(), 1.0)
    return (sp.diags((1.0 / totals).astype(np.float32)) @ rows).tocsr()


def _off_diagonal(unit: sp.csr_matrix) -> Floats:
    """Give the cosine of rows to each other, 0 to themselves."""
    cosine: Floats = (unit @ unit.T).toarray()
    np.fill_diagonal(cosine, 0.0)
    return cosine


def _logs(found: npt.NDArray[np.floating], slight: float = _SLIGHT) -> Floats:
    return np.asarray(np.log(np.maximum(found, 0.0) + slight), np.float32)
