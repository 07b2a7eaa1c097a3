"""Acts that a whole turn does, whatever its words: what is asked for, greetings, and the choice among places nearby.

What is done (intent and slot) is judged first, from every domain's turns at once, and then of which domain it is: a
telephone number is asked for in the same words whatever place it is of.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from chatrec.offline.evaluate.crosswoz.reading import Act

__all__ = ["ActHeads", "HeadOptions", "Seen"]

_LEAST: Final = 2
_LONGEST_NGRAM: Final = 4
_VIEWS: Final = 3
_SELECT: Final = "Select"


@dataclass(frozen=True, slots=True)
class HeadOptions:
    """How heads are fitted.

    Attributes:
        cost: The weight of the data against the penalty of what is done.
        domain_cost: The same of which domain it is.
        context: The scale of what was said before beside what is said now: the smaller, the less it is trusted.
        threshold: How likely an act must be. Below a half, for heads fitted on few turns are too sure of nothing.
    """

    cost: float = 0.5
    domain_cost: float = 0.5
    context: float = 0.3
    threshold: float = 0.25


@dataclass(frozen=True, slots=True)
class Seen:
    """What the heads see of a turn.

    Attributes:
        texts: The turn, the system's words before it, the user's before those; names written as their kinds.
        facts: Facts that hold: what was already read in the turn.
        domains: Facts about which domains are spoken of, and how long ago.
    """

    texts: tuple[str, str, str]
    facts: tuple[str, ...]
    domains: tuple[str, ...]


class ActHeads:
    """Stages of linear classifiers: what is done, of which domain, and near which place one is chosen.

    What is done in a single turn only, or in all of them, is not learned.
    """

    def __init__(self, seen: Sequence[Seen], acts: Sequence[Iterable[Act]], options: HeadOptions) -> None:
        self._options = options
        kinds = [{_kind(act) for act in row} for row in acts]
        counts = Counter(kind for row in kinds for kind in row)
        self._kinds = [kind for kind in sorted(counts) if _LEAST <= counts[kind] < len(kinds)]
        self._views = [_ngrams().fit([one.texts[view] for one in seen]) for view in range(_VIEWS)]
        self._facts = DictVectorizer().fit([_named(one.facts + one.domains) for one in seen])
        inputs = self._inputs(seen)
        self._heads = [
            _logistic(options.cost).fit(inputs, np.array([kind in row for row in kinds])) for kind in self._kinds
        ]
        cases = [(one, act) for one, row in zip(seen, acts, strict=True) for act in row]
        self._domain = _Chooser(
            [_of_domain(one, _kind(act)) for one, act in cases], [act[1] for _, act in cases], options.domain_cost
        )
        chosen = [(one, act) for one, act in cases if act[0] == _SELECT]
        self._origin = _Chooser(
            [_of_domain(one, act[1:2]) for one, act in chosen], [act[3] for _, act in chosen], options.domain_cost
        )

    def read(self, seen: Sequence[Seen]) -> list[list[Act]]:
        """Give the acts of each turn."""
        inputs = self._inputs(seen)
        likely = np.column_stack([head.predict_proba(inputs)[:, 1] for head in self._heads])
        return [self._acts(one, row > self._options.threshold) for one, row in zip(seen, likely, strict=True)]

    def _acts(self, one: Seen, held: Iterable[np.bool_]) -> list[Act]:
        kinds = [kind for kind, holds in zip(self._kinds, held, strict=True) if holds]
        domains = self._domain.choose([_of_domain(one, kind) for kind in kinds])
        return [
            (intent, domain, slot, self._origin.choose([_of_domain(one, (domain,))])[0] if intent == _SELECT else value)
            for (intent, slot, value), domain in zip(kinds, domains, strict=True)
        ]

    def _inputs(self, seen: Sequence[Seen]) -> csr_matrix:
        scales = (1.0, *[self._options.context] * (_VIEWS - 1))
        texts = [
            scale * view.transform([one.texts[place] for one in seen])
            for place, (view, scale) in enumerate(zip(self._views, scales, strict=True))
        ]
        return hstack([*texts, self._facts.transform([_named(one.facts + one.domains) for one in seen])]).tocsr()


class _Chooser:
    """A linear classifier over facts, one class for each case; the only class where there is but one."""

    def __init__(self, cases: Sequence[Mapping[str, float]], classes: Sequence[str], cost: float) -> None:
        self._only = classes[0] if len(set(classes)) == 1 else ""
        self._vectors = DictVectorizer()
        self._model = _logistic(cost)
        if len(set(classes)) > 1:
            self._model.fit(self._vectors.fit_transform(cases), classes)

    def choose(self, cases: Sequence[Mapping[str, float]]) -> list[str]:
        if self._only or not cases:
            return [self._only] * len(cases)
        return [str(chosen) for chosen in self._model.predict(self._vectors.transform(cases))]


def _kind(act: Act) -> tuple[str, str, str]:
    """Give what is done; among which places one is chosen is judged by itself."""
    return act[0], act[2], "" if act[0] == _SELECT else act[3]


def _ngrams() -> CountVectorizer:
    return CountVectorizer(
        analyzer="char", ngram_range=(1, _LONGEST_NGRAM), min_df=_LEAST, binary=True, dtype=np.float64
    )


def _logistic(cost: float) -> LogisticRegression:
    return LogisticRegression(C=cost, max_iter=200)


def _named(facts: Iterable[str]) -> Mapping[str, float]:
    return dict.fromkeys(facts, 1.0)


def _of_domain(one: Seen, kind: Sequence[str]) -> Mapping[str, float]:
    what = "+".join(kind)
    return {what: 1.0} | {name: 1.0 for fact in one.domains for name in (fact, f"{what}:{fact}")}
