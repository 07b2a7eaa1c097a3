"""The belief state: its size, its bounds, its mask."""

import numpy as np
from hypothesis import given

from chatrec.policy.domain import ACTIONS, FEATURES, action_mask, best_facets, features
from chatrec.vocabulary.decisions import Choice
from tests.unit.policy.choices import any_choice, choice


@given(asked=any_choice())
def test_any_belief_becomes_as_many_numbers_from_0_to_1(asked: Choice) -> None:
    numbers = features(asked, best_facets(asked))
    assert numbers.shape == (len(FEATURES),)
    assert numbers.dtype == np.float32
    assert np.isfinite(numbers).all()
    assert ((numbers >= 0.0) & (numbers <= 1.0)).all()


@given(asked=any_choice())
def test_the_mask_always_allows_items_and_allows_questions_only_where_they_may_be_asked(asked: Choice) -> None:
    askable = best_facets(asked)
    mask = action_mask(asked, askable)
    assert mask.shape == (len(ACTIONS),)
    assert mask[0]
    assert mask[1:].sum() == (len(askable) if asked.may_ask else 0)


def test_the_best_facets_come_first_and_worthless_ones_not_at_all() -> None:
    asked = choice(facets=("a", "b", "c", "d", "e", "f"), gain_bits=(1, 3, 0, 2, 2, 0.5), coverage=(1, 0.9, 1, 1, 1, 1))
    assert best_facets(asked) == (1, 3, 4, 0)


def test_every_feature_has_one_name() -> None:
    assert len(set(FEATURES)) == len(FEATURES)


def test_the_order_of_the_candidates_does_not_matter() -> None:
    ahead, behind = choice(scores=(0.5, 0.4, 0.3)), choice(scores=(0.3, 0.5, 0.4))
    assert np.array_equal(features(ahead, ()), features(behind, ()))


def test_a_leader_among_the_candidates_is_seen() -> None:
    names = {name: place for place, name in enumerate(FEATURES)}
    clear, even = (features(choice(scores=scores), ()) for scores in ((0.9, 0.01, 0.01), (0.3, 0.3, 0.3)))
    assert clear[names["top_score_share"]] > even[names["top_score_share"]]
    assert clear[names["score_evenness"]] < even[names["score_evenness"]]
