"""The planner: when a question is worth its turn."""

import pytest

from chatrec.policy.domain import Planner, Prospects
from chatrec.vocabulary.words import Move
from tests.unit.policy.choices import choice


def test_a_vague_beginning_in_a_large_catalogue_gets_the_question_that_tells_most() -> None:
    chosen = Planner().decide(choice())
    assert (chosen.move, chosen.facet, chosen.propensity) == (Move.ASK, "brand", 1.0)


def test_who_waits_for_items_is_not_asked() -> None:
    assert Planner().decide(choice(impatient=True)).move is Move.RECOMMEND


def test_who_said_a_lot_is_asked_less() -> None:
    planner = Planner()
    values = [planner.value_of_asking(choice(preferences=said), 0) for said in (0, 1, 3)]
    assert values == sorted(values, reverse=True)
    assert values[0] > values[2]


def test_every_question_makes_the_next_one_worth_less() -> None:
    values = [Planner().value_of_asking(choice(questions=asked), 0) for asked in range(3)]
    assert values[0] > values[1] > values[2]


def test_a_facet_that_few_items_have_is_worth_less() -> None:
    full, rare = (Planner().value_of_asking(choice(coverage=(share, 1.0, 1.0)), 0) for share in (1.0, 0.2))
    assert full > rare


def test_few_items_left_are_shown_at_once() -> None:
    assert Planner().decide(choice(matched=6, entropy_bits=2.5, gain_bits=(1.0, 1.0, 0.1))).move is Move.RECOMMEND


def test_an_answer_that_tells_little_is_not_worth_a_turn() -> None:
    assert Planner().decide(choice(gain_bits=(0.1, 0.1, 0.1))).move is Move.RECOMMEND


@pytest.mark.parametrize("bits", [0.0, 3.0, 8.0, 20.0])
def test_what_is_more_certain_is_worth_more(bits: float) -> None:
    planner = Planner()
    assert planner.value_of_recommending(choice(entropy_bits=bits)) >= planner.value_of_recommending(
        choice(entropy_bits=bits + 1.0)
    )


def test_costly_questions_are_not_asked() -> None:
    assert Planner(Prospects(question_cost=2.0)).decide(choice()).move is Move.RECOMMEND
