"""The policy's core: what a choice is, who decides, and what candidates are worth. It knows no transport."""

from chatrec.policy.domain.card import Card, CardFile
from chatrec.policy.domain.door import Columns, check_choice, check_columns
from chatrec.policy.domain.features import ACTIONS, FEATURES, action_mask, best_facets, features
from chatrec.policy.domain.learned import LearnedDecider
from chatrec.policy.domain.planner import Planner, Prospects
from chatrec.policy.domain.policy import Policy
from chatrec.policy.domain.ports import Chooses, Decider, NextMove, PolicyNetwork
from chatrec.policy.domain.values import NEUTRAL, Observation, Rates, Values, learned

__all__ = [
    "ACTIONS",
    "FEATURES",
    "NEUTRAL",
    "Card",
    "CardFile",
    "Chooses",
    "Columns",
    "Decider",
    "LearnedDecider",
    "NextMove",
    "Observation",
    "Planner",
    "Policy",
    "PolicyNetwork",
    "Prospects",
    "Rates",
    "Values",
    "action_mask",
    "best_facets",
    "check_choice",
    "check_columns",
    "features",
    "learned",
]
