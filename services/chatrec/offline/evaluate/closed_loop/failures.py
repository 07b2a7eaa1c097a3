"""What goes wrong between people and the system, sorted into kinds: for those who mend the reading."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from chatrec.offline.evaluate.closed_loop.talks import Exchange, Talk
from chatrec.offline.policy.talking.voice import Said
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.schema import ITEM, KIND, CatalogueSchema
from chatrec.vocabulary.turn import Turn
from chatrec.vocabulary.words import Act, Move, Source

__all__ = ["Failure", "failures"]

_WELCOME: Final = frozenset({Move.RECOMMEND, Move.RELAX, Move.ASK})
_CHATTING: Final = frozenset({"open_nothing"})
_MOVING_ON: Final = frozenset({"more", "reject"})


@dataclass(frozen=True, slots=True)
class Failure:
    """One failure: its kind, and the message with the turn that came of it."""

    kind: str
    exchange: Exchange


def failures(talk: Talk) -> Iterator[Failure]:
    """Give the failures of a talk, turn by turn."""
    before: Sequence[Preference] = ()
    spoken_of = {KIND, ITEM}
    for exchange in talk.exchanges:
        spoken_of |= {said.condition.facet for said in exchange.message.named}
        kinds = (*_kinds(exchange, before, talk.stock.schema), *_invented(exchange, before, spoken_of))
        yield from (Failure(f"{exchange.message.act}: {kind}", exchange) for kind in kinds)
        before = exchange.turn.preferences


def _kinds(exchange: Exchange, before: Sequence[Preference], schema: CatalogueSchema) -> Iterator[str]:
    message, turn = exchange.message, exchange.turn
    if turn.move not in _WELCOME and message.act not in _CHATTING:
        yield f"answered by {turn.move}"
    yield from filter(None, (_missed(said, turn, before, schema) for said in message.named))
    if message.act in _MOVING_ON and len(turn.preferences) < len(before):
        yield "wishes are lost"
    if message.act == "indifferent" and Act.DONT_CARE not in turn.reading.acts:
        yield "not heard"


def _missed(said: Said, turn: Turn, before: Sequence[Preference], schema: CatalogueSchema) -> str:
    """Tell how a wish that was named is missing from what is held; "" where it is held.

    Of a vague word only the facet and the direction can be known.
    """
    condition, facet = said.condition, schema.facet(said.condition.facet)
    if facet is None or any(condition.is_said_by(wish) for wish in turn.preferences):
        return ""
    of_facet = [wish for wish in turn.preferences if wish.facet == condition.facet]
    if said.vague and any(wish.liked for wish in of_facet):
        return ""
    what = f"{'vague ' if said.vague else ''}{facet.type} {condition.operator}"
    if not of_facet:
        return f"{what} not read"
    if all(wish in before for wish in of_facet):
        return f"{what} not read, the old one kept"
    same = any(value in condition.values for value in of_facet[-1].values)
    return f"{what} read as {of_facet[-1].operator} {'the same' if same else 'another'} value"


def _invented(exchange: Exchange, before: Sequence[Preference], spoken_of: Collection[str]) -> Iterator[str]:
    """Tell of preferences held anew for facets that were never spoken of; a need may well mean several."""
    for wish in exchange.turn.preferences:
        if wish not in before and wish.facet not in spoken_of and wish.source is not Source.NEED:
            yield f"a wish for another facet is read ({wish.source})"
