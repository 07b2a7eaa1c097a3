"""Readings over a catalogue that lists hardly any words: what people say must be understood by the facets alone."""

from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from chatrec.dialogue.domain.catalogues import Catalogues
from chatrec.dialogue.domain.reading import Interpreter
from chatrec.dialogue.domain.wording import Speaker
from chatrec.vocabulary.conversation import DialogueState, PhrasedItem, Reading, Speech, Topic, Utterance
from chatrec.vocabulary.graph import Fact, Grounding, ItemCard, Label, Mention, Path, SupportAnswer, Triple
from chatrec.vocabulary.schema import (
    CatalogueSchema,
    Facet,
    FacetStatistics,
    Kind,
    Need,
    NeedFacet,
    RelationLabel,
)
from chatrec.vocabulary.words import Act, Better, FacetType, Language, MentionType, Move, Phrases, Text

NUMBER, ORDINAL, ENTITY, FLAG, DATE = (
    FacetType.NUMBER,
    FacetType.ORDINAL,
    FacetType.ENTITY,
    FacetType.FLAG,
    FacetType.DATE,
)


def _spread(facet: str, low: float, high: float) -> FacetStatistics:
    return FacetStatistics("", facet, tuple(low + (high - low) * step / 10 for step in range(11)), 30)


BOATS = CatalogueSchema(
    name="harbour",
    domain="boats",
    generation="1",
    languages=(Language.EN, Language.ZH),
    currency="EUR",
    kinds=(
        Kind("boat", Phrases(("boat",), ("船",))),
        Kind("canoe", Phrases(("canoe",), ("独木舟",))),
    ),
    facets=(
        Facet("price", NUMBER, Text("price", "价格"), unit="currency", better=Better.LOW, money=True),
        Facet("built", NUMBER, Text("year built", "建造年份"), unit="year", better=Better.HIGH),
        Facet("engine_hours", NUMBER, Text("engine hours", "航行里程"), unit="km", better=Better.LOW),
        Facet("rating", NUMBER, Text("rating", "评分"), better=Better.HIGH),
        Facet("noise", ORDINAL, Text("noise level", "吵度"), values=("calm", "usual", "loud")),
        Facet("cabin", FLAG, Text("cabin", "船舱"), better=Better.HIGH),
        Facet("mooring", ENTITY, Text("mooring place", "泊位时间")),
        Facet("yard", ENTITY, Text("yard", "船厂"), relation="built_by", relation_label=Text("built by", "船厂是")),
        Facet("mood", ENTITY, Text("mood", "风格"), many=True),
        Facet("checked", DATE, Text("last check", "上次年检"), better=Better.HIGH),
    ),
    needs=(Need(Phrases(("for fishing",), ("钓鱼",)), (NeedFacet("mood", ("quiet",)),)),),
    statistics=(
        _spread("price", 2000, 30_000),
        _spread("built", 1990, 2024),
        _spread("engine_hours", 500, 150_000),
        _spread("rating", 2, 5),
        _spread("checked", 18_000, 20_700),
    ),
    item_count=30,
    has_answers=True,
    relations=(RelationLabel("tender_of", Text("tender of", "附艇是")),),
)
CATALOGUES = Catalogues((BOATS,))
WORDS = {
    "boat": MentionType.KIND,
    "船": MentionType.KIND,
    "price": MentionType.FACET,
    "价格": MentionType.FACET,
    "rating": MentionType.FACET,
    "评分": MentionType.FACET,
    "mileage": MentionType.FACET,
    "里程": MentionType.FACET,
    "yard": MentionType.FACET,
    "船厂": MentionType.FACET,
    "cabin": MentionType.FACET,
    "calm": MentionType.ORDINAL,
    "usual": MentionType.ORDINAL,
    "Alba": MentionType.ENTITY,
    "Brix": MentionType.ENTITY,
    "The Heron": MentionType.ITEM,
}
TARGETS = {
    "船": "boat",
    "价格": "price",
    "评分": "rating",
    "船厂": "yard",
    "里程": "engine_hours",
    "mileage": "engine_hours",
}


