"""Wishes that are put as questions: "cheaper?", "what about diesel", "could it be red?", “有法餐吗”."""

import re
from typing import Final

from chatrec.dialogue.domain.reading.acts.alike import points_at_a_value
from chatrec.dialogue.domain.reading.acts.recalled import recalled_from
from chatrec.dialogue.domain.reading.amounts.quantities import read_quantities
from chatrec.dialogue.domain.reading.leftovers import left_over
from chatrec.dialogue.domain.reading.scene import Scene
from chatrec.dialogue.domain.reading.words.adjectives import Degree, Grade
from chatrec.dialogue.domain.reading.words.cues import INTERROGATIVE, PROPOSED, WHICH, WHICHEVER
from chatrec.dialogue.domain.reading.words.references import SPOKEN_OF, points_at_it
from chatrec.dialogue.domain.reading.words.said import Clause, asks_yes_or_no
from chatrec.vocabulary.schema import Facet
from chatrec.vocabulary.words import MentionType

__all__ = ["only_sounds_asking", "points_within", "proposes"]

_RETOLD: Final = re.compile(
    r"\b(?:what|whatever|everything|all) (?:i|we)(?:'ve| have)? (?:just )?(?:said|asked|told|mentioned|wanted)\b"
)
_COULD_BE: Final = re.compile(r"\b(?:could|can|may|might) (?:it|they|this|that) be (?:an? |in |from |by |made in )?")
_HAVE: Final = re.compile(r"\s*(?:那么?|请问)?(?:你们|这里|这儿|附近)?有(?:没有)?(?:什么)?")


def only_sounds_asking(scene: Scene, clause: Clause) -> bool:
    """Tell whether a clause with a question word wishes: "what else has that director made?", "no matter which".

    So does a description by which something is to be recalled.
    """
    words = scene.said.words(clause)
    retold = _RETOLD.search(words) is not None
    whichever = (
        retold or _suggests(scene, clause) or WHICHEVER.search(words) is not None or points_at_a_value(scene, clause)
    )
    return whichever or recalled_from(scene.said, scene.found) is not None


def _suggests(scene: Scene, clause: Clause) -> bool:
    """Tell whether a clause only asks politely for a value: "could it be under 9000?", "may it be red?"."""
    match = _COULD_BE.search(scene.said.folded, clause.start, clause.end)
    if match is None:
        return False
    values = {MentionType.ENTITY, MentionType.ORDINAL}
    starts = {one.start for one in scene.found if one.best.type in values and one.end > one.start}
    starts |= {amount.start for amount in read_quantities(scene.said, scene.catalogue.units, scene.today)}
    return match.end() in starts


def points_within(scene: Scene, clause: Clause) -> bool:
    """Tell whether a clause itself points at an item: what another clause points at is not its subject."""
    places = scene.references.spans
    here = any(clause.start <= start < clause.end for start, _ in places)
    # "Is it over two hours, the first one?": the other clause does nothing but name it.
    here = here or (
        points_at_it(scene.said.words(clause))
        and any(not left_over(scene.said, scene.said.clause_at(place[0]), [place], 1) for place in places)
    )
    return bool(scene.references.pointed) and (here or not places)


def proposes(scene: Scene, clause: Clause, degrees: list[tuple[Degree, Facet]]) -> bool:
    """Tell whether a clause puts a wish as a question: "cheaper?", "便宜点的呢", "what about diesel"."""
    words = scene.said.words(clause)
    items = any(clause.start <= one.start < clause.end and one.best.type is MentionType.ITEM for one in scene.found)
    if (
        not clause.question
        or items
        or (points_within(scene, clause) and (points_at_it(words) or scene.references.items))
    ):
        return False
    asks = INTERROGATIVE.search(words) is not None or asks_yes_or_no(scene.said, clause)
    if PROPOSED.search(words) is None and asks and not _asks_for_some(scene, clause):
        return False
    if WHICH.search(words) and len(scene.state.active.table) > 1:
        return False  # "哪个更轻呢" chooses among those on the table
    values = any(
        one.best.type in {MentionType.ENTITY, MentionType.ORDINAL, MentionType.NEED} and one.end > one.start
        for one in scene.found
        if clause.start <= one.start < clause.end
    )
    graded = any(clause.start <= degree.start < clause.end and degree.grade is not Grade.MOST for degree, _ in degrees)
    return values or graded


def _asks_for_some(scene: Scene, clause: Clause) -> bool:
    """Tell whether a question asks if there is a thing at all: “有法餐吗” after a slate, of none of its items."""
    if scene.state.last_move in SPOKEN_OF or scene.references.pointed:
        return False
    begun = _HAVE.match(scene.said.folded, clause.start, clause.end)
    return begun is not None and any(
        one.start == begun.end() and one.best.type is MentionType.ENTITY and one.end > one.start for one in scene.found
    )
