"""What is put into the store is recommendable in every replica within a second, and what is removed is gone."""

from __future__ import annotations

import time
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
from prometheus_client import CollectorRegistry

from chatrec.knowledge.adapters.delta_stream import RedisDeltaStream, open_redis
from chatrec.knowledge.adapters.delta_watch import WAIT_S, Reports, Watch
from chatrec.knowledge.adapters.graph_store_files import FileGraphStore
from chatrec.knowledge.domain.catalogue.catalogue import Item
from chatrec.knowledge.domain.catalogue.changes import Change
from chatrec.knowledge.domain.live import Live
from chatrec.knowledge.domain.reasoner import Reasoner
from chatrec.knowledge.domain.snapshot.build import build_snapshot
from chatrec.knowledge.domain.telling import delete_and_tell, upsert_and_tell
from chatrec.vocabulary.graph import RankQuery
from chatrec.vocabulary.words import Text
from tests.tea import tea

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_PROMISED_S = 1.0
_START_S = 30.0
_REPLICAS = 2
_SENCHA = Item("t9", Text("Sencha"), "green", facets={"taste": ("grassy", "sweet"), "price": (80.0,)})


@pytest.fixture
def store(tmp_path: Path) -> FileGraphStore:
    found = FileGraphStore(tmp_path / "tea")
    found.replace(tea())
    return found


@pytest.fixture
def replicas(store: FileGraphStore, redis_url: str) -> Iterator[list[Reasoner]]:
    """Give reasoners that follow the store as the service's processes do, once each has read it."""
    with ExitStack() as stack:
        reasoners = [Reasoner([build_snapshot(tea())]) for _ in range(_REPLICAS)]
        for reasoner in reasoners:
            stream = RedisDeltaStream(stack.enter_context(open_redis(redis_url, wait_s=WAIT_S)), "tea")
            report = Reports(CollectorRegistry()).of("tea")
            live = Live(reasoner, store, stream, catalogue="tea", report=report, clock=time.monotonic)
            watch = Watch({"tea": live}, reasoner.refresh_names)
            watch.start()
            stack.callback(watch.stop)
            assert _seconds_until(lambda live=live: live.revision > 0, _START_S) < _START_S
        yield reasoners


def _offered(reasoner: Reasoner) -> set[str]:
    return set(reasoner.rank(RankQuery("tea", max_items=50, gains=False)).item_ids)


def _seconds_until(holds: Callable[[], bool], limit_s: float) -> float:
    """Wait until something holds and give how long that took, at most about the limit."""
    begun_s = time.monotonic()
    while not holds() and time.monotonic() - begun_s < limit_s:
        time.sleep(0.005)
    return time.monotonic() - begun_s


def test_an_item_is_offered_everywhere_within_a_second_of_being_put_in_and_gone_within_one_of_being_removed(
    store: FileGraphStore, replicas: list[Reasoner], redis_url: str
) -> None:
    with open_redis(redis_url) as client:
        stream = RedisDeltaStream(client, "tea")
        upsert_and_tell(store, stream, Change(items=(_SENCHA,)))
        assert _seconds_until(lambda: all("t9" in _offered(one) for one in replicas), _PROMISED_S) < _PROMISED_S
        delete_and_tell(store, stream, ["t9", "t1"])
        gone = {"t9", "t1"}
        assert (
            _seconds_until(lambda: all(gone.isdisjoint(_offered(one)) for one in replicas), _PROMISED_S) < _PROMISED_S
        )
