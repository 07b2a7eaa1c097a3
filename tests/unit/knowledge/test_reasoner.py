"""Ranking by likeness, gains, explanations, cards and the bounds at the door."""

import statistics
from dataclasses import replace

import numpy as np
import pytest

from chatrec.knowledge.domain.catalogue.catalogue import Catalogue
from chatrec.knowledge.domain.reasoner import Reasoner
from chatrec.knowledge.domain.snapshot.build import build_snapshot
from chatrec.vocabulary.errors import InvalidInputError, NotFoundError, UnavailableError
from chatrec.vocabulary.graph import FacetGain, Fact, RankQuery
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.words import Operator, Text

from .film_shelf import SHELF, LetterEncoder
from .small_shop import item, shop

B0 = Preference("brand", Operator.EQUAL, ("b0",))
CHEAP = Preference("price", Operator.AT_MOST, (1000.0,), hard=True)
ENCODER = LetterEncoder()


def reasoner(*catalogues: Catalogue) -> Reasoner:
    return Reasoner(build_snapshot(catalogue) for catalogue in catalogues)


def gains(catalogue: Catalogue, *preferences: Preference) -> dict[str, FacetGain]:
    found = reasoner(catalogue).rank(RankQuery("shop", preferences)).gains
    assert [gain.gain_bits for gain in found] == sorted((gain.gain_bits for gain in found), reverse=True)
    return {gain.facet: gain for gain in found}


def test_items_whose_text_is_like_the_wishes_come_first() -> None:
    dense = Reasoner([build_snapshot(SHELF, ENCODER)])
    found = dense.rank(RankQuery("films", vector=ENCODER.one("Thieves go into dreams of a life")))
    assert found.item_ids[0] == "inception"
    assert found.f_llm[0] > 2 * statistics.median(found.f_llm)
    assert all(0.0 < score <= 1.0 for score in found.f_llm)


def test_without_a_vector_likeness_takes_no_part() -> None:
    assert set(reasoner(SHELF).rank(RankQuery("films")).f_llm) == {1.0}


def test_what_is_like_a_liked_item_comes_before_what_is_like_its_name() -> None:
    dense = Reasoner([build_snapshot(SHELF, ENCODER)])
    query = RankQuery("films", vector=ENCODER.one("something"), liked_item_ids=("inception",))
    plain = dense.rank(replace(query, liked_item_ids=()))
    liked = dense.rank(query)
    place = plain.item_ids.index("inception")
    assert liked.f_llm[liked.item_ids.index("inception")] > 2 * plain.f_llm[place]


def test_two_wishes_leave_few_items_in_doubt() -> None:
    rows = [item(f"i{n}", brand=f"b{n % 4}", tier="high" if n % 3 else "entry") for n in range(48)]
    wish = Preference("tier", Operator.EQUAL, ("high",))
    bits = [reasoner(shop(*rows)).rank(RankQuery("shop", wishes)).entropy_bits for wishes in ((), (B0,), (B0, wish))]
    assert bits[0] - bits[1] > 1.0
    assert bits[1] - bits[2] > 0.2


def test_likeness_of_an_item_does_not_depend_on_how_many_are_asked_for() -> None:
    dense = Reasoner([build_snapshot(SHELF, ENCODER)])
    query = RankQuery("films", vector=ENCODER.one("a sword"))
    few, many = dense.rank(replace(query, max_items=1)), dense.rank(query)
    assert (few.item_ids[0], few.f_llm[0]) == (many.item_ids[0], many.f_llm[0])
    assert dense.explain(query, many.item_ids[3]).f_llm == pytest.approx(many.f_llm[3])


def test_a_facet_that_splits_evenly_tells_most() -> None:
    rows = [item(f"i{n}", brand=f"b{n % 4}", five_g=n % 8 == 0, tier="mid") for n in range(16)]
    found = gains(shop(*rows))
    assert found["brand"].gain_bits > found["five_g"].gain_bits > found["tier"].gain_bits == 0.0
    assert found["brand"].coverage == 1.0


def test_what_is_settled_is_not_asked_again() -> None:
    rows = [item(f"i{n}", brand=f"b{n % 4}", price=100.0 * n) for n in range(8)]
    assert "brand" not in gains(shop(*rows), B0)
    assert "price" not in gains(shop(*rows), CHEAP)


def test_the_kind_is_asked_only_where_there_are_several() -> None:
    rows = [item(f"i{n}", ("phone", "laptop")[n % 2]) for n in range(6)]
    assert gains(shop(*rows))["kind"].gain_bits == pytest.approx(1.0)
    assert [option.id for option in gains(shop(*rows))["kind"].options] == ["phone", "laptop"]
    assert "kind" not in gains(shop(*(item(f"i{n}") for n in range(3))))


def test_a_facet_that_few_items_have_or_that_names_each_item_is_asked_less() -> None:
    rows = [item(f"i{n}", five_g=bool(n % 2), **({"brand": f"b{n % 4}"} if n < 3 else {})) for n in range(16)]
    found = gains(shop(*rows))
    assert found["brand"].gain_bits < found["five_g"].gain_bits / 4
    assert found["brand"].coverage == pytest.approx(3 / 16)