def _card(item: str, name: str, price: float, built: float, hours: float, yard: str) -> ItemCard:  # noqa: PLR0917
    facts = (
        Fact("price", (price,)),
        Fact("built", (built,)),
        Fact("engine_hours", (hours,)),
        Fact("noise", ("usual",), (Text("usual"),)),
        Fact("mooring", ("north",), (Text("North pier", "北码头"),)),
        Fact("yard", (yard,), (Text(yard.title()),)),
        Fact("mood", ("quiet", "old_style"), (Text("Quiet"), Text("Old style"))),
    )
    return ItemCard(item, "boat", Text(name), Text(f"All about {name}."), facts)


SLATE = (
    _card("b1", "The Heron", 9000.0, 2005.0, 40_000.0, "alba"),
    _card("b2", "Kestrel", 7000.0, 2019.0, 90_000.0, "brix"),
    _card("b3", "Old Sal", 12_000.0, 1995.0, 20_000.0, "alba"),
    _card("b4", "Gull", 15_000.0, 2010.0, 60_000.0, "brix"),
)


def _ground(text: str, answers: tuple[SupportAnswer, ...], needs: float) -> Grounding:
    found = []
    for word, kind in WORDS.items():
        place = text.lower().find(word.lower())
        if place >= 0:
            target = TARGETS.get(word, word.lower() if kind is not MentionType.ITEM else "b1")
            facets = {MentionType.ENTITY: ("yard",), MentionType.ORDINAL: ("noise",)}.get(kind, (target,))
            found.append(Mention(place, place + len(word), kind, "harbour", target, facets, 1.0, Text(word)))
    if needs:
        found.append(Mention(0, 0, MentionType.NEED, "harbour", "0", ("mood",), needs, Text("for fishing", "钓鱼")))
    return Grounding(tuple(found), answers)


@dataclass
class Talk:
    state: DialogueState = field(default_factory=lambda: DialogueState(active=Topic("harbour", "boat")))
    interpreter: Interpreter = field(default_factory=lambda: Interpreter(CATALOGUES, today=lambda: date(2026, 5, 20)))
    reading: Reading = field(default_factory=Reading)

    def show(self, *cards: ItemCard, move: Move = Move.RECOMMEND) -> "Talk":
        active = replace(self.state.active, slate=cards or SLATE, focus_item_id="")
        self.state = replace(self.state, active=active, last_move=move)
        return self

    def say(self, text: str, answers: tuple[SupportAnswer, ...] = (), need: float = 0.0) -> Reading:
        said = Utterance(text, self.state, None, _ground(text, answers, need), None, ("harbour",))
        self.reading, after = self.interpreter.interpret(said)
        self.state = replace(after, turn=after.turn + 1, last_move=Move.RECOMMEND)
        return self.reading

    @property
    def wishes(self) -> set[tuple[str, str, object, bool]]:
        return {(p.facet, p.operator.value, p.values[0], p.hard) for p in self.state.active.preferences}


def _answer(score: float, answer_id: str = "berth") -> SupportAnswer:
    return SupportAnswer(answer_id, "harbour", score, Text("q"), Text("a"))


@pytest.mark.parametrize(
    "text", ["a boat, at most 8000", "想找条船，最多8000", "Alba please", "cheaper?", "便宜些的呢"]
)
def test_a_message_that_seeks_limits_or_critiques_is_no_question_for_support(text: str) -> None:
    talk = Talk().show()
    assert Act.ASK_QUESTION not in talk.say(text, (_answer(0.9),)).acts


def test_a_question_that_nothing_else_explains_goes_to_support() -> None:
    assert Talk().show().say("is there a place to moor overnight?", (_answer(0.9),)).answer_id == "berth"
    assert Talk().show().say("do you match prices", (_answer(0.97),)).answer_id == "berth"


