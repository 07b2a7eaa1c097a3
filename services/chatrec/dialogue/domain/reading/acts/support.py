"""Questions that support staff answer: the message is like a known one, or sounds like one of the kind."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from chatrec.dialogue.domain.reading.acts.told import DEMANDED, states_only, tells_habit, tells_trouble
from chatrec.dialogue.domain.reading.acts.topics import is_asked_for
from chatrec.dialogue.domain.reading.draft import Draft
from chatrec.dialogue.domain.reading.scene import Scene
from chatrec.dialogue.domain.reading.words.cues import FOR_SALE, SELLING, WHICH, WISHING
from chatrec.vocabulary.graph import Mention, SupportAnswer
from chatrec.vocabulary.questions import questions_within
from chatrec.vocabulary.words import Act, MentionType, Move, Operator

__all__ = ["as_option", "read_support"]

_WISHING: Final = (Act.SEEK, Act.STATE_PREFERENCE, Act.CRITIQUE, Act.ASK_ATTRIBUTE)
_SUPERSEDED: Final = frozenset(
    {
        Act.SEEK,
        Act.STATE_PREFERENCE,
        Act.OUT_OF_SCOPE,
        Act.SMALL_TALK,
        Act.ASK_ATTRIBUTE,
        Act.DONT_CARE,
        Act.ASK_MORE,
        Act.CHANGE_TOPIC,
    }
)
_COURTESY: Final = frozenset({Act.GREET, Act.THANK})
_MARGIN: Final = 0.08
# So far ahead of the next, a question is the known one: where it is like one as well, in 99 of 101 follow-ups and 65 of
# 68 single messages; where it says itself that it goes on from an answer, in 7 of 8 that are only near to one.
_FAR, _FOLLOWING = 0.3, 0.2
# Likeness and how far ahead it is, together: known from here on, whatever the act head says. Of 360 messages five more
# are answered by it and none wrongly; at 1.0 eleven, and three wrongly.
_CLEARLY: Final = 1.06
_GOES_ON: Final = re.compile(
    r"^(?:and|but|or|so|then|also|what about|how about|what if|even if|in that case)\b"
    r"|^(?:那么?|要是|如果|万一|还有)|呢[?？]?$"
)
_NEEDS_SLATE: Final = frozenset({Act.ACCEPT, Act.REJECT, Act.SEEN, Act.ASK_WHY, Act.ASK_MORE, Act.COMPARE})
_SURE, _LIKELY, _POSSIBLE = 0.8, 0.5, 0.3
_ANSWER_CERTAIN, _ANSWER_SURE, _ANSWER_LIKELY = 0.95, 0.82, 0.66
# Above the plateau of questions that are known only because many answers are a little like them; those need
# the act head's word for it, or are asked back.
_ANSWER_OWN: Final = 0.68
_ANSWER_NEAR: Final = 0.4
# Like enough to be asked about, where none is known.
_ANSWER_OFFERED: Final = 0.3
# Trouble that is told is asked about where it is so much like a question; where nothing was named, less is enough.
_TOLD, _TOLD_OF_NOTHING = 0.35, 0.2
_NOT_TOLD: Final = frozenset(
    {
        Act.CORRECT,
        Act.ACCEPT,
        Act.COMPARE,
        Act.ASK_WHY,
        Act.RESTART,
        Act.DONT_CARE,
        Act.AFFIRM,
        Act.ASK_HUMAN,
        Act.GOODBYE,
        Act.SMALL_TALK,
    }
)
_WHAT_NOW: Final = ("办", "整", "do")
# Named as the nearest where there is no answer.
_NAMED: Final = 2
_WISHED: Final = (Act.SEEK, Act.STATE_PREFERENCE, Act.CRITIQUE)
_HARDLY: Final = 0.35
_FOR_OTHERS: Final = 0.9


class _Heard(NamedTuple):
    """How much a message sounds like a known question, a question at all, and a wish."""

    score: float
    margin: float
    chance: float
    wishing: float
    out_of_scope: float
    question: bool
    hardly_wishes: bool
    told: bool


def read_support(scene: Scene, draft: Draft, likely: Mapping[Act, float], answers: Sequence[SupportAnswer]) -> None:
    """Read a question that support staff answer: the message is like a known one, or sounds like one of the kind.

    `answers` are the likest, the best first. What a message wishes, states or asks of an item explains it already;
    then it must be a question for support outright. Trouble that is told, "my parcel was promised for yesterday", is
    one as well, where it is like a known one and wishes for nothing. After an answer, what is said in few words is
    about that answer rather than about items.
    """
    heard = _heard(scene, draft, likely, answers)
    if _is_explained(scene, draft) and not (
        _only_implied(scene, draft) and (heard.score >= _ANSWER_CERTAIN or heard.chance >= _SURE)
    ):
        known, unknown = _beside_a_wish(scene, draft, heard)
    else:
        known, unknown = _by_itself(scene, draft, heard)
    if heard.told and not (known or _adds_a_demand(scene, heard)):
        known, unknown = _by_trouble(scene, draft, heard)
    if known or (unknown and not _wants_somebody(draft, likely)):
        draft.acts -= _SUPERSEDED
        if known and likely.get(Act.ASK_HUMAN, 0.0) < _POSSIBLE:
            draft.acts.discard(Act.ASK_HUMAN)  # "will you give my number to somebody else"
        draft.acts.add(Act.ASK_QUESTION)
        draft.answer_id = answers[0].id if known else ""
        draft.answers = tuple(answers)
        draft.offered = (
            ()
            if known
            else tuple(row for row in answers if row.score >= (_TOLD_OF_NOTHING if heard.told else _ANSWER_OFFERED))
        )
        draft.near = () if draft.offered else tuple(answers[:_NAMED])
        if known:
            draft.near = _asked_as_well(scene, answers)


def _wants_somebody(draft: Draft, likely: Mapping[Act, float]) -> bool:
    """Tell whether a human is asked for rather than an answer."""
    chance = likely.get(Act.ASK_HUMAN, 0.0)
    return Act.ASK_HUMAN in draft.acts or chance >= max(_LIKELY, likely.get(Act.ASK_QUESTION, 0.0))


def _asked_as_well(scene: Scene, answers: Sequence[SupportAnswer]) -> tuple[SupportAnswer, ...]:
    """Give the answers to the other questions of a message that asks more than one, each known by itself."""
    others = len(questions_within(scene.said.original)) - 1
    return tuple(answer for answer in answers[1 : 1 + max(0, others)] if answer.score >= _ANSWER_LIKELY)


def _heard(scene: Scene, draft: Draft, likely: Mapping[Act, float], answers: Sequence[SupportAnswer]) -> _Heard:
    score = answers[0].score if answers else 0.0
    hardly_wishes = bool(likely) and max(likely.get(act, 0.0) for act in _WISHED) < _HARDLY
    asked = likely.get(Act.ASK_QUESTION, 0.0) >= _SURE and hardly_wishes
    other = any(likely.get(act, 0.0) >= max(_LIKELY, likely.get(Act.ASK_QUESTION, 0.0)) for act in _NOT_TOLD)
    return _Heard(
        score=score,
        margin=score - (answers[1].score if len(answers) > 1 else 0.0),
        chance=likely.get(Act.ASK_QUESTION, 0.0),
        wishing=max(likely.get(act, 0.0) for act in _WISHING) if likely else 1.0,
        out_of_scope=likely.get(Act.OUT_OF_SCOPE, 0.0),
        question=any(clause.question for clause in scene.said.clauses),
        hardly_wishes=hardly_wishes,
        told=not other
        and _is_told(scene, draft)
        and (tells_trouble(scene.said) or (asked and states_only(scene.said))),
    )


def _is_told(scene: Scene, draft: Draft) -> bool:
    """Tell whether there is staff to tell a trouble to, and nothing is done with items or asked of the offer."""
    asked = any(
        not match[0].endswith(_WHAT_NOW) and scene.said.clause_at(match.start()).question
        for match in FOR_SALE.finditer(scene.said.folded)
    )
    on_the_table = scene.references.pointed and scene.state.answered is None
    named = any(one.best.type is MentionType.ITEM for one in scene.found)
    return (
        scene.catalogue.schema.has_answers
        and not (
            asked
            or on_the_table
            or named
            or draft.acts & _NOT_TOLD
            or draft.unknown_name
            or draft.seen
            or draft.declined
        )
        and scene.state.last_move is not Move.ASK
    )


def _by_trouble(scene: Scene, draft: Draft, heard: _Heard) -> tuple[bool, bool]:
    """Tell whether a trouble that is told is a known one, or one to ask about."""
    known = heard.score >= _ANSWER_LIKELY and heard.margin >= _MARGIN
    passing = draft.kind is not None or any(one.best.type is not MentionType.FACET for one in scene.found)
    enough = max(heard.score, heard.chance) >= (_TOLD if passing else _TOLD_OF_NOTHING)
    return known, enough and heard.out_of_scope < _SURE


def _beside_a_wish(scene: Scene, draft: Draft, heard: _Heard) -> tuple[bool, bool]:
    """Tell whether a message that is explained already is a known question all the same, or an unknown one."""
    apart = heard.score >= _ANSWER_SURE and heard.margin >= _MARGIN
    outright = (heard.question and apart) or heard.score + heard.margin >= _CLEARLY
    outright = outright and heard.chance >= max(_SURE, heard.wishing) and not draft.acts & _NEEDS_SLATE
    far_apart = heard.question and apart and heard.margin >= _FAR and _names_nothing(scene, draft)
    told = heard.score >= _ANSWER_OWN and heard.hardly_wishes and _only_touched(scene, draft)
    if outright or far_apart or told or (_for_sale(scene) and apart):
        return True, False
    like = heard.score >= _ANSWER_LIKELY or (heard.score >= _ANSWER_NEAR and heard.chance >= _LIKELY)
    unknown = like and (heard.hardly_wishes or heard.question) and _only_touched(scene, draft)
    wished = _for_sale(scene) or tells_habit(scene.said) or _adds_a_demand(scene, heard)
    return False, unknown and not wished


def _by_itself(scene: Scene, draft: Draft, heard: _Heard) -> tuple[bool, bool]:
    """Tell whether a message that nothing else explains is a known question, or an unknown one."""
    if heard.score < _ANSWER_CERTAIN and (_is_for_others(scene, heard) or _adds_a_demand(scene, heard)):
        return False, False
    asks = heard.question or heard.chance >= _POSSIBLE
    leaning = scene.state.answered is not None and draft.kind is None and not draft.acts & _NEEDS_SLATE
    clear = heard.score >= _ANSWER_CERTAIN or (heard.score >= _ANSWER_SURE and (asks or leaning))
    apart = heard.score >= _ANSWER_OWN and heard.margin >= _MARGIN and asks
    clearly = heard.score + heard.margin >= _CLEARLY and heard.hardly_wishes
    apart = apart or (clearly and not draft.acts & _NEEDS_SLATE)
    in_scope = heard.chance >= _LIKELY > heard.out_of_scope
    likely_one = apart or (heard.score >= _ANSWER_LIKELY and (in_scope or leaning))
    told = heard.score >= _ANSWER_OWN and heard.hardly_wishes
    goes_on = _GOES_ON.search(scene.said.folded) is not None
    follows = leaning and heard.score >= _ANSWER_NEAR and heard.margin >= (_FOLLOWING if goes_on else _FAR)
    if clear or likely_one or told or follows:
        return True, False
    stated = draft.kind is not None or bool(draft.acts & _NEEDS_SLATE)
    # A trouble is told, not asked: "you sent me the wrong one"; a greeting before it takes nothing from it.
    said_nothing = draft.says_nothing or (heard.score >= _ANSWER_NEAR and _only_greets(draft))
    open_ended = heard.question or said_nothing
    near = (heard.score >= _ANSWER_LIKELY and open_ended) or (
        heard.score >= _ANSWER_NEAR and heard.hardly_wishes and said_nothing
    )
    lost = leaning and (heard.question or goes_on) and draft.acts <= {Act.SEEK} and not _wishes(scene)
    asked = open_ended and heard.chance >= _LIKELY and (heard.question or scene.catalogue.schema.has_answers)
    unknown = not stated and (near or lost or asked)
    return False, unknown and not _for_sale(scene)


def _is_for_others(scene: Scene, heard: _Heard) -> bool:
    """Tell whether a message is surely nobody's business here; after an answer it may go on from that."""
    return scene.state.answered is None and heard.out_of_scope >= _FOR_OTHERS and heard.chance < _HARDLY


