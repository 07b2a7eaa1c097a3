"""The threads that follow: they start, learn the new names, say what is lost, and stop."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest
from prometheus_client import CollectorRegistry

from chatrec.knowledge.adapters.delta_watch import Reports, Watch
from chatrec.knowledge.settings import Settings
from chatrec.vocabulary.errors import InvalidInputError, UnavailableError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Moving:
    """What is followed: it moves once, or breaks."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.rounds = 0

    def follow(self, wait_s: float, sleep: Callable[[float], object]) -> bool:
        self.rounds += 1
        if self.error is not None:
            raise self.error
        sleep(0.005)
        return self.rounds == 1


def test_names_are_learned_after_a_move_and_all_threads_end() -> None:
    learned = threading.Event()
    moving = Moving()
    watch = Watch({"tea": moving}, lambda name: learned.set(), quiet_s=0.01)  # type: ignore[dict-item]  # a fake
    watch.start()
    assert learned.wait(5.0)
    watch.check()
    watch.stop()
    assert moving.rounds >= 1
    watch.check()


def test_it_stops_while_names_wait_to_be_learned() -> None:
    moving = Moving()
    watch = Watch({"tea": moving}, lambda name: None, quiet_s=60.0)  # type: ignore[dict-item]  # a fake
    watch.start()
    while moving.rounds < 2:
        time.sleep(0.005)
    watch.stop()
    assert not any(thread.is_alive() for thread in watch._threads)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_thread_that_has_died_is_no_health() -> None:
    watch = Watch({"tea": Moving(ValueError("a bug"))}, lambda name: None, quiet_s=0.01)  # type: ignore[dict-item]  # a fake
    watch.start()
    for thread in watch._threads[:1]:
        thread.join(5.0)
    with pytest.raises(UnavailableError):
        watch.check()
    watch.stop()


def test_what_is_lost_is_logged_once_and_shown_as_a_metric(caplog: pytest.LogCaptureFixture) -> None:
    registry = CollectorRegistry()
    report = Reports(registry).of("tea")
    labels = {"catalogue": "tea", "part": "store"}
    with caplog.at_level("INFO"):
        for error in (None, UnavailableError("gone"), UnavailableError("gone"), None, None):
            report("store", error)
            assert registry.get_sample_value("chatrec_knowledge_lost", labels) == (error is not None)
    assert [record.message for record in caplog.records] == ["degraded", "restored"]


def test_deltas_without_a_store_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="DELTAS needs STORE"):
        Settings(snapshots=(tmp_path,), deltas="redis://127.0.0.1:6379/0")
