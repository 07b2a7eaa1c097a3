"""The bench draws what it says and measures it."""

import numpy as np

from chatrec.offline.bench.knowledge import run, synthetic_catalogue


def test_a_synthetic_catalogue_has_about_ten_edges_a_node() -> None:
    catalogue = synthetic_catalogue(2000, np.random.default_rng(1))
    edges = sum(len(values) for row in catalogue.items for values in row.facets.values()) - 3 * len(catalogue.items)
    assert len(catalogue.items) + len(catalogue.entities) == 2000
    assert 9 <= edges / 2000 <= 10


def test_every_size_is_measured() -> None:
    measured = run((500,))["ours"]["500"]
    assert set(measured) >= {"build_s", "rss_mb", "rank_p50_ms", "rank_p95_ms"}
    assert 0.0 < measured["rank_p50_ms"] <= measured["rank_p95_ms"]
    assert 0.0 < measured["rank_cpu_p50_ms"] <= measured["rank_cpu_p95_ms"]
