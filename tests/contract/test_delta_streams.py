"""What every delta stream promises, on a real Redis."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest

from chatrec.knowledge.adapters.delta_stream import RedisDeltaStream, open_redis
from chatrec.knowledge.domain.catalogue.catalogue import Item
from chatrec.knowledge.domain.catalogue.changes import Change
from chatrec.knowledge.domain.deltas import Delta, Step
from chatrec.vocabulary.errors import UnavailableError
from chatrec.vocabulary.words import Text
from tests.servers.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST = Delta(Step(1_700_000_000_000, 1_700_000_000_001), Change(items=(Item("t9", Text("<b>龙\x00")),)))
SECOND = Delta(Step(1_700_000_000_001, 1_700_000_000_005), deleted=("t9",))


@pytest.fixture
def stream(redis_url: str) -> Iterator[RedisDeltaStream]:
    with open_redis(redis_url) as client:
        yield RedisDeltaStream(client, "tea")


def test_deltas_come_in_order_after_a_revision(stream: RedisDeltaStream) -> None:
    assert stream.after(0, 0.01) == ()
    assert stream.last() == 0
    stream.publish(FIRST)
    stream.publish(SECOND)
    assert stream.after(0, 0.01) == (FIRST, SECOND)
    assert stream.after(FIRST.step.after, 0.01) == (SECOND,)
    assert stream.last() == SECOND.step.after


def test_what_is_published_again_or_too_late_changes_nothing(stream: RedisDeltaStream) -> None:
    stream.publish(SECOND)
    stream.publish(SECOND)
    stream.publish(FIRST)
    assert stream.after(0, 0.01) == (SECOND,)


def test_catalogues_and_tenants_share_nothing(redis_url: str) -> None:
    with open_redis(redis_url) as client:
        RedisDeltaStream(client, "a:b").publish(FIRST)
        assert RedisDeltaStream(client, "b", tenant="default:a").last() == 0
        assert RedisDeltaStream(client, "a:b", tenant="other").last() == 0


def test_who_waits_is_woken_at_once(stream: RedisDeltaStream, redis_url: str) -> None:
    def publish() -> None:
        with open_redis(redis_url) as client:
            RedisDeltaStream(client, "tea").publish(FIRST)

    threading.Timer(0.1, publish).start()
    start_s = time.monotonic()
    assert stream.after(0, 30.0) == (FIRST,)
    assert time.monotonic() - start_s < 5.0


def test_a_redis_that_is_gone_is_unavailable() -> None:
    with open_redis(f"redis://127.0.0.1:{free_port()}/0") as client:
        stream = RedisDeltaStream(client, "tea")
        for use in (stream.last, lambda: stream.publish(FIRST), lambda: stream.after(0, 0.01)):
            with pytest.raises(UnavailableError):
                use()
