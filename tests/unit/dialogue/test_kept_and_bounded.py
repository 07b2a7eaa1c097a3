"""What is kept until a catalogue is known, and how classes, ages, decades and denials bound what is sought."""

from dataclasses import replace
from datetime import date

import pytest

from chatrec.dialogue.domain.catalogues import Catalogues
from chatrec.dialogue.domain.reading import Interpreter
from chatrec.vocabulary.conversation import DialogueState, Reading, Utterance
from chatrec.vocabulary.graph import Grounding, Mention
from chatrec.vocabulary.schema import Facet, Need, NeedFacet
from chatrec.vocabulary.words import Act, Better, FacetType, MentionType, Operator, Text
from tests.unit.dialogue.harbour import Talk
from tests.unit.dialogue.shelf import CARS, CATALOGUES, FILMS, facts, garage, ground, plays, words

BOTH = ("garage", "plays")


def converse(*texts: str) -> DialogueState:
    reader, state = Interpreter(CATALOGUES, today=lambda: date(2026, 5, 20)), DialogueState()
    for text in texts:
        _, state = reader.interpret(Utterance(text, state, None, ground(text, *BOTH), None, BOTH))
        state = replace(state, turn=state.turn + 1)
    return state


@pytest.mark.parametrize(
    ("texts", "wish"),
    [
        (("under 2 hours please", "a musical show"), ("minutes", "<", 120.0, True)),
        (("two hours at most", "话剧"), ("minutes", "<=", 120.0, True)),
        (("二十万以内", "想要轿车"), ("price", "<=", 200_000.0, True)),
        (("somewhere around 90000", "a car"), ("price", ">=", 76_500.0, False)),
    ],
)
def test_an_amount_said_before_the_kind_is_known_counts_once_it_is(
    texts: tuple[str, ...], wish: tuple[str, str, float, bool]
) -> None:
    assert wish in facts(converse(*texts).active.preferences)


def test_an_amount_is_not_taken_over_where_the_kind_comes_with_its_own() -> None:
    held = facts(converse("二十万以内", "轿车，价格15万以内").active.preferences)
    assert {wish for wish in held if wish[0] == "price"} == {("price", "<=", 150_000.0, True)}


STARS = Facet(
    "stars",
    FacetType.ORDINAL,
    Text("class", "等级"),
    better=Better.HIGH,
    values=("1", "2", "3", "4", "5"),
    value_names=tuple(Text(f"{name} stars", f"{zh}星") for name, zh in zip("12345", "一二三四五", strict=True)),
)
SCORE = Facet("score", FacetType.NUMBER, Text("rating", "评分"), phrases=words("rating|rated", "评分"), unit="points")
STARRED = replace(CARS, facets=(*CARS.facets, STARS, SCORE))
GRADED = replace(FILMS, facets=(*FILMS.facets[:5], replace(FILMS.facets[5], better=None)))


def read(text: str, schema: object, *mentions: Mention) -> Reading:
    grounding = Grounding(mentions) if mentions else ground(text, schema.name)  # type: ignore[attr-defined]
    said = Utterance(text, DialogueState(), None, grounding, None, (schema.name,))  # type: ignore[attr-defined]
    reading, _ = Interpreter(Catalogues((schema,)), today=lambda: date(2026, 5, 20)).interpret(said)  # type: ignore[arg-type]
    return reading


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("at least a 4 star one", ("stars", ">=", "4", True)),
        ("4星以上的轿车", ("stars", ">=", "4", True)),
        ("rated 4 stars or more", ("score", ">=", 4.0, True)),
    ],
)
def test_stars_are_of_the_class_unless_a_rating_is_spoken_of(text: str, wish: object) -> None:
    assert facts(read(text, STARRED).preferences) == {wish} | (
        {("kind", "=", "car", True)} if "轿车" in text else set()
    )


