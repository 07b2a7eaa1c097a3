"""The chain of a conditional random field: likelihood, marginals, and the best path of tags."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import torch

from chatrec.offline.dialogue.spans import OUTSIDE

__all__ = ["best_tags", "chain_loss", "chain_marginals"]

_NEVER: Final = -1e4
_TINY: Final = 1e-9


def chain_loss(scores: torch.Tensor, moves: torch.Tensor, tags: torch.Tensor, held: torch.Tensor) -> torch.Tensor:
    """Give the mean negative log-likelihood of tags.

    `scores` is (sentences, words, tags), `moves` (tags, tags) from and to, `held` tells which words are no padding.
    """
    path = scores.gather(2, tags[:, :, None]).squeeze(2) * held
    path[:, 1:] = path[:, 1:] + moves[tags[:, :-1], tags[:, 1:]] * held[:, 1:]
    return (_forward(scores, moves, held)[:, -1].logsumexp(dim=1) - path.sum(dim=1)).mean()


def chain_marginals(scores: torch.Tensor, moves: torch.Tensor, held: torch.Tensor) -> torch.Tensor:
    """Give how likely each tag is at each word, shaped as `scores`: the slope of the log of the sum over paths."""
    with torch.enable_grad():
        free = scores.detach().requires_grad_()
        total = _forward(free, moves.detach(), held)[:, -1].logsumexp(dim=1).sum()
        (slope,) = torch.autograd.grad(total, free)
    return slope


def _forward(scores: torch.Tensor, moves: torch.Tensor, held: torch.Tensor) -> torch.Tensor:
    rows = [scores[:, 0]]
    for word in range(1, scores.shape[1]):
        reached = (rows[-1][:, :, None] + moves).logsumexp(dim=1) + scores[:, word]
        rows.append(torch.where(held[:, word, None], reached, rows[-1]))
    return torch.stack(rows, dim=1)


def best_tags(likely: npt.NDArray[np.floating], tags: Sequence[str]) -> list[str]:
    """Give the path with the highest product of marginals, (words, tags), on which an I only goes on with its span."""
    moves = np.array([[0.0 if _may_follow(last, tag) else _NEVER for tag in tags] for last in tags])
    start = np.array([_NEVER if tag.startswith("I-") else 0.0 for tag in tags])
    logs = np.log(likely + _TINY)
    best, back = logs[0] + start, []
    for row in logs[1:]:
        reached = best[:, None] + moves
        back.append(reached.argmax(axis=0))
        best = reached.max(axis=0) + row
    path = [int(best.argmax())]
    for row in reversed(back):
        path.append(int(row[path[-1]]))
    return [tags[place] for place in reversed(path)]


def _may_follow(last: str, tag: str) -> bool:
    return not tag.startswith("I-") or (last != OUTSIDE and last[2:] == tag[2:])
