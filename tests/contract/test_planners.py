"""What every decider of the policy promises, whoever it is."""

import pytest
from hypothesis import given

from chatrec.policy.adapters import load_network, open_artefact
from chatrec.policy.domain import Decider, LearnedDecider, Planner
from chatrec.policy.settings import SHIPPED_ARTEFACT
from chatrec.vocabulary.decisions import Choice
from chatrec.vocabulary.words import Move
from tests.unit.policy.choices import any_choice, choice

_ARTEFACT = open_artefact(SHIPPED_ARTEFACT)
_NETWORK = load_network(_ARTEFACT.network)
DECIDERS: tuple[Decider, ...] = (
    Planner(),
    LearnedDecider(_NETWORK, _ARTEFACT.card.policy_id),
    LearnedDecider(_NETWORK, _ARTEFACT.card.policy_id, temperature=2.0),
)


@pytest.fixture(params=DECIDERS, ids=("planner", "learned", "learned-trying"), scope="module")
def decider(request: pytest.FixtureRequest) -> Decider:
    found: Decider = request.param
    return found


@given(asked=any_choice())
def test_a_question_is_asked_only_where_allowed_and_only_for_a_facet_on_offer(decider: Decider, asked: Choice) -> None:
    chosen = decider.decide(asked)
    assert chosen.move in (Move.ASK, Move.RECOMMEND)
    if chosen.move is Move.ASK:
        assert asked.may_ask
        assert asked.gain_bits[asked.facets.index(chosen.facet)] > 0.0
    else:
        assert not chosen.facet


@given(asked=any_choice())
def test_the_same_choice_gets_the_same_move(decider: Decider, asked: Choice) -> None:
    assert decider.decide(asked) == decider.decide(asked)


@given(asked=any_choice())
def test_a_propensity_is_a_probability_above_zero(decider: Decider, asked: Choice) -> None:
    assert 0.0 < decider.decide(asked).propensity <= 1.0


def test_items_are_shown_where_nothing_can_be_asked(decider: Decider) -> None:
    for nothing in (choice(may_ask=False), choice(facets=(), gain_bits=(), coverage=()), choice(gain_bits=(0.0,) * 3)):
        chosen = decider.decide(nothing)
        assert chosen.move is Move.RECOMMEND
        assert chosen.propensity == 1.0


def test_one_item_left_is_shown_and_not_asked_about(decider: Decider) -> None:
    certain = choice(
        matched=1, entropy_bits=0.0, preferences=4, gain_bits=(0.0,) * 3, item_ids=("p1",), scores=(1.0,), steps=((),)
    )
    assert decider.decide(certain).move is Move.RECOMMEND


def test_the_name_of_a_decider_is_known(decider: Decider) -> None:
    assert decider.policy_id.split("-")[0] in {"planner", "learned"}