def _told(text: str, word: str, value: str) -> Mention:
    place = text.index(word)
    return Mention(place, place + len(word), MentionType.ORDINAL, "plays", value, ("audience",), 1.0, Text(word))


@pytest.mark.parametrize(
    ("text", "word", "operator"),
    [("something harder than teen", "teen", ">"), ("比青少年难的", "青少年", ">"), ("easier than teen", "teen", "<")],
)
def test_a_value_that_is_compared_with_bounds(text: str, word: str, operator: str) -> None:
    assert facts(read(text, GRADED, _told(text, word, "teen")).preferences) == {("audience", operator, "teen", True)}


@pytest.mark.parametrize("text", ["Lumo is too expensive", "鹿沐太贵了", "鹿沐的都太大了"])
def test_what_is_criticised_is_not_wished(text: str) -> None:
    assert not any(facet == "maker" for facet, *_ in facts(garage().say(text).preferences))


@pytest.mark.parametrize("text", ["音乐剧看不下去", "看不惯音乐剧", "音乐剧看不了"])
def test_what_somebody_is_unable_to_enjoy_is_refused(text: str) -> None:
    assert ("style", "!=", "musical", True) in facts(plays().say(text).preferences)


@pytest.mark.parametrize(
    "text", ["不超过二十万的轿车", "no more than 200000, a car", "不贵的轿车", "没有天窗的轿车", "不要充气的轿车"]
)
def test_a_bound_and_a_denied_quality_refuse_no_kind(text: str) -> None:
    assert ("kind", "!=", "car", True) not in facts(_unmet(text).preferences)


def _unmet(text: str) -> Reading:
    return read(text, CARS)


def test_a_list_that_is_welcome_goes_on_no_refusal() -> None:
    wishes = facts(garage().say("不要红色，蓝色或者鹿沐都行").preferences)
    assert {("colour", "!=", "red", True), ("colour", "=", "blue", False)} <= wishes


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("early 2000s", 2000.0, 2004.0),
        ("late 80s", 1985.0, 1989.0),
        ("八十年代末", 1985.0, 1989.0),
        ("90年代中期", 1993.0, 1997.0),
    ],
)
def test_a_part_of_a_decade_is_some_of_its_years(text: str, low: float, high: float) -> None:
    assert facts(plays().say(text).preferences) == {("year", ">=", low, True), ("year", "<=", high, True)}


@pytest.mark.parametrize("text", ["launched in the last six months", "近六个月上市的"])
def test_the_last_months_count_back_from_today(text: str) -> None:
    assert ("launched", ">=", "2025-11-21", True) in facts(read(text, CARS).preferences)


def test_an_hour_behind_a_bound_is_one_hour() -> None:
    assert facts(plays().say("less than an hour").preferences) == {("minutes", "<", 60.0, True)}


def test_an_age_told_without_its_unit_is_no_price() -> None:
    assert not facts(read("我妈68，想买轿车", CARS).preferences) - {("kind", "=", "car", True)}


OUTING = Need(words("with the kids", "带孩子"), (NeedFacet("comfort", ("fair",)), NeedFacet("sunroof", (True,))))


@pytest.mark.parametrize(("text", "hard"), [("nothing with the kids", False), ("不要带孩子", False)])
def test_a_refused_need_refuses_what_it_means_first(text: str, hard: bool) -> None:  # noqa: FBT001
    schema = replace(CARS, needs=(OUTING,))
    assert facts(read(text, schema).preferences) == {("comfort", "<", "fair", hard)}


def test_a_likeness_says_nothing_of_a_refusal_unless_it_refuses_as_well() -> None:
    guessed = Mention(0, 0, MentionType.NEED, "garage", "0", ("comfort",), 0.9, Text("with the kids"))
    assert not read("nothing that folds", replace(CARS, needs=(OUTING,)), guessed).preferences
    quiet = Need(words("not for kids", "不适合孩子"), (NeedFacet("comfort", ("plush",)),))
    assert read("nothing childish", replace(CARS, needs=(quiet,)), guessed).preferences


