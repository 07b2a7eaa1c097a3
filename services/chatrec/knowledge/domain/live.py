"""Keeps a served catalogue up to date: its system of record read once, then every delta in order."""

from collections.abc import Callable
from typing import Final

from chatrec.knowledge.domain.catalogue.catalogue import Catalogue
from chatrec.knowledge.domain.deltas import Delta
from chatrec.knowledge.domain.ports import DeltaStream, GraphStore
from chatrec.knowledge.domain.reasoner import Reasoner
from chatrec.knowledge.domain.snapshot.arrays import Snapshot
from chatrec.knowledge.domain.succession import follow, rebuilt, withheld
from chatrec.vocabulary.errors import ChatRecError, ConflictError

__all__ = ["Live", "Report"]

Report = Callable[[str, ChatRecError | None], None]
"""Told the part, `store` or `deltas`, and what is wrong with it, or None where all is well."""

_ATTEMPTS: Final = 5
_LOOK_S: Final = 5.0
"""How often the store's revision is looked at besides: what the stream has lost is found in twice this time."""


class Live:
    """Follows one catalogue of a reasoner.

    The revision that is served is the position in the stream. A delta that does not follow upon it (the stream was
    trimmed, or two writers crossed) makes the store be read anew, so nothing is lost; one that is older is passed over.
    While store or stream are gone, the last snapshot is served and `report` is told.
    """

    def __init__(
        self,
        reasoner: Reasoner,
        store: GraphStore,
        stream: DeltaStream | None,
        *,
        catalogue: str,
        report: Report,
        clock: Callable[[], float],
    ) -> None:
        """Keep what to follow; `clock` gives seconds. Nothing is read yet."""
        self._reasoner = reasoner
        self._store = store
        self._stream = stream
        self._name = catalogue
        self._report = report
        self._clock = clock
        self._held: Catalogue | None = None
        self._revision = 0
        self._position = 0
        self._look_at_s = 0.0
        self._followed = False
        self._expected = 0

    @property
    def revision(self) -> int:
        """The revision that is served; 0 before the store was read."""
        return self._revision

    def follow(self, wait_s: float, sleep: Callable[[float], object]) -> bool:
        """Wait for news at most `wait_s`, take it in, and tell whether another snapshot is served now."""
        moved = self._held is None and self._attempt("store", self._look)
        if self._held is None:
            sleep(wait_s)
            return False
        deltas = self._news(wait_s, sleep)
        if deltas:
            return self._attempt("store", lambda: self._take(deltas)) or moved
        if self._clock() < self._look_at_s:
            return moved
        self._look_at_s = self._clock() + _LOOK_S
        return self._attempt("store", self._look) or moved

    def _news(self, wait_s: float, sleep: Callable[[float], object]) -> tuple[Delta, ...]:
        self._followed = False
        if self._stream is None:
            sleep(wait_s)
            return ()
        try:
            deltas = self._stream.after(self._position, wait_s)
        except ChatRecError as error:
            self._report("deltas", error)
            sleep(wait_s)
            return ()
        self._followed = True
        self._report("deltas", None)
        return deltas

    def _attempt(self, part: str, do: Callable[[], bool]) -> bool:
        try:
            moved = do()
        except ChatRecError as error:
            self._report(part, error)
            self._look_at_s = min(self._look_at_s, self._clock())
            return False
        return moved

    def _look(self) -> bool:
        """Read the store where it is ahead and the stream will not bring it."""
        revision = self._store.revision()
        if self._held is not None and self._may_come(revision):
            self._report("store", None)
            return False
        return self._reload(revision)

    def _may_come(self, revision: int) -> bool:
        """Tell whether the stream brings what it was looked for last time; then it may bring this revision as well."""
        expected, self._expected = self._expected, revision
        return self._followed and expected <= self._revision < revision

    def _reload(self, revision: int) -> bool:
        if self._held is not None and revision == self._revision:
            self._report("store", None)
            return False
        for _ in range(_ATTEMPTS):
            catalogue = self._store.load()
            after = self._store.revision()
            if after == revision:
                self._put(catalogue, rebuilt(catalogue, revision, self._reasoner.snapshot(self._name)), revision)
                self._report("store", None)
                return True
            revision = after
        raise ConflictError("The catalogue kept changing while it was read.", catalogue=self._name)

    def _take(self, deltas: tuple[Delta, ...]) -> bool:
        """Take in what follows upon the revision that is held; at a gap, read the store."""
        held, revision = self._held, self._revision
        if held is None:
            return False
        following: list[Delta] = []
        for delta in deltas:
            if delta.step.after <= revision:
                continue
            if delta.step.before != revision:
                moved = self._reload(self._store.revision())
                self._position = max(self._position, deltas[-1].step.after)
                return moved
            following.append(delta)
            revision = delta.step.after
        if not following:
            return False
        snapshot, numbers = self._reasoner.snapshot(self._name), self._reasoner.numbers(self._name)
        if (less := withheld(snapshot, numbers, following)) is not snapshot:
            self._reasoner.replace(less)
        self._put(*follow(held, snapshot, numbers, following), revision)
        return True

    def _put(self, catalogue: Catalogue, snapshot: Snapshot, revision: int) -> None:
        self._reasoner.replace(snapshot)
        self._held, self._revision = catalogue, revision
        self._position = max(revision, self._position)