def _adds_a_demand(scene: Scene, heard: _Heard) -> bool:
    """Tell whether what is said of a slate just shown demands something of it: "has to be on a saturday"."""
    shown = scene.state.last_move in {Move.RECOMMEND, Move.RELAX} and scene.state.active.slate
    asks = any(clause.question for clause in scene.said.clauses) or heard.chance >= _SURE
    demands = any(DEMANDED.match(scene.said.folded, clause.start, clause.end) for clause in scene.said.clauses)
    return bool(shown) and not asks and demands


def _only_greets(draft: Draft) -> bool:
    return replace(draft, acts=draft.acts - _COURTESY).says_nothing


def _names_nothing(scene: Scene, draft: Draft) -> bool:
    """Tell whether neither a kind nor an item is named or pointed at."""
    named = any(one.best.type is MentionType.ITEM for one in scene.found)
    critique = Act.CRITIQUE in draft.acts  # "cheaper?" is about what lies on the table
    return draft.kind is None and not (named or critique or scene.references.pointed or draft.asked_facets)


def as_option(answer: SupportAnswer) -> Mention:
    """Give an answer as one that may be chosen, by its question."""
    return Mention(0, 0, MentionType.ANSWER, answer.catalogue, answer.id, score=answer.score, name=answer.question)


