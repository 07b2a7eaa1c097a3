"""What users who agreed are remembered for over sessions: what they liked and disliked, fading with time."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from chatrec.orchestrator.domain.ports import SessionStore
from chatrec.orchestrator.domain.shelf import Shelf
from chatrec.orchestrator.domain.walk import Walk
from chatrec.vocabulary.conversation import Topic
from chatrec.vocabulary.errors import ChatRecError
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.schema import ITEM, CatalogueSchema
from chatrec.vocabulary.turn import Context, Session, SessionTastes, Taste
from chatrec.vocabulary.words import FacetType, Operator, Source

__all__ = ["Memory", "faded", "told_by", "wishes_of"]

_LOGGER: Final = logging.getLogger(__name__)
_DAY_MS: Final = 24 * 3600 * 1000
_LEAST: Final = 0.05
"""A taste that faded further is forgotten."""

_MOST: Final = 40
_SHARE: Final = 0.5
"""What was liked in another conversation counts half as much as what is wished for in this one."""


class Memory:
    """Remembers users over sessions, where they agreed."""

    def __init__(self, store: SessionStore, shelf: Shelf, unix_ms: Callable[[], int], *, half_life_days: float) -> None:
        """Keep the store, the catalogues, the clock, and the days in which a taste fades to one half."""
        self._store = store
        self._shelf = shelf
        self._unix_ms = unix_ms
        self._half_life_ms = half_life_days * _DAY_MS

    def recall(self, walk: Walk, user_id: str, context: Context) -> tuple[Taste, ...]:
        """Give what is known of a user's taste; nothing where the user did not agree, or the store is lost."""
        if not (context.remember and user_id):
            return ()
        kept = walk.step("recall", "sessions", lambda: self._store.tastes(user_id)) or ()
        return faded(kept, self._unix_ms(), self._half_life_ms)

    def keep(self, before: Session, after: Session) -> None:
        """Keep what a turn or an event told of its user's taste; where the store is lost, only that is lost."""
        if not (after.context.remember and after.user_id):
            return
        try:
            schemas = self._shelf.schemas()
            tastes = told_by(after, schemas)
            if tastes != told_by(before, schemas):
                self._store.remember(after.user_id, SessionTastes(after.session_id, self._unix_ms(), tastes))
        except ChatRecError as error:
            _LOGGER.warning("what a user likes is not remembered: %s", error.reason)


def faded(kept: Iterable[SessionTastes], now_ms: int, half_life_ms: float) -> tuple[Taste, ...]:
    """Join what sessions told, each taste halved with every half-life; the latest word on a thing counts.

    The weightiest come first.
    """
    latest: dict[tuple[str, str, str], Taste] = {}
    for told in sorted(kept, key=lambda one: one.unix_ms):
        weight = 0.5 ** (max(0, now_ms - told.unix_ms) / half_life_ms)
        for one in told.tastes:
            latest[one.catalogue, one.facet, one.value] = Taste(one.catalogue, one.facet, one.value, one.liked, weight)
    strong = (one for one in latest.values() if one.weight >= _LEAST)
    return tuple(sorted(strong, key=lambda one: -one.weight)[:_MOST])


def told_by(session: Session, schemas: Mapping[str, CatalogueSchema]) -> tuple[Taste, ...]:
    """Give what a session tells of its user's taste: items taken and turned down, and entities wished for or not."""
    state = session.state
    told = {
        (one.catalogue, one.facet, one.value): one
        for topic in (*state.parked, state.active)
        if topic.catalogue in schemas
        for one in _of_topic(topic, schemas[topic.catalogue])
    }
    for ref in state.rejected:
        told[ref.catalogue, ITEM, ref.item] = Taste(ref.catalogue, ITEM, ref.item, liked=False)
    return tuple(told.values())


def _of_topic(topic: Topic, schema: CatalogueSchema) -> Iterator[Taste]:
    for wish in topic.preferences:
        facet = schema.facet(wish.facet)
        if wish.facet == ITEM or (facet is not None and facet.type is FacetType.ENTITY):
            for value in wish.values:
                yield Taste(topic.catalogue, wish.facet, str(value), liked=wish.liked)
    for item in topic.liked_item_ids:
        yield Taste(topic.catalogue, ITEM, item, liked=True)


def wishes_of(tastes: Sequence[Taste], topic: Topic) -> tuple[Preference, ...]:
    """Give tastes as soft preferences for a topic; on a facet that it speaks of itself, its own words count alone."""
    spoken = {wish.facet for wish in topic.preferences} - {ITEM} | set(topic.declined_facets)
    own = {value for wish in topic.preferences if wish.facet == ITEM for value in wish.values}
    return tuple(
        Preference(
            one.facet,
            Operator.EQUAL if one.liked else Operator.NOT_EQUAL,
            (one.value,),
            source=Source.REMEMBERED,
            weight=_SHARE * one.weight,
        )
        for one in tastes
        if one.catalogue == topic.catalogue and one.facet not in spoken and one.value not in own
    )
