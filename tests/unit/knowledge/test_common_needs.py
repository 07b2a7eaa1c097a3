"""What people say for values that many catalogues have, and what is never taken for one."""

from dataclasses import replace

import pytest

from chatrec.knowledge.domain.catalogue.catalogue import Catalogue, Entity, Item
from chatrec.knowledge.domain.catalogue.changes import Change
from chatrec.knowledge.domain.deltas import Delta, Step
from chatrec.knowledge.domain.linking.folding import fold_name
from chatrec.knowledge.domain.reasoner import Reasoner
from chatrec.knowledge.domain.snapshot.build import build_snapshot
from chatrec.knowledge.domain.snapshot.common_needs import ways_to_say, with_common_needs
from chatrec.knowledge.domain.succession import follow
from chatrec.vocabulary.schema import CatalogueSchema, Facet, Kind, Need, NeedFacet
from chatrec.vocabulary.words import FacetType, Language, MentionType, Phrases, Text

NAMES = {
    "dish-in": Text("in-ear", "入耳式"),
    "dish-over": Text("over-ear", "包耳式"),
    "w": Text("western", "西部"),
    "thai": Text("Thai food", ""),
    "blue": Text("blue", "蓝色"),
}


def shop(*facets: Facet, needs: tuple[Need, ...] = (), **values: tuple[str | bool, ...]) -> Catalogue:
    schema = CatalogueSchema(
        name="shop",
        domain="generic",
        generation="",
        languages=(Language.EN, Language.ZH),
        currency="",
        kinds=(Kind("head", Phrases(("headphones",), ("耳机",))),),
        facets=facets,
        needs=needs,
    )
    items = tuple(
        Item(f"i{place}", Text(f"Thing {place}"), kind="head", facets={facet: (value,)})
        for facet, row in values.items()
        for place, value in enumerate(row)
    )
    entities = tuple(Entity(key, "value", name) for key, name in NAMES.items())
    return Catalogue(schema, items, entities)


FORM = Facet("form", FacetType.ENTITY, Text("form", "款式"), relation="has_form")
PROOF = Facet("proof", FacetType.FLAG, Text("waterproof", "防水"))


def common(catalogue: Catalogue) -> dict[tuple[str, object], Need]:
    schema = with_common_needs(catalogue, NAMES)
    assert schema.needs[: len(catalogue.schema.needs)] == catalogue.schema.needs
    return {
        (need.facets[0].facet, need.facets[0].values[0]): need for need in schema.needs[len(catalogue.schema.needs) :]
    }


def test_a_value_brings_what_people_say_for_it_but_not_its_own_name() -> None:
    found = common(shop(FORM, PROOF, form=("dish-in",), proof=(True,)))
    assert set(found) == {("form", "dish-in"), ("proof", True)}
    said = found["form", "dish-in"]
    assert "earbuds" in said.phrases.en
    assert said.common
    assert said.phrases.zh
    assert fold_name("入耳式") not in map(fold_name, said.phrases.every())


def test_a_value_that_no_item_has_brings_nothing() -> None:
    assert not common(shop(FORM, form=()))


def test_a_word_of_two_meanings_counts_only_among_its_like() -> None:
    places = shop(FORM, form=("w", "dish-in"))
    assert ("form", "w") in common(places)  # both of its names say the film
    alone = {**NAMES, "w": Text("western", "")}
    schema = with_common_needs(shop(FORM, form=("w", "blue")), {**alone, "w": Text("western", "西餐")})
    assert not any(need.facets[0].values == ("w",) for need in schema.needs)


def test_what_a_catalogue_says_itself_is_not_said_twice() -> None:
    own = Need(Phrases(en=("earbuds",)), (NeedFacet("form", ("dish-over",)),))
    found = common(shop(FORM, needs=(own,), form=("dish-in",)))
    assert "earbuds" not in found["form", "dish-in"].phrases.en


@pytest.mark.parametrize("text", ["I'd like earbuds", "想要入耳的耳塞"])
def test_the_words_are_found_in_an_utterance(text: str) -> None:
    graph = Reasoner([build_snapshot(shop(FORM, form=("dish-in", "dish-over")))])
    needs = [row for row in graph.ground(text).mentions if row.type is MentionType.NEED]
    assert [row.facets for row in needs] == [("form",)]


def test_needs_that_values_bring_stay_while_the_catalogue_grows() -> None:
    catalogue = shop(FORM, form=("dish-in",))
    before = build_snapshot(catalogue)
    numbers = {id_: number for number, id_ in enumerate(before.nodes.ids)}
    item = Item("new", Text("New"), kind="head", facets={"form": ("dish-over",)})
    step = Delta(Step(1, 2), change=Change((item,), (), ()))
    after = follow(catalogue, before, numbers, [step])[1]
    assert after.schema.needs == before.schema.needs
    gone = follow(catalogue, before, numbers, [Delta(Step(1, 2), deleted=("i0",))])[1]
    assert gone.schema.needs == before.schema.needs


def test_the_ways_to_say_a_thing_are_many_in_both_languages_and_each_stands_once() -> None:
    texts = [text for way in ways_to_say() for text in way.texts.every()]
    assert len(texts) == len(set(texts))
    assert all(len(way.texts.en) > 2 and len(way.texts.zh) > 2 for way in ways_to_say())


def test_a_schema_that_bears_a_generation_keeps_its_needs() -> None:
    catalogue = shop(FORM, form=("dish-in",))
    moved = replace(catalogue, schema=replace(catalogue.schema, generation="g"))
    assert build_snapshot(moved).schema.needs == ()
