"""Distributions over items that an answer may be drawn from, one a way, and their mixture by the words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from chatrec.offline.evaluate.opendialkg.corpus import Corpus
from chatrec.offline.evaluate.opendialkg.signals import Counts, Signal
from chatrec.offline.knowledge.relation_choice import fit_relation_choice

__all__ = ["Ways", "mixture_of", "ways_of"]

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]
_PENALTY = 24.0
_FOLDS = 5


@dataclass(frozen=True, slots=True, eq=False)
class Ways:
    """Every way to an item.

    Attributes:
        signals: The signals that the ways draw from.
        plan: (signal, power of the item's count) of each way; after them come popularity and chance.
        counts: Counts of recommended items.
        named: Turns x items that were named: walks lead to others.
    """

    signals: Mapping[str, Signal]
    plan: tuple[tuple[str, float], ...]
    counts: Counts
    named: Bools

    def families(self) -> tuple[int, ...]:
        """Give each way its family: walks from the last mention, other walks, each further kind, what is always so."""
        kinds = [
            "last" if name.startswith("last") and self.signals[name].kind == "walk" else self.signals[name].kind
            for name, _ in self.plan
        ]
        numbers = {kind: number for number, kind in enumerate(dict.fromkeys((*kinds, "always")))}
        return tuple(numbers[kind] for kind in (*kinds, "always", "always"))

    def tables(self) -> Iterator[Floats]:
        """Give each way's P(item): turns x items, a row of zeros where the way leads nowhere."""
        counts = self.counts.rows(slice(None))
        for name, power in self.plan:
            signal = self.signals[name]
            mass = signal.mass.toarray() * (counts + np.float32(0.4)) ** np.float32(power)
            if signal.kind == "walk":
                mass[self.named] = 0.0
            yield _distribution(mass)
        yield _distribution(counts + np.float32(0.3))
        yield np.full(self.named.shape, 1.0 / self.named.shape[1], dtype=np.float32)


def ways_of(signals: Mapping[str, Signal], counts: Counts, named: Bools) -> Ways:
    """Plan the ways: one step from what was named last by popularity flat and steep, the rest once."""
    plan: list[tuple[str, float]] = []
    for name, signal in signals.items():
        if signal.kind == "walk" and name.startswith("last<"):
            plan += [(name, 0.3), (name, 1.0)]
        elif signal.kind == "walk":
            plan.append((name, 0.5))
        else:
            plan.append((name, 0.3 if name in {"named last", "named earlier"} else 0.0))
    return Ways(signals, tuple(plan), counts, named)


def mixture_of(corpus: Corpus, ways: Ways, words: sp.csr_matrix, *, seed: int) -> Floats:
    """Give P(item, family of ways | turn): families x turns x items; their sum is P(item | turn).

    A learned turn is judged by a gate that never saw its dialogue, so that what is fitted on these figures later meets
    them as it will in new dialogues; the seed draws the folds.
    """
    turns, items = _answers(corpus)
    proposals, possible = _proposals(ways, turns, items)
    folds = np.random.default_rng(seed).integers(_FOLDS, size=int(corpus.dialogues.max()) + 1)[corpus.dialogues]
    folds[corpus.learned :] = _FOLDS
    shares = np.zeros(possible.shape, dtype=np.float32)
    for fold in range(_FOLDS + 1):
        seen, judged = turns[folds[turns] != fold], np.flatnonzero(folds == fold)
        if len(judged):
            answers = proposals[folds[turns] != fold]
            gate = fit_relation_choice(words[seen], possible[seen], answers, penalty=_PENALTY)
            shares[judged] = gate.shares(words[judged], possible[judged])
    families = ways.families()
    mixed = np.zeros((max(families) + 1, *ways.named.shape), dtype=np.float32)
    for way, table in enumerate(ways.tables()):
        mixed[families[way]] += shares[:, way : way + 1] * table
    return mixed


def _proposals(ways: Ways, turns: Integers, items: Integers) -> tuple[Floats, Bools]:
    chosen: list[Floats] = []
    possible: list[Bools] = []
    for table in ways.tables():
        chosen.append(table[turns, items])
        possible.append(table.sum(axis=1) > 0)
    return np.stack(chosen, axis=1), np.stack(possible, axis=1)


def _answers(corpus: Corpus) -> tuple[Integers, Integers]:
    cells = [(row, item) for row in range(corpus.learned) for item in corpus.targets[row] if item >= 0]
    turns, items = np.array(cells, dtype=np.int64).reshape(-1, 2).T
    return turns, items


def _distribution(mass: Floats) -> Floats:
    total = mass.sum(axis=1, keepdims=True)
    return np.asarray(np.where(total > 0, mass / np.maximum(total, np.float32(1e-12)), 0.0), dtype=np.float32)
