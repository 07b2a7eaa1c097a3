"""What is said of a further item by "X too": that it is known, liked, taken or turned down as the one before it."""

import re
from dataclasses import replace
from typing import Final

from chatrec.dialogue.domain.reading.draft import Draft
from chatrec.dialogue.domain.reading.leftovers import left_over
from chatrec.dialogue.domain.reading.scene import Scene
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.schema import ITEM
from chatrec.vocabulary.words import Act, MentionType

__all__ = ["read_likewise"]

_LIKEWISE: Final = re.compile(
    r"\b(?:too|also|as well|likewise|neither|either|nor|plus|(?:the )?same(?: (?:goes )?(?:for|with))?)\b"
    r"|\bso (?:is|was|did|have|has)\b"
    r"|^\W*and\b|也(?:是|一样|不例外|算|同样)|同样|一样|^\W*(?:还有|以及|也|再加上?)"
)
_DONE: Final = frozenset({Act.SEEN, Act.REJECT, Act.ACCEPT})


def read_likewise(scene: Scene, draft: Draft) -> None:
    """Read a message that names items and says "too": what the message before did with an item is done with these."""
    items = _items_alone(scene)
    if not items or draft.plan_changes or draft.preferences or draft.acts & (_DONE | {Act.COMPARE}):
        return
    like = _liking_before(scene)
    last = _DONE & frozenset(scene.state.last_acts)
    if not last and like is None:
        return
    draft.acts.discard(Act.ASK_ATTRIBUTE)
    draft.acts |= last
    draft.asked_facets = []
    draft.point_at(*items)
    if Act.SEEN in last:
        draft.seen += items
    elif Act.REJECT in last or (like is not None and not like.liked):
        draft.rejected += items
    else:
        draft.liked += items
    if like is not None:
        phrase = scene.said.original.strip()
        turn = scene.state.turn
        draft.preferences += [replace(like, values=(item,), phrase=phrase, turn=turn) for item in items]


def _items_alone(scene: Scene) -> list[str]:
    """Give the items named in a message that says no more than their names and "too"; none where it asks."""
    said = scene.said
    named = [one for one in scene.found if one.best.type is MentionType.ITEM and one.end > one.start]
    marks = [match.span() for match in _LIKEWISE.finditer(said.folded)]
    spans = [*((one.start, one.end) for one in named), *marks]
    outside = any(not any(a < one.end and one.start < b for one in named) for a, b in marks)
    if not named or not outside or any(clause.question or left_over(said, clause, spans, 1) for clause in said.clauses):
        return []
    return list(dict.fromkeys(one.best.target for one in named))


def _liking_before(scene: Scene) -> Preference | None:
    """Give the wish for or against an item that the message before this one said."""
    held = [wish for wish in scene.state.active.preferences if wish.facet == ITEM]
    return next((wish for wish in reversed(held) if wish.turn == scene.state.turn - 1), None)
