"""The one rule by which an item meets a preference, against a naive reference written case by case."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatrec.vocabulary.graph import Fact, ItemCard
from chatrec.vocabulary.matching import breaks, misses
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.schema import CatalogueSchema, Facet
from chatrec.vocabulary.words import FacetType, Operator, Text, Value

SIZES = ("tiny", "small", "big", "huge")
SCHEMA = CatalogueSchema(
    name="c",
    domain="d",
    generation="",
    languages=(),
    currency="",
    kinds=(),
    facets=(
        Facet("price", FacetType.NUMBER),
        Facet("size", FacetType.ORDINAL, values=SIZES),
        Facet("brand", FacetType.ENTITY, many=True),
        Facet("wifi", FacetType.FLAG),
        Facet("day", FacetType.DATE),
    ),
)
EQUALS = (Operator.EQUAL, Operator.NOT_EQUAL, Operator.IN)
RANGES = (Operator.LESS, Operator.AT_MOST, Operator.GREATER, Operator.AT_LEAST)

prices = st.integers(0, 4).map(float)
days = st.dates(date(2025, 12, 30), date(2026, 1, 3)).map(str)
OF: dict[str, st.SearchStrategy[Value]] = {
    "price": prices,
    "size": st.sampled_from(SIZES),
    "brand": st.sampled_from(["a", "b", "c"]),
    "wifi": st.booleans(),
    "day": days,
    "kind": st.sampled_from(["phone", "laptop"]),
    "item": st.sampled_from(["p1", "p2"]),
}


@st.composite
def cards(draw: st.DrawFn) -> ItemCard:
    facts = []
    for facet in ("price", "size", "brand", "wifi", "day"):
        held = draw(st.lists(OF[facet], max_size=3 if facet == "brand" else 1, unique=True))
        if held:
            facts.append(Fact(facet, tuple(held)))
    return ItemCard(draw(OF["item"]), draw(OF["kind"]), Text("x"), facts=tuple(facts))  # type: ignore[arg-type]


@st.composite
def preferences(draw: st.DrawFn) -> Preference:
    facet = draw(st.sampled_from(sorted(OF)))
    ordered = facet in {"price", "size", "day"}
    operator = draw(st.sampled_from((*EQUALS, *RANGES) if ordered else EQUALS))
    most = 3 if operator is Operator.IN else 1
    return Preference(facet, operator, tuple(draw(st.lists(OF[facet], min_size=1, max_size=most))), draw(st.booleans()))


def naive(card: ItemCard, wish: Preference) -> bool:
    """Tell whether an item breaks a preference, spelt out."""
    held = held_of(card, wish.facet)
    if wish.operator is Operator.NOT_EQUAL:
        return wish.values[0] in held
    if wish.operator in {Operator.EQUAL, Operator.IN}:
        return not set(held) & set(wish.values)
    if not held:
        return True
    one, bound = place(held[0], wish.facet), place(wish.values[0], wish.facet)
    allowed = {
        Operator.LESS: one < bound,
        Operator.AT_MOST: one < bound or one == bound,
        Operator.GREATER: bound < one,
        Operator.AT_LEAST: bound < one or one == bound,
    }
    return not allowed[wish.operator]


def held_of(card: ItemCard, facet: str) -> tuple[Value, ...]:
    reserved: dict[str, tuple[Value, ...]] = {"kind": (card.kind,), "item": (card.id,)}
    found = tuple(value for fact in card.facts if fact.facet == facet for value in fact.values)
    return reserved.get(facet, found)


def place(value: Value, facet: str) -> float:
    if facet == "size":
        return SIZES.index(str(value))
    return float(date.fromisoformat(str(value)).toordinal()) if facet == "day" else float(value)


@given(cards(), preferences())
def test_an_item_breaks_a_preference_as_the_reference_says(card: ItemCard, wish: Preference) -> None:
    assert breaks(card, wish, SCHEMA) == naive(card, wish)


@given(cards(), st.lists(preferences(), max_size=5))
def test_misses_are_the_facets_of_the_hard_preferences_broken_each_once(
    card: ItemCard, wishes: list[Preference]
) -> None:
    expected: list[str] = []
    for wish in wishes:
        if wish.hard and naive(card, wish) and wish.facet not in expected:
            expected.append(wish.facet)
    assert list(misses(card, wishes, SCHEMA)) == expected


@given(cards(), preferences().filter(lambda wish: wish.operator is Operator.EQUAL))
def test_equal_and_unequal_are_opposites(card: ItemCard, wish: Preference) -> None:
    unequal = Preference(wish.facet, Operator.NOT_EQUAL, wish.values, wish.hard)
    assert breaks(card, wish, SCHEMA) != breaks(card, unequal, SCHEMA)


@pytest.mark.parametrize("operator", Operator)
def test_an_item_that_lacks_the_facet_breaks_all_but_a_dislike(operator: Operator) -> None:
    bare = ItemCard("p1", "phone", Text("x"))
    assert breaks(bare, Preference("price", operator, (1.0,)), SCHEMA) == (operator is not Operator.NOT_EQUAL)


def test_of_several_values_one_is_enough_and_one_is_too_much() -> None:
    card = ItemCard("p1", "phone", Text("x"), facts=(Fact("brand", ("a", "b")),))
    assert not breaks(card, Preference("brand", Operator.EQUAL, ("b",)), SCHEMA)
    assert breaks(card, Preference("brand", Operator.NOT_EQUAL, ("b",)), SCHEMA)


anything = st.one_of(st.text(max_size=3), st.floats(), st.booleans())


@given(
    st.sampled_from(["price", "size", "brand", "wifi", "day", "kind", "item", "unknown"]),
    st.sampled_from(Operator),
    anything,
    anything,
)
def test_values_of_the_wrong_type_match_nothing_and_fail_nothing(
    facet: str, operator: Operator, held: Value, wished: Value
) -> None:
    card = ItemCard("p1", "phone", Text("x"), facts=(Fact(facet, (held,)),))
    assert breaks(card, Preference(facet, operator, (wished,)), SCHEMA) in {True, False}
