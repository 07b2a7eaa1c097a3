"""Events joined to decisions: each counts once, in time, for what was shown, and nobody's flood decides."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatrec.policy.adapters.rewarding_file import read_rewarding
from chatrec.policy.domain.rewards import Fate, JoinLimits, Rewarding, join
from chatrec.vocabulary.errors import InvalidInputError
from chatrec.vocabulary.learning import Decided, Entry, Happened, entry_from_text, entry_text
from chatrec.vocabulary.turn import EventType
from tests.unit.policy.live_log import HOUR_MS, decided, happened

PLAIN = Rewarding(turn=0.0, abandonment=0.0)
LIMITS = JoinLimits()


def rewards(*entries: Entry, rewarding: Rewarding = PLAIN) -> list[float]:
    return [reward for talk in join(entries, rewarding).conversations for reward in talk.rewards]


def fate(*entries: Entry, limits: JoinLimits = LIMITS) -> dict[Fate, int]:
    return {fate: count for fate, count in join(entries, PLAIN, limits).fates.items() if count}


def test_an_accepted_item_is_worth_one_in_the_turn_that_showed_it() -> None:
    assert rewards(decided("s", 1), decided("s", 2), happened("s", turn=2)) == [0.0, 1.0]


def test_turns_cost_and_a_conversation_that_ends_with_nothing_costs_more() -> None:
    weights = Rewarding(turn=-0.1, abandonment=-0.5)
    assert rewards(decided("s", 1), decided("s", 2), rewarding=weights) == pytest.approx([-0.1, -0.6])


def test_an_event_that_comes_twice_counts_once_whatever_its_id() -> None:
    again = happened("s", event_id="another")
    assert rewards(decided("s"), happened("s"), happened("s"), again) == [1.0]
    assert fate(decided("s"), happened("s"), again) == {Fate.COUNTED: 1, Fate.DUPLICATE: 1}


def test_an_event_that_was_logged_before_its_decision_counts() -> None:
    assert rewards(happened("s"), decided("s")) == [1.0]


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (happened("s", turn=7), Fate.UNKNOWN_TURN),
        (happened("other"), Fate.UNKNOWN_TURN),
        (happened("s", "never shown"), Fate.UNKNOWN_ITEM),
        (happened("s", unix_ms=10 * HOUR_MS), Fate.FUTURE),
        (happened("s", heard_unix_ms=30 * HOUR_MS), Fate.LATE),
    ],
)
def test_an_event_that_cannot_be_believed_counts_for_nothing(event: Happened, expected: Fate) -> None:
    assert fate(decided("s"), event) == {expected: 1}
    assert rewards(decided("s"), event) == [0.0]


def test_a_flood_of_one_user_counts_only_so_far() -> None:
    talks = [decided(f"s{number}") for number in range(10)]
    events = [happened(f"s{number}", user_id="eager") for number in range(10)]
    limits = JoinLimits(events_an_hour=3)
    assert fate(*talks, *events, limits=limits) == {Fate.COUNTED: 3, Fate.FLOOD: 7}
    assert len(join(talks, PLAIN, JoinLimits(conversations_a_user=4)).conversations) == 4


def test_a_turn_that_was_decided_twice_teaches_nothing() -> None:
    joined = join([decided("s"), decided("s", request_id="again"), decided("t"), happened("s")], PLAIN)
    assert [talk.session_id for talk in joined.conversations] == ["t"]
    assert joined.fates[Fate.CONTESTED] == 1


def test_a_decision_that_is_logged_twice_is_one_decision() -> None:
    assert rewards(decided("s"), decided("s"), happened("s")) == [1.0]


@pytest.mark.parametrize(
    ("kind", "value", "worth"),
    [
        (EventType.PURCHASE, 0.0, 2.0),
        (EventType.REJECT, 0.0, -0.1),
        (EventType.COMPLAINT, 0.0, -0.5),
        (EventType.CLICK, 0.0, 0.1),
        (EventType.RATING, 5.0, 0.5),
        (EventType.RATING, 1e9, 0.5),
        (EventType.RATING, -3.0, 0.0),
        (EventType.IMPRESSION, 0.0, 0.0),
        (EventType.DWELL, 1e6, 0.0),
    ],
)
def test_each_kind_of_event_has_its_worth(kind: EventType, value: float, worth: float) -> None:
    assert rewards(decided("s"), happened("s", kind=kind, value=value)) == [worth]


@pytest.mark.parametrize("weight", [float("nan"), float("inf"), 10.1, -11.0])
def test_a_weight_out_of_range_is_refused_by_name(weight: float) -> None:
    with pytest.raises(InvalidInputError, match="purchase"):
        Rewarding(purchase=weight)


@given(st.permutations([decided("s", 1), decided("s", 2), happened("s", turn=2), happened("s", "b", turn=1)]))
def test_the_order_of_the_log_changes_no_reward(entries: list[Entry]) -> None:
    assert rewards(*entries) == [1.0, 1.0]


@pytest.mark.parametrize("entry", [decided("s"), happened("s", user_id="用户")])
def test_an_entry_is_read_back_from_its_line(entry: Decided | Happened) -> None:
    assert entry_from_text(entry_text(entry)) == entry
    assert "\n" not in entry_text(entry)


@pytest.mark.parametrize(
    "line", ["", "{}", "[]", '{"entry":"happened"}', entry_text(decided("s", propensity=0.0)), '{"entry":"decided"']
)
def test_a_line_that_is_no_entry_is_refused(line: str) -> None:
    with pytest.raises(InvalidInputError):
        entry_from_text(line)


def test_a_catalogue_may_have_rewards_of_its_own_in_the_tenants_file(tmp_path: Path) -> None:
    file = tmp_path / "rewards.json"
    file.write_text('{"purchase": 5, "turn": 0, "abandonment": 0, "catalogues": {"teas": {"accept": 3}}}')
    rewarding = read_rewarding(file)
    assert rewarding.of("teas") == Rewarding(accept=3.0, purchase=5.0, turn=0.0, abandonment=0.0)
    assert rewarding.of("shop").accept == 1.0
    entries = [decided("s"), decided("t", catalogue="teas"), happened("s"), happened("t")]
    assert rewards(*entries, rewarding=rewarding) == [1.0, 3.0]


@pytest.mark.parametrize(
    "text",
    [
        '{"applause": 1}',
        '{"accept": 11}',
        '{"accept": "many"}',
        '{"catalogues": {"teas": {"accept": -11}}}',
        '{"catalogues": {"teas": {"applause": 1}}}',
        '{"catalogues": 3}',
        "[1]",
    ],
)
def test_a_file_of_rewards_that_makes_no_sense_is_refused(text: str, tmp_path: Path) -> None:
    file = tmp_path / "rewards.json"
    file.write_text(text)
    with pytest.raises(InvalidInputError):
        read_rewarding(file)
