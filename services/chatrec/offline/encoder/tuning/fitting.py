"""Fits the low-rank changes: texts of a group are drawn together, and told from those of its siblings.

The loss is the contrastive one with several positives (Khosla et al., "Supervised Contrastive Learning",
arXiv:2004.11362), over vectors freed of their language as the artefact frees them. A second term holds the likeness of
texts of another kind to what it was, against forgetting.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch.nn import functional

from chatrec.offline.encoder.debias import LanguageBias
from chatrec.offline.encoder.tuning.low_rank import Tower

__all__ = ["FitOptions", "Lesson", "fit"]

States = Sequence[torch.Tensor]


@dataclass(frozen=True, slots=True)
class FitOptions:
    """How the changes are fitted.

    Attributes:
        steps: Steps of the optimiser.
        rate: Highest learning rate, reached after `warm_up` steps, then along a cosine towards 0.
        warm_up: Steps over which the rate grows.
        temperature: What cosines are divided by before they compete.
        families: Runs of neighbouring groups in a step, all of one source.
        siblings: Groups of a run.
        reminders: Texts of another kind in a step.
        keeping: Weight of the term that holds their likeness.
        seed: Draws the steps.
    """

    steps: int = 240
    rate: float = 1e-3
    warm_up: int = 15
    temperature: float = 0.05
    families: int = 14
    siblings: int = 4
    reminders: int = 24
    keeping: float = 20.0
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Lesson:
    """What is learned from: by source its groups in order, each the states of its texts; and the other texts."""

    sources: Sequence[Sequence[States]]
    reminders: States


def fit(
    tower: Tower, lesson: Lesson, bias: LanguageBias, options: FitOptions, progress: Callable[[float], None]
) -> list[float]:
    """Fit the changes of a tower in place; gives the loss of each step."""
    free = _Freeing(bias)
    with torch.no_grad():
        before = torch.cat([free(tower.vectors([one])) for one in lesson.reminders])
    optimiser = torch.optim.AdamW(tower.parameters(), lr=options.rate, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _share_of_rate(step, options))
    draws = np.random.default_rng(options.seed)
    losses = []
    for step in range(options.steps):
        texts, groups = _drawn(lesson, options, draws)
        reminded = draws.permutation(len(lesson.reminders))[: options.reminders].tolist()
        vectors = free(tower.vectors([*texts, *(lesson.reminders[number] for number in reminded)]))
        apart = _contrast(vectors[: len(texts)], torch.tensor(groups), options.temperature)
        now, then = vectors[len(texts) :], before[reminded]
        loss = apart + options.keeping * functional.mse_loss(now @ now.T, then @ then.T)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(tower.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        losses.append(float(loss.detach()))
        progress((step + 1) / options.steps)
    return losses


class _Freeing:
    """Frees vectors of their language, as the finished graph does."""

    def __init__(self, bias: LanguageBias) -> None:
        self._mean, self._projection = torch.from_numpy(bias.mean), torch.from_numpy(bias.projection())

    def __call__(self, vectors: torch.Tensor) -> torch.Tensor:
        return functional.normalize((vectors - self._mean) @ self._projection, dim=-1)


def _share_of_rate(step: int, options: FitOptions) -> float:
    return min(1.0, (step + 1) / options.warm_up) * (1 + math.cos(math.pi * step / options.steps)) / 2


def _drawn(lesson: Lesson, options: FitOptions, draws: np.random.Generator) -> tuple[list[torch.Tensor], list[int]]:
    """Draw two texts of each group of some families, all of one source, as two sources may share a meaning."""
    sizes = np.array([sum(map(len, groups)) for groups in lesson.sources])
    source = lesson.sources[draws.choice(len(sizes), p=sizes / sizes.sum())]
    starts = draws.permutation(max(1, len(source) - options.siblings + 1))[: options.families]
    chosen = np.unique(starts[:, None] + np.arange(options.siblings))
    groups = [number for number in chosen.tolist() if number < len(source)]
    pairs = [(source[group][text], group) for group in groups for text in draws.permutation(len(source[group]))[:2]]
    return [text for text, _ in pairs], [group for _, group in pairs]


def _contrast(vectors: torch.Tensor, groups: torch.Tensor, temperature: float) -> torch.Tensor:
    itself = torch.eye(len(groups), dtype=torch.bool)
    likeness = (vectors @ vectors.T / temperature).masked_fill(itself, -torch.inf)
    same = (groups[:, None] == groups[None]) & ~itself
    shares = likeness - likeness.logsumexp(1, keepdim=True)
    return -shares[same].mean()
