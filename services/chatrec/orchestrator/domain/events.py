"""What users did: logged once, and kept in mind by the session."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from chatrec.orchestrator.domain.door import check_event
from chatrec.orchestrator.domain.learning import Diary
from chatrec.orchestrator.domain.pace import Pace
from chatrec.orchestrator.domain.ports import SessionStore, StoredEvent, Versioned
from chatrec.orchestrator.domain.remembering import after_event
from chatrec.orchestrator.domain.tastes import Memory
from chatrec.vocabulary.errors import ConflictError
from chatrec.vocabulary.turn import Event

__all__ = ["Events", "Recorded"]


@dataclass(frozen=True, slots=True)
class Recorded:
    """How many events were new, and how many known already."""

    new: int
    repeated: int


class Events:
    """Records events."""

    def __init__(
        self, store: SessionStore, unix_ms: Callable[[], int], diary: Diary, pace: Pace, memory: Memory
    ) -> None:
        """Keep the store, the clock, who is told for learning, how fast a user may send, and what is remembered."""
        self._store = store
        self._memory = memory
        self._diary = diary
        self._unix_ms = unix_ms
        self._pace = pace

    def record(self, events: Iterable[Event]) -> Recorded:
        """Record events one by one; an id that is known already changes nothing.

        Raises:
            InvalidInputError: a field is out of bounds; the events before it are kept.
            NotFoundError: there is no such session.
            OverloadedError: one user sends too many; the events before it are kept.
        """
        new = repeated = 0
        for event in events:
            check_event(event)
            if self._record(event):
                new += 1
            else:
                repeated += 1
        return Recorded(new, repeated)

    def _record(self, event: Event) -> bool:
        held = self._store.get(event.session_id)
        self._pace.check(held.session.user_id or event.session_id)
        timed = event if event.unix_ms else replace(event, unix_ms=self._unix_ms())
        stored = StoredEvent(timed, held.session.user_id)
        if self._store.knows(stored):
            return False
        # The session and the learning log first: where the process dies in between, a retry records the event.
        try:
            self._keep_in_mind(event, held)
        except ConflictError:
            self._keep_in_mind(event, self._store.get(event.session_id))
        self._diary.happened(stored)
        return self._store.record(stored)

    def _keep_in_mind(self, event: Event, held: Versioned) -> None:
        after = after_event(held.session, event)
        if after != held.session:
            self._store.save(Versioned(after, held.version), None)
            self._memory.keep(held.session, after)
