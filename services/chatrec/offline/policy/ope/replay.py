"""The learning log as the gate reads it: the running policy's conversations, and what a candidate would do in them."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from chatrec.offline.policy.ope.log import Log, Odds
from chatrec.policy.domain.features import ACTIONS, FEATURES, RECOMMEND, best_facets, features
from chatrec.policy.domain.learned import LearnedDecider
from chatrec.policy.domain.rewards import Conversation
from chatrec.vocabulary.errors import InvalidInputError
from chatrec.vocabulary.learning import Decided
from chatrec.vocabulary.words import Move

__all__ = ["action_of", "replay"]

_MOVES: Final = 20
"""Moves of a conversation that are judged; what follows belongs to the last of them."""


def replay(
    conversations: Sequence[Conversation], running: LearnedDecider, candidate: LearnedDecider
) -> tuple[Log, Odds]:
    """Lay out the conversations that the running policy alone decided.

    Raises:
        InvalidInputError: there are none.
    """
    talks = [talk for talk in conversations if _decided_by(running.policy_id, talk)]
    if not talks:
        raise InvalidInputError("The log has no conversation of the running policy.", policy=running.policy_id)
    moves = min(_MOVES, max(len(talk.decisions) for talk in talks))
    shape = (len(talks), moves)
    seen, actions = np.zeros((*shape, len(FEATURES))), np.zeros(shape, np.int64)
    rewards, propensities = np.zeros(shape), np.ones(shape)
    odds = Odds(np.zeros((*shape, len(ACTIONS))), np.zeros((*shape, len(ACTIONS))))
    for row, talk in enumerate(talks):
        for move, (decided, reward) in enumerate(zip(talk.decisions, talk.rewards, strict=True)):
            rewards[row, min(move, moves - 1)] += reward
            if move >= moves:
                continue
            seen[row, move] = features(decided.choice, best_facets(decided.choice))
            actions[row, move], propensities[row, move] = action_of(decided), decided.propensity
            odds.running[row, move] = running.probabilities(decided.choice)
            odds.candidate[row, move] = candidate.probabilities(decided.choice)
    lengths = np.array([min(len(talk.decisions), moves) for talk in talks], np.int64)
    return Log(seen, actions, rewards, propensities, lengths), odds


def _decided_by(policy_id: str, talk: Conversation) -> bool:
    """Say whether one policy decided all of a conversation, and only what a learned policy could have done."""
    return all(
        decided.policy_id == policy_id and not decided.degraded and decided.facet in ("", *_offered(decided))
        for decided in talk.decisions
    )


def action_of(decided: Decided) -> int:
    """Give the number of the action that was taken."""
    return 1 + _offered(decided).index(decided.facet) if decided.move is Move.ASK else RECOMMEND


def _offered(decided: Decided) -> list[str]:
    return [decided.choice.facets[position] for position in best_facets(decided.choice)]
