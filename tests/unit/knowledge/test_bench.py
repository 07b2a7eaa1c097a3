"""The bench draws what it says and measures it."""

from __future__ import annotations

import numpy as np
import pytest

from chatrec.knowledge.domain.reasoning.graph import Graph
from chatrec.knowledge.domain.snapshot.build import build_snapshot
from chatrec.offline.bench.knowledge import growth, run
from chatrec.offline.bench.knowledge_graphs import queries, synthetic_catalogue, upserts


def test_a_synthetic_catalogue_has_about_ten_edges_a_node() -> None:
    catalogue = synthetic_catalogue(2000, np.random.default_rng(1))
    edges = sum(len(values) for row in catalogue.items for values in row.facets.values()) - 3 * len(catalogue.items)
    assert len(catalogue.items) + len(catalogue.entities) == 2000
    assert 9 <= edges / 2000 <= 10


def test_the_same_seed_draws_the_same_graph_and_queries() -> None:
    first, second = (synthetic_catalogue(500, np.random.default_rng(3)) for _ in range(2))
    assert first == second
    graph = Graph.of(build_snapshot(first))
    asked, again = (
        [(query.preferences, query.liked_item_ids) for query in queries(graph, np.random.default_rng(3), 12)]
        for _ in range(2)
    )
    assert asked == again
    assert {len(liked) for _, liked in asked} == {0, 1, 2}


def test_half_of_the_upserts_are_new_items_and_none_comes_twice() -> None:
    catalogue = synthetic_catalogue(500, np.random.default_rng(3))
    rows = upserts(catalogue, np.random.default_rng(4), 100)
    known = {item.id for item in catalogue.items}
    assert len({row.id for row in rows}) == 100
    assert sum(row.id in known for row in rows) == 50


def test_growth_is_one_where_a_figure_grows_with_the_size() -> None:
    rows = {"10": {"build_s": 2.0, "rss_mb": 5.0}, "100": {"build_s": 20.0, "rss_mb": 5.0}}
    assert growth(rows)["10-100"] == pytest.approx({"build_s": 1.0, "rss_mb": 0.0})


def test_every_size_is_measured_with_its_peers_beside_it() -> None:
    figures = run((500,))
    ours = figures["ours"]["500"]
    assert set(ours) >= {"build_s", "rss_mb", "rank_p50_ms", "rank_p95_ms", "rank_p99_ms", "upserts_per_s"}
    assert 0.0 < ours["rank_p50_ms"] <= ours["rank_p95_ms"] <= ours["rank_p99_ms"]
    assert 0.0 < ours["rank_cpu_p50_ms"] <= ours["rank_cpu_p95_ms"]
    assert ours["upserts_per_s"] > 0.0
    assert set(figures["peers"]["500"]) == {"ours", "networkx", "igraph"}
    assert figures["peers"]["500"]["networkx"]["same_best_10"] > 0.9
