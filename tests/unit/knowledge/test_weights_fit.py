"""Learning the weights: what led to what was liked gets more, what was held out stays unseen, same seed same card."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from chatrec.cli.__main__ import main
from chatrec.knowledge.adapters.catalogue_writing import write_catalogue
from chatrec.knowledge.domain.catalogue.catalogue import Catalogue, Interaction
from chatrec.knowledge.domain.reasoning.graph import Graph
from chatrec.knowledge.domain.reasoning.weights import Weights
from chatrec.knowledge.domain.snapshot.build import build_snapshot
from chatrec.offline.knowledge.holdout import few_liked, hold_out, query_of
from chatrec.offline.knowledge.weights_fit import fit_weights
from chatrec.vocabulary.errors import InvalidInputError
from chatrec.vocabulary.words import FacetType

from .small_shop import BRANDS, USES, item, shop

pytest.importorskip("scipy")


def brand_lovers(users: int = 80) -> Catalogue:
    """Make people who each take to items of one brand, whatever these are for."""
    rng = np.random.default_rng(5)
    rows = [item(f"i{number}", brand=BRANDS[number % 4], use=(USES[int(rng.integers(5))],)) for number in range(80)]
    done = [
        Interaction(f"p{user}", f"i{4 * place + user % 4}", 1.0, 1)
        for user in range(users)
        for place in rng.choice(20, size=6, replace=False).tolist()
    ]
    catalogue = shop(*rows)
    entities = tuple(facet for facet in catalogue.schema.facets if facet.type is FacetType.ENTITY)
    return replace(catalogue, schema=replace(catalogue.schema, facets=entities), interactions=tuple(done))


def test_held_out_items_are_in_no_case_known_and_not_in_the_catalogue() -> None:
    catalogue = brand_lovers()
    held = hold_out(catalogue, seed=3)
    left = {(row.user, row.item) for row in held.catalogue.interactions}
    for case in (*held.fit, *held.judge):
        assert case.held
        assert not set(case.held) & set(case.liked)
        assert not {(case.user, gone) for gone in case.held} & left
        assert {(case.user, known) for known in case.liked} <= left
    assert not {case.user for case in held.fit} & {case.user for case in held.judge}
    assert sum(row.popularity for row in held.catalogue.items) == len(left)


def test_a_conversation_that_has_just_begun_shows_nothing_that_the_user_had_before() -> None:
    whole = hold_out(brand_lovers(), seed=3).judge[0]
    few = few_liked([whole], 2, seed=1)[0]
    query = query_of("shop", few, known=whole.liked)
    assert len(few.liked) == 2
    assert set(whole.liked) == set(query.excluded_item_ids)


def test_the_relation_that_leads_to_what_is_liked_gets_the_weight() -> None:
    held = hold_out(brand_lovers(), seed=3)
    graph = Graph.of(build_snapshot(held.catalogue))
    weights = fit_weights(graph, held.fit, seed=1)
    assert weights.pair("made_by", "made_by") > 1.5 * weights.pair("suited_to", "suited_to")
    assert all(value >= 0.0 for value in (weights.liked, weights.popularity, *weights.pairs.values()))


def test_the_kinds_of_evidence_keep_their_sum() -> None:
    held = hold_out(brand_lovers(), seed=3)
    weights, default = fit_weights(Graph.of(build_snapshot(held.catalogue)), held.fit, seed=1), Weights()
    before = default.liked + default.popularity + default.association("liked_with")
    after = weights.liked + weights.popularity + weights.association("liked_with")
    assert after == pytest.approx(before, abs=1e-3)


def test_too_few_people_are_refused() -> None:
    with pytest.raises(InvalidInputError, match="Too few users"):
        hold_out(brand_lovers(users=19), seed=1)


def test_the_command_writes_the_same_card_twice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_catalogue(brand_lovers(), tmp_path / "shop")
    cards = [tmp_path / name / "knowledge_weights.json" for name in ("first", "second")]
    for card in cards:
        assert main(["train", "knowledge", "--catalogue", str(tmp_path / "shop"), "--out", str(card.parent)]) == 0
    assert cards[0].read_bytes() == cards[1].read_bytes()
    figures = json.loads(cards[0].read_bytes())["figures"]
    value, low, high = figures["after"]["recall@10 (all)"]
    assert 0.0 <= low <= value <= high <= 1.0
    assert value >= figures["popularity alone"]["recall@10 (all)"][0]
    assert "CHATREC_KNOWLEDGE_WEIGHTS" in capsys.readouterr().out
