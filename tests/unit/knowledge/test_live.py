"""A served catalogue follows its store: in order, without a gap, and with the last snapshot where all else is gone."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatrec.knowledge.adapters.delta_records import delta_from_json, delta_json
from chatrec.knowledge.domain import live
from chatrec.knowledge.domain.catalogue.catalogue import Catalogue, Entity, Item
from chatrec.knowledge.domain.catalogue.changes import Change, changed, checked, without
from chatrec.knowledge.domain.deltas import Delta, Step
from chatrec.knowledge.domain.live import Live
from chatrec.knowledge.domain.reasoner import Reasoner
from chatrec.knowledge.domain.snapshot.build import build_snapshot
from chatrec.knowledge.domain.succession import apply_delta, follow, rebuilt
from chatrec.knowledge.domain.telling import delete_and_tell, tell_revision, upsert_and_tell
from chatrec.vocabulary.errors import ChatRecError, InvalidInputError, NotFoundError, UnavailableError
from chatrec.vocabulary.graph import RankQuery, Triple
from chatrec.vocabulary.words import Text
from tests.tea import tea

if TYPE_CHECKING:
    from collections.abc import Collection

    from chatrec.vocabulary.schema import CatalogueSchema

SENCHA = Item("t9", Text("Sencha"), "green", facets={"taste": ("grassy", "sweet"), "price": (80.0,)})


@dataclass
class MemoryStore:
    """A store in memory that can be down."""

    catalogue: Catalogue | None = field(default_factory=tea)
    at: int = 1
    down: bool = False
    loads: int = 0

    def _here(self) -> Catalogue:
        if self.down:
            raise UnavailableError("The store is down.")
        if self.catalogue is None:
            raise NotFoundError("There is no catalogue.")
        return self.catalogue

    def replace(self, catalogue: Catalogue) -> None:
        self.catalogue, self.at = catalogue, self.at + 1

    def upsert(self, change: Change) -> Step:
        before = self._here()
        ids = {item.id for item in before.items}, {entity.id for entity in before.entities}
        self.replace(changed(before, checked(before.schema, change, *ids)))
        return Step(self.at - 1, self.at)

    def delete(self, ids: Collection[str]) -> Step:
        before = self._here()
        after = without(before, ids)
        if after == before:
            return Step(self.at, self.at)
        self.replace(after)
        return Step(self.at - 1, self.at)

    def load(self) -> Catalogue:
        self.loads += 1
        return self._here()

    def schema(self) -> CatalogueSchema:
        return self._here().schema

    def revision(self) -> int:
        self._here()
        return self.at

    def generation(self) -> str:
        return str(self.at)

    def ready(self) -> bool:
        return not self.down


@dataclass
class MemoryStream:
    """A stream in memory that can be down, and forget."""

    deltas: list[Delta] = field(default_factory=list)
    down: bool = False

    def _here(self) -> list[Delta]:
        if self.down:
            raise UnavailableError("The stream is down.")
        return self.deltas

    def publish(self, delta: Delta) -> None:
        if delta.step.after > self.last():
            self._here().append(delta_from_json(delta_json(delta)))

    def after(self, revision: int, wait_s: float) -> tuple[Delta, ...]:
        return tuple(delta for delta in self._here() if delta.step.after > revision)

    def last(self) -> int:
        return self._here()[-1].step.after if self._here() else 0


@dataclass
class Setting:
    """A replica with its store and stream, and a clock that only the test moves."""

    store: MemoryStore = field(default_factory=MemoryStore)
    stream: MemoryStream = field(default_factory=MemoryStream)
    now_s: float = 0.0
    lost: dict[str, ChatRecError | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.reasoner = Reasoner([build_snapshot(tea())])
        self.live = self.opened(self.reasoner)
        self.follow()

    def opened(self, reasoner: Reasoner) -> Live:
        return Live(
            reasoner,
            self.store,
            self.stream,
            catalogue="tea",
            report=self.lost.__setitem__,
            clock=lambda: self.now_s,
        )

    def follow(self) -> bool:
        return self.live.follow(0.0, lambda _: None)

    def ranked(self) -> set[str]:
        return set(self.reasoner.rank(RankQuery("tea", max_items=20)).item_ids)


@pytest.fixture
def setting() -> Setting:
    return Setting()


def test_an_upserted_item_can_be_recommended_and_a_deleted_one_is_gone(setting: Setting) -> None:
    upsert_and_tell(setting.store, setting.stream, Change(items=(SENCHA,)))
    assert setting.follow()
    assert "t9" in setting.ranked()
    delete_and_tell(setting.store, setting.stream, ["t9", "t1"])
    assert setting.follow()
    assert setting.ranked().isdisjoint({"t1", "t9"})
    assert setting.store.loads == 1


def test_a_deleted_item_is_withheld_before_the_snapshot_without_it_is_built(
    setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered = []

    def looked(*given: object) -> object:
        offered.append(setting.ranked())
        return follow(*given)  # type: ignore[arg-type]  # what the follower gives

    monkeypatch.setattr(live, "follow", looked)
    delete_and_tell(setting.store, setting.stream, ["t1", "hangzhou"])
    assert setting.follow()
    assert "t1" not in offered[0]
    assert offered[0] == setting.ranked()


def test_new_names_are_understood_when_they_have_been_learned(setting: Setting) -> None:
    upsert_and_tell(setting.store, setting.stream, Change(items=(SENCHA,)))
    setting.follow()
    assert not any(mention.target == "t9" for mention in setting.reasoner.ground("Sencha").mentions)
    setting.reasoner.refresh_names("tea")
    assert any(mention.target == "t9" for mention in setting.reasoner.ground("Sencha").mentions)


def test_a_name_of_a_deleted_item_harms_nothing_before_that(setting: Setting) -> None:
    delete_and_tell(setting.store, setting.stream, ["t1"])
    setting.follow()
    targets = [mention.target for mention in setting.reasoner.ground("Dragon Well").mentions]
    assert "t1" in targets
    setting.reasoner.rank(RankQuery("tea", liked_item_ids=("t1",), max_items=5))


def test_a_gap_is_healed_from_the_store(setting: Setting) -> None:
    upsert_and_tell(setting.store, None, Change(items=(replace(SENCHA, id="t8"),)))
    upsert_and_tell(setting.store, setting.stream, Change(items=(SENCHA,)))
    setting.follow()
    assert {"t8", "t9"} <= setting.ranked()
    assert setting.store.loads == 2


def test_what_the_stream_lost_altogether_is_found_within_ten_seconds(setting: Setting) -> None:
    upsert_and_tell(setting.store, None, Change(items=(SENCHA,)))
    setting.follow()
    assert "t9" not in setting.ranked()
    for _ in range(2):
        setting.now_s += 5.0
        setting.follow()
    assert "t9" in setting.ranked()


def test_what_the_stream_is_about_to_bring_is_not_read_from_the_store(setting: Setting) -> None:
    for number in range(5):
        setting.now_s += 5.0
        waiting = setting.store.upsert(change := Change(items=(replace(SENCHA, id=f"n{number}"),)))
        setting.live._look()
        setting.stream.publish(Delta(waiting, change))
        setting.follow()
        assert f"n{number}" in setting.ranked()
    assert setting.store.loads == 1


def test_while_the_stream_is_gone_the_store_is_followed(setting: Setting) -> None:
    setting.stream.down = True
    setting.follow()
    upsert_and_tell(setting.store, None, Change(items=(SENCHA,)))
    setting.now_s += 5.0
    setting.follow()
    assert "t9" in setting.ranked()


def test_a_delta_told_twice_or_late_changes_nothing(setting: Setting) -> None:
    upsert_and_tell(setting.store, setting.stream, Change(items=(SENCHA,)))
    setting.follow()
    before = setting.reasoner.snapshot("tea")
    setting.stream.deltas.append(setting.stream.deltas[-1])
    assert not setting.follow()
    assert setting.reasoner.snapshot("tea") is before


def test_a_stream_that_failed_after_the_store_was_written_is_made_good_by_doing_it_again(setting: Setting) -> None:
    setting.stream.down = True
    with pytest.raises(UnavailableError):
        upsert_and_tell(setting.store, setting.stream, Change(items=(SENCHA,)))
    with pytest.raises(UnavailableError):
        delete_and_tell(setting.store, setting.stream, ["t1"])
    setting.stream.down = False
    delete_and_tell(setting.store, setting.stream, ["t1"])
    setting.follow()
    assert "t9" in setting.ranked()
    assert "t1" not in setting.ranked()


def test_a_replica_that_starts_again_has_all(setting: Setting) -> None:
    upsert_and_tell(setting.store, setting.stream, Change(items=(SENCHA,)))
    setting.reasoner = Reasoner([build_snapshot(tea())])
    setting.live = setting.opened(setting.reasoner)
    setting.follow()
    assert "t9" in setting.ranked()


def test_the_last_snapshot_serves_while_store_and_stream_are_gone_and_it_is_said(setting: Setting) -> None:
    upsert_and_tell(setting.store, setting.stream, Change(items=(SENCHA,)))
    setting.follow()
    setting.store.down = setting.stream.down = True
    setting.now_s += 60.0
    setting.follow()
    assert "t9" in setting.ranked()
    assert isinstance(setting.lost["store"], UnavailableError)
    assert isinstance(setting.lost["deltas"], UnavailableError)
    setting.store.down = setting.stream.down = False
    setting.follow()
    assert setting.lost == {"store": None, "deltas": None}


def test_a_store_that_was_set_back_is_read_once_not_for_ever(setting: Setting) -> None:
    setting.stream.publish(Delta(Step(900, 901), deleted=("t1",)))
    setting.follow()
    setting.follow()
    assert setting.store.loads <= 2
    assert "t1" in setting.ranked()


def test_a_change_of_many_rows_is_told_by_its_revision_alone(setting: Setting) -> None:
    items = tuple(Item(f"n{n}", Text(f"Tea {n}")) for n in range(1_001))
    upsert_and_tell(setting.store, setting.stream, Change(items=items))
    assert setting.stream.deltas[-1].change == Change()
    setting.follow()
    assert setting.reasoner.snapshot("tea").item_count == 1_005


def test_a_replaced_catalogue_is_told_once(setting: Setting) -> None:
    setting.store.replace(without(tea(), ["t3"]))
    tell_revision(setting.store, setting.stream)
    tell_revision(setting.store, setting.stream)
    assert len(setting.stream.deltas) == 1
    setting.follow()
    assert "t3" not in setting.ranked()


def test_vectors_are_kept_for_what_says_the_same_and_are_zero_for_what_is_new() -> None:
    old = build_snapshot(tea())
    vectors = np.eye(4, 8, dtype=np.float32)
    old = replace(old, vectors=replace(old.vectors, model_id="eye", items=vectors))
    renamed = replace(tea().items[1], name=Text("Lapsang"))
    catalogue = replace(tea(), items=(SENCHA, renamed, tea().items[0], *tea().items[2:]))
    catalogue = replace(catalogue, entities=(*tea().entities, Entity("grassy", "taste", Text("grassy"))))
    fresh = rebuilt(catalogue, 7, old)
    expected = np.vstack([np.zeros((2, 8)), vectors[0], vectors[2], vectors[3]])
    assert fresh.vectors.items.tolist() == expected.tolist()
    assert fresh.schema.generation != old.schema.generation
    reasoner = Reasoner([fresh])
    query = RankQuery("tea", vector=vectors[2], max_items=5)
    assert "t9" in reasoner.rank(query).item_ids


_WORDS = st.text(min_size=1, max_size=20)


@given(
    _WORDS, _WORDS, st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=1), st.booleans()
)
def test_a_delta_reads_back_equal_whatever_the_names_hold(id_: str, name: str, price: list[float], flag: bool) -> None:  # noqa: FBT001
    if any("\ud800" <= letter <= "\udfff" for letter in id_ + name):
        return
    item = Item(id_, Text(name, name), facets={"price": tuple(price), "organic": (flag,)}, aliases=(name,))
    change = Change((item,), (Entity(name, "x", Text(id_)),), (Triple(id_, name, "t"),))
    delta = Delta(Step(1, 2), change, (name,))
    assert delta_from_json(delta_json(delta)) == delta


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"before": 1}', '{"before": 1, "after": 2, "items": [{}]}', "\x00"])
def test_what_is_no_delta_is_refused(text: str) -> None:
    with pytest.raises(InvalidInputError):
        delta_from_json(text)


def test_a_delta_gives_the_catalogue_that_the_store_holds(setting: Setting) -> None:
    change = Change(items=(SENCHA,), triples=(Triple("t9", "goes_with", "t1"),))
    setting.store.upsert(change)
    assert apply_delta(tea(), Delta(Step(1, 2), change)) == setting.store.catalogue
