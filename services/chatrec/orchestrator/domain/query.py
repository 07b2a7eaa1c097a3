"""What to rank for: all that the user said, did and may not see, as one query."""

from dataclasses import replace

from chatrec.orchestrator.domain.fitting import fits
from chatrec.orchestrator.domain.hearing import Heard
from chatrec.orchestrator.domain.tastes import wishes_of
from chatrec.vocabulary.conversation import DialogueState
from chatrec.vocabulary.graph import ItemRef, RankQuery, Vector
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.schema import ITEM, KIND, CatalogueSchema
from chatrec.vocabulary.turn import Session
from chatrec.vocabulary.words import Act, Operator, Source

__all__ = ["CANDIDATES", "rank_query", "state_query"]

CANDIDATES = 30
"""Candidates asked of the graph: enough for the learned value to reorder, few enough to be quick."""


def rank_query(session: Session, heard: Heard, filters: tuple[Preference, ...], schema: CatalogueSchema) -> RankQuery:
    """Build the query of a turn; who asks for more does not get what was shown before."""
    shown = heard.state.active.shown_item_ids if Act.ASK_MORE in heard.reading.acts else ()
    return state_query(session, heard.state, heard.wishes, schema, filters=filters, shown=shown)


def state_query(
    session: Session,
    state: DialogueState,
    wishes: Vector | None,
    schema: CatalogueSchema,
    *,
    filters: tuple[Preference, ...] = (),
    shown: tuple[str, ...] = (),
) -> RankQuery:
    """Build the query of a state; preferences that do not fit this catalogue are left out, and every filter is hard."""
    topic = state.active
    kind = (Preference(KIND, Operator.EQUAL, (topic.kind,), hard=True),) if topic.kind else ()
    limits = (replace(wish, hard=True, source=Source.FILTER) for wish in filters)
    remembered = wishes_of(session.tastes, topic)
    given = tuple(wish for wish in (*session.context.preferences, *limits, *remembered) if fits(wish, schema))
    liked = (*session.context.liked_item_ids, *topic.liked_item_ids)
    # What the user likes already leads to others; it is no news itself.
    known = (*liked, *_named_items((*topic.preferences, *remembered)), *_of_catalogue(state.seen, topic.catalogue))
    return RankQuery(
        catalogue=topic.catalogue,
        preferences=(*topic.preferences, *given, *kind),
        liked_item_ids=liked,
        rejected_item_ids=_of_catalogue(state.rejected, topic.catalogue),
        excluded_item_ids=tuple(dict.fromkeys((*session.excluded_item_ids, *known, *shown))),
        vector=wishes,
        max_items=CANDIDATES,
    )


def _named_items(preferences: tuple[Preference, ...]) -> tuple[str, ...]:
    values = (value for wish in preferences if wish.facet == ITEM and wish.liked for value in wish.values)
    return tuple(value for value in values if isinstance(value, str))


def _of_catalogue(refs: tuple[ItemRef, ...], catalogue: str) -> tuple[str, ...]:
    return tuple(ref.item for ref in refs if ref.catalogue == catalogue)
