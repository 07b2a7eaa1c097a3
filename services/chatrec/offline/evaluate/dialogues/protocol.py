"""The protocol of both dialogue tasks: each item that the recommender names is a case, ranked from the turns before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from chatrec.offline.evaluate.evaluation import Doubles, Evaluation, Scores
from chatrec.offline.evaluate.metrics import hits
from chatrec.offline.knowledge.dialogue_corpus import Case, Dialogue, Items, cases_of
from chatrec.offline.knowledge.dialogue_experts import echoes, judge, mentions, titles_said
from chatrec.offline.knowledge.dialogue_model import Fit, Weights, chunks, fit_weights, group_columns, with_echo
from chatrec.offline.knowledge.dialogue_statistics import DialogueStatistics, learn_statistics

__all__ = ["Corpus", "evaluate_dialogues", "ranks_of"]

Singles = npt.NDArray[np.float32]
Ranks = npt.NDArray[np.int64]
_CUTS = (1, 10, 50)


@dataclass(frozen=True, slots=True, eq=False)
class Corpus:
    """What a task is measured on.

    Attributes:
        items: The pool.
        known: The dialogues to learn from.
        judged: The dialogues to be measured.
    """

    items: Items
    known: Sequence[Dialogue]
    judged: Sequence[Dialogue]


def evaluate_dialogues(corpus: Corpus, fit: Fit, seeds: Sequence[int]) -> Evaluation:
    """Learn from the known dialogues and rank the items of every case of the judged ones.

    `new_` metrics count the targets that nobody named before, ranked among such items; `all_` metrics count all
    targets, ranked among all items. The links of a data set miss some mentions: `unsaid_` metrics count the new
    targets of which no title was said before in plain words either.
    """
    weights = fit_weights(corpus.known, corpus.items, fit, seeds)
    statistics = learn_statistics(corpus.known, corpus.items)
    cases = list(cases_of(corpus.judged))
    parts = [_chunk_ranks(some, statistics, corpus.items, weights) for some in chunks(cases)]
    ranks = {system: np.concatenate([part[system] for part in parts], axis=1) for system in parts[0]}
    new = np.array([case.new for case in cases])
    said = np.concatenate([_target_said(some, corpus.items) for some in chunks(cases)])
    scores = {system: _scores(found, new, new & ~said) for system, found in ranks.items()}
    return Evaluation(
        case_ids=[case.id for case in cases],
        ours=[scores[f"seed {seed}"] for seed in weights],
        baselines={name: scores[name] for name in ("popularity", "co_occurrence", "echo")},
        ablation={name: found for name, found in scores.items() if name.startswith(("only ", "without "))},
        details=[{"target": case.target, "new": case.new} for case in cases],
    )


def ranks_of(scores: Singles, targets: npt.NDArray[np.integer], hidden: npt.NDArray[np.bool_]) -> Ranks:
    """Give the rank of each row's target, from 1, among the items that are not hidden.

    Of equals the lower number is first. A hidden target has rank 0.
    """
    rows = np.arange(len(targets))
    own = scores[rows, targets][:, None]
    earlier = np.arange(scores.shape[1])[None] < targets[:, None]
    ahead = ((scores > own) | ((scores == own) & earlier)) & ~hidden
    return np.where(hidden[rows, targets], 0, 1 + ahead.sum(axis=1)).astype(np.int64)


def _chunk_ranks(
    cases: Sequence[Case], statistics: DialogueStatistics, items: Items, weights: Mapping[int, Weights]
) -> Mapping[str, Ranks]:
    said, echo = judge(cases, statistics, items), echoes(cases, items.count)
    products = {f"seed {seed}": (_product(said, found.experts), found) for seed, found in weights.items()}
    whole, first = next(iter(products.values()))
    for group, columns in group_columns().items():
        alone = _product(said[columns], first.experts[columns])
        products |= {f"only {group}": (alone, first), f"without {group}": (whole - alone, first)}
    systems = {name: (product, with_echo(product, echo, found)) for name, (product, found) in products.items()}
    systems["without echo"] = whole, whole
    systems |= {name: (scores, scores) for name, scores in _trivial(cases, statistics, items.count).items()}
    targets, named = np.array([case.target for case in cases]), echo[0] > 0
    nothing = np.zeros_like(named)
    return {
        name: np.stack((ranks_of(among_new, targets, named), ranks_of(among_all, targets, nothing)))
        for name, (among_new, among_all) in systems.items()
    }


def _product(said: Singles, weights: Doubles) -> Singles:
    return np.asarray(np.tensordot(weights.astype(np.float32), said, axes=1), dtype=np.float32)


def _trivial(cases: Sequence[Case], statistics: DialogueStatistics, count: int) -> Mapping[str, Singles]:
    named = mentions(cases, count)
    popular = np.broadcast_to(statistics.popularity / statistics.popularity.max(), (len(cases), count))
    together = np.asarray((named @ statistics.dialogues.T @ statistics.dialogues).toarray(), dtype=np.float32)
    recent = mentions(cases, count, forget=0.9).toarray()
    return {
        "popularity": np.asarray(popular, dtype=np.float32),
        "co_occurrence": np.asarray(together + 1e-4 * popular, dtype=np.float32),
        "echo": np.asarray(np.where(recent > 0, 1.0 + recent, popular), dtype=np.float32),
    }


def _target_said(cases: Sequence[Case], items: Items) -> npt.NDArray[np.bool_]:
    return np.asarray(titles_said(cases, items)[np.arange(len(cases)), [case.target for case in cases]] > 0)


def _scores(ranks: Ranks, new: npt.NDArray[np.bool_], unsaid: npt.NDArray[np.bool_]) -> Scores:
    among_new, among_all = ranks
    found = {f"new_recall@{k}": np.where(new, hits(among_new, k), np.nan) for k in _CUTS}
    found |= {f"all_recall@{k}": hits(among_all, k) for k in _CUTS}
    return found | {f"unsaid_recall@{k}": np.where(unsaid, hits(among_new, k), np.nan) for k in _CUTS}
