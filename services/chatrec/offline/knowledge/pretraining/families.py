"""Families of embeddings: how a head and a relation give the place where the tail is looked for.

Every relation has a reciprocal of its own, so that "which head?" is asked as "which tail?" (Lacroix et al., "Canonical
Tensor Decomposition for Knowledge Base Completion", ICML 2018).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor

__all__ = ["FAMILIES", "Family"]

Pairwise = Callable[[Tensor, Tensor], Tensor]


@dataclass(frozen=True, slots=True)
class Family:
    """A family.

    Attributes:
        query: Heads and relations, each n x width, to queries, n x width.
        match: Queries, n x width, and tails, m x width, to scores, n x m; the likelier the higher.
        own: Queries and tails, each n x width, to the score of each pair, n.
    """

    query: Pairwise
    match: Pairwise
    own: Pairwise


def _turned(vectors: Tensor, factors: Tensor) -> Tensor:
    """Multiply complex numbers; the first half of a row is the real part, the second the imaginary one."""
    real, imaginary = vectors.chunk(2, dim=-1)
    real_factor, imaginary_factor = factors.chunk(2, dim=-1)
    return torch.cat(
        (
            real * real_factor - imaginary * imaginary_factor,
            real * imaginary_factor + imaginary * real_factor,
        ),
        dim=-1,
    )


def _rotated(vectors: Tensor, angles: Tensor) -> Tensor:
    angle = angles.chunk(2, dim=-1)[0]
    return _turned(vectors, torch.cat((torch.cos(angle), torch.sin(angle)), dim=-1))


def _alike(queries: Tensor, tails: Tensor) -> Tensor:
    return queries @ tails.T


def _each_alike(queries: Tensor, tails: Tensor) -> Tensor:
    return (queries * tails).sum(-1)


def _near(queries: Tensor, tails: Tensor) -> Tensor:
    """Give minus the squared distance, which a product of matrices yields."""
    return 2.0 * queries @ tails.T - queries.square().sum(-1, keepdim=True) - tails.square().sum(-1)


def _each_near(queries: Tensor, tails: Tensor) -> Tensor:
    return -(queries - tails).square().sum(-1)


FAMILIES: Final[Mapping[str, Family]] = {
    "complex": Family(_turned, _alike, _each_alike),
    "rotate": Family(_rotated, _near, _each_near),
    "distmult": Family(torch.mul, _alike, _each_alike),
    "transe": Family(torch.add, _near, _each_near),
}
"""ComplEx (Trouillon et al., ICML 2016), RotatE (Sun et al., ICLR 2019), DistMult (Yang et al., ICLR 2015) and TransE
(Bordes et al., NeurIPS 2013), the distances squared."""
