"""One walk through the leaves: what each step took, and which parts were lost on the way."""

import logging
from collections.abc import Callable
from typing import Final, TypeVar

from chatrec.vocabulary.errors import ChatRecError, DeadlineExceededError

__all__ = ["Clock", "Walk"]

Clock = Callable[[], float]
"""Seconds of a clock that only goes forward."""

Gift = TypeVar("Gift")

_LOGGER: Final = logging.getLogger(__name__)


class Walk:
    """Takes steps through the leaves; a step that fails is noted, never raised."""

    def __init__(self, clock: Clock, progress: Callable[[str], None] = lambda _: None) -> None:
        """Start with nothing lost; `progress` hears the name of each finished step."""
        self._clock = clock
        self._progress = progress
        self._lost: dict[str, None] = {}
        self._late: set[str] = set()
        self._timings: list[tuple[str, float]] = []

    @property
    def degraded(self) -> tuple[str, ...]:
        """The parts that were lost, each once."""
        return tuple(self._lost)

    @property
    def timings_ms(self) -> tuple[tuple[str, float], ...]:
        """Milliseconds of every step, in order."""
        return tuple(self._timings)

    def step(self, name: str, part: str, call: Callable[[], Gift]) -> Gift | None:
        """Take a step; None where the part that it needs is lost. One that was late is not waited for again."""
        if part in self._late:
            return None
        started_s = self._clock()
        try:
            return call()
        except ChatRecError as error:
            self._lost[part] = None
            if isinstance(error, DeadlineExceededError):
                self._late.add(part)
            _LOGGER.warning("step %s lost %s: %s", name, part, error.reason)
            return None
        finally:
            self._timings.append((name, round((self._clock() - started_s) * 1e3, 3)))
            self._progress(name)
