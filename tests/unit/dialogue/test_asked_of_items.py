"""Questions for the facts of an item: by use, by yes and no, of the item meant, and those that nothing records."""

from dataclasses import replace

import pytest

from chatrec.dialogue.domain.catalogues import Catalogues
from chatrec.vocabulary.schema import CatalogueSchema, Facet
from chatrec.vocabulary.words import Act, FacetType, Language, Move, Operator, Phrases, Text
from tests.unit.dialogue.stalls import STALLS, Market


def _spoken_of(item: str = "s1") -> Market:
    return Market().show(move=Move.DESCRIBE, focus=item)


@pytest.mark.parametrize(
    ("text", "facet"),
    [
        ("when does it open", "hours"),
        ("how late are they open", "hours"),
        ("几点关门", "hours"),
        ("周二开门吗", "hours"),
        ("礼拜一去行不行", "hours"),
        ("must I pay for it?", "price"),
        ("要不要门票", "price"),
        ("贵不贵", "price"),
        ("what must I know before I start", "first"),
        ("这课得先学什么", "first"),
        ("what did it win", "medal"),
        ("得过奖没有", "medal"),
        ("opening hours", "hours"),
        ("price", "price"),
    ],
)
def test_a_fact_is_asked_for_by_what_one_would_do_with_it(text: str, facet: str) -> None:
    reading = _spoken_of().say(text)
    assert Act.ASK_ATTRIBUTE in reading.acts
    assert reading.asked_facets == (facet,)
    assert not reading.preferences


@pytest.mark.parametrize("text", ["Red Barrow opening hours", "is Red Barrow open on mondays", "Red Barrow周一开吗"])
def test_a_named_item_is_asked_of_without_a_question_mark(text: str) -> None:
    reading = Market().show(focus="s2").say(text)
    assert reading.item_ids == ("s1",)
    assert reading.asked_facets == ("hours",)


@pytest.mark.parametrize(
    ("text", "item", "begins"),
    [
        ("is it open on mondays", "s1", "No"),
        ("is it open on mondays", "s2", "Yes"),
        ("is it closed on mondays", "s1", "Yes"),
        ("is it open at 9pm on saturday", "s2", "Yes"),
        ("is it open at 9pm on saturday", "s1", "No"),
        ("does it take cards", "s1", "No"),
        ("does it take cards", "s2", "Yes"),
        ("does it have cheese", "s1", "Yes"),
        ("does it have cheese", "s2", "No"),
        ("is it free", "s2", "Yes"),
        ("is it free", "s1", "No"),
    ],
)
def test_what_is_asked_by_yes_or_no_is_answered_by_it(text: str, item: str, begins: str) -> None:
    talk = _spoken_of(item)
    talk.say(text)
    assert talk.reply().startswith(begins)


def test_a_flag_is_answered_in_chinese_without_its_label_and_a_mark() -> None:
    talk = _spoken_of("s1")
    talk.say("能刷卡吗")
    assert "不可刷卡" in talk.reply()
    talk = _spoken_of("s2")
    talk.say("有顶棚吗")
    assert "有顶棚" in talk.reply()


def test_opening_hours_are_spoken_in_words() -> None:
    talk = _spoken_of("s1")
    talk.say("opening hours")
    assert "Tue–Sun 09:00–17:00, closed on Mondays" in talk.reply()


def test_who_an_item_is_not_for_is_never_told_that_it_is() -> None:
    talk = _spoken_of("s1")
    talk.say("is it ok with toddlers?")
    assert talk.reply().startswith("No")
    talk = _spoken_of("s2")
    talk.say("is it ok with toddlers?")
    assert not talk.reply().startswith("Yes")


def test_one_of_two_is_no_question_of_yes_or_no() -> None:
    talk = _spoken_of("s1")
    talk.say("does it have cheese or honey?")
    assert not talk.reply().startswith(("Yes", "No"))


def test_the_last_question_goes_on_with_another_item_or_day() -> None:
    talk = _spoken_of("s1")
    talk.say("is it open on mondays")
    goes_on = talk.say("and the second one?")
    assert goes_on.item_ids == ("s2",)
    assert goes_on.asked_facets == ("hours",)
    assert goes_on.checks[0].values == ("Mo",)
    assert talk.say("周六呢").checks[0].values == ("Sa",)


