"""What is read of a plan, in both languages, over two small catalogues that plan."""

from dataclasses import replace

import pytest

from chatrec.dialogue.domain.catalogues import Catalogues
from chatrec.dialogue.domain.reading import Interpreter
from chatrec.vocabulary.conversation import DialogueState, Reading, Topic, Utterance
from chatrec.vocabulary.graph import Fact, Grounding, ItemCard, Mention
from chatrec.vocabulary.plans import Meal, Pace, Plan, PlanChange, PlanChangeType, PlanRules, Stop
from chatrec.vocabulary.schema import CatalogueSchema, Facet, Kind
from chatrec.vocabulary.words import FacetType, Language, MentionType, Move, Phrases, Text

T = PlanChangeType
_NUMBER, _ENTITY = FacetType.NUMBER, FacetType.ENTITY
_PRICE = Facet("price", _NUMBER, Text("price", "价格"), unit="CNY", money=True)
_BOTH = (Language.EN, Language.ZH)

ISLE = CatalogueSchema(
    "isle",
    "",
    "1",
    _BOTH,
    "CNY",
    (
        Kind("cave", Phrases(("cave",), ("山洞",))),
        Kind("inn", Phrases(("inn",), ("客栈",))),
        Kind("pub", Phrases(("pub",), ("酒馆",))),
    ),
    (_PRICE, Facet("north", _NUMBER), Facet("east", _NUMBER), Facet("stay", _NUMBER, unit="hours")),
    plans=PlanRules(
        Phrases(("voyage",), ("航程",)),
        "stay",
        "price",
        days=2,
        latitude="north",
        longitude="east",
        stay="inn",
        meals=(Meal("pub", 700, 800),),
    ),
)
GUILD = CatalogueSchema(
    "guild",
    "",
    "1",
    _BOTH,
    "CNY",
    (Kind("lesson", Phrases(("lesson",), ("课",))),),
    (
        _PRICE,
        Facet("gives", _ENTITY, Text("craft", "手艺"), many=True),
        Facet("needs", _ENTITY, Text("basics", "基础"), many=True),
        Facet("hours", _NUMBER, unit="hours"),
    ),
    plans=PlanRules(Phrases(("path",), ("路线",)), "hours", "price", requires="needs", gives="gives"),
)
_NAMES = {
    "isle": {"cave": (MentionType.KIND, "cave", "山洞"), "Blue Cave": (MentionType.ITEM, "c1", "蓝洞")},
    "guild": {
        "weaving": (MentionType.ENTITY, "weaving", "织布"),
        "dyeing": (MentionType.ENTITY, "dyeing", "染色"),
        "tapestry": (MentionType.ENTITY, "tapestry", "挂毯"),
    },
}
_CARDS = (
    ItemCard("i1", "inn", Text("Inn", "客栈")),
    ItemCard("c1", "cave", Text("Blue Cave", "蓝洞")),
    ItemCard("c2", "cave", Text("Red Cave", "红洞"), facts=(Fact("price", (20.0,)),)),
)
_STOPS = (Stop("i1"), Stop("c1", 1, 600, 660), Stop("c2", 2, 600, 660))
_PLAN = Plan(2, None, (Pace.NORMAL, Pace.NORMAL), _STOPS)


def _ground(text: str, catalogue: str) -> Grounding:
    found = []
    for english, (kind, target, chinese) in _NAMES[catalogue].items():
        facets = ("needs", "gives") if kind is MentionType.ENTITY else ()
        for word in (english, chinese):
            start = text.lower().find(word.lower())
            if start >= 0:
                name = Text(english, chinese)
                found.append(Mention(start, start + len(word), kind, catalogue, target, facets, 1.0, name))
    return Grounding(tuple(found))


def _read(text: str, catalogue: str = "isle", plan: Plan | None = None) -> tuple[Reading, DialogueState]:
    slate = _CARDS if plan and plan.stops else ()
    state = DialogueState(active=Topic(catalogue, slate=slate, plan=plan), last_move=Move.PLAN if plan else None)
    said = Utterance(text, state, None, _ground(text, catalogue), None, (catalogue,))
    return Interpreter(Catalogues((ISLE, GUILD))).interpret(said)


