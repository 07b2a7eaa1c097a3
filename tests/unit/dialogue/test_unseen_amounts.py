"""Amounts, scores, prices of nothing and ways, over a catalogue that lists hardly any words of its own."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatrec.vocabulary.conversation import Topic
from chatrec.vocabulary.words import Act, Move
from tests.unit.dialogue.harbour import Talk
from tests.unit.dialogue.shelf import garage, plays

Wish = tuple[str, str, object, bool]


def _price(talk: Talk) -> set[Wish]:
    return {wish for wish in talk.wishes if wish[0] == "price"}


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("评分在4.5分以上的船", ("rating", ">=", 4.5, True)),
        ("评分是4分的船", ("rating", "=", 4.0, False)),
        ("4 分以上的", ("rating", ">=", 4.0, True)),
        ("評分4分以上嘅船", ("rating", ">=", 4.0, True)),
        ("rated 4 or more", ("rating", ">=", 4.0, True)),
        ("at least 4 stars", ("rating", ">=", 4.0, True)),
        ("a boat with 4 stars or more", ("rating", ">=", 4.0, True)),
        ("四星以上", ("rating", ">=", 4.0, True)),
    ],
)
def test_points_and_stars_are_scores(text: str, wish: Wish) -> None:
    talk = Talk()
    talk.say(text)
    assert talk.wishes == {wish}


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("时长90分以内", ("minutes", "<=", 90.0, True)),
        ("90分以内的话剧", ("minutes", "<=", 90.0, True)),
        ("at most 90 min", ("minutes", "<=", 90.0, True)),
    ],
)
def test_points_are_minutes_where_a_length_is_spoken_of_or_nothing_is_scored(text: str, wish: Wish) -> None:
    talk = plays()
    talk.say(text)
    assert wish in talk.wishes()


@pytest.mark.parametrize(
    "text",
    [
        "I can't spend more than 400 yuan",
        "nothing that costs over 400 yuan",
        "we wouldn't want to pay above ¥400",
        "it shouldn't be dearer than 400 yuan",
        "我不想掏超过四百块",
        "别让它超过400元",
        "预算别超四百",
    ],
)
def test_a_bound_is_turned_round_across_the_verb_that_is_denied(text: str) -> None:
    talk = Talk()
    talk.say(text)
    assert talk.wishes == {("price", "<=", 400.0, True)}


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("price <= 400 yuan", ("price", "<=", 400.0, True)),
        ("价格≥400元", ("price", ">=", 400.0, True)),
        ("price<400元", ("price", "<", 400.0, True)),
        ("价格＞400元", ("price", ">", 400.0, True)),
    ],
)
def test_signs_bound_as_words_do(text: str, wish: Wish) -> None:
    talk = Talk()
    talk.say(text)
    assert talk.wishes == {wish}


@pytest.mark.parametrize("text", ["不错，超过400元的", "not boring but more than 400 yuan"])
def test_a_bound_is_not_turned_round_by_what_denies_another_thing(text: str) -> None:
    talk = Talk()
    talk.say(text)
    assert _price(talk) == {("price", ">", 400.0, True)}


@pytest.mark.parametrize("text", ["推荐一个评分4分以上的船", "one boat rated 4 or more", "推荐三个评分4分以上的船"])
def test_a_count_of_what_is_sought_is_no_score(text: str) -> None:
    talk = Talk()
    talk.say(text)
    assert talk.wishes == {("rating", ">=", 4.0, True)}


@pytest.mark.parametrize(
    "text",
    [
        "价格5000-6000元",
        "最低价格5000-6000元",
        "最好价格5000-6000元",
        "价格别太贵，5000到6000元",
        "a cheap one, between 5000 and 6000 euros",
    ],
)
def test_a_range_stands_alone_without_guessed_limits_beside_it(text: str) -> None:
    talk = Talk()
    talk.say(text)
    assert _price(talk) == {("price", ">=", 5000.0, True), ("price", "<=", 6000.0, True)}


def test_a_guess_that_contradicts_a_stated_limit_gives_way_and_one_within_it_stays() -> None:
    talk = Talk()
    talk.say("最低价格20000元以上的船")
    assert _price(talk) == {("price", ">=", 20_000.0, True)}
    said = Talk().say("a cheap boat under 20000").preferences
    assert {wish.values[0] for wish in said if wish.facet == "price"} == {20_000.0, 7600.0}


@given(st.integers(1000, 9000), st.integers(1, 9000), st.sampled_from(["", "最好", "最低", "人均", "大概"]))
@settings(max_examples=40, deadline=None)
def test_whatever_stands_before_it_a_range_of_money_is_two_limits(low: int, more: int, before: str) -> None:
    talk = Talk()
    talk.say(f"{before}价格{low}-{low + more}元")
    assert {wish[2] for wish in _price(talk)} == {float(low), float(low + more)}


@pytest.mark.parametrize(
    ("text", "operator", "hard"),
    [
        ("免费的船", "=", True),
        ("价格免费", "=", True),
        ("不要钱的", "=", True),
        ("最好免费", "=", False),
        ("a free boat", "=", True),
        ("it must be free of charge", "=", True),
        ("no charge please", "=", True),
        ("ideally free", "=", False),
        ("收费的", ">", True),
        ("不免费的船", ">", True),
        ("不要免费的", ">", True),
        ("not free", ">", True),
    ],
)
def test_free_is_a_price_of_nothing_and_its_denial_one_of_more(text: str, operator: str, hard: bool) -> None:  # noqa: FBT001
    talk = Talk()
    talk.say(text)
    assert talk.wishes == {("price", operator, 0.0, hard)}


@pytest.mark.parametrize(
    "text",
    [
        "smoke free",
        "有免费早餐的",
        "free breakfast",
        "I am free tomorrow",
        "免费的吗？",
        "is it free?",
        "价格是免费的吗",
    ],
)
def test_free_said_of_something_else_or_asked_is_no_wish(text: str) -> None:
    talk = Talk()
    talk.say(text)
    assert _price(talk) == set()


@pytest.mark.parametrize(
    "text",
    [
        "从The Heron打车到Alba，车型是什么",
        "我在The Heron打车到Alba",
        "坐地铁从The Heron到Alba",
        "a taxi from The Heron to Alba please",
        "from Alba to The Heron by bus",
    ],
)
def test_the_ends_of_a_way_are_no_wishes(text: str) -> None:
    talk = Talk()
    reading = talk.say(text)
    assert talk.wishes == set()
    assert reading.item_ids == ()


def test_a_name_after_to_or_from_is_meant_where_nobody_rides() -> None:
    assert ("yard", "=", "alba", False) in _said("a boat from Alba")
    assert Talk().say("下一步去看The Heron").item_ids == ("b1",)


def _said(text: str) -> set[Wish]:
    talk = Talk()
    talk.say(text)
    return talk.wishes


@pytest.mark.parametrize("text", ["这辆汽车的电话是多少", "那个轿车在哪里", "where is this car?", "那辆车的车厂电话"])
def test_a_kind_that_is_pointed_at_is_not_sought(text: str) -> None:
    talk = garage()
    talk.state = replace(talk.state, active=Topic())
    reading = talk.say(text)
    assert talk.state.active.kind == ""
    assert Act.SEEK not in reading.acts


def test_the_kind_beside_one_that_is_pointed_at_is_sought() -> None:
    talk = garage()
    talk.say("跟这辆汽车一样颜色的自行车")
    assert talk.state.active.kind == "bike"


@pytest.mark.parametrize(
    "text", ["帮我查一下798艺术区的地址", "告诉我八达岭怎么走", "does it run win11", "我住在三里屯"]
)
def test_a_number_that_is_part_of_a_name_is_no_amount(text: str) -> None:
    assert _said(text) == set()


def test_a_number_before_what_is_sought_stays_an_amount() -> None:
    assert ("price", "<=", 8000.0, True) in _said("8000的船")
    assert ("price", "<=", 8000.0, True) in _said("8000船有吗")
    assert ("price", "<=", 8000.0, True) in _said("8000能买到什么")


@pytest.mark.parametrize(
    "text",
    [
        "价格贵么？",
        "价格是不很贵？",
        "价格多钱啊",
        "贵不贵",
        "最低价格是多少",
        "价格高不？",
        "is it expensive?",
        "is the price high?",
    ],
)
def test_a_question_by_an_adjective_states_no_wish(text: str) -> None:
    assert _said(text) == set()


@pytest.mark.parametrize("text", ["有便宜点的吗", "有没有便宜点的", "anything cheaper?"])
def test_a_wish_may_be_put_as_a_question(text: str) -> None:
    talk = Talk().show(move=Move.RECOMMEND)
    talk.say(text)
    assert {wish[:2] for wish in talk.wishes} == {("price", "<")}


@pytest.mark.parametrize("text", ["航行里程2、3公里", "航行里程2-3公里", "航行里程2到3公里"])
def test_two_neighbours_are_a_range(text: str) -> None:
    assert _said(text) == {("engine_hours", ">=", 2.0, True), ("engine_hours", "<=", 3.0, True)}
