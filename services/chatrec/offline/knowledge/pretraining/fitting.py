"""Fits embeddings to facts; one thread and one seed give the same vectors every time."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import torch
from torch import Tensor, nn

from chatrec.offline.knowledge.pretraining.completion import Floats, completion_scores, filtered_ranks, questions
from chatrec.offline.knowledge.pretraining.families import FAMILIES, Family
from chatrec.offline.knowledge.pretraining.triples import Facts, Longs, Parts

__all__ = ["Embeddings", "FitSettings", "fit_embeddings"]

_SPREAD: Final = 0.1
_JUDGED: Final = 1_000
_PATIENCE: Final = 3


@dataclass(frozen=True, slots=True)
class FitSettings:
    """How embeddings are fitted.

    Attributes:
        family: Name of one of `FAMILIES`.
        width: Numbers a vector; complex families take half of them as imaginary parts.
        rate: Learning rate of Adagrad.
        penalty: Weight of the nuclear 3-norm (Lacroix et al., ICML 2018), a mean over the facts of a batch.
        batch: Questions a step.
        candidates: Entities that an answer is compared with in a step, drawn anew; all where there are no more.
        epochs: At most so many rounds over the facts.
        judge_every: Rounds between looks at the facts held out to stop by.
    """

    family: str = "complex"
    width: int = 128
    rate: float = 0.1
    penalty: float = 0.05
    batch: int = 512
    candidates: int = 512
    epochs: int = 40
    judge_every: int = 5


@dataclass(frozen=True, slots=True, eq=False)
class Embeddings:
    """Vectors of entities, entities x width, and of relations with their reciprocals, 2 relations x width."""

    family: str
    entities: Floats
    relations: Floats
    valid_mrr: float = 0.0

    def score(self, entities: Longs, relations: Longs) -> Floats:
        """Score every entity as the other end, questions x entities; the scale differs between families."""
        family = FAMILIES[self.family]
        with torch.inference_mode():
            query = family.query(_rows(self.entities, entities), _rows(self.relations, relations))
            return np.asarray(family.match(query, torch.from_numpy(self.entities)).numpy())


def _rows(vectors: Floats, numbers: Longs) -> Tensor:
    return torch.from_numpy(vectors[numbers])


class _Model(nn.Module):
    """Vectors that are learned, and the loss of a batch."""

    def __init__(self, facts: Facts, settings: FitSettings, rng: torch.Generator) -> None:
        super().__init__()
        self._family: Family = FAMILIES[settings.family]
        self._penalty = settings.penalty
        self.entities = _table(len(facts.entities), settings.width, rng)
        self.relations = _table(2 * len(facts.relations), settings.width, rng)

    def forward(self, asked: tuple[Tensor, Tensor, Tensor], candidates: Tensor) -> Tensor:
        """Give the cross-entropy of the answers against the candidates, which stand for all entities alike."""
        entities, relations, answers = asked
        heads, kinds, tails = self.entities(entities), self.relations(relations), self.entities(answers)
        query = self._family.query(heads, kinds)
        others = self._family.match(query, self.entities(candidates))
        others = others.masked_fill(answers[:, None] == candidates, -math.inf)
        own = self._family.own(query, tails)
        weight = math.log((self.entities.num_embeddings - 1) / max(len(candidates) - 1, 1))
        all_scores = torch.cat((own[:, None], others + weight), dim=1)
        loss = (torch.logsumexp(all_scores, dim=1) - own).mean()
        norms = sum(vectors.abs().pow(3).sum(-1).mean() for vectors in (heads, kinds, tails))
        return loss + self._penalty * norms


def _table(rows: int, width: int, rng: torch.Generator) -> nn.Embedding:
    table = nn.Embedding(rows, width)
    with torch.no_grad():
        table.weight.copy_(_SPREAD * torch.randn(rows, width, generator=rng))
    return table


def fit_embeddings(
    facts: Facts, parts: Parts, settings: FitSettings, *, seed: int, progress: Callable[[float], None] | None = None
) -> Embeddings:
    """Fit on `parts.train`, stop where `parts.valid` is told no better, and give the best vectors seen.

    Sampled cross-entropy over both questions of every fact, each candidate weighted for those that were not drawn
    (Jean et al., ACL 2015), by Adagrad. `progress` is told the share of the rounds that is done.
    """
    rng = torch.Generator().manual_seed(seed)
    model = _Model(facts, settings, rng)
    optimiser = torch.optim.Adagrad(model.parameters(), lr=settings.rate)
    asked = questions(parts.train, len(facts.relations))
    columns = tuple(torch.from_numpy(column) for column in (asked.entities, asked.relations, asked.answers))
    best, unimproved = _embeddings(model, settings), 0
    for epoch in range(1, settings.epochs + 1):
        _epoch(model, optimiser, columns, settings, rng)
        if progress is not None:
            progress(epoch / settings.epochs)
        if epoch % settings.judge_every == 0:
            now = _judged(_embeddings(model, settings), facts, parts)
            best, unimproved = (now, 0) if now.valid_mrr > best.valid_mrr else (best, unimproved + 1)
            if unimproved == _PATIENCE:
                break
    return best


def _epoch(
    model: _Model,
    optimiser: torch.optim.Optimizer,
    columns: tuple[Tensor, ...],
    settings: FitSettings,
    rng: torch.Generator,
) -> None:
    count = model.entities.num_embeddings
    for rows in torch.randperm(len(columns[0]), generator=rng).split(settings.batch):
        chosen = torch.randperm(count, generator=rng)[: settings.candidates]
        entities, relations, answers = (column[rows] for column in columns)
        optimiser.zero_grad()
        loss = model((entities, relations, answers), chosen)
        loss.backward()
        optimiser.step()


def _embeddings(model: _Model, settings: FitSettings) -> Embeddings:
    entities, relations = (table.weight.detach().numpy().copy() for table in (model.entities, model.relations))
    return Embeddings(settings.family, entities, relations)


def _judged(found: Embeddings, facts: Facts, parts: Parts) -> Embeddings:
    asked = questions(parts.valid[:_JUDGED], len(facts.relations))
    ranks = filtered_ranks(found.score, facts, parts.whole, asked)
    return replace(found, valid_mrr=float(completion_scores(ranks)["mrr"].mean()))
