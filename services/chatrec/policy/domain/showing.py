"""What it is worth to show slates until the end: the closed form that planners look ahead to.

A belief of H bits of entropy stands for 2^H items that are about equally likely. Where `a` items would do, a slate of k
pleases with chance h(H) = 1 - exp(-a k / 2^H); one that misses costs c, teaches d bits, and the user stays with chance
s. Showing slates for n turns is worth

    W_0(H) = 0,    W_n(H) = h(H) + (1 - h(H)) (-c + s W_n-1(H - d)).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Showing"]

Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Showing:
    """What is expected of slates; chances of 0 to 1, costs in units of an accepted item.

    Attributes:
        acceptable: Items that would do: `a` above.
        miss_cost: What a slate costs in which nothing pleases.
        miss_bits: What such a slate teaches.
        staying: Chance that a user stays after it.
    """

    acceptable: float
    miss_cost: float
    miss_bits: float
    staying: float = 1.0

    def worth(self, entropy_bits: npt.ArrayLike, *, slate_size: int, turns: int) -> Doubles:
        """Give W for beliefs of these entropies, in their shape, worked out from the last turn backwards."""
        bits = np.asarray(entropy_bits, np.float64)
        worth = np.zeros_like(bits)
        for misses in reversed(range(turns)):
            alike = np.exp2(np.maximum(0.0, bits - misses * self.miss_bits))
            hit = -np.expm1(-self.acceptable * slate_size / alike)
            worth = hit + (1.0 - hit) * (self.staying * worth - self.miss_cost)
        return worth
