"""Opening and closing sessions."""

from collections.abc import Callable

from chatrec.orchestrator.domain.door import check_context, check_id
from chatrec.orchestrator.domain.fitting import check_fitting
from chatrec.orchestrator.domain.hearing import Heard
from chatrec.orchestrator.domain.ports import Leaves, SessionStore
from chatrec.orchestrator.domain.recommending import Course
from chatrec.orchestrator.domain.shelf import Shelf
from chatrec.orchestrator.domain.speaking import speech_of, word
from chatrec.orchestrator.domain.tastes import Memory
from chatrec.orchestrator.domain.walk import Clock, Walk
from chatrec.vocabulary.conversation import DialogueState, Reading, Topic
from chatrec.vocabulary.graph import Grounding
from chatrec.vocabulary.turn import Context, Session
from chatrec.vocabulary.words import Act, Language, Move

__all__ = ["Opening"]


class Opening:
    """Opens sessions and says hello."""

    def __init__(
        self,
        leaves: Leaves,
        shelf: Shelf,
        store: SessionStore,
        memory: Memory,
        *,
        clock: Clock,
        new_id: Callable[[], str],
    ) -> None:
        """Keep the parts."""
        self._leaves = leaves
        self._shelf = shelf
        self._store = store
        self._memory = memory
        self._clock = clock
        self._new_id = new_id

    def start(self, user_id: str, domain: str, locale: Language | None, context: Context) -> tuple[Session, str]:
        """Open a session and give it with the opening words.

        Raises:
            InvalidInputError: a field is out of bounds, or `domain` names no catalogue.
            UnavailableError: no catalogue is loaded.
        """
        check_id("user_id", user_id, needed=False)
        check_context(context, user_id)
        schemas = self._shelf.choose(domain)
        check_fitting("context.preferences", context.preferences, tuple(schemas.values()))
        catalogues = tuple(schemas)
        language = locale or schemas[catalogues[0]].languages[0]
        topic = Topic(catalogue=catalogues[0]) if len(catalogues) == 1 else Topic()
        state = DialogueState(language=language, active=topic)
        walk = Walk(self._clock)
        tastes = self._memory.recall(walk, user_id, context)
        session = Session(self._new_id(), user_id, catalogues, locale, state, context=context, tastes=tastes)
        reading = Reading(acts=(Act.GREET,), language=language)
        heard = Heard(reading, state, Grounding(), None)
        speech = speech_of(heard, Course(Move.GREET), None, seed=len(user_id))
        reply = word(walk, self._leaves.dialogue, speech)
        self._store.create(session)
        return session, reply.text
