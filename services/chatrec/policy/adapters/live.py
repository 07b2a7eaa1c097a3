"""What changes while the policy serves: the values, as the log grows, and the policies, as releases go on."""

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

from chatrec.policy.adapters.learner_state import read_learner, write_learner
from chatrec.policy.domain.learner import Learner
from chatrec.policy.domain.ports import LearningLog
from chatrec.policy.domain.staged import Staged
from chatrec.policy.domain.valuing import LearnedValues
from chatrec.vocabulary.decisions import Choice, Decision
from chatrec.vocabulary.errors import ChatRecError

__all__ = ["Follower", "Live", "every"]

_LOGGER: Final = logging.getLogger(__name__)


class Follower:
    """Follows the log: learns from new entries, tells the values, keeps what was learned."""

    def __init__(self, log: LearningLog, state: Path, learner: Learner, values: LearnedValues) -> None:
        """Take up what was learned before.

        Raises:
            UnavailableError: what was learned before is damaged.
        """
        self._log = log
        self._state = state
        self._learner = learner
        self._values = values
        self._number = read_learner(state, learner)
        values.learn(learner.posteriors())

    def look(self) -> int:
        """Learn from the entries that are new; give how many there were.

        Raises:
            UnavailableError: the log does not answer, or what was learned cannot be kept; the next look tries again.
        """
        entered = 0
        for number, entry in self._log.after(self._number):
            self._learner.enter(entry)
            self._number = number
            entered += 1
        if entered:
            self._values.learn(self._learner.posteriors())
            write_learner(self._state, self._learner, self._number)
        return entered


class Live:
    """Serves by what stands; a release that cannot be loaded changes nothing. Safe for threads."""

    def __init__(self, open_staged: Callable[[], Staged], changed: Callable[[], object]) -> None:
        """Open what stands; `changed` gives something else whenever it may have changed.

        Raises:
            ChatRecError: it cannot be opened.
        """
        self._open_staged = open_staged
        self._changed = changed
        self._seen = changed()
        self._staged = open_staged()

    def choose(self, choice: Choice) -> Decision:
        """Choose by what stands."""
        return self._staged.choose(choice)

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
