"""Questions that support staff answer: the message is like a known one, or sounds like one of the kind."""

from collections.abc import Mapping, Sequence
from typing import Final

from chatrec.dialogue.domain.reading.draft import Draft
from chatrec.dialogue.domain.reading.scene import Scene
from chatrec.dialogue.domain.reading.words.cues import SELLING
from chatrec.vocabulary.graph import Mention, SupportAnswer
from chatrec.vocabulary.words import Act, MentionType, Operator

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
_MARGIN: Final = 0.08
_NEEDS_SLATE: Final = frozenset({Act.ACCEPT, Act.REJECT, Act.SEEN, Act.ASK_WHY, Act.ASK_MORE, Act.COMPARE})
_SURE, _LIKELY, _POSSIBLE = 0.8, 0.5, 0.3
_ANSWER_CERTAIN, _ANSWER_SURE, _ANSWER_LIKELY = 0.95, 0.82, 0.66
# Above the plateau of questions that are known only because many answers are a little like them; those need
# the act head's word for it, or are asked back.
_ANSWER_OWN: Final = 0.68
_ANSWER_NEAR: Final = 0.4
# Like enough to be asked about, where none is known.
_ANSWER_OFFERED: Final = 0.3
_WISHED: Final = (Act.SEEK, Act.STATE_PREFERENCE, Act.CRITIQUE)
_HARDLY: Final = 0.35


def read_support(scene: Scene, draft: Draft, likely: Mapping[Act, float], answers: Sequence[SupportAnswer]) -> None:
    """Read a question that support staff answer: the message is like a known one, or sounds like one of the kind.

    `answers` are the likest, the best first. What a message wishes, states or asks of an item explains it already;
    then it must be a question for support outright. Trouble that is told, "my parcel was promised for yesterday", is
    one as well, where it is like a known one and wishes for nothing.
    """
    score = answers[0].score if answers else 0.0
    margin = score - (answers[1].score if len(answers) > 1 else 0.0)
    chance = likely.get(Act.ASK_QUESTION, 0.0)
    question = any(clause.question for clause in scene.said.clauses)
    hardly_wishes = bool(likely) and max(likely.get(act, 0.0) for act in _WISHED) < _HARDLY
    told = score >= _ANSWER_OWN and hardly_wishes
    if _is_explained(scene, draft) and not (
        _only_implied(scene, draft) and (score >= _ANSWER_CERTAIN or chance >= _SURE)
    ):
        wishing = max(likely.get(act, 0.0) for act in _WISHING) if likely else 1.0
        known = question and score >= _ANSWER_SURE and margin >= _MARGIN and chance >= max(_SURE, wishing)
        offered = _for_sale(scene) and score >= _ANSWER_SURE and margin >= _MARGIN
        known = known or offered or (told and _only_touched(scene, draft))
        like = score >= _ANSWER_LIKELY or (score >= _ANSWER_NEAR and chance >= _LIKELY)
        unknown = not known and like and (hardly_wishes or question) and _only_touched(scene, draft)
        unknown = unknown and not _for_sale(scene)
    else:
        clear = score >= _ANSWER_CERTAIN or (score >= _ANSWER_SURE and (question or chance >= _POSSIBLE))
        apart = score >= _ANSWER_OWN and margin >= _MARGIN and (question or chance >= _POSSIBLE)
        in_scope = chance >= _LIKELY > likely.get(Act.OUT_OF_SCOPE, 0.0)
        likely_one = score >= _ANSWER_LIKELY and (apart or in_scope)
        known = clear or likely_one or told
        stated = draft.kind is not None or bool(draft.acts & _NEEDS_SLATE)
        # A trouble is told, not asked: "you sent me the wrong one".
        asks = question or draft.says_nothing
        near = (score >= _ANSWER_LIKELY and asks) or (score >= _ANSWER_NEAR and hardly_wishes and draft.says_nothing)
        unknown = not known and not stated and (near or (asks and chance >= _LIKELY)) and not _for_sale(scene)
    if known or unknown:
        draft.acts -= _SUPERSEDED
        if known and likely.get(Act.ASK_HUMAN, 0.0) < _POSSIBLE:
            draft.acts.discard(Act.ASK_HUMAN)  # "will you give my number to somebody else"
        draft.acts.add(Act.ASK_QUESTION)
        draft.answer_id = answers[0].id if known else ""
        draft.offered = () if known else tuple(row for row in answers if row.score >= _ANSWER_OFFERED)


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
        draft.kind is not None and not any(clause.question for clause in scene.said.clauses)
    )


def _only_implied(scene: Scene, draft: Draft) -> bool:
    """Tell whether all that was read is a question whose item nobody named: "do you match prices"."""
    named = any(one.best.type is MentionType.ITEM for one in scene.found)
    asks = draft.acts <= {Act.ASK_ATTRIBUTE, Act.SEEK} and not draft.preferences and not draft.options
    pointed = scene.references.pointed or scene.references.everything
    return asks and not (named or pointed or draft.unknown_name) and draft.kind is None


def _only_touched(scene: Scene, draft: Draft) -> bool:
    """Tell whether a message names values in passing ("my phone broke"), limits nothing and points at nothing."""
    limits = any(wish.hard or wish.operator is not Operator.EQUAL for wish in draft.preferences)
    asks = draft.acts & {Act.ASK_WHY, Act.COMPARE, Act.CRITIQUE, Act.CORRECT} or draft.asked_facets
    named = any(one.best.type is MentionType.ITEM for one in scene.found)
    return not (limits or asks or named or draft.options or draft.kind is not None or scene.references.pointed)


def _for_sale(scene: Scene) -> bool:
    return SELLING.search(scene.said.folded) is not None