def test_options_are_the_likeliest_values_with_names_and_numbers_have_none() -> None:
    rows = [item(f"i{n}", use=(f"u{min(n, 4)}",), tier=("entry", "high")[n % 2], price=float(n)) for n in range(9)]
    found = gains(shop(*rows))
    assert len(found["use"].options) == 4
    assert (found["use"].options[0].id, found["use"].options[0].name) == ("u4", Text(en="u4"))
    assert [option.id for option in found["tier"].options] == ["entry", "high"]
    assert found["price"].options == ()
    assert found["price"].gain_bits > 1.0


def test_uncertainty_falls_with_every_wish() -> None:
    rows = [item(f"i{n}", brand=f"b{n % 4}", price=300.0 * n) for n in range(16)]
    shop_reasoner = reasoner(shop(*rows))
    bits = [shop_reasoner.rank(RankQuery("shop", wishes)).entropy_bits for wishes in ((), (B0,), (B0, CHEAP))]
    assert bits[0] > bits[1] > bits[2] > 0.0
    assert bits[0] == pytest.approx(4.0)


def test_an_explanation_tells_rank_factors_and_what_decides() -> None:
    rows = [item(f"i{n}", brand=f"b{n % 2}", price=float(n), popularity=float(n)) for n in range(20)]
    query = RankQuery("shop", (B0, CHEAP))
    shop_reasoner = reasoner(shop(*rows))
    ranking = shop_reasoner.rank(query)
    for place in (0, 3, 9):
        why = shop_reasoner.explain(query, ranking.item_ids[place])
        assert (why.rank, why.f_kg, why.paths) == (place + 1, ranking.f_kg[place], ranking.paths[place])
    best = shop_reasoner.explain(query, "i12")
    assert best.decisive_facets == ("brand",)
    assert {label.id for label in best.labels} == {"i12", "b0"}


def test_an_item_that_does_not_match_has_no_rank_but_its_misses() -> None:
    why = reasoner(shop(item("a", price=1.0), item("b", price=2000.0))).explain(RankQuery("shop", (CHEAP,)), "b")
    assert (why.rank, why.misses, why.decisive_facets) == (0, ("price",), ())
    assert 0.0 < why.f_kg <= 1.0


def test_cards_hold_what_the_catalogue_says_in_the_order_of_its_facets() -> None:
    row = item("a", price=6.7, brand="b0", use=("u1", "u0"), tier="mid", five_g=False, released="2024-01-01")
    cards, labels = reasoner(shop(row)).describe("shop", ("nothing", "a"), ("b0", "nowhere", "a"))
    assert [card.id for card in cards] == ["a"]
    assert [fact.facet for fact in cards[0].facts] == ["price", "brand", "use", "tier", "five_g", "released"]
    assert cards[0].fact("price") == Fact("price", (6.7,))
    assert cards[0].fact("brand") == Fact("brand", ("b0",), (Text(en="b0"),))
    assert cards[0].fact("five_g") == Fact("five_g", (False,))
    assert cards[0].fact("released") == Fact("released", ("2024-01-01",))
    assert [label.id for label in labels] == ["b0", "a"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        (RankQuery("shop", max_items=0), "max_items"),
        (RankQuery("shop", max_items=201), "max_items"),
        (RankQuery("shop", (B0,) * 101), "preferences"),
        (RankQuery("shop", (replace(B0, values=()),)), "preferences.values"),
        (RankQuery("shop", (replace(B0, weight=float("inf")),)), "preferences.weight"),
        (RankQuery("shop", excluded_item_ids=("a",) * 20_001), "excluded_item_ids"),
    ],
)
def test_what_is_too_much_is_refused_by_name(query: RankQuery, field: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        reasoner(shop(item("a"))).rank(query)
    assert refused.value.facts["field"] == field


def test_a_vector_of_other_dimensions_is_refused() -> None:
    dense = Reasoner([build_snapshot(SHELF, ENCODER)])
    with pytest.raises(InvalidInputError):
        dense.rank(RankQuery("films", vector=np.ones(5, np.float32)))


def test_unknown_names_are_not_found() -> None:
    with pytest.raises(NotFoundError):
        reasoner(shop(item("a"))).rank(RankQuery("elsewhere"))
    with pytest.raises(NotFoundError):
        reasoner(shop(item("a"))).explain(RankQuery("shop"), "b")


def test_health_is_a_true_query() -> None:
    reasoner(shop(item("a"))).check()
    with pytest.raises(UnavailableError):
        Reasoner([]).check()


def test_an_empty_catalogue_answers_everything() -> None:
    empty = reasoner(shop())
    assert empty.rank(RankQuery("shop", (B0, CHEAP), liked_item_ids=("x",))).item_ids == ()
    assert empty.ground("phone").mentions[0].target == "phone"
