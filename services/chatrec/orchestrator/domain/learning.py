"""Writes the learning log: each decision with what was known and shown, each event with when it was heard."""

import logging
import math
from collections.abc import Callable
from typing import Final

from chatrec.orchestrator.domain.ports import LearningLog, StoredEvent
from chatrec.orchestrator.domain.recommending import Course
from chatrec.vocabulary.errors import ChatRecError
from chatrec.vocabulary.graph import last_step
from chatrec.vocabulary.learning import Decided, Entry, Happened, ShownItem
from chatrec.vocabulary.turn import Session, Turn, TurnItem

__all__ = ["Diary", "NoLog"]

_LOGGER: Final = logging.getLogger(__name__)
_POLICY: Final = "policy"


class NoLog:
    """Keeps nothing: nobody learns."""

    def append(self, entry: Entry, user_id: str) -> bool:
        """Keep nothing."""
        del entry, user_id
        return True

    def erase(self, user_id: str) -> int:
        """Erase nothing."""
        del user_id
        return 0


class Diary:
    """Turns what the orchestrator does into entries of the log."""

    def __init__(self, log: LearningLog, unix_ms: Callable[[], int]) -> None:
        """Keep the log and the clock."""
        self._log = log
        self._unix_ms = unix_ms

    def decided(self, session: Session, course: Course, turn: Turn) -> None:
        """Log the decision of a turn before the turn is saved, so that no saved one is missing.

        A log that is lost costs the turn nothing but what would have been learned of it.
        """
        if course.choice is None:
            return
        entry = Decided(
            session_id=turn.session_id,
            turn=turn.turn,
            request_id=turn.request_id,
            unix_ms=self._unix_ms(),
            catalogue=turn.catalogue,
            choice=course.choice,
            move=course.move,
            facet=course.asked_facet,
            propensity=course.propensity,
            values_propensity=course.values_propensity,
            policy_id=course.policy_id,
            experiment_arm=course.experiment_arm,
            trial_policy_id=course.trial_policy_id,
            trial_failed=course.trial_failed,
            shown=tuple(map(_shown, turn.items)),
            degraded=_POLICY in turn.degraded,
            elapsed_ms=round(sum(elapsed_ms for _, elapsed_ms in turn.timings_ms), 3),
        )
        try:
            self._log.append(entry, session.user_id)
        except ChatRecError as error:
            _LOGGER.warning("a decision is not logged: %s", error.reason)

    def happened(self, stored: StoredEvent) -> None:
        """Log an event.

        Raises:
            UnavailableError: the log does not answer; who sent the event sends it again.
        """
        event = stored.event
        self._log.append(
            Happened(
                event_id=event.event_id,
                session_id=event.session_id,
                turn=event.turn,
                item_id=event.item_id,
                type=event.type,
                value=event.value,
                unix_ms=event.unix_ms,
                heard_unix_ms=self._unix_ms(),
                user_id=stored.user_id,
            ),
            stored.user_id,
        )

    def erase(self, user_id: str) -> None:
        """Erase what a user decided and did."""
        self._log.erase(user_id)


def _shown(item: TurnItem) -> ShownItem:
    return ShownItem(item.id, tuple(map(last_step, item.paths)), math.exp(item.shares.llm + item.shares.kg))
