"""The learned policy: a network's odds under the mask."""

from collections import Counter

import numpy as np
import pytest

from chatrec.policy.domain import LearnedDecider
from chatrec.policy.domain.ports import Floats
from chatrec.vocabulary.words import Move
from tests.unit.policy.choices import choice


class _Fixed:
    """A network of one opinion."""

    def __init__(self, *logits: float) -> None:
        self._logits = np.asarray(logits, np.float32)

    def logits(self, features: Floats) -> Floats:
        assert features.dtype == np.float32
        return self._logits


def test_the_allowed_action_of_highest_logit_is_taken_for_sure() -> None:
    chosen = LearnedDecider(_Fixed(0, 1, 3, 2, 9), "learned-x").decide(choice())
    assert (chosen.move, chosen.facet, chosen.propensity) == (Move.ASK, "price", 1.0)


def test_a_masked_action_is_never_taken_however_high_its_logit() -> None:
    for temperature in (0.0, 5.0):
        decider = LearnedDecider(_Fixed(-50, 50, 50, 50, 50), "learned-x", temperature)
        chosen = decider.decide(choice(may_ask=False))
        assert (chosen.move, chosen.propensity) == (Move.RECOMMEND, 1.0)


def test_moves_that_are_tried_out_come_as_often_as_their_propensity_says() -> None:
    decider = LearnedDecider(_Fixed(1.0, 0.5, 0.0, -1.0, 99), "learned-x", temperature=1.0)
    chosen = [decider.decide(choice(subject=f"user{number}")) for number in range(4_000)]
    seen = Counter(one.facet for one in chosen)
    for move in set(chosen):
        assert seen[move.facet] / len(chosen) == pytest.approx(move.propensity, abs=0.03)
    assert sum({one.facet: one.propensity for one in chosen}.values()) == pytest.approx(1.0)


def test_another_turn_of_the_same_user_draws_anew() -> None:
    decider = LearnedDecider(_Fixed(0, 0, 0, 0, 0), "learned-x", temperature=1.0)
    assert len({decider.decide(choice(turn=turn)).facet for turn in range(40)}) > 1