def _is_explained(scene: Scene, draft: Draft) -> bool:
    """Tell whether what was read already explains a message."""
    asked = {Act.ASK_ATTRIBUTE} if draft.asked_facets else set()
    about_items = draft.acts & asked | draft.acts & {Act.ASK_WHY, Act.COMPARE, Act.CRITIQUE, Act.CORRECT, Act.DONT_CARE}
    stated = bool(draft.preferences) and not (draft.kind is not None and len(draft.preferences) == 1)
    handled = draft.declined or draft.options or draft.unknown_name
    return bool(about_items or stated or handled or _for_sale(scene)) or (
        draft.kind is not None
        and (is_asked_for(scene.said, draft.kind) or not any(clause.question for clause in scene.said.clauses))
    )


def _only_implied(scene: Scene, draft: Draft) -> bool:
    """Tell whether all that was read is a question whose item nobody named: "do you match prices"."""
    named = any(one.best.type is MentionType.ITEM for one in scene.found)
    asks = draft.acts <= {Act.ASK_ATTRIBUTE, Act.SEEK} and not draft.preferences and not draft.options
    if draft.asked_facets and not scene.catalogue.schema.has_answers:
        return False  # there is nobody to ask but the catalogue
    which = WHICH.search(scene.said.folded) and len(scene.state.active.table) > 1 and draft.asked_facets
    pointed = scene.references.pointed or scene.references.everything or which
    return asks and not (named or pointed or draft.unknown_name) and draft.kind is None


def _only_touched(scene: Scene, draft: Draft) -> bool:
    """Tell whether a message names values in passing ("my phone broke"), limits nothing and points at nothing."""
    limits = any(wish.hard or wish.operator is not Operator.EQUAL for wish in draft.preferences)
    asks = draft.acts & {Act.ASK_WHY, Act.COMPARE, Act.CRITIQUE, Act.CORRECT} or draft.asked_facets
    named = any(one.best.type is MentionType.ITEM for one in scene.found)
    return not (limits or asks or named or draft.options or draft.kind is not None or scene.references.pointed)


def _wishes(scene: Scene) -> bool:
    return WISHING.search(scene.said.folded) is not None


def _for_sale(scene: Scene) -> bool:
    return SELLING.search(scene.said.folded) is not None
