"""A turn, from a message to what is said and kept."""

import hashlib
import logging
from collections.abc import Callable
from typing import Final

from chatrec.orchestrator.domain.door import MAX_TEXT_CHARACTERS, check_message
from chatrec.orchestrator.domain.fitting import check_fitting
from chatrec.orchestrator.domain.hearing import Heard, hear, unheard
from chatrec.orchestrator.domain.learning import Diary
from chatrec.orchestrator.domain.moves import forced_move, wants_plan
from chatrec.orchestrator.domain.planning import Planning
from chatrec.orchestrator.domain.ports import Leaves, SessionStore, StoredEvent, Versioned
from chatrec.orchestrator.domain.query import rank_query
from chatrec.orchestrator.domain.recommending import Course, Recommender, Slate
from chatrec.orchestrator.domain.remembering import after_turn, excluding
from chatrec.orchestrator.domain.shelf import Shelf
from chatrec.orchestrator.domain.speaking import (
    slate_of,
    speech_of,
    support_answer,
    talk_about,
    turn_items,
    word,
)
from chatrec.orchestrator.domain.tastes import Memory
from chatrec.orchestrator.domain.walk import Clock, Walk
from chatrec.vocabulary.errors import ChatRecError, ConflictError
from chatrec.vocabulary.graph import Label
from chatrec.vocabulary.schema import KIND, CatalogueSchema, Notices
from chatrec.vocabulary.turn import Event, EventType, Message, RecordedTurn, Session, Turn
from chatrec.vocabulary.words import Move, Text

__all__ = ["Conversation"]

_LOGGER: Final = logging.getLogger(__name__)
_ITEM_MOVES = frozenset({Move.DESCRIBE, Move.COMPARE, Move.EXPLAIN})
_IMPRESSION_MOVES = frozenset({Move.RECOMMEND, Move.RELAX})


