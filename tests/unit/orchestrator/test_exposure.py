"""Items that are about as good come first about as often; nothing that breaks a limit gains by it."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from chatrec.orchestrator.domain.direct import Request
from chatrec.orchestrator.domain.exposure import drawn_worths, seed_of
from chatrec.orchestrator.settings import OrchestratorSettings
from chatrec.vocabulary.errors import InvalidInputError
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.words import Move, Operator
from tests.unit.orchestrator.small_world import World

CHEAP = Preference("price", Operator.AT_MOST, (500.0,))
USERS = [f"u{number}" for number in range(60)]


def test_at_full_evenness_items_lead_in_proportion_to_their_scores() -> None:
    scores = np.array([0.5, 0.3, 0.2])
    leading = Counter(int(drawn_worths(np.log(scores), 1.0, seed).argmax()) for seed in range(4_000))
    np.testing.assert_allclose([leading[item] / 4_000 for item in range(3)], scores, atol=0.03)


def test_the_less_even_the_more_often_the_best_leads() -> None:
    worths = np.log([0.5, 0.3, 0.2])
    led = [
        sum(int(drawn_worths(worths, share, seed).argmax()) == 0 for seed in range(500)) for share in (1.0, 0.2, 0.0)
    ]
    assert led[0] < led[1] < led[2] == 500


def test_a_repeated_request_draws_the_same_list_and_the_next_turn_another() -> None:
    assert seed_of("u1", 1) == seed_of("u1", 1)
    assert len({seed_of("u1", 1), seed_of("u1", 2), seed_of("u2", 1)}) == 3


def test_first_places_are_shared_within_the_limits_and_scores_and_places_by_score_are_told() -> None:
    plain, _ = World().direct.recommend(Request("u1", filters=(CHEAP,), max_items=5))
    by_id = {item.id: (place, item.score) for place, item in enumerate(plain, start=1)}
    world = World(exposure=1.0)
    lists = [world.direct.recommend(Request(user, filters=(CHEAP,), max_items=5))[0] for user in USERS]
    assert len({items[0].id for items in lists}) >= 3
    for items in lists:
        assert {item.id for item in items} == set(by_id)
        assert [(item.place_by_score, item.score) for item in items] == [by_id[item.id] for item in items]


def test_the_same_user_asking_again_sees_the_same_list() -> None:
    world = World(exposure=1.0)
    first, second = (world.direct.recommend(Request("u7", filters=(CHEAP,), max_items=5))[0] for _ in range(2))
    assert [item.id for item in first] == [item.id for item in second]


def test_variety_and_exposure_go_together() -> None:
    world = World(exposure=0.5, diversity=0.5)
    lists = [world.direct.recommend(Request(user, filters=(CHEAP,), max_items=3))[0] for user in USERS[:20]]
    assert len({tuple(item.id for item in items) for items in lists}) > 1
    assert all(len({item.id for item in items}) == 3 for items in lists)


def test_what_breaks_a_limit_stays_in_the_order_of_nearness() -> None:
    world = World(exposure=1.0)
    session = world.start()
    nowhere = Preference("price", Operator.AT_MOST, (1.0,))
    turn = world.say(session, "want:phone", filters=(nowhere,), max_items=3)
    assert turn.move is Move.RELAX
    assert {item.place_by_score for item in turn.items} == {0}


@pytest.mark.parametrize("exposure", [-0.1, 1.1, float("nan")])
def test_an_exposure_out_of_bounds_is_refused(exposure: float) -> None:
    with pytest.raises(InvalidInputError, match="EXPOSURE"):
        OrchestratorSettings(exposure=exposure)
