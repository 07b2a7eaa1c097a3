"""Between dialogue and a generator: whether it is asked at all, and whether what it says is taken."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeVar

from chatrec.dialogue.domain.ports import Generator, Prompt
from chatrec.vocabulary.errors import ChatRecError, DeadlineExceededError, OverloadedError

__all__ = ["Guard", "Limits", "Outcome"]

_MINUTE_S: Final = 60.0
T = TypeVar("T")


class Outcome(StrEnum):
    """What became of a chance to ask the generator."""

    TAKEN = "taken"
    UNFOUNDED = "unfounded"
    FAILED = "failed"
    RESTING = "resting"
    OVER_BUDGET = "over budget"
    NO_TIME = "no time"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is asked: calls a minute for each catalogue, and how many failures in a row bring how long a rest."""

    calls_per_minute: int = 60
    failures: int = 5
    rest_s: float = 30.0


class Guard:
    """Asks a generator within a budget and behind a circuit breaker, and takes only what a check founds.

    The breaker opens after so many failures in a row; after the rest one call is let through, which closes it or brings
    another rest (Nygard, Release It!, 2007). An answer that the check turns down counts as a failure: a model that only
    makes things up costs time and gives nothing. Safe for use by many threads.
    """

    def __init__(
        self,
        generator: Generator,
        limits: Limits,
        clock: Callable[[], float],
        told: Callable[[Outcome], None] = lambda _: None,
    ) -> None:
        """Keep the generator, a clock in seconds that never goes back, and who is told of outcomes."""
        self._generator = generator
        self._limits = limits
        self._clock = clock
        self._told = told
        self._lock = threading.Lock()
        self._failures = 0
        self._closed_until_s = 0.0
        self._buckets: dict[str, tuple[float, float]] = {}

    def ask(self, catalogue: str, prompt: Prompt, check: Callable[[str], T | None]) -> T | None:
        """Give what the check makes of the generator's text; None where it is not asked, fails or is not founded."""
        refusal = self._refusal(catalogue)
        if refusal is not None:
            self._told(refusal)
            return None
        taken, outcome = self._answer(prompt, check)
        self._learn(outcome)
        self._told(outcome)
        return taken

    def _answer(self, prompt: Prompt, check: Callable[[str], T | None]) -> tuple[T | None, Outcome]:
        try:
            taken = check(self._generator.complete(prompt))
        except (DeadlineExceededError, OverloadedError):
            return None, Outcome.NO_TIME
        except ChatRecError:
            return None, Outcome.FAILED
        return taken, Outcome.UNFOUNDED if taken is None else Outcome.TAKEN

    def _refusal(self, catalogue: str) -> Outcome | None:
        now_s = self._clock()
        with self._lock:
            resting = self._failures >= self._limits.failures
            if resting and now_s < self._closed_until_s:
                return Outcome.RESTING
            if not self._spend(catalogue, now_s):
                return Outcome.OVER_BUDGET
            if resting:  # This call is the trial; the others rest on.
                self._closed_until_s = now_s + self._limits.rest_s
        return None

    def _spend(self, catalogue: str, now_s: float) -> bool:
        """Take one call out of a catalogue's bucket, which fills evenly."""
        most = float(self._limits.calls_per_minute)
        left, since_s = self._buckets.get(catalogue, (most, now_s))
        left = min(most, left + (now_s - since_s) * most / _MINUTE_S)
        spent = left >= 1
        self._buckets[catalogue] = (left - 1 if spent else left, now_s)
        return spent

    def _learn(self, outcome: Outcome) -> None:
        with self._lock:
            if outcome is Outcome.TAKEN:
                self._failures = 0
            elif outcome in {Outcome.FAILED, Outcome.UNFOUNDED}:
                self._failures += 1
                self._closed_until_s = self._clock() + self._limits.rest_s
