"""What an utterance is found to say, while it is being read."""

from dataclasses import dataclass, field

from chatrec.vocabulary.graph import Mention, SupportAnswer
from chatrec.vocabulary.plans import PlanChange
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.words import Act

__all__ = ["Draft"]


@dataclass(slots=True)
class Draft:
    """A reading in the making; every list is in the order of finding.

    `leaves` tells that the topic is left for none that was named.
    """

    acts: set[Act] = field(default_factory=set)
    preferences: list[Preference] = field(default_factory=list)
    item_ids: list[str] = field(default_factory=list)
    asked_facets: list[str] = field(default_factory=list)
    declined: list[str] = field(default_factory=list)
    given_up: list[str] = field(default_factory=list)
    liked: list[str] = field(default_factory=list)
    rejected: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    options: tuple[Mention, ...] = ()
    answer_id: str = ""
    answers: tuple[SupportAnswer, ...] = ()
    offered: tuple[SupportAnswer, ...] = ()
    near: tuple[SupportAnswer, ...] = ()
    unknown_name: str = ""
    unread: str = ""
    wish: str = ""
    kind: Mention | None = None
    consumed: list[tuple[int, int]] = field(default_factory=list)
    plan_changes: tuple[PlanChange, ...] = ()
    leaves: bool = False
    checks: list[Preference] = field(default_factory=list)

    def point_at(self, *items: str) -> None:
        """Note items that are spoken of."""
        self.item_ids += [item for item in items if item and item not in self.item_ids]

    @property
    def says_nothing(self) -> bool:
        """Whether nothing was found yet."""
        return not (self.acts or self.preferences or self.item_ids or self.options or self.kind)
