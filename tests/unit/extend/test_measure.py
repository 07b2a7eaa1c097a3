"""The measurement counts what it says it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from chatrec.knowledge.adapters.catalogue_writing import write_catalogue
from chatrec.offline.extend.candidates import Fact
from chatrec.offline.extend.measure import hide, measure, said
from tests.unit.extend.small_cinema import cinema

if TYPE_CHECKING:
    from pathlib import Path


def test_a_fact_is_said_where_its_name_stands_in_the_text() -> None:
    facts = said(cinema(films=2), "text")
    assert facts == {
        Fact("f0", "genre", "horror"): {"en", "zh"},
        Fact("f0", "director", "ann_lee"): {"en"},
        Fact("f0", "minutes", 90.0): {"en", "zh"},
        Fact("f1", "genre", "comedy"): {"en", "zh"},
        Fact("f1", "director", "bo_chan"): {"en"},
        Fact("f1", "minutes", 91.0): {"en", "zh"},
    }


def test_three_in_ten_are_hidden_and_by_the_same_seed_the_same() -> None:
    facts = list(said(cinema(), "text"))
    shown, hidden = hide(cinema(), facts, 1)
    assert len(hidden) == int(0.3 * len(facts))
    assert hide(cinema(), facts, 1)[1] == hidden != hide(cinema(), facts, 2)[1]
    held = {Fact(item.id, name, value) for item in shown.items for name, row in item.facets.items() for value in row}
    assert not held & hidden


def test_a_catalogue_that_says_all_it_holds_is_recovered(tmp_path: Path) -> None:
    write_catalogue(cinema(), tmp_path / "a")
    rows = {(row.catalogue, row.texts, row.language, row.method): row for row in measure([tmp_path / "a"], (1,), 0.5)}
    row = rows["cinema", "text", "en", "ours"]
    assert row.precision.value == pytest.approx(1.0)
    assert row.recall.value > 0.9
    assert rows["all", "text", "en", "ours"].recall == row.recall
