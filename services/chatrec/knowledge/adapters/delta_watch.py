"""The threads that keep what is served up to date, one a catalogue, and one that learns the new names."""

import logging
import threading
from collections.abc import Callable, Sequence
from typing import Final

from prometheus_client import CollectorRegistry, Gauge

from chatrec.knowledge.domain.live import Live, Report
from chatrec.serving import log_event
from chatrec.vocabulary.errors import ChatRecError, UnavailableError

__all__ = ["WAIT_S", "Reports", "Watch"]

_LOGGER: Final = logging.getLogger(__name__)
WAIT_S: Final = 0.5
_QUIET_S: Final = 1.0
_MOST_WAITS: Final = 10


class Watch:
    """Follows catalogues in the background until it is stopped."""

    def __init__(
        self, lives: dict[str, Live], refresh_names: Callable[[str], None], *, quiet_s: float = _QUIET_S
    ) -> None:
        """Keep what to follow; `refresh_names` takes a catalogue's name and may take seconds.

        Names are learned when nothing has changed for `quiet_s`, at the latest after ten times that.
        """
        self._lives = lives
        self._refresh_names = refresh_names
        self._quiet_s = quiet_s
        self._stopping = threading.Event()
        self._moved = {name: threading.Event() for name in lives}
        self._threads: Sequence[threading.Thread] = ()

    def start(self) -> None:
        """Start the threads."""
        loops = [(self._follow, name) for name in self._lives] + [(self._learn, name) for name in self._lives]
        self._threads = [
            threading.Thread(target=loop, args=(name,), name=f"live {name}", daemon=True) for loop, name in loops
        ]
        for thread in self._threads:
            thread.start()

    def check(self) -> None:
        """Tell whether all threads are alive, as a sign of health.

        Raises:
            UnavailableError: one has ended by a bug; what is served grows old.
        """
        dead = [thread.name for thread in self._threads if not thread.is_alive()]
        if dead and not self._stopping.is_set():
            raise UnavailableError("What is served is no longer kept up to date.", part=dead[0])

    def stop(self) -> None:
        """Stop them and wait until they have left."""
        self._stopping.set()
        for thread in self._threads:
            thread.join()

    def _follow(self, name: str) -> None:
        while not self._stopping.is_set():
            if self._lives[name].follow(WAIT_S, self._stopping.wait):
                self._moved[name].set()

    def _learn(self, name: str) -> None:
        moved = self._moved[name]
        while not self._stopping.is_set():
            if not moved.wait(WAIT_S):
                continue
            for _ in range(_MOST_WAITS):
                moved.clear()
                # Learning takes the processor from what makes the next change recommendable.
                self._stopping.wait(self._quiet_s)
                if not moved.is_set():
                    break
            if not self._stopping.is_set():
                self._refresh_names(name)


class Reports:
    """Logs when a part is lost and when it is back, and shows both as a metric."""

    def __init__(self, registry: CollectorRegistry) -> None:
        """Register the metric."""
        labels = ("catalogue", "part")
        self._lost = Gauge("chatrec_knowledge_lost", "1 while a part is lost.", labels, registry=registry)

    def of(self, catalogue: str) -> Report:
        """Give the report of one catalogue."""
        errors: dict[str, ChatRecError | None] = {}

        def report(part: str, error: ChatRecError | None) -> None:
            before = errors.get(part)
            errors[part] = error
            self._lost.labels(catalogue=catalogue, part=part).set(error is not None)
            if error is not None and before is None:
                log_event(_LOGGER, logging.WARNING, "degraded", failed=error, catalogue=catalogue, part=part)
            elif error is None and before is not None:
                log_event(_LOGGER, logging.INFO, "restored", catalogue=catalogue, part=part)

        return report
