"""Remembers the vectors of texts met before."""

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from chatrec.encoder.domain.texts import Role

__all__ = ["CachedVector", "VectorCache"]


@dataclass(frozen=True, slots=True)
class CachedVector:
    """A vector, (dimensions,), read-only, and the tokens of its text."""

    vector: NDArray[np.float32]
    tokens: int


class VectorCache:
    """Keeps the vectors used last, at most `entries` of them; safe for threads.

    Keys are digests, so that an entry is small whatever the text, and no user's words stay in memory.
    """

    def __init__(self, entries: int) -> None:
        self._entries = entries
        self._kept: OrderedDict[bytes, CachedVector] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    @staticmethod
    def key(text: str, role: Role) -> bytes:
        """Give the key of a text in a role."""
        return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16, person=role.encode()).digest()

    def get(self, key: bytes) -> CachedVector | None:
        """Give what is kept under a key, and count that as a use of it."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def put(self, key: bytes, cached: CachedVector) -> None:
        """Keep a vector; the one unused for longest leaves when there are too many."""
        with self._lock:
            self._kept[key] = cached
            self._kept.move_to_end(key)
            while len(self._kept) > self._entries:
                self._kept.popitem(last=False)
