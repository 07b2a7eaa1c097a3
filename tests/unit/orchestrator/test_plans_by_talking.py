"""Plans made and changed in a conversation, in both languages, over the catalogues that ship with the package."""

import pytest

from chatrec.orchestrator.domain.plans.itinerary import Trip
from chatrec.vocabulary.plans import Pace, Plan
from chatrec.vocabulary.turn import Turn
from chatrec.vocabulary.words import Move
from tests.unit.orchestrator.plan_faults import faults
from tests.unit.orchestrator.planning_world import PlanTalk, catalogue_of, place_in


def _plan(turn: Turn) -> Plan:
    assert turn.move is Move.PLAN, turn.reply
    assert turn.plan is not None
    assert [item.id for item in turn.items] == [stop.item_id for stop in turn.plan.stops]
    return turn.plan


def _followed(turn: Turn, budget: float | None = None) -> Plan:
    """Give the plan of a turn after checking that it can be followed."""
    plan, catalogue = _plan(turn), catalogue_of("travel")
    places = {stop.item_id: place_in(catalogue, stop.item_id) for stop in plan.stops}
    assert catalogue.schema.plans is not None
    trip = Trip(plan.days, plan.first_weekday, plan.paces, budget)
    assert faults(plan, trip, places, catalogue.schema.plans.meals) == ()
    return plan


def _day(plan: Plan, day: int) -> list[str]:
    return [stop.item_id for stop in plan.stops if stop.day == day]


@pytest.mark.parametrize(
    ("asked", "more"),
    [("plan a 2-day trip", "make it 3 days"), ("帮我安排两天的行程", "改成三天"), ("两日游攻略", "再加一天")],
)
def test_a_plan_grows_by_a_day_and_keeps_the_others(asked: str, more: str) -> None:
    talk = PlanTalk("travel")
    before, after = _followed(talk.say(asked)), _followed(talk.say(more))
    assert (before.days, after.days) == (2, 3)
    assert (_day(after, 1), _day(after, 2)) == (_day(before, 1), _day(before, 2))
    assert _day(after, 3)


@pytest.mark.parametrize(
    ("asked", "lighter"),
    [("2 day itinerary please", "day 2 is too packed"), ("安排个两天的行程", "第二天轻松一点")],
)
def test_a_day_that_is_too_much_gets_lighter(asked: str, lighter: str) -> None:
    talk = PlanTalk("travel")
    before, after = _followed(talk.say(asked)), _followed(talk.say(lighter))
    assert after.paces == (Pace.NORMAL, Pace.RELAXED)
    assert len(_day(after, 2)) < len(_day(before, 2))
    assert _day(after, 1) == _day(before, 1)


@pytest.mark.parametrize(("asked", "gone"), [("plan one day", "remove the second one"), ("规划一天", "去掉第二个")])
def test_a_removed_stop_never_comes_back(asked: str, gone: str) -> None:
    talk = PlanTalk("travel")
    first = _followed(talk.say(asked))
    second = _followed(talk.say(gone))
    removed = first.stops[1].item_id
    assert removed not in {stop.item_id for stop in second.stops}
    third = _followed(talk.say("make it 3 days"))
    assert removed not in {stop.item_id for stop in third.stops}


@pytest.mark.parametrize(("asked", "more"), [("plan a day in town", "add a museum"), ("规划一天", "加个博物馆")])
def test_what_is_added_is_there(asked: str, more: str) -> None:
    talk = PlanTalk("travel")
    _followed(talk.say(asked))
    plan = _followed(talk.say(more))
    assert "museum" in {place_in(talk.catalogue, item).kind for item in _day(plan, 1)}


@pytest.mark.parametrize(
    ("asked", "budget"),
    [("3 days, plan it, at most 900 in total", 900.0), ("玩三天，一共不超过900，安排一下", 900.0)],
)
def test_a_budget_is_that_of_the_whole_plan(asked: str, budget: float) -> None:
    plan = _followed(PlanTalk("travel").say(asked), budget)
    assert 0 < plan.cost <= budget


@pytest.mark.parametrize("asked", ["two days, 300 a day, plan it", "玩两天，每天预算300，安排一下"])
def test_a_budget_a_day_counts_for_every_day(asked: str) -> None:
    turn = PlanTalk("travel").say(asked)
    assert [wish.values for wish in turn.preferences if wish.facet == "price"] == [(600.0,)]
    _followed(turn, 600.0)


