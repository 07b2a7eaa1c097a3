"""Turns that speak of items already known, and the wording of every turn."""

from chatrec.orchestrator.domain.fallback import plain_reply
from chatrec.orchestrator.domain.fusion import Scored
from chatrec.orchestrator.domain.hearing import Heard
from chatrec.orchestrator.domain.ports import Dialogue
from chatrec.orchestrator.domain.recommending import Course, Recommender, Shown
from chatrec.orchestrator.domain.walk import Walk
from chatrec.vocabulary.conversation import DialogueState, PhrasedItem, Reply, Speech
from chatrec.vocabulary.graph import ItemRef, SupportAnswer
from chatrec.vocabulary.schema import Notices
from chatrec.vocabulary.turn import Session, Shares, Turn, TurnItem
from chatrec.vocabulary.words import Language, Move

__all__ = ["slate_of", "speech_of", "support_answer", "talk_about", "turn_items", "word"]

_COMPARED = 2
_MOST_COMPARED = 5
_UNSCORED = Shares()


def slate_of(session: Session, catalogue: str) -> Turn | None:
    """Give the turn that last showed items, where they are of this catalogue: another may use the same ids."""
    last = session.slate_turn
    return last if last and last.catalogue == catalogue else None


def talk_about(walk: Walk, recommender: Recommender, session: Session, heard: Heard, move: Move) -> Course:
    """Describe, compare or explain items: those referred to, else those shown last."""
    state = heard.state
    item_ids = _spoken_of(heard, move)
    if not item_ids or not state.active.catalogue:
        return Course(move)
    slate = slate_of(session, state.active.catalogue)
    known = {item.id: item for item in slate.items} if slate else {}
    walks = {item_id: known[item_id].paths for item_id in item_ids if item_id in known}
    ends = [
        end
        for paths in walks.values()
        for path in paths
        for triple in path.triples
        for end in (triple.head, triple.tail)
    ]
    label_ids = tuple(dict.fromkeys(end for end in ends if isinstance(end, str)))
    cards, labels = recommender.describe(walk, state.active.catalogue, item_ids, label_ids)
    shown = tuple(
        Shown(
            PhrasedItem(
                cards[item_id], walks.get(item_id, ()), known=_is_known(state, item_id) or not cards[item_id].available
            ),
            Scored(0, known[item_id].score, known[item_id].shares) if item_id in known else Scored(0, 1.0, _UNSCORED),
        )
        for item_id in item_ids
    )
    return Course(move, shown, labels)


def _spoken_of(heard: Heard, move: Move) -> tuple[str, ...]:
    topic = heard.state.active
    slate = tuple(card.id for card in topic.slate)
    asked = tuple(dict.fromkeys(heard.reading.item_ids))
    if move is Move.COMPARE:
        return (asked if len(asked) >= _COMPARED else tuple(dict.fromkeys((*asked, *slate)))[:_COMPARED])[
            :_MOST_COMPARED
        ]
    if move is Move.EXPLAIN:
        return asked or slate
    return asked or ((topic.focus_item_id,) if topic.focus_item_id else slate[:1])


def _is_known(state: DialogueState, item_id: str) -> bool:
    return ItemRef(state.active.catalogue, item_id) in {*state.rejected, *state.seen}


def support_answer(session: Session, heard: Heard) -> SupportAnswer | None:
    """Find the answer that the reading chose, among those found now and those that the last turn offered."""
    known = (*heard.grounding.answers, *session.state.offered_answers)
    return next((answer for answer in known if answer.id == heard.reading.answer_id), None)


def speech_of(heard: Heard, course: Course, answer: SupportAnswer | None, seed: int) -> Speech:
    """Gather what is needed to word a course."""
    return Speech(
        move=course.move,
        language=heard.reading.language,
        catalogue=heard.state.active.catalogue or (answer.catalogue if answer else ""),
        reading=heard.reading,
        state=heard.state,
        items=tuple(shown.item for shown in course.shown),
        labels=course.labels,
        asked_facet=course.asked_facet,
        options=course.options,
        relaxed_facets=course.relaxed_facets,
        answer=answer,
        seed=seed,
        matched=course.matched,
        plan=course.plan,
    )


def word(walk: Walk, dialogue: Dialogue, speech: Speech, notices: Notices = Notices()) -> Reply:
    """Word a move; short and plain, with what the notices call for, where the dialogue service is lost."""
    return walk.step("phrase", "dialogue", lambda: dialogue.phrase(speech)) or plain_reply(speech, notices)


def turn_items(
    course: Course, reply: Reply, language: Language, remembered: Turn | None, excluded: tuple[str, ...]
) -> tuple[TurnItem, ...]:
    """Give the items of a turn; one that was turned down, excluded or cannot be had is spoken of, not shown."""
    reasons = {item.id: item.reason for item in remembered.items} if remembered else {}
    worded = reply.reasons or ("",) * len(course.shown)
    return tuple(
        TurnItem(
            id=shown.item.card.id,
            name=shown.item.card.name.speak(language),
            score=shown.scored.score,
            shares=shown.scored.shares,
            reason=reason or reasons.get(shown.item.card.id, ""),
            paths=shown.item.paths,
            misses=shown.item.misses,
            place_by_score=shown.place_by_score,
        )
        for shown, reason in zip(course.shown, worded, strict=True)
        if not shown.item.known and shown.item.card.id not in excluded
    )
