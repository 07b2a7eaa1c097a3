"""Slips of the tongue: what is taken back whole, and the number that is said anew."""

import re
from dataclasses import replace
from typing import Final

from chatrec.dialogue.domain.catalogues import KnownCatalogue
from chatrec.dialogue.domain.reading.amounts.numerals import find_numbers
from chatrec.dialogue.domain.reading.words.cues import CUES, UNDO, WEAK_CORRECTION
from chatrec.dialogue.domain.reading.words.said import Said
from chatrec.vocabulary.conversation import DialogueState
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.words import Act, Operator, Source

__all__ = ["as_before", "corrects", "facet_said_anew", "says_more", "taken_back"]

_LONG: Final = 40
_CONTENT: Final = re.compile(r"[a-z]{3,}|[\u3400-\u9fff]|\d")
_FILLER: Final = re.compile(
    r"\b(?:no|oh|sorry|please|wait|actually|just|my|bad|well|the|last|thing|one|bit|part|step|change|message|said|let's|i|that|it|what|ok|okay|hmm)\b"
    r"|[哦啊吧呀呢了的我你请先那就还是把给]|不好意思|抱歉|等等|刚才|刚刚|上一?[句条步个]|那[句个条]|这[句个条]"
)
_ASKING: Final = re.compile(r"\?|吗|能不能|可以|怎么|\b(?:can|could|may|how|when|where|would|will|if)\b")
_BOUNDS: Final = frozenset({Operator.LESS, Operator.AT_MOST, Operator.GREATER, Operator.AT_LEAST})


def taken_back(said: Said) -> tuple[int, int] | None:
    """Give the clause that does nothing but take the last step back: "scratch that", “刚才那句不算”; None for none."""
    match = UNDO.search(said.folded)
    clause = said.clause_at(match.start()) if match else None
    if match is None or clause is None or _ASKING.search(said.folded, clause.start, clause.end + 1):
        return None
    rest = said.folded[clause.start : match.start()] + " " + said.folded[match.end() : clause.end]
    return None if _CONTENT.search(_FILLER.sub(" ", rest)) else (clause.start, clause.end)


def says_more(said: Said, span: tuple[int, int]) -> bool:
    """Tell whether a message says more than a part of it: "scratch that, under 900"."""
    return _CONTENT.search(_FILLER.sub(" ", said.folded[: span[0]] + " " + said.folded[span[1] :])) is not None


def corrects(said: Said) -> bool:
    """Tell whether words of a correction are said, however weak."""
    return any(cue.search(said.folded) for cue in (CUES[Act.CORRECT], WEAK_CORRECTION))


def facet_said_anew(said: Said, state: DialogueState, catalogue: KnownCatalogue) -> str:
    """Give the facet of numbers that a correction speaks of: "sorry, 67" is of the number said last; "" for none."""
    numbers = find_numbers(said.folded)
    if not corrects(said) or len(said.folded) > _LONG or len(numbers) != 1:
        return ""
    value, kind = numbers[0].low, state.active.kind
    measured = {facet.name: facet for facet in catalogue.measurable()}
    held = [wish for wish in state.active.preferences if wish.facet in measured and wish.source is not Source.NEED]
    fitting = [wish for wish in held if catalogue.plausible(measured[wish.facet], kind, value)]
    return max(fitting, key=lambda wish: wish.turn).facet if fitting else ""


def as_before(wish: Preference, before: tuple[Preference, ...]) -> Preference:
    """Give a number said anew the bound that the old one had: "no, 90" after "at most 120" is at most 90."""
    old = [one for one in before if one.facet == wish.facet and one.operator in _BOUNDS]
    if wish.operator is not Operator.EQUAL or len(old) != 1:
        return wish
    return replace(wish, operator=old[0].operator, hard=old[0].hard)
