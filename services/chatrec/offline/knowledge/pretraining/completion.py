"""Telling held-out facts again: filtered ranks and what is made of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from chatrec.offline.knowledge.pretraining.triples import Facts, Longs

__all__ = ["Asked", "Doubles", "Floats", "Score", "completion_scores", "filtered_ranks", "questions"]

Doubles = npt.NDArray[np.float64]
Floats = npt.NDArray[np.float32]
Score = Callable[[Longs, Longs], Floats]
"""Entities and relations, reciprocal ones among them, to scores of every entity as the other end."""

_HITS: Final = (1, 3, 10)
_BLOCK: Final = 256


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """What is asked: one end and the relation, a reciprocal one where the head is wanted, and the other end."""

    entities: Longs
    relations: Longs
    answers: Longs


def questions(triples: Longs, relation_count: int) -> Asked:
    """Ask each fact twice: for its tail, then, by the reciprocal relation, for its head."""
    heads, relations, tails = triples.T
    return Asked(
        entities=np.concatenate((heads, tails)),
        relations=np.concatenate((relations, relations + relation_count)),
        answers=np.concatenate((tails, heads)),
    )


def filtered_ranks(score: Score, facts: Facts, known: Longs, asked: Asked) -> Doubles:
    """Give the rank of each answer, from 1, among all entities that are no other known answer.

    "Filtered" as Bordes et al. (NeurIPS 2013) define it; of entities that score alike, half stand before the answer
    (the realistic rank of Berrendorf et al., 2020), so that a model which gives all the same score gains nothing.

    Args:
        score: Scores a block of questions.
        facts: Gives the number of entities and of relations.
        known: All facts that are true, those that are asked for among them.
        asked: The questions.
    """
    answers = _answers(questions(known, len(facts.relations)))
    ranks = np.zeros(len(asked.answers))
    for start in range(0, len(ranks), _BLOCK):
        block = slice(start, start + _BLOCK)
        scores = np.array(score(asked.entities[block], asked.relations[block]), dtype=np.float64)
        rows = np.arange(len(scores))
        own = scores[rows, asked.answers[block]].copy()
        pairs = zip(asked.entities[block].tolist(), asked.relations[block].tolist(), strict=True)
        for row, pair in enumerate(pairs):
            scores[row, answers.get(pair, [])] = -np.inf
        better, alike = (scores > own[:, None]).sum(axis=1), (scores == own[:, None]).sum(axis=1)
        ranks[block] = 1.0 + better + alike / 2.0
    return ranks


def completion_scores(ranks: Doubles) -> Mapping[str, Doubles]:
    """Give reciprocal rank (its mean is MRR) and Hits@1, 3 and 10 of each question."""
    return {"mrr": 1.0 / ranks, **{f"hits@{k}": (ranks <= k).astype(np.float64) for k in _HITS}}


def _answers(asked: Asked) -> Mapping[tuple[int, int], list[int]]:
    found: dict[tuple[int, int], list[int]] = {}
    for entity, relation, answer in zip(
        asked.entities.tolist(), asked.relations.tolist(), asked.answers.tolist(), strict=True
    ):
        found.setdefault((entity, relation), []).append(answer)
    return found