def test_indifference_to_a_facet_is_no_question_for_support() -> None:
    reading = Talk().show().say("the price doesnt matter", (_answer(0.7),))
    assert Act.DONT_CARE in reading.acts
    assert not reading.answer_id


@pytest.mark.parametrize("text", ["is the Heron good?", "the second one", "what about 2?", "第二条", "bye for now"])
def test_a_likeness_makes_no_wish_of_a_question_or_a_pointing_word(text: str) -> None:
    talk = Talk().show()
    talk.say(text, need=0.9)
    assert talk.wishes == set()


def test_a_likeness_speaks_where_a_wish_is_all_there_is() -> None:
    talk = Talk()
    talk.say("I want to sit and wait for trout", need=0.9)
    assert ("mood", "=", "quiet", False) in talk.wishes


def test_a_ware_that_no_catalogue_knows_is_named_as_unknown() -> None:
    assert Talk().say("do you sell bicycles?").unknown_name == "bicycles"
    assert Talk().say("你们卖面包吗").unknown_name == "面包"
    assert not Talk().say("what do you have?").unknown_name


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("a new boat", ("built", ">=", 2017.0, False)),
        ("新船", ("built", ">=", 2017.0, False)),
        ("a cheap one", ("price", "<=", 7600.0, False)),
        ("便宜的", ("price", "<=", 7600.0, False)),
        ("low mileage", ("engine_hours", "<=", 30400.0, False)),
        ("评分高的", ("rating", ">=", 4.4, False)),
        ("a light boat", None),
        ("my old boat sank", None),
    ],
)
def test_a_plain_adjective_is_a_soft_wish_where_a_facet_can_mean_it(text: str, wish: object) -> None:
    talk = Talk()
    talk.say(text)
    assert talk.wishes == ({wish} if wish else set())


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("not too loud, noise wise", None),
        ("不要太吵", ("noise", "<=", "usual", False)),
        ("rated 4 or more", ("rating", ">=", 4.0, True)),
        ("at least 1999", ("built", ">=", 1999.0, True)),
        ("under 100000", ("engine_hours", "<", 100_000.0, True)),
        ("not older than 6 years", ("built", ">=", 2020.0, True)),
        ("6年以内的", ("built", ">=", 2020.0, True)),
    ],
)
def test_amounts_and_adjectives_find_the_facet_that_they_can_mean(text: str, wish: object) -> None:
    talk = Talk()
    talk.say(text)
    assert wish is None or wish in talk.wishes


@pytest.mark.parametrize("text", ["see you at 9 pm", "十二点见", "my son turned 30", "at 45 I start again"])
def test_a_time_of_day_and_an_age_are_no_amounts(text: str) -> None:
    talk = Talk()
    talk.say(text)
    assert talk.wishes == set()


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("checked this year", "2026-01-01", "2026-12-31"),
        ("去年年检的", "2025-01-01", "2025-12-31"),
        ("checked in March", "2026-03-01", "2026-03-31"),
        ("上次年检是上个月", "2026-04-01", "2026-04-30"),
    ],
)
def test_dates_are_told_from_the_day_that_comes_from_outside(text: str, low: str, high: str) -> None:
    talk = Talk()
    talk.say(text)
    assert {("checked", ">=", low, True), ("checked", "<=", high, True)} <= talk.wishes


def test_after_a_month_begins_with_the_next_one() -> None:
    talk = Talk()
    talk.say("checked after december 2025")
    assert ("checked", ">=", "2026-01-01", True) in talk.wishes
    talk.say("2026年3月以前年检")
    assert ("checked", "<", "2026-03-01", True) in talk.wishes


