"""What changes while the policy serves: the values, as the log grows, and the policies, as releases go on."""

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from chatrec.policy.adapters.learner_state import read_learner, write_learner
from chatrec.policy.domain.learner import Learner
from chatrec.policy.domain.ports import LearningLog
from chatrec.policy.domain.staged import Staged
from chatrec.policy.domain.valuing import LearnedValues
from chatrec.vocabulary.decisions import Choice, Decision
from chatrec.vocabulary.errors import ChatRecError, UnavailableError

__all__ = ["Follower", "Live", "every"]

_LOGGER: Final = logging.getLogger(__name__)
_BETWEEN_SAVES: Final = 20.0
"""Times as long as keeping what was learned took, between two times."""


class Follower:
    """Follows the log: learns from new entries, tells the values, keeps what was learned."""

    def __init__(
        self,
        log: LearningLog,
        state: Path,
        new_learner: Callable[[], Learner],
        values: LearnedValues,
        *,
        kept: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take up what was learned before; `kept` is how many entries the log keeps that were learned.

        What is damaged is put aside, and the log is learned from anew. `clock` gives seconds.
        """
        self._log = log
        self._state = state
        self._values = values
        self._kept = kept
        self._clock = clock
        self._unsaved = 0
        self._save_s = clock()
        self.learner = new_learner()
        try:
            self._number = read_learner(state, self.learner)
        except UnavailableError as error:
            _LOGGER.error("%s It is put aside, and the log is learned from anew.", error.message)  # noqa: TRY400
            state.replace(state.with_name(f"{state.name}.damaged"))
            self.learner, self._number = new_learner(), 0
        values.learn(self.learner.posteriors())

    def look(self) -> int:
        """Learn from the entries that are new; give how many there were.

        What is learned counts at once. It is kept less often the longer that takes: what was not kept is learned again.

        Raises:
            UnavailableError: the log does not answer, or what was learned cannot be kept; the next look tries again.
        """
        entered = 0
        for number, entry in self._log.after(self._number):
            self.learner.enter(entry)
            self._number = number
            self._unsaved += 1
            entered += 1
        if entered:
            self._values.learn(self.learner.posteriors())
        begun_s = self._clock()
        if self._unsaved and begun_s >= self._save_s:
            write_learner(self._state, self.learner, self._number)
            self._unsaved = 0
            self._log.trim(self._number, self._kept)
            ended_s = self._clock()
            self._save_s = ended_s + (ended_s - begun_s) * _BETWEEN_SAVES
        return entered


class Live:
    """Serves by what stands; a release that cannot be loaded changes nothing. Safe for threads."""

    def __init__(
        self,
        open_staged: Callable[[], Staged],
        changed: Callable[[], object],
        decided: Callable[[Decision], None] = lambda _: None,
    ) -> None:
        """Open what stands; `changed` gives something else whenever it may have changed, `decided` hears of decisions.

        Raises:
            ChatRecError: it cannot be opened.
        """
        self._open_staged = open_staged
        self._changed = changed
        self._decided = decided
        self._seen = changed()
        self._staged = open_staged()

    def choose(self, choice: Choice) -> Decision:
        """Choose by what stands."""
        decision = self._staged.choose(choice)
        self._decided(decision)
        return decision

    def check(self) -> None:
        """Make one real decision."""
        self._staged.check()

    def look(self) -> None:
        """Open what stands now if it may have changed; where that fails, what stood goes on."""
        seen = self._changed()
        if seen == self._seen:
            return
        self._seen = seen
        try:
            staged = self._open_staged()
            staged.check()
        except ChatRecError as error:
            _LOGGER.error("the release is not loaded, what stood goes on: %s", error.message)  # noqa: TRY400
            return
        self._staged = staged


def every(interval_s: float, look: Callable[[], object], name: str) -> threading.Event:
    """Look again and again, on a thread of its own, until the event that it gives is set."""
    stop = threading.Event()

    def work() -> None:
        while not stop.wait(interval_s):
            try:
                look()
            except ChatRecError as error:
                _LOGGER.warning("%s: %s", name, error.message)

    threading.Thread(target=work, name=name, daemon=True).start()
    return stop
