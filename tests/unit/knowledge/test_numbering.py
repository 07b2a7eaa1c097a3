"""Nodes have the numbers of their places, however they came to be there."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatrec.knowledge.domain.reasoning import numbering
from chatrec.knowledge.domain.reasoning.numbering import Numbers

IDS = st.lists(st.text("abcdef", min_size=1, max_size=3), unique=True, max_size=12)


@given(st.data(), IDS, st.integers(0, 12))
@settings(deadline=None)
def test_after_growth_and_loss_every_node_has_the_number_of_its_place(
    data: st.DataObject, drawn: list[str], count: int
) -> None:
    items, entities = drawn[:count], drawn[count:]
    numbers = Numbers.of((*items, *entities), len(items))
    for _ in range(3):
        more = [id_ for id_ in data.draw(IDS) if id_ not in {*items, *entities}]
        cut = data.draw(st.integers(0, len(more)))
        lost = data.draw(st.booleans())
        items, entities = [*items[lost:], *more[:cut]], [*entities, *more[cut:]]
        ids = (*items, *entities)
        numbers = numbers.after(ids, len(items))
        assert dict(numbers) == {id_: number for number, id_ in enumerate(ids)}
        assert len(numbers) == len(ids)
        assert "nobody" not in numbers
        assert numbers.get("nobody") is None


def test_what_is_the_same_is_not_numbered_again() -> None:
    ids = ("a", "b")
    numbers = Numbers.of(ids, 1)
    assert numbers.after(ids, 1) is numbers


def test_very_many_new_nodes_are_numbered_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numbering, "_MOST_NEW", 1)
    numbers = Numbers.of(("a", "z"), 1).after(("a", "b", "c", "z"), 3)
    assert dict(numbers) == {"a": 0, "b": 1, "c": 2, "z": 3}
    assert not numbers.new
