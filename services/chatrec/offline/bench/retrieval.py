"""A retrieval set of our own: 64 passages on goods, films, places and support, half English, half Chinese.

For each there is a query in its own language and one in the other. Written for this project. Its texts, never its
recall, were used to choose how far int8 scales move from activations to weights.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from chatrec.encoder.domain import Role

__all__ = ["Recall", "RetrievalCase", "cases", "recall"]

Encode = Callable[[Sequence[str], Role], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class RetrievalCase:
    """A passage and two queries that are meant to find it among all."""

    domain: str
    language: str
    passage: str
    same_language: str
    other_language: str


@dataclass(frozen=True, slots=True)
class Recall:
    """Shares of queries whose passage is among the first k; `same` and `cross` part the queries by language."""

    at_1: float
    at_10: float
    same_at_1: float
    cross_at_1: float


def cases() -> tuple[RetrievalCase, ...]:
    """Give the set, as it ships with the package."""
    text = resources.files(__package__).joinpath("retrieval.tsv").read_text(encoding="utf-8")
    return tuple(RetrievalCase(*line.split("\t")) for line in text.splitlines())


def recall(encode: Encode) -> Recall:
    """Search all passages with all queries by cosine."""
    data = cases()
    passages = encode([case.passage for case in data], Role.PASSAGE)
    same = _ranks(encode([case.same_language for case in data], Role.QUERY) @ passages.T)
    cross = _ranks(encode([case.other_language for case in data], Role.QUERY) @ passages.T)
    ranks = np.concatenate([same, cross])
    return Recall(
        at_1=_share(ranks, 1), at_10=_share(ranks, 10), same_at_1=_share(same, 1), cross_at_1=_share(cross, 1)
    )


def _ranks(scores: NDArray[np.float32]) -> NDArray[np.intp]:
    """Give the rank, from 0, of the passage on the diagonal."""
    ranks: NDArray[np.intp] = (scores > np.diag(scores)[:, None]).sum(axis=1)
    return ranks


def _share(ranks: NDArray[np.intp], first: int) -> float:
    return round(float((ranks < first).mean()), 4)
