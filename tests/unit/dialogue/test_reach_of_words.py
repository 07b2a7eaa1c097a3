"""How far words reach: what a "not too" moderates, whom a wish is for, what an amount is counted by."""

from dataclasses import replace

import pytest

from chatrec.dialogue.domain.catalogues import Catalogues
from chatrec.dialogue.domain.reading import Interpreter
from chatrec.dialogue.domain.reading.amounts.numerals import find_numbers
from chatrec.dialogue.domain.reading.amounts.quantities import read_quantities
from chatrec.dialogue.domain.reading.words.said import read_said
from chatrec.dialogue.domain.units import unit_pattern
from chatrec.vocabulary.conversation import DialogueState, Utterance
from chatrec.vocabulary.graph import Grounding, Mention
from chatrec.vocabulary.schema import CatalogueSchema, Need, NeedFacet
from chatrec.vocabulary.words import Demand, Language, MentionType, Text
from tests.unit.dialogue.shelf import CARS, FILMS, facts, garage, ground, plays, words

UNITS = unit_pattern(("min",))


def amounts(text: str) -> list[tuple[tuple[tuple[str, float], ...], bool]]:
    found = read_quantities(read_said(text, Language.ZH), UNITS)
    return [(tuple((operator.value, value) for operator, value in one.bounds), one.hard) for one in found]


@pytest.mark.parametrize("text", ["car, not too heavy, by Lumo", "轿车不要太重，鹿沐的", "别太沉的鹿沐轿车"])
def test_a_moderated_quality_refuses_nothing_else(text: str) -> None:
    wishes = facts(garage().say(text).preferences)
    assert ("maker", "=", "lumo", False) in wishes
    assert not any(operator == "!=" for _, operator, _, _ in wishes)


@pytest.mark.parametrize("text", ["not too horror please", "nothing overly horror", "不要太恐怖", "别过于恐怖"])
def test_a_moderated_value_is_a_soft_wish_against_it(text: str) -> None:
    assert facts(plays().say(text).preferences) == {("style", "!=", "horror", False)}


@pytest.mark.parametrize("text", ["喜剧不要音乐剧", "喜剧不要鹿沐"])
def test_what_stands_before_a_refusal_of_another_is_not_refused(text: str) -> None:
    assert ("style", "=", "comedy", False) in facts(plays().say(text).preferences)


@pytest.mark.parametrize("text", ["音乐剧不要", "音乐剧就算了", "音乐剧不要了，喜剧吧"])
def test_what_stands_before_a_refusal_of_nothing_else_is_refused(text: str) -> None:
    assert ("style", "!=", "musical", True) in facts(plays().say(text).preferences)


def test_a_quality_denied_beside_a_wish_is_said_to_be_unread() -> None:
    assert plays().say("a comedy but not gory").unread == "gory"


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("2k5左右", (((">=", 2125.0), ("<=", 2875.0)), False)),
        ("1w2以内", ((("<=", 12_000.0),), True)),
        ("ten minutes a day at most", ((("<=", 10.0),), True)),
        ("80 a head max", ((("<=", 80.0),), True)),
        ("五十课时以内", ((("<=", 50.0),), True)),
        ("三百一晚以下", ((("<=", 300.0),), True)),
        ("一百五一位以内", ((("<=", 150.0),), True)),
        ("lasts 2 days", (((">=", 2.0),), False)),
        ("能用三天", (((">=", 3.0),), False)),
    ],
)
def test_what_an_amount_is_counted_by_does_not_part_it_from_its_bound(text: str, bounds: object) -> None:
    assert amounts(text) == [bounds]


@pytest.mark.parametrize(("text", "value"), [("两千一以内", 2100.0), ("二十一晚", 21.0), ("一九九一年", 1991.0)])
def test_a_one_that_is_of_the_number_stays_with_it(text: str, value: float) -> None:
    assert [number.low for number in find_numbers(text)] == [value]


def test_pounds_are_money_or_mass_as_the_facet_says() -> None:
    assert ("weight", "<", 907.2, True) in facts(garage().say("under 2000 pounds of weight").preferences)
    assert ("price", "<", 2000.0, True) in facts(garage().say("price under 2000 pounds").preferences)


def test_a_rough_year_is_of_the_calendar() -> None:
    assert facts(plays().say("around 2010 or so").preferences) == {
        ("year", ">=", 2007.0, False),
        ("year", "<=", 2013.0, False),
    }


FAMILY = Need(words("with the kids|for children", "带孩子看"), (NeedFacet("audience", ("family",)),))
GROWN_UP = Need(words("not for kids|adults only", "不适合小孩"), (NeedFacet("audience", ("adult",)),))
GENTLE = Need(words("with my grandparents|for seniors", "陪老人看"), (NeedFacet("style", ("musical",)),))
THEATRE = replace(FILMS, needs=(GROWN_UP, FAMILY, GENTLE))


def told(text: str, schema: CatalogueSchema = THEATRE) -> set[tuple[str, str, object, bool]]:
    reader = Interpreter(Catalogues((schema,)))
    reading, _ = reader.interpret(
        Utterance(text, DialogueState(), None, ground(text, schema.name), None, (schema.name,))
    )
    return facts(reading.preferences)


@pytest.mark.parametrize(
    "text",
    [
        "something my 7 year old can follow",
        "a comedy for my nephew",
        "给我6岁的女儿选一部",
        "我家孩子想看喜剧，给孩子选",
    ],
)
def test_who_it_is_for_calls_for_what_the_catalogue_knows_of_such_people(text: str) -> None:
    assert ("audience", "=", "family", False) in told(text)


@pytest.mark.parametrize("text", ["for my 78-year-old father", "带我奶奶去看"])
def test_old_people_are_told_by_age_or_name(text: str) -> None:
    assert ("style", "=", "musical", False) in told(text)


@pytest.mark.parametrize("text", ["a comedy about a child", "I'm 30", "孩子的故事", "my seat was for 40 minutes"])
def test_people_who_are_only_spoken_of_call_for_nothing(text: str) -> None:
    assert not any(facet == "audience" for facet, *_ in told(text))


def test_an_age_is_left_to_the_facet_that_demands_one() -> None:
    demanding = replace(THEATRE.facets[3], demand=Demand.LEAST)
    schema = replace(THEATRE, facets=(*THEATRE.facets[:3], demanding, *THEATRE.facets[4:]))
    assert not any(facet == "audience" for facet, *_ in told("something for my 7 year old", schema))


@pytest.mark.parametrize("text", ["too sad", "something sad", "dark and sad", "sad"])
def test_an_everyday_word_said_as_a_quality_is_the_value_of_that_name(text: str) -> None:
    place = text.index("sad")
    mention = Mention(place, place + 3, MentionType.ENTITY, "plays", "sad", ("style",), 0.5, Text("sad"))
    said = Utterance(text, DialogueState(), None, Grounding((mention,)), None, ("plays",))
    reading, _ = Interpreter(Catalogues((FILMS,))).interpret(said)
    assert {(wish.facet, wish.values) for wish in reading.preferences} == {("style", ("sad",))}


def test_what_items_demand_is_measured_by_no_adjective() -> None:
    young = replace(CARS.facets[3], name="age", demand=Demand.LEAST, unit="years", label=Text("least age"), money=False)
    schema = replace(CARS, facets=(*CARS.facets, young))
    assert not any(facet == "age" for facet, *_ in told("a short one", schema))
