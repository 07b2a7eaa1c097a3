"""Cases and their scores: one case a target of a measured turn."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from chatrec.offline.evaluate.evaluation import Doubles, Scores
from chatrec.offline.evaluate.metrics import hits
from chatrec.offline.evaluate.opendialkg.corpus import Corpus
from chatrec.offline.knowledge.typed_walks import Step, TypedGraph, shortest_path

__all__ = ["Cases", "cases_of", "scores_of"]

Bools = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.int64]
_CUTS = (1, 10, 50)
_WITH_PATH = 10


@dataclass(frozen=True, slots=True, eq=False)
class Cases:
    """The targets of the measured turns.

    Attributes:
        turns: The turn of each case, counted over the whole corpus.
        items: Place of the target among the items; -1 for a target that is none, which nobody can hit.
        new: Whether the target was not named before in the dialogue.
        disjoint: Whether no turn of the dialogue is learned from.
        paths: A shortest path from something named to the target, () where there is none within 3 steps.
    """

    turns: Integers
    items: Integers
    new: Bools
    disjoint: Bools
    paths: tuple[tuple[Step, ...], ...]


def cases_of(corpus: Corpus, graph: TypedGraph) -> Cases:
    """Make a case of every target."""
    cells = [(row, item) for row in range(corpus.learned, len(corpus.turns)) for item in corpus.targets[row]]
    turns, items = np.array(cells, dtype=np.int64).reshape(-1, 2).T
    new = ~(corpus.named[turns, items] & (items >= 0))
    disjoint = ~np.isin(corpus.dialogues, corpus.dialogues[: corpus.learned])[turns]
    paths = tuple(_path(corpus, graph, turn, item) for turn, item in zip(turns.tolist(), items.tolist(), strict=True))
    return Cases(turns, items, new, disjoint, paths)


def scores_of(corpus: Corpus, cases: Cases, rankings: Integers) -> Scores:
    """Score rankings: measured turns x items, best first.

    All targets are sought among all items. New targets are sought among the items that were not named, for who
    offers something new offers nothing that was named; `unfiltered_new` seeks them among all.
    """
    rows = cases.turns - corpus.learned
    everywhere = _ranks(rankings[rows], cases.items)
    named = np.take_along_axis(corpus.named[corpus.learned :], rankings, axis=1)[rows]
    among_new = np.where(everywhere > 0, everywhere - _named_before(named, everywhere), 0)
    scores = {f"new_recall@{cut}": _only(hits(among_new, cut), cases.new) for cut in _CUTS}
    scores |= {f"all_recall@{cut}": hits(everywhere, cut) for cut in _CUTS}
    scores |= {f"disjoint_recall@{cut}": _only(hits(everywhere, cut), cases.disjoint) for cut in _CUTS}
    scores |= {f"unfiltered_new_recall@{cut}": _only(hits(everywhere, cut), cases.new) for cut in _CUTS}
    with_path = np.array([float(bool(path)) for path in cases.paths])
    found = hits(among_new, _WITH_PATH) > 0
    return scores | {
        "path_coverage": _only(with_path, cases.new & found),
        "all_path_coverage": _only(with_path, hits(everywhere, _WITH_PATH) > 0),
    }


def _path(corpus: Corpus, graph: TypedGraph, turn: int, item: int) -> tuple[Step, ...]:
    if item < 0:
        return ()
    mentions = corpus.given[turn] | corpus.found[turn]
    nearest = sorted(mentions, key=lambda entity: (mentions[entity].age, mentions[entity].covered, entity))
    return shortest_path(graph, nearest, corpus.catalogue.items[item])


def _ranks(rankings: Integers, items: Integers) -> Integers:
    """Give the rank of each item from 1, 0 where it is not ranked."""
    found = rankings == items[:, None]
    return np.where(found.any(axis=1), found.argmax(axis=1) + 1, 0)


def _named_before(named: Bools, ranks: Integers) -> Integers:
    """Count the named items that stand before each rank."""
    return np.asarray((named & (np.arange(named.shape[1]) < ranks[:, None] - 1)).sum(axis=1), dtype=np.int64)


def _only(values: Doubles, counted: Bools) -> Doubles:
    return np.where(counted, values, np.nan)
