"""Learns what relations are worth from what simulated people accept and turn down."""

from collections.abc import Sequence
from statistics import fmean

import numpy as np

from chatrec.offline.policy.beliefs import Facts
from chatrec.offline.policy.simulator import Conversation, play
from chatrec.policy.domain import Planner, Rates, Values, learned

__all__ = ["learn_values"]

_RATES = Rates(relation=0.02, entity=0.0, baseline=0.05, decay=0.02)
"""Entities stay at 0: those of one catalogue mean nothing to another, and weights that ship are for all of them."""

_TALKS = 100


def learn_values(catalogues: Sequence[Facts], people: int, seed: int) -> Values:
    """Give the weights of relations after talks with people in which the planner decides.

    Every catalogue is learned by itself, with its own baseline: that people are harder to please in one of them must
    not count against its relations. A relation of several catalogues gets the mean of its weights.
    """
    found = [_learn(facts, people // len(catalogues), (seed, place)) for place, facts in enumerate(catalogues)]
    names = sorted({relation for values in found for relation in values.relations})
    means = {name: fmean(values.relations[name] for values in found if name in values.relations) for name in names}
    baseline = fmean(values.baseline for values in found)
    return Values({name: round(mean, 4) for name, mean in means.items()}, baseline=round(baseline, 4))


def _learn(facts: Facts, people: int, seed: tuple[int, int]) -> Values:
    values, planner = Values(), Planner()
    for start in range(0, people, _TALKS):
        talks = [
            play(Conversation(facts, np.random.default_rng((*seed, number))), planner)
            for number in range(start, min(start + _TALKS, people))
        ]
        observed = [seen for talk in talks for _, outcome in talk for seen in outcome.observed]
        values = learned(values, observed, _RATES)
    return values
