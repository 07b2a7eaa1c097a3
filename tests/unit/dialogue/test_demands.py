"""What items demand of their user rules out what it must, however it is said."""

from functools import cache

import pytest

from chatrec.dialogue.domain.catalogues import Catalogues
from chatrec.dialogue.domain.reading import Interpreter
from chatrec.knowledge.domain.catalogue.catalogue import Catalogue, Entity, Item
from chatrec.knowledge.domain.catalogue.wording import worded
from chatrec.knowledge.domain.reasoner import Reasoner
from chatrec.knowledge.domain.snapshot.build import build_snapshot
from chatrec.vocabulary.conversation import DialogueState, Reading, Utterance
from chatrec.vocabulary.schema import CatalogueSchema, Facet, Kind, Need, NeedFacet
from chatrec.vocabulary.words import Act, Demand, FacetType, Language, Operator, Phrases, Text

FACETS = (
    Facet("symptom", FacetType.ENTITY, many=True),
    Facet("not_for", FacetType.ENTITY, many=True, demand=Demand.NONE_OF),
    Facet("min_age", FacetType.NUMBER, unit="year", demand=Demand.LEAST),
    Facet("minutes", FacetType.NUMBER, unit="minute"),
)
CATALOGUE = Catalogue(
    schema=CatalogueSchema(
        name="care",
        domain="generic",
        generation="",
        languages=(Language.EN, Language.ZH),
        currency="",
        kinds=(
            Kind("medicine", Phrases(("medicine",), ("药",))),
            Kind("exercise", Phrases(("exercise",), ("锻炼",))),
        ),
        facets=tuple(worded(facet, Language.EN) for facet in FACETS),
        needs=(Need(Phrases(("for my baby",), ("给宝宝",)), (NeedFacet("min_age", (0.0,)),)),),
    ),
    items=(
        Item(
            "i1",
            Text("Willow tablets", "柳树片"),
            "medicine",
            facets={"symptom": ("fever",), "not_for": ("pregnancy", "asthma"), "min_age": (12.0,)},
        ),
        Item("i2", Text("Elder syrup", "接骨木糖浆"), "medicine", facets={"symptom": ("fever",), "min_age": (1.0,)}),
        Item("i3", Text("Long walk", "散步"), "exercise", facets={"symptom": ("stress",), "minutes": (30.0,)}),
    ),
    entities=(
        Entity("fever", "symptom", Text("fever", "发热"), ("发烧",)),
        Entity("stress", "symptom", Text("stress", "压力")),
        Entity("pregnancy", "condition", Text("pregnancy", "怀孕"), ("pregnant", "孕妇")),
        Entity("asthma", "condition", Text("asthma", "哮喘")),
    ),
)


@cache
def care() -> tuple[Reasoner, Interpreter]:
    snapshot = build_snapshot(CATALOGUE, None)
    return Reasoner([snapshot]), Interpreter(Catalogues([snapshot.schema]))


def read(text: str, state: DialogueState | None = None) -> tuple[Reading, DialogueState]:
    reasoner, interpreter = care()
    return interpreter.interpret(Utterance(text, state or DialogueState(), grounding=reasoner.ground(text)))


def told(text: str) -> dict[str, tuple[object, ...]]:
    """Give what a message tells of the user, and check that all of it is hard."""
    found = {}
    for wish in read(text)[0].preferences:
        if wish.facet in {"not_for", "min_age"}:
            assert wish.hard
            assert wish.operator is (Operator.NOT_EQUAL if wish.facet == "not_for" else Operator.AT_MOST)
            found[wish.facet] = (*found.get(wish.facet, ()), *wish.values)
    return found


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("my son is 4 and has a fever", 4.0),
        ("something for a 6-year-old with fever", 6.0),
        ("she is seven years old", 7.0),
        ("my daughter, aged 9, has a fever", 9.0),
        ("a fever in my 18 month old", 1.5),
        ("I'm 34 and have a fever", 34.0),
        ("我儿子4岁，发烧", 4.0),
        ("女儿七岁发烧", 7.0),
        ("宝宝三个月大", 0.25),
        ("my kids are 4 years old and 7 years old", 4.0),
        ("给宝宝退发烧", 0.0),
        ("something for my baby, she is 5 months old", 5 / 12),
        ("我妈68，发烧了", 68.0),
    ],
)
def test_an_age_rules_out_what_is_for_older_people(text: str, age: float) -> None:
    assert told(text)["min_age"] == (pytest.approx(age, abs=0.01),)


@pytest.mark.parametrize(
    "text",
    ["at most 5 minutes a day", "I have had a fever for 3 days", "show me 4", "发烧三天了", "I'm 7 months pregnant"],
)
def test_other_numbers_are_no_age(text: str) -> None:
    assert "min_age" not in told(text)


@pytest.mark.parametrize(
    ("text", "conditions"),
    [
        ("I'm pregnant", {"pregnancy"}),
        ("I have asthma and a fever", {"asthma"}),
        ("pregnant, with asthma, and a fever", {"pregnancy", "asthma"}),
        ("can I take willow tablets while pregnant?", {"pregnancy"}),
        ("我怀孕了", {"pregnancy"}),
        ("孕妇能吃柳树片吗", {"pregnancy"}),
        ("有哮喘，发烧怎么办", {"asthma"}),
    ],
)
def test_a_condition_rules_out_what_is_not_for_it(text: str, conditions: set[str]) -> None:
    assert set(told(text)["not_for"]) == conditions


@pytest.mark.parametrize("text", ["I'm not pregnant, just a fever", "no asthma, just a fever", "我没有怀孕，就是发烧"])
def test_what_the_user_denies_rules_out_nothing(text: str) -> None:
    assert "not_for" not in told(text)


def test_what_is_known_of_the_user_outlives_a_change_of_topic() -> None:
    _, state = read("I'm pregnant. A medicine for fever?")
    _, state = read("now an exercise against stress", state)
    held = {(wish.facet, wish.values) for wish in state.active.preferences}
    assert ("not_for", ("pregnancy",)) in held
    assert state.active.kind == "exercise"


def test_a_new_age_replaces_the_one_before() -> None:
    _, state = read("my son is 4")
    _, state = read("and my daughter is 9", state)
    assert [wish.values for wish in state.active.preferences if wish.facet == "min_age"] == [(9.0,)]


def test_telling_a_condition_is_a_statement_not_a_refusal() -> None:
    reading, _ = read("I'm pregnant")
    assert Act.STATE_PREFERENCE in reading.acts