class Conversation:
    """Takes messages and gives turns."""

    def __init__(
        self,
        leaves: Leaves,
        recommender: Recommender,
        shelf: Shelf,
        store: SessionStore,
        memory: Memory,
        *,
        clock: Clock,
        unix_ms: Callable[[], int],
        new_id: Callable[[], str],
        diary: Diary,
        seed: int = 0,
    ) -> None:
        """Keep the parts; `seed` varies the wording of all conversations."""
        self._leaves = leaves
        self._recommender = recommender
        self._planning = Planning(recommender)
        self._shelf = shelf
        self._store = store
        self._memory = memory
        self._clock = clock
        self._unix_ms = unix_ms
        self._new_id = new_id
        self._diary = diary
        self._seed = seed

    def take(self, message: Message, progress: Callable[[str], None] = lambda _: None) -> Turn:
        """Answer a message; a repeated request gets the same turn again and changes nothing.

        Raises:
            InvalidInputError: a field is out of bounds.
            NotFoundError: there is no such session.
            ConflictError: the session was changed twice while this message was answered.
        """
        check_message(message)
        try:
            return self._take_once(message, progress)
        except ConflictError:
            return self._take_once(message, progress)

    def _take_once(self, message: Message, progress: Callable[[str], None]) -> Turn:
        walk = Walk(self._clock, progress)
        held = self._store.get(message.session_id)
        if message.request_id:
            known = self._store.find_turn(message.session_id, message.request_id)
            if known is not None:
                return known.turn
        session, turn = self._walk(walk, excluding(held.session, message.exclude_item_ids), message)
        self._store.save(Versioned(session, held.version), RecordedTurn(message.text, turn))
        self._memory.keep(held.session, session)
        self._record_impressions(session, turn)
        return turn

    def _walk(self, walk: Walk, session: Session, message: Message) -> tuple[Session, Turn]:
        schemas = self._shelf.schemas()
        check_fitting("filters", message.filters, [schemas[name] for name in session.catalogues if name in schemas])
        heard = self._hear(walk, session, message)
        course = self._course(walk, session, message, heard)
        number = session.state.turn + 1
        answer = support_answer(session, heard) if course.move is Move.ANSWER else None
        speech = speech_of(heard, course, answer, _seed(self._seed, number, message.text))
        reply = word(walk, self._leaves.dialogue, speech, _notices(schemas, session, heard))
        slate = slate_of(session, heard.state.active.catalogue)
        items = turn_items(course, reply, heard.reading.language, slate, session.excluded_item_ids)
        turn = Turn(
            session_id=session.session_id,
            turn=number,
            request_id=message.request_id or self._new_id(),
            language=heard.reading.language,
            reply=reply.text,
            move=course.move,
            asked_facet=course.asked_facet,
            items=items,
            answer_id=answer.id if answer else "",
            reading=heard.reading,
            preferences=heard.state.active.preferences,
            degraded=walk.degraded,
            policy_id=course.policy_id,
            experiment_arm=course.experiment_arm,
            timings_ms=walk.timings_ms,
            catalogue=heard.state.active.catalogue,
            propensity=course.propensity,
            plan=course.plan,
        )
        self._diary.decided(session, course, turn)
        return after_turn(session, heard.state, course, reply, turn), turn

    def _hear(self, walk: Walk, session: Session, message: Message) -> Heard:
        if not message.text.strip() or len(message.text) > MAX_TEXT_CHARACTERS:
            return unheard(session, message.locale or session.locale)
        answering = [name for name, schema in self._shelf.schemas().items() if schema.has_answers]
        return hear(walk, session, message, self._leaves, answering)

    def _course(self, walk: Walk, session: Session, message: Message, heard: Heard) -> Course:
        move = forced_move(heard.reading, heard.state)
        if move in _ITEM_MOVES or (move is Move.ANSWER and not heard.reading.answer_id):
            return talk_about(walk, self._recommender, session, heard, move)
        if move is not None:
            return Course(move)
        schema = self._shelf.schemas().get(heard.state.active.catalogue)
        if schema is None:
            return Course(Move.ASK, asked_facet=KIND, options=_kinds(self._shelf, session))
        if wants_plan(heard.reading, heard.state):
            planned = self._planning.course(walk, session, heard, message, schema)
            if planned is not None:
                return planned
        query = rank_query(session, heard, message.filters, schema)
        subject = session.user_id or session.session_id
        return self._recommender.recommend(walk, query, heard, Slate(message.max_items, subject))

    def _record_impressions(self, session: Session, turn: Turn) -> None:
        if turn.move not in _IMPRESSION_MOVES:
            return
        try:
            for item in turn.items:
                event_id = f"{turn.session_id}/{turn.turn}/{item.id}"
                event = Event(event_id, turn.session_id, item.id, EventType.IMPRESSION, turn.turn, 0.0, self._unix_ms())
                self._store.record(StoredEvent(event, session.user_id))
        except ChatRecError as error:
            # The turn is saved and must reach the user; an impression that is not logged teaches nothing wrong.
            _LOGGER.warning("impressions of a turn are lost: %s", error.reason)


def _notices(schemas: dict[str, CatalogueSchema], session: Session, heard: Heard) -> Notices:
    """Give the notices of the active catalogue; without a topic, the first that has some."""
    names = (heard.state.active.catalogue,) if heard.state.active.catalogue else session.catalogues
    chosen = (schemas[name].notices for name in names if name in schemas)
    return next((notices for notices in chosen if notices != Notices()), Notices())


def _kinds(shelf: Shelf, session: Session) -> tuple[Label, ...]:
    """Give what can be talked about: the kinds of all catalogues, or the catalogues where they have none."""
    schemas = shelf.schemas()
    chosen = [schemas[name] for name in session.catalogues if name in schemas]
    return tuple(
        Label(kind.id, Text(*(words[0] if words else "" for words in (kind.words.en, kind.words.zh))))
        for schema in chosen
        for kind in schema.kinds
    )


def _seed(seed: int, turn: int, text: str) -> int:
    """Vary the wording by turn and text, but not by session: the same script gets the same words."""
    digest = hashlib.blake2b(f"{seed}/{turn}/{text}".encode("utf-8", "replace"), digest_size=7)
    return int.from_bytes(digest.digest(), "little")