@pytest.mark.parametrize("text", ["is there a cabin?", "有没有 cabin？"])
def test_a_feature_asked_of_what_is_shown_is_no_wish(text: str) -> None:
    reading = Talk().show().say(text)
    assert Act.ASK_ATTRIBUTE in reading.acts
    assert not reading.preferences


def test_a_feature_asked_before_anything_is_shown_is_wished() -> None:
    assert ("cabin", "=", True, False) in facts(Talk().say("is there one with a cabin?").preferences)


@pytest.mark.parametrize(
    ("text", "words_"),
    [("a car that isn't orange", "orange"), ("轿车，不要太花哨", "花哨"), ("don't want a folding car", "folding")],
)
def test_a_denied_quality_that_nothing_records_is_said_to_be_unread(text: str, words_: str) -> None:
    assert read(text, CARS).unread == words_


def test_what_is_within_a_phrase_of_the_catalogue_denies_nothing_else() -> None:
    roof = replace(CARS.facets[5], phrases=words("sunroof|no roof above", "天窗|没有车顶"))
    schema = replace(CARS, facets=(*CARS.facets[:5], roof, *CARS.facets[6:]))
    place = "没有车顶、豪华的轿车"
    mentions = (
        Mention(0, 4, MentionType.FACET, "garage", "sunroof", ("sunroof",), 1.0),
        Mention(5, 7, MentionType.ORDINAL, "garage", "plush", ("comfort",), 1.0, Text("plush", "豪华")),
        Mention(8, 10, MentionType.KIND, "garage", "car"),
    )
    assert facts(read(place, schema, *mentions).preferences) == {
        ("kind", "=", "car", True),
        ("sunroof", "=", True, False),
        ("comfort", "=", "plush", False),
    }


@pytest.mark.parametrize("text", ["不带天窗的不考虑", "没有天窗的不要"])
def test_to_refuse_what_is_without_something_requires_it(text: str) -> None:
    assert ("sunroof", "=", True, True) in facts(garage().say(text).preferences)


@pytest.mark.parametrize(
    ("text", "operator"),
    [("nothing harder than teen", "<="), ("not easier than teen", ">="), ("不要比青少年难的", "<=")],
)
def test_a_denied_comparison_is_turned_round(text: str, operator: str) -> None:
    word = "teen" if "teen" in text else "青少年"
    assert facts(read(text, GRADED, _told(text, word, "teen")).preferences) == {("audience", operator, "teen", True)}


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("launched since last year", {("launched", ">=", "2025-01-01", True)}),
        ("去年以后上市的", {("launched", ">=", "2025-01-01", True)}),
        ("launched before this year", {("launched", "<", "2026-01-01", True)}),
    ],
)
def test_a_year_told_from_today_may_be_open_ended(text: str, limits: set[object]) -> None:
    assert facts(read(text, CARS).preferences) == limits


def test_a_length_of_time_that_no_item_could_have_is_of_none() -> None:
    assert not any(facet == "minutes" for facet, *_ in facts(plays().say("we are 7 months pregnant").preferences))
    assert ("minutes", ">=", 600.0, True) in facts(plays().say("at least 10 hours").preferences)


@pytest.mark.parametrize("text", ["a sad musical", "a show in red please"])
def test_an_everyday_word_beside_what_it_describes_is_a_value(text: str) -> None:
    word = "sad" if "sad" in text else "red"
    place, other = text.index(word), text.index("musical" if "sad" in text else "show")
    weak = Mention(place, place + 3, MentionType.ENTITY, "plays", word, ("style",), 0.5, Text(word))
    sure = Mention(other, other + 7, MentionType.ENTITY, "plays", "musical", ("style",), 1.0, Text("musical"))
    found = facts(read(text, FILMS, weak, *([sure] if "sad" in text else [])).preferences)
    assert ("style", "=", word, False) in found


