"""What a catalogue may say of plans, and what is said of its mistakes."""

from pathlib import Path

import numpy as np
import pytest

from chatrec.knowledge.adapters.catalogue_files import read_catalogue
from chatrec.knowledge.adapters.catalogue_writing import write_catalogue
from chatrec.knowledge.domain.catalogue.problems import CatalogueError
from chatrec.knowledge.domain.reasoning.gains import Belief, facet_gains
from chatrec.knowledge.domain.reasoning.graph import Graph
from chatrec.knowledge.domain.snapshot.build import build_snapshot
from chatrec.vocabulary.plans import Meal, PlanRules
from chatrec.vocabulary.wire.schemas import schema_bytes, schema_from_bytes
from chatrec.vocabulary.words import Phrases

_HEAD = """
format: 1
name: island
domain: none
languages: [en]
kinds: {sight: sight, inn: inn, table: table}
facets:
  takes: {type: number}
  north: {type: number}
  east: {type: number}
  needs: {type: entity, many: true}
  teaches: {type: entity, many: true}
"""
_DAYS = """
plans:
  words: {en: [tour]}
  days: 3
  hours: takes
  latitude: north
  longitude: east
  stay: inn
  meals: [{kind: table, from: "11:30", to: "13:00"}]
"""
_PATH = "plans: {requires: needs, gives: teaches}\n"
_ITEM = '{"id": "a", "name": "A", "facets": {"takes": 1, "north": 1.5, "east": 2.5, "teaches": ["x"]}}\n'


def _write(folder: Path, plans: str, items: str = _ITEM) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "catalogue.yaml").write_text(_HEAD + plans, encoding="utf-8")
    (folder / "items.jsonl").write_text(items, encoding="utf-8")
    return folder


def _problems(folder: Path, plans: str, items: str = _ITEM) -> str:
    with pytest.raises(CatalogueError) as caught:
        read_catalogue(_write(folder, plans, items))
    return "\n".join(caught.value.problems)


def test_the_rules_are_read_and_outlive_writing_and_the_wire(tmp_path: Path) -> None:
    catalogue = read_catalogue(_write(tmp_path / "in", _DAYS))
    rules = PlanRules(
        words=Phrases(en=("tour",)),
        hours="takes",
        days=3,
        latitude="north",
        longitude="east",
        stay="inn",
        meals=(Meal("table", 690, 780),),
    )
    assert catalogue.schema.plans == rules
    write_catalogue(catalogue, tmp_path / "out")
    assert read_catalogue(tmp_path / "out").schema.plans == rules
    assert schema_from_bytes(schema_bytes(catalogue.schema)).plans == rules


def test_a_catalogue_without_the_key_makes_no_plans(tmp_path: Path) -> None:
    assert read_catalogue(_write(tmp_path / "in", "")).schema.plans is None


@pytest.mark.parametrize(
    ("plans", "said"),
    [
        ("plans: {days: 2}", "plans by days need hours, latitude and longitude"),
        ("plans: {hours: takes}", "needs days, or requires"),
        ("plans: {requires: nothing}", "there is no facet"),
        ("plans: {requires: takes}", "is of type number, not entity"),
        (_DAYS.replace("days: 3", "days: 40"), "is not a number of days from 1 to 14"),
        (_DAYS.replace("stay: inn", "stay: castle"), "there is no kind"),
        (_DAYS.replace('"11:30"', '"25:00"'), "is not a time like 09:30"),
        (_DAYS.replace('"11:30"', '"14:00"'), "ends before it begins"),
        (_DAYS + "  speed: 3\n", "unknown key"),
    ],
)
def test_a_mistake_in_the_rules_is_named(tmp_path: Path, plans: str, said: str) -> None:
    assert said in _problems(tmp_path / "in", plans)


def _course(name: str, gives: str, needs: str = "") -> str:
    return f'{{"id": "{name}", "name": "{name}", "facets": {{"teaches": ["{gives}"], "needs": [{needs}]}}}}\n'


def test_prerequisites_that_go_in_a_circle_are_named(tmp_path: Path) -> None:
    items = _course("a", "x", '"z"') + _course("b", "y", '"x"') + _course("c", "z", '"y"')
    problems = _problems(tmp_path / "in", _PATH, items)
    assert "prerequisites go in a circle" in problems
    assert problems.count(" needs ") == 3


def test_an_item_that_deepens_what_it_requires_is_no_circle(tmp_path: Path) -> None:
    items = _course("a", "x") + _course("b", "x", '"x"') + _course("c", "x", '"x"')
    assert len(read_catalogue(_write(tmp_path / "in", _PATH, items)).items) == 3


def test_nobody_is_asked_for_what_only_planning_needs(tmp_path: Path) -> None:
    items = "".join(
        f'{{"id": "i{number}", "name": "I{number}", "facets": {{"takes": {number}, "north": {number}, "east": 1}}}}\n'
        for number in range(8)
    )
    graph = Graph.of(build_snapshot(read_catalogue(_write(tmp_path / "in", _DAYS, items)), None))
    belief = Belief(np.arange(8), np.full(8, 1 / 8))
    asked = {gain.facet for gain in facet_gains(graph, belief, frozenset())}
    assert "takes" in asked
    assert not asked & {"north", "east"}