def _types(reading: Reading) -> list[PlanChangeType]:
    return [change.type for change in reading.plan_changes]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("plan a voyage", 2),
        ("three days, what can I see?", 3),
        ("a weekend trip", 2),
        ("规划一下", 2),
        ("玩三天", 3),
        ("五日游", 5),
        ("航程怎么安排", 2),
    ],
)
def test_a_plan_is_asked_for_with_its_days(text: str, days: int) -> None:
    reading, state = _read(text)
    assert T.MAKE in _types(reading)
    assert state.active.plan is not None
    assert state.active.plan.days == days


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("make it 4 days", PlanChange(T.DAYS, amount=4)),
        ("one more day please", PlanChange(T.DAYS, amount=3)),
        ("改成四天", PlanChange(T.DAYS, amount=4)),
        ("少玩一天", PlanChange(T.DAYS, amount=1)),
        ("swap day 1 and day 2", PlanChange(T.SWAP, day=1, other_day=2)),
        ("第一天和第二天对调", PlanChange(T.SWAP, day=1, other_day=2)),
        ("switch the two days", PlanChange(T.SWAP, day=1, other_day=2)),
        ("swap day 2", PlanChange(T.RENEW, day=2)),
        ("第二天换一换", PlanChange(T.RENEW, day=2)),
        ("take it easy on the second day", PlanChange(T.PACE, day=2, pace=Pace.RELAXED)),
        ("第二天轻松一点", PlanChange(T.PACE, day=2, pace=Pace.RELAXED)),
        ("最后一天排满", PlanChange(T.PACE, day=2, pace=Pace.PACKED)),
        ("this is too rushed", PlanChange(T.PACE, pace=Pace.RELAXED)),
        ("add a cave on day 1", PlanChange(T.ADD, day=1, facet="kind", value="cave")),
        ("加个山洞", PlanChange(T.ADD, facet="kind", value="cave")),
        ("remove Blue Cave", PlanChange(T.REMOVE, item_id="c1")),
        ("去掉第三个", PlanChange(T.REMOVE, item_id="c2")),
        ("drop the cave on day 2", PlanChange(T.REMOVE, day=2, item_id="c2")),
        ("we start on Friday", PlanChange(T.START, amount=4)),
        ("周三出发", PlanChange(T.START, amount=2)),
    ],
)
def test_a_change_of_a_plan_is_read(text: str, change: PlanChange) -> None:
    reading, _ = _read(text, plan=_PLAN)
    assert change in reading.plan_changes
    assert reading.preferences == ()


def test_without_a_plan_there_is_nothing_to_change() -> None:
    for text in ("swap day 1 and day 2", "remove Blue Cave", "add a cave", "轻松一点"):
        assert _read(text)[0].plan_changes == ()


@pytest.mark.parametrize("text", ["at most 300 a day", "每天不超过300"])
def test_a_limit_for_a_day_counts_for_all(text: str) -> None:
    reading, _ = _read(text, plan=_PLAN)
    assert [(wish.facet, wish.values, wish.hard) for wish in reading.preferences] == [("price", (600.0,), True)]


@pytest.mark.parametrize(
    "text",
    [
        "I know weaving and dyeing and want to learn tapestry",
        "我会织布和染色，想学挂毯",
        "织布和染色我都学过，想学挂毯",
        "weaving, dyeing I know already. I want tapestry",
    ],
)
def test_what_is_known_is_told_from_what_is_wanted(text: str) -> None:
    reading, state = _read(text, "guild")
    assert state.active.plan is not None
    assert set(state.active.plan.known) == {"weaving", "dyeing"}
    assert T.MAKE in _types(reading)
    assert {(wish.facet, wish.values) for wish in reading.preferences} == {("gives", ("tapestry",))}


@pytest.mark.parametrize("text", ["I don't know weaving", "织布我不会"])
def test_what_is_not_known_is_neither_known_nor_wanted(text: str) -> None:
    reading, state = _read(text, "guild")
    assert reading.preferences == ()
    assert state.active.plan is None


def test_hours_are_a_limit_of_the_whole_path() -> None:
    path = replace(_PLAN, days=0, paces=(), stops=(Stop("c1"),))
    reading, _ = _read("I have 40 hours", "guild", path)
    assert [(wish.facet, str(wish.operator), wish.values) for wish in reading.preferences] == [("hours", "<=", (40.0,))]


def test_a_catalogue_without_rules_reads_no_plans() -> None:
    state = DialogueState(active=Topic("bare"))
    bare = replace(ISLE, name="bare", plans=None)
    said = Utterance("plan three days", state, None, Grounding(), None, ("bare",))
    assert Interpreter(Catalogues((bare,))).interpret(said)[0].plan_changes == ()
