"""After any deltas, what is served is what a catalogue that took them one by one gives."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from chatrec.knowledge.domain.catalogue.catalogue import Catalogue
from chatrec.knowledge.domain.deltas import Delta, Step
from chatrec.knowledge.domain.snapshot.build import build_snapshot
from chatrec.knowledge.domain.succession import apply_delta, follow, grown

from .small_shop import catalogues
from .test_growth import changes, numbers_of, same


@given(st.data(), catalogues())
@settings(deadline=None, max_examples=60)
def test_deltas_taken_together_give_what_they_give_one_by_one(data: st.DataObject, drawn: Catalogue) -> None:
    held = replace(drawn, interactions=())
    snapshot, expected, deltas = build_snapshot(held), held, []
    for revision in range(data.draw(st.integers(1, 4))):
        step = Step(revision, revision + 1)
        ids = [row.id for row in (*expected.items, *expected.entities)]
        gone = tuple(data.draw(st.lists(st.sampled_from(ids), max_size=2))) if len(expected.items) > 1 else ()
        deltas.append(Delta(step, deleted=gone) if gone else Delta(step, data.draw(changes(expected))))
        expected = apply_delta(expected, deltas[-1])
    catalogue, found = follow(held, snapshot, numbers_of(snapshot), deltas)
    assert catalogue == expected
    same(found, grown(expected, len(deltas), snapshot))