def test_a_limit_that_would_only_be_ideal_is_no_limit() -> None:
    assert ("price", "<", 90_000.0, False) in facts(garage().say("ideally under 90000").preferences)


@pytest.mark.parametrize(("text", "asks"), [("is there a cheaper one?", False), ("the cheaper one", True)])
def test_a_cheaper_one_is_another_and_the_cheaper_one_is_shown(text: str, asks: bool) -> None:  # noqa: FBT001
    talk = Talk().show()
    talk.say(text)
    assert (Act.ASK_ATTRIBUTE in talk.reading.acts) is asks


def test_any_but_one_refuses_that_one() -> None:
    assert ("maker", "!=", "lumo", True) in facts(garage().say("any maker but Lumo").preferences)
    assert ("maker", "=", "lumo", False) in facts(garage().say("any car but make it Lumo").preferences)


def test_an_amount_is_of_no_facet_that_comes_next_in_a_list() -> None:
    assert ("price", "<=", 200_000.0, True) in facts(garage().say("二十万以内、续航长的轿车").preferences)


@pytest.mark.parametrize("text", ["天窗的轿车，必须有天窗", "a car with sunroof, it must have a sunroof"])
def test_what_is_said_twice_is_required_where_it_is_once(text: str) -> None:
    assert ("sunroof", "=", True, True) in facts(read(text, CARS).preferences)


def test_a_refusal_may_share_its_preposition_with_a_phrase() -> None:
    calm = Need(words("in the hills", "山里"), (NeedFacet("comfort", ("fair",)),))
    named = Mention(4, 16, MentionType.NEED, "garage", "0", ("comfort",), 1.0, Text("in the hills"))
    wishes = facts(read("not in the hills", replace(CARS, needs=(calm,)), named).preferences)
    assert wishes == {("comfort", "<", "fair", False)}


def test_a_refused_year_leaves_the_one_that_is_wanted() -> None:
    wishes = facts(read("launched this year, not last year", CARS).preferences)
    assert wishes == {("launched", ">=", "2026-01-01", True), ("launched", "<=", "2026-12-31", True)}


def test_not_before_a_month_is_since_that_month() -> None:
    assert ("launched", ">=", "2026-03-01", True) in facts(read("not launched before March", CARS).preferences)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("a car that isn't huge, 900 kg or lighter", ("weight", "<=", 900.0, True)),
        ("900 kg or heavier", ("weight", ">=", 900.0, True)),
    ],
)
def test_or_with_a_comparative_bounds_and_goes_on_no_refusal(text: str, wish: object) -> None:
    assert wish in facts(read(text, CARS).preferences)


@pytest.mark.parametrize("text", ["不用门票的轿车", "不需要买票的轿车"])
def test_what_needs_no_ticket_is_free(text: str) -> None:
    assert ("price", "=", 0.0, True) in facts(read(text, CARS).preferences)


@pytest.mark.parametrize(("text", "sought"), [("without cars", False), ("in a small car", True), ("不想要轿车", False)])
def test_a_kind_named_within_a_need_is_sought_or_refused_as_the_need_says(text: str, sought: bool) -> None:  # noqa: FBT001
    on_foot = Need(words("without cars|in a small car", "不想要轿车"), (NeedFacet("comfort", ("fair",)),))
    reader = Interpreter(Catalogues([replace(CARS, needs=(on_foot,))]))
    found = ground(text, "garage")
    need = Mention(0, len(text), MentionType.NEED, "garage", "0", ("comfort",), score=1.0)
    reading, _ = reader.interpret(Utterance(text, DialogueState(), None, replace(found, mentions=(need,))))
    kinds = {(wish.operator, wish.values) for wish in reading.preferences if wish.facet == "kind"}
    assert kinds == {(Operator.EQUAL if sought else Operator.NOT_EQUAL, ("car",))}
