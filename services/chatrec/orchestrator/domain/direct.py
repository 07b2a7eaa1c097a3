"""Items without dialogue, and why an item of a session has its score."""

from dataclasses import dataclass

from chatrec.orchestrator.domain.door import check_context, check_id, check_items, check_preferences
from chatrec.orchestrator.domain.fitting import check_fitting
from chatrec.orchestrator.domain.fusion import Exponents, fuse
from chatrec.orchestrator.domain.hearing import Heard, wish_vector
from chatrec.orchestrator.domain.ports import Leaves, SessionStore
from chatrec.orchestrator.domain.query import state_query
from chatrec.orchestrator.domain.recommending import Recommender, Slate
from chatrec.orchestrator.domain.remembering import excluding
from chatrec.orchestrator.domain.shelf import Shelf
from chatrec.orchestrator.domain.speaking import slate_of, speech_of, turn_items, word
from chatrec.orchestrator.domain.tastes import Memory
from chatrec.orchestrator.domain.walk import Clock, Walk
from chatrec.vocabulary.conversation import DialogueState, Reading, Topic
from chatrec.vocabulary.errors import InvalidInputError, NotFoundError
from chatrec.vocabulary.graph import Explanation, Grounding, Vector
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.turn import Context, Session, Shares, TurnItem
from chatrec.vocabulary.words import Act, Language

__all__ = ["Direct", "Explained", "Request"]


@dataclass(frozen=True, slots=True)
class Request:
    """A wish for items without dialogue."""

    user_id: str
    domain: str = ""
    context: Context = Context()
    filters: tuple[Preference, ...] = ()
    exclude_item_ids: tuple[str, ...] = ()
    max_items: int = 5
    locale: Language | None = None


@dataclass(frozen=True, slots=True)
class Explained:
    """An item with its paths and shares, and what would change its place."""

    item: TurnItem
    explanation: Explanation


class Direct:
    """Answers what needs no conversation."""

    def __init__(
        self,
        leaves: Leaves,
        recommender: Recommender,
        shelf: Shelf,
        store: SessionStore,
        memory: Memory,
        *,
        exponents: Exponents,
        clock: Clock,
    ) -> None:
        """Keep the parts."""
        self._leaves = leaves
        self._recommender = recommender
        self._shelf = shelf
        self._store = store
        self._memory = memory
        self._exponents = exponents
        self._clock = clock

    def recommend(self, request: Request) -> tuple[tuple[TurnItem, ...], tuple[str, ...]]:
        """Recommend from what the caller knows; gives the items and the parts that were lost.

        Raises:
            InvalidInputError: a field is out of bounds, or `domain` leaves the catalogue open.
        """
        _check(request)
        schemas = tuple(self._shelf.choose(request.domain).values())
        if len(schemas) > 1:
            raise InvalidInputError("domain is needed: several catalogues are loaded.", field="domain")
        check_fitting("filters", request.filters, schemas)
        check_fitting("context.preferences", request.context.preferences, schemas)
        walk, schema = Walk(self._clock), schemas[0]
        language = request.locale or schema.languages[0]
        state = DialogueState(language=language, active=Topic(catalogue=schema.name))
        tastes = self._memory.recall(walk, request.user_id, request.context)
        session = Session(
            "", request.user_id, (schema.name,), request.locale, state, context=request.context, tastes=tastes
        )
        query = state_query(excluding(session, request.exclude_item_ids), state, None, schema, filters=request.filters)
        # Asking for more, so that items come and no question.
        heard = Heard(Reading(acts=(Act.ASK_MORE,), language=language), state, Grounding(), None)
        course = self._recommender.recommend(walk, query, heard, Slate(request.max_items, request.user_id))
        reply = word(walk, self._leaves.dialogue, speech_of(heard, course, None, seed=0))
        return turn_items(course, reply, language, None, request.exclude_item_ids), walk.degraded

    def explain(self, session_id: str, item_id: str) -> Explained:
        """Explain an item of a session's catalogue.

        Raises:
            NotFoundError: there is no such session, topic or item.
        """
        check_id("session_id", session_id)
        check_id("item_id", item_id)
        session = self._store.get(session_id).session
        topic = session.state.active
        schema = self._shelf.schemas().get(topic.catalogue)
        if schema is None:
            raise NotFoundError("The session has no topic yet, or its catalogue is gone.", field="session_id")
        query = state_query(session, session.state, self._wishes(topic), schema)
        explanation = self._leaves.knowledge.explain(query, item_id)
        cards, _ = self._leaves.knowledge.describe(topic.catalogue, (item_id,), ())
        if not cards:
            raise NotFoundError("There is no such item.", field="item_id")
        slate = slate_of(session, topic.catalogue)
        remembered = next((item for item in slate.items if item.id == item_id), None) if slate else None
        name = cards[0].name.speak(session.state.language)
        return Explained(self._item(item_id, name, explanation, remembered), explanation)

    def _wishes(self, topic: Topic) -> Vector | None:
        if not topic.wishes:
            return None
        encode = self._leaves.encoder.encode
        return wish_vector(Walk(self._clock).step("encode", "encoder", lambda: encode(topic.wishes)) or ())

    def _item(self, item_id: str, name: str, explanation: Explanation, remembered: TurnItem | None) -> TurnItem:
        (scored,) = fuse((explanation.f_llm,), (explanation.f_kg,), (), self._exponents)
        shares = remembered.shares if remembered else Shares(scored.shares.llm, scored.shares.kg, scored.shares.rl)
        return TurnItem(
            id=item_id,
            name=name,
            score=remembered.score if remembered else scored.score,
            shares=shares,
            reason=remembered.reason if remembered else "",
            paths=explanation.paths,
            misses=explanation.misses,
            place_by_score=remembered.place_by_score if remembered else 0,
        )


def _check(request: Request) -> None:
    check_id("user_id", request.user_id, needed=False)
    check_items(request.max_items, request.exclude_item_ids)
    check_preferences("filters", request.filters)
    check_context(request.context, request.user_id)