@pytest.mark.parametrize("asked", ["plan Monday, one day", "周一出发，安排一天"])
def test_nothing_is_planned_for_a_day_on_which_it_is_closed(asked: str) -> None:
    plan = _followed(PlanTalk("travel").say(asked))
    assert plan.first_weekday == 0


@pytest.mark.parametrize("asked", ["plan two days, no museums", "安排两天，不要博物馆"])
def test_what_is_not_wanted_is_not_planned(asked: str) -> None:
    plan = _followed(PlanTalk("travel").say(asked))
    assert "museum" not in {place_in(catalogue_of("travel"), stop.item_id).kind for stop in plan.stops}


def test_undo_brings_the_plan_before_back() -> None:
    talk = PlanTalk("travel")
    before = _followed(talk.say("2 day itinerary"))
    talk.say("make it 4 days")
    after = _followed(talk.say("undo"))
    assert (after.days, _day(after, 1), _day(after, 2)) == (2, _day(before, 1), _day(before, 2))


def test_a_kind_asked_for_leaves_the_plan() -> None:
    talk = PlanTalk("travel")
    _followed(talk.say("2 day itinerary"))
    turn = talk.say("recommend a café")
    assert turn.move is Move.RECOMMEND
    assert turn.plan is None


@pytest.mark.parametrize(
    "asked", ["I know Python, want to learn deep learning", "我会Python，想学深度学习", "Python我会，想学深度学习"]
)
def test_a_path_starts_behind_what_is_known_and_respects_prerequisites(asked: str) -> None:
    turn = PlanTalk("education").say(asked)
    items = {item.id: item for item in catalogue_of("education").items}
    known = {"python"}
    for stop in _plan(turn).stops:
        facets = items[stop.item_id].facets
        assert set(facets.get("requires", ())) <= known
        assert not set(facets["teaches"]) <= known
        known |= set(map(str, facets["teaches"]))
    assert "deep-learning" in known


@pytest.mark.parametrize(
    ("asked", "done"),
    [
        ("how do I get to SQL and data analysis, step by step?", "I finished the first one"),
        ("数据分析的学习路线", "第一门学完了"),
    ],
)
def test_what_is_finished_leaves_the_path(asked: str, done: str) -> None:
    talk = PlanTalk("education")
    before, after = _plan(talk.say(asked)), _plan(talk.say(done))
    assert [stop.item_id for stop in after.stops] == [stop.item_id for stop in before.stops][1:]


def test_a_step_says_for_what_it_is_needed() -> None:
    turn = PlanTalk("education").say("I know statistics, learning path to machine learning please")
    first = turn.items[0]
    assert "Python" in first.reason
    assert [triple.relation for triple in first.paths[0].triples] == ["requires", "teaches"]


@pytest.mark.parametrize(
    "text", ["plan", "计划", "add", "day 99", "第0天", "swap day 1 and day 1", "make it 99 days", "0 days"]
)
def test_no_words_break_a_plan(text: str) -> None:
    talk = PlanTalk("travel")
    before = _followed(talk.say("2 day itinerary"))
    talk.say(text)
    after = _followed(talk.say("make it 3 days"))
    assert len(after.stops) > len(before.stops)


@pytest.mark.parametrize(
    ("known", "goal"), [("I know Python", "I want to learn data engineering"), ("我会Python", "想学数据工程")]
)
def test_what_is_known_waits_for_a_goal(known: str, goal: str) -> None:
    talk = PlanTalk("education")
    assert talk.say(known).move is not Move.PLAN
    plan = _plan(talk.say(goal))
    taught = {
        str(value)
        for item in talk.catalogue.items
        if item.id in {stop.item_id for stop in plan.stops}
        for value in item.facets["teaches"]
    }
    assert "data-engineering" in taught
    assert "py-zero" not in {stop.item_id for stop in plan.stops}


@pytest.mark.parametrize(
    ("asked", "more"), [("2 day itinerary", "I want more nature"), ("安排两天", "想多看点自然风光")]
)
def test_a_new_wish_changes_the_plan_on_the_table(asked: str, more: str) -> None:
    talk = PlanTalk("travel")
    before, after = _followed(talk.say(asked)), _followed(talk.say(more))

    def nature(plan: Plan) -> int:
        ids = {stop.item_id for stop in plan.stops}
        return sum("theme-nature" in item.facets.get("theme", ()) for item in talk.catalogue.items if item.id in ids)

    assert nature(after) > nature(before)
