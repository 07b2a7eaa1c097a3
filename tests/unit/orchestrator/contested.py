"""A store in which somebody else is quicker."""

from __future__ import annotations

from dataclasses import dataclass, field

from chatrec.orchestrator.adapters.memory_sessions import MemorySessions
from chatrec.orchestrator.domain.ports import Versioned
from chatrec.vocabulary.turn import RecordedTurn


@dataclass
class Contested(MemorySessions):
    """A store in which somebody else is quicker a number of times."""

    times: int = 1
    tried: int = field(default=0)

    def __post_init__(self) -> None:
        super().__init__(ttl_s=1e9, max_sessions=10, max_events=100, clock=lambda: 0.0)

    def save(self, held: Versioned, recorded: RecordedTurn | None) -> None:
        self.tried += 1
        if self.tried <= self.times:
            super().save(super().get(held.session.session_id), None)
        super().save(held, recorded)