def test_without_a_day_this_year_says_nothing() -> None:
    talk = Talk(interpreter=Interpreter(CATALOGUES))
    talk.say("checked this year")
    assert not any(facet == "checked" for facet, *_ in talk.wishes)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("another 500 cheaper", ("price", "<=", 8500.0, True)),
        ("再便宜一千", ("price", "<=", 8000.0, True)),
        ("1k less", ("price", "<=", 8000.0, True)),
        ("10000 km less", ("engine_hours", "<=", 30_000.0, True)),
    ],
)
def test_a_step_counts_from_the_item_on_the_table(text: str, wish: object) -> None:
    talk = Talk().show()
    talk.say(text)
    assert talk.wishes == {wish}


def test_a_step_beyond_all_there_is_leaves_the_plain_critique() -> None:
    talk = Talk().show()
    talk.say("8000 cheaper")
    assert talk.wishes == {("price", "<", 9000.0, True)}


def test_what_is_at_the_end_already_is_bettered_softly() -> None:
    talk = Talk().show(_card("b9", "Mite", 2000.0, 2000.0, 500.0, "alba"))
    talk.say("cheaper")
    assert all(not hard for *_, hard in talk.wishes)


def test_a_superlative_never_breaks_a_limit_said_before() -> None:
    talk = Talk()
    talk.say("between 5000 and 9000")
    talk.say("the most expensive")
    assert ("price", "<=", 9000.0, True) in talk.wishes
    talk.say("built after 2010")
    talk.say("the newest")
    assert ("built", ">", 2010.0, True) in talk.wishes


@pytest.mark.parametrize(
    ("text", "facet"),
    [
        ("how many km has it run", "engine_hours"),
        ("它跑了多少公里", "engine_hours"),
        ("第二条的泊位在哪", "mooring"),
        ("where is the mooring of the first", "mooring"),
        ("第一条是哪个船厂", "yard"),
    ],
)
def test_a_facet_is_asked_for_by_its_unit_and_by_its_own_words(text: str, facet: str) -> None:
    assert Talk().show().say(text).asked_facets == (facet,)


def test_how_long_something_else_takes_is_not_asked_of_an_item() -> None:
    reading = Talk().show().say("how long does your paperwork take", (_answer(0.9),))
    assert reading.answer_id == "berth"


@pytest.mark.parametrize(
    ("text", "first"), [("which is the oldest", "b3"), ("哪条里程最少", "b3"), ("which one is newest", "b2")]
)
def test_a_question_for_an_extreme_puts_that_item_first(text: str, first: str) -> None:
    assert Talk().show().say(text).item_ids[0] == first


def test_what_is_the_oldest_is_answered_by_the_oldest() -> None:
    assert Talk().show().say("what's the oldest").item_ids == ("b3",)


@pytest.mark.parametrize("text", ["compare the top two", "the diff between 1 and 2?", "第一条和第二条比比"])
def test_only_the_items_named_are_compared(text: str) -> None:
    reading = Talk().show().say(text)
    assert reading.item_ids == ("b1", "b2")
    assert Act.COMPARE in reading.acts


def test_a_comparison_of_nothing_named_takes_the_first_three() -> None:
    assert Talk().show().say("compare them").item_ids == ("b1", "b2", "b3")


@pytest.mark.parametrize(
    "text", ["the second is fine", "就去第二条那里", "第二条吧", "那就第二条", "I'll take the second"]
)
def test_taking_an_item_by_its_place_accepts_it(text: str) -> None:
    reading = Talk().show().say(text)
    assert Act.ACCEPT in reading.acts
    assert reading.item_ids == ("b2",)


def test_a_bare_yes_takes_what_was_shown_and_a_bare_no_asks_for_others() -> None:
    assert Talk().show().say("ok").item_ids == ("b1",)
    assert Act.ASK_MORE in Talk().show().say("nope").acts
    assert Act.THANK in Talk().show().say("no thanks").acts


def test_words_of_courtesy_are_no_wishes() -> None:
    talk = Talk().show()
    talk.say("sounds good, bye")
    assert talk.wishes == set()


@pytest.mark.parametrize("text", ["anything like it", "more like this", "类似的", "和它差不多的"])
def test_more_of_the_same_likes_the_item_spoken_of(text: str) -> None:
    talk = Talk().show()
    talk.say(text)
    assert ("item", "=", "b1", False) in talk.wishes


