"""f_RL(e, r): bounds, the neutral value, and what acceptance and rejection do to it."""

from hypothesis import given
from hypothesis import strategies as st

from chatrec.policy.domain import NEUTRAL, Observation, Rates, Values, learned

_WEIGHT = st.floats(-1e6, 1e6)
_STEP = st.tuples(st.sampled_from("rst"), st.sampled_from(("", "a", "b")))
_STEPS = st.lists(_STEP, max_size=6).map(tuple)


@given(st.dictionaries(st.sampled_from("rst"), _WEIGHT), st.dictionaries(_STEP, _WEIGHT), _STEPS)
def test_a_value_lies_above_0_and_at_most_at_1(
    relations: dict[str, float], entities: dict[tuple[str, str], float], steps: tuple[tuple[str, str], ...]
) -> None:
    assert 0.0 < Values(relations, entities).value(steps) <= 1.0


def test_unknown_relations_and_no_steps_are_neutral() -> None:
    values = Values({"made_by": 1.0}, {("made_by", "a"): 1.0})
    assert values.value([("never_seen", "a")]) == NEUTRAL
    assert values.value([]) == NEUTRAL


def test_the_number_of_paths_alone_changes_nothing() -> None:
    values = Values({"made_by": 0.7})
    assert values.value([("made_by", "a")]) == values.value([("made_by", "a"), ("made_by", "b")])


def test_what_is_accepted_rises_and_what_is_turned_down_falls() -> None:
    liked, disliked = (("about", "space"),), (("made_by", "x"),)
    values = learned(Values(), [Observation(liked, accepted=True), Observation(disliked, accepted=False)] * 20)
    assert values.value(disliked) < NEUTRAL < values.value(liked)


def test_an_entity_learns_beyond_its_relation() -> None:
    good, bad = (("about", "space"),), (("about", "war"),)
    values = learned(Values(), [Observation(good, accepted=True), Observation(bad, accepted=False)] * 50)
    assert values.value(good) > NEUTRAL > values.value(bad)
    assert values.value([("about", "something else")]) > values.value(bad)


def test_a_literal_teaches_its_relation_only() -> None:
    values = learned(Values(), [Observation((("price", ""),), accepted=True)])
    assert values.relations["price"] > 0.0
    assert not values.entities


def test_the_usual_rate_of_acceptance_teaches_no_relation_anything() -> None:
    odd = [Observation((), accepted=number % 4 == 0) for number in range(4_000)]
    values = learned(Values(), odd)
    assert not values.relations
    assert -1.6 < values.baseline < -0.6  # ln(1/3) is -1.1


def test_unused_weights_fade() -> None:
    values = learned(
        Values({"r": 1.0}), [Observation((("r", ""),), accepted=True)] * 500, Rates(relation=0.1, decay=0.5, baseline=0)
    )
    assert 0.0 < values.relations["r"] < 1.0


def test_learning_leaves_the_old_values_as_they_were() -> None:
    before = Values({"r": 0.5}, {("r", "a"): 0.1})
    learned(before, [Observation((("r", "a"),), accepted=False)])
    assert before == Values({"r": 0.5}, {("r", "a"): 0.1})
