"""What happened to a catalogue, told to every replica: changes in the order of the revisions they made."""

from dataclasses import dataclass, field

from chatrec.knowledge.domain.catalogue.changes import Change

__all__ = ["Delta", "Step"]


@dataclass(frozen=True, slots=True)
class Step:
    """From one revision of a catalogue to the next; both are the same where nothing has changed.

    A revision is the time of the change in Unix milliseconds, or one more than that before it where the clock has not
    moved on: it grows for ever, over a restore into an empty store too.
    """

    before: int
    after: int

    @property
    def moved(self) -> bool:
        """Whether anything has changed."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Delta:
    """One change to a catalogue: what was put in, and the ids of what was removed.

    With a `step` that has not moved it says only that the store is at that revision: who is behind reads it anew.
    """

    step: Step
    change: Change = field(default_factory=Change)
    deleted: tuple[str, ...] = ()