def test_returning_what_one_does_not_like_rejects_nothing() -> None:
    talk = Talk().show()
    talk.say("can i return it if i dont like it", (_answer(0.97),))
    assert talk.state.rejected == ()


def test_known_items_are_left_out_however_tersely_it_is_said() -> None:
    assert [ref.item for ref in _after(Talk().show(), "seen the first one").seen] == ["b1"]


def _after(talk: Talk, text: str) -> DialogueState:
    talk.say(text)
    return talk.state


def test_what_stands_before_i_meant_is_taken_back() -> None:
    talk = Talk()
    talk.say("not Alba, i meant not Brix")
    assert talk.wishes == {("yard", "!=", "brix", True)}


def test_no_i_meant_the_third_speaks_of_the_third() -> None:
    assert Talk().show().say("no i meant the third").item_ids == ("b3",)


def test_not_that_yard_dislikes_the_yard_of_the_item() -> None:
    talk = Talk().show()
    talk.say("not that yard")
    assert ("yard", "!=", "alba", True) in talk.wishes


@pytest.mark.parametrize("text", ["drop the under 9000 thing", "放宽9000这个", "never mind the price"])
def test_a_limit_that_is_dropped_is_gone(text: str) -> None:
    talk = Talk()
    talk.say("under 9000")
    talk.say(text)
    assert not any(facet == "price" for facet, *_ in talk.wishes)


def test_traditional_characters_negate_as_simplified_ones_do() -> None:
    talk = Talk()
    talk.say("Alba不考慮")
    assert talk.wishes == {("yard", "!=", "alba", True)}


def test_an_article_within_a_name_does_not_hide_a_negation() -> None:
    talk = Talk()
    talk.say("not The Heron")
    assert [ref.item for ref in talk.state.rejected] == ["b1"]


def test_a_mere_requirement_mark_behind_a_word_is_hard() -> None:
    talk = Talk()
    talk.say("cabin required")
    assert talk.wishes == {("cabin", "=", True, True)}


def test_artificial_things_are_no_call_for_a_person() -> None:
    assert Act.ASK_HUMAN not in Talk().say("人工智能的").acts


def test_an_amount_that_is_fine_is_a_soft_bound() -> None:
    talk = Talk()
    talk.say("十五六万公里也行")
    assert talk.wishes == {("engine_hours", "<=", 160_000.0, False)}


def _phrased(card: ItemCard, *paths: tuple[Triple, ...]) -> PhrasedItem:
    share = 1.0 / max(1, len(paths))
    return PhrasedItem(card, tuple(Path(path, share) for path in paths))


def _speak(talk: Talk, move: Move, items: tuple[PhrasedItem, ...], language: Language = Language.EN) -> tuple[str, str]:
    labels = (
        Label("quiet", Text("Quiet", "安静")),
        Label("old_style", Text("Old style", "复古")),
        Label("b9", Text("Mite", "米特")),
    )
    speech = Speech(move, language, "harbour", talk.reading, talk.state, items, labels, seed=1)
    reply = Speaker(CATALOGUES).phrase(speech)
    return reply.text, reply.reasons[0] if reply.reasons else ""


def test_a_reason_says_together_what_one_wish_led_to() -> None:
    talk = Talk()
    talk.say("Alba, built after 2000")
    item = _phrased(SLATE[0], (Triple("b1", "built_by", "alba"),), (Triple("b1", "built", 2005.0),))
    assert _speak(talk, Move.RECOMMEND, (item,))[1] == "built by Alba, year built 2005, as you asked"


def test_a_reason_says_values_of_one_facet_together_and_the_same_thing_once() -> None:
    shared = [(Triple("b9", "mood", value), Triple("b1", "mood", value)) for value in ("quiet", "old_style")]
    item = _phrased(SLATE[0], *shared, shared[0])
    assert _speak(Talk(), Move.RECOMMEND, (item,))[1] == "like Mite: mood: quiet and old style"