@pytest.mark.parametrize(
    "text",
    [
        "does it float upside down",
        "摊主帅不帅",
        "老板有多大年纪",
        "is the keeper handsome",
        "can you get there by boat",
    ],
)
def test_what_nothing_records_is_asked_in_vain_and_wishes_for_nothing(text: str) -> None:
    reading = _spoken_of().say(text)
    assert reading.acts == (Act.ASK_ATTRIBUTE,)
    assert not reading.asked_facets
    assert reading.unread


def test_which_stalls_are_open_on_a_day_is_a_wish() -> None:
    for text in ("which stalls can I visit on a Monday", "有没有周一开门的摊位"):
        wishes = {(wish.facet, wish.operator, wish.values, wish.hard) for wish in _spoken_of().say(text).preferences}
        assert ("hours", Operator.EQUAL, ("Mo",), True) in wishes


def test_a_thing_asked_for_after_a_slate_is_wished_for() -> None:
    reading = Market().show().say("有奶酪吗")
    assert [wish.facet for wish in reading.preferences] == ["sells"]


@pytest.mark.parametrize(
    "text", ["Red Barrow or Blue Trestle?", "Red Barrow 还是 Blue Trestle", "Red Barrow跟Blue Trestle差在哪"]
)
def test_one_item_or_another_is_compared(text: str) -> None:
    reading = Market().show().say(text)
    assert Act.COMPARE in reading.acts
    assert set(reading.item_ids) == {"s1", "s2"}


@pytest.mark.parametrize("text", ["how much is the trestle", "what does the barrow cost"])
def test_an_item_on_the_table_is_called_by_a_word_of_its_name(text: str) -> None:
    item = "s2" if "trestle" in text else "s1"
    assert Market().show(focus="s3").say(text).item_ids[0] == item


@pytest.mark.parametrize(
    "text", ["could you translate my birth certificate", "can you sing me a song", "帮我写个请假条", "帮我点个外卖呗"]
)
def test_a_deed_of_another_trade_is_refused_and_wishes_for_nothing(text: str) -> None:
    reading = Market().show().say(text)
    assert reading.acts == (Act.OUT_OF_SCOPE,)
    assert not reading.preferences


@pytest.mark.parametrize("text", ["can you find me some cheese", "帮我找点奶酪", "could you show me the cheap ones"])
def test_what_we_are_for_is_no_deed_of_another_trade(text: str) -> None:
    assert Act.OUT_OF_SCOPE not in Market().show().say(text).acts


@pytest.mark.parametrize(
    "text", ["what was the one with the painted donkey and the broken wheel", "那个讲老驴拉磨的摊叫什么来着"]
)
def test_what_is_recalled_is_sought_by_its_description_alone(text: str) -> None:
    talk = Market().show()
    talk.say("has to take cards")
    reading = talk.say(text)
    assert set(reading.acts) == {Act.SEEK, Act.CHANGE_TOPIC}
    assert not talk.state.active.preferences
    assert talk.state.active.wishes
    assert talk.state.parked


def test_the_one_with_a_value_is_chosen_and_not_recalled() -> None:
    assert Act.CHANGE_TOPIC not in Market().show().say("what is the one with cheese").acts


@pytest.mark.parametrize(
    ("label", "found"),
    [(Text("opening hours", ""), True), (Text("", "营业时间"), True), (Text("mooring", "泊位"), False)],
)
def test_hours_are_known_by_their_label_where_no_plan_names_them(label: Text, *, found: bool) -> None:
    schema = CatalogueSchema("x", "x", "1", (Language.EN,), "", (), (Facet("when", FacetType.ENTITY, label),))
    catalogue = Catalogues((schema, STALLS)).find("x")
    assert catalogue is not None
    assert (catalogue.opening is not None) is found


def test_a_comparison_asks_for_one_end_of_a_facet() -> None:
    talk = Market().show()
    assert [check.operator for check in talk.say("which of these is more expensive?").checks] == [Operator.AT_LEAST]
    assert [check.operator for check in talk.say("which of these is cheaper?").checks] == [Operator.AT_MOST]


def test_a_word_that_several_phrases_of_a_flag_share_asks_for_it() -> None:
    stall = replace(STALLS.facets[8], phrases=Phrases(("bring a bike", "my bike")))
    catalogue = Catalogues((replace(STALLS, facets=(*STALLS.facets[:8], stall)),)).find("stalls")
    assert catalogue is not None
    assert catalogue.own_words.often == {"bike": "roof"}


def test_who_tells_of_an_item_asks_nothing_of_it() -> None:
    assert Act.ASK_ATTRIBUTE not in Market().show().say("I got cards at Red Barrow").acts
