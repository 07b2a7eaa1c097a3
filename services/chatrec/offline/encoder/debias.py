"""Frees sentence vectors of what tells the languages apart.

multilingual-e5 places texts of one language together, so that a Chinese question rarely finds an English item. Over
pairs of utterances that say the same, the mean vector and the directions of greatest (English - Chinese) difference are
estimated; vectors are centred by the one and lose the others. See Yang et al., "A Simple and Effective Method To
Eliminate the Self Language Bias in Multilingual Representations" (arXiv:2109.04727).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

import numpy as np
from numpy.typing import NDArray

__all__ = ["LanguageBias", "ParallelUtterance", "estimate", "parallel_text", "parallel_utterances"]

DIRECTIONS = 2


@dataclass(frozen=True, slots=True)
class ParallelUtterance:
    """The same thing said in English and in Chinese."""

    english: str
    chinese: str


@dataclass(frozen=True, slots=True)
class LanguageBias:
    """What to take away: `mean` (dimensions,) and orthonormal `directions` (count, dimensions)."""

    mean: NDArray[np.float32]
    directions: NDArray[np.float32]

    def projection(self) -> NDArray[np.float32]:
        """Give the symmetric matrix that removes the directions, (dimensions, dimensions)."""
        identity = np.eye(len(self.mean), dtype=np.float32)
        return identity - self.directions.T @ self.directions

    def remove(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Centre, project and scale to length 1 the rows of `vectors`."""
        freed = (vectors - self.mean) @ self.projection()
        unit: NDArray[np.float32] = freed / np.maximum(np.linalg.norm(freed, axis=1, keepdims=True), 1e-9)
        return unit


def estimate(english: NDArray[np.float32], chinese: NDArray[np.float32], directions: int = DIRECTIONS) -> LanguageBias:
    """Estimate the bias from unit vectors of parallel utterances, row by row the same meaning.

    The first direction is nearly the mean difference, since the differences are not centred before the decomposition.
    """
    mean = (english.mean(axis=0) + chinese.mean(axis=0)) / 2
    _left, _sizes, right = np.linalg.svd(english - chinese, full_matrices=False)
    return LanguageBias(mean=mean.astype(np.float32), directions=right[:directions].astype(np.float32))


def parallel_text() -> str:
    """Give the package's own parallel utterances as text: lines of domain, English, Chinese, parted by tabs."""
    return resources.files(__package__).joinpath("parallel.tsv").read_text(encoding="utf-8")


def parallel_utterances() -> tuple[ParallelUtterance, ...]:
    """Give the package's own parallel utterances, written for this project across everyday domains."""
    return tuple(_parse(parallel_text()))


def _parse(text: str) -> Iterator[ParallelUtterance]:
    for line in text.splitlines():
        _domain, english, chinese = line.split("\t")
        yield ParallelUtterance(english=english, chinese=chinese)