def test_one_end_of_a_range_is_not_what_was_asked_for() -> None:
    talk = Talk()
    talk.say("around 12000")
    item = _phrased(SLATE[1], (Triple("b2", "price", 7000.0),))
    assert _speak(talk, Move.RECOMMEND, (item,))[1] == "€7,000"
    assert "around €12,000" in _speak(talk, Move.RECOMMEND, (item,))[0]


@pytest.mark.parametrize(
    ("language", "there", "back"),
    [(Language.EN, "tender of Mite", "Mite is tender of it"), (Language.ZH, "附艇是“米特”", "“米特”的附艇是它")],
)
def test_a_relation_that_is_no_facet_is_said_by_its_own_label(language: Language, there: str, back: str) -> None:
    first = _phrased(SLATE[0], (Triple("b1", "tender_of", "b9"),))
    second = _phrased(SLATE[0], (Triple("b9", "tender_of", "b1"),))
    assert _speak(Talk(), Move.RECOMMEND, (first,), language)[1] == there
    assert _speak(Talk(), Move.RECOMMEND, (second,), language)[1] == back


def test_what_was_taken_is_confirmed_by_name() -> None:
    talk = Talk().show()
    talk.say("I'll take the second")
    assert "Kestrel" in _speak(talk, Move.CHAT, ())[0]
    talk.say("the second is fine, bye")
    assert "Kestrel" in _speak(talk, Move.GOODBYE, ())[0]


def test_a_text_in_one_language_serves_both() -> None:
    talk = Talk().show()
    talk.say("第一条怎么样")
    assert "All about The Heron." in _speak(talk, Move.DESCRIBE, (_phrased(SLATE[0]),), Language.ZH)[0]


def test_an_item_without_a_text_is_described_by_its_facts() -> None:
    bare = replace(SLATE[0], text=Text())
    assert "€9,000" in _speak(Talk().show(), Move.DESCRIBE, (_phrased(bare),))[0]


def test_an_unknown_name_is_said_with_what_comes_nearest() -> None:
    talk = Talk()
    talk.say("do you sell bicycles?")
    text = _speak(talk, Move.RECOMMEND, (_phrased(SLATE[0]),))[0]
    assert "bicycles" in text
    assert "The Heron" in text


def test_several_items_turned_down_are_spoken_of_as_several() -> None:
    talk = Talk().show()
    talk.say("none of them")
    assert "those" in _speak(talk, Move.RECOMMEND, (_phrased(SLATE[3]),))[0]


def test_a_soft_wish_is_heard_in_the_words_of_the_user() -> None:
    talk = Talk()
    talk.say("a boat, low mileage")
    assert "“low mileage”" in _speak(talk, Move.RECOMMEND, (_phrased(SLATE[0]),))[0]


def test_a_comparison_shows_four_differences_at_most() -> None:
    talk = Talk().show()
    talk.say("compare the first two")
    text, _ = _speak(talk, Move.COMPARE, (_phrased(SLATE[0]), _phrased(SLATE[1])))
    assert text.count("The Heron") <= 5
    assert text.count(";") <= 3


def test_a_comparison_on_one_facet_names_the_item_that_was_asked_for() -> None:
    talk = Talk().show()
    talk.say("which is the oldest")
    items = tuple(_phrased(card) for card in (SLATE[2], SLATE[0], SLATE[3], SLATE[1]))
    text, _ = _speak(talk, Move.COMPARE, items)
    assert text.rstrip(".").split(". ")[-1].count("Old Sal") == 1


def test_the_shares_of_an_explanation_stand_with_their_clauses() -> None:
    talk = Talk()
    talk.say("for fishing", need=0.9)
    item = _phrased(SLATE[0], (Triple("b1", "mood", "quiet"),), (Triple("b1", "price", 9000.0),))
    text, _ = _speak(talk, Move.EXPLAIN, (item,))
    assert "50%" in text
