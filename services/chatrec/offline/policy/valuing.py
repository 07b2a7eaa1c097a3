"""Learns what relations are worth from what simulated people accept and turn down."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from chatrec.offline.policy.beliefs import Facts
from chatrec.offline.policy.simulator import Conversation, play
from chatrec.policy.domain import Planner, Rates, Values, learned

__all__ = ["learn_values"]

_RATES = Rates(relation=0.02, entity=0.0, baseline=0.01, decay=0.002)
"""Entities stay at 0: those of one catalogue mean nothing to another, and weights that ship are for all of them."""

_TALKS = 100


def learn_values(catalogues: Sequence[Facts], people: int, seed: int) -> Values:
    """Give the weights of relations after talks with people in which the planner decides, catalogues by turns."""
    values, planner = Values(), Planner()
    for start in range(0, people, _TALKS):
        talks = [
            play(Conversation(catalogues[number % len(catalogues)], np.random.default_rng((seed, number))), planner)
            for number in range(start, min(start + _TALKS, people))
        ]
        observed = [seen for talk in talks for _, outcome in talk for seen in outcome.observed]
        values = learned(values, observed, _RATES)
    relations = {relation: round(weight, 4) for relation, weight in values.relations.items()}
    return replace(values, relations=relations, entities={}, baseline=round(values.baseline, 4))
