"""What to compare with: policies that need nothing but the gains of the questions, and one that hears nothing."""

from dataclasses import dataclass
from math import log2
from typing import Final

import numpy as np

from chatrec.knowledge.domain.catalogue.catalogue import Item
from chatrec.offline.policy.evaluation import AlwaysAsk, NeverAsk
from chatrec.offline.policy.talking.wishes import Stock
from chatrec.orchestrator.domain.moves import Asking
from chatrec.policy.domain import Decider, NextMove
from chatrec.vocabulary.decisions import Choice
from chatrec.vocabulary.turn import Shares, Turn, TurnItem
from chatrec.vocabulary.words import Language, Move

__all__ = ["BASELINES", "MaximumEntropy", "PopularItems"]

_OPEN: Final = Asking(most_questions=5, below_preferences=99)
"""Questions are welcome whatever was said, five at most: a conversation of eight turns needs some to show items."""


@dataclass(frozen=True, slots=True)
class MaximumEntropy:
    """Asks for the facet of highest gain while the belief holds more bits than a slate can show; then shows items."""

    policy_id: str = "maximum_entropy"

    def decide(self, choice: Choice) -> NextMove:
        """Ask while a slate would hardly hold the item."""
        if choice.may_ask and choice.facets and choice.belief.entropy_bits > log2(choice.belief.slate_size):
            return NextMove(Move.ASK, choice.facets[int(np.argmax(choice.gain_bits))])
        return NextMove(Move.RECOMMEND)


BASELINES: Final[dict[str, tuple[Decider, Asking]]] = {
    "ask nothing": (NeverAsk(), Asking()),
    "always ask": (AlwaysAsk(), _OPEN),
    "maximum entropy": (MaximumEntropy(), _OPEN),
}
"""Deciders by name, each with when questions are welcome to it."""


class PopularItems:
    """Hears nothing: shows the items of the kind that is looked for, which it knows, the most popular first."""

    def __init__(self) -> None:
        """Begin with nothing to show."""
        self._left: list[Item] = []
        self._turn = 0

    def open(self, stock: Stock) -> str:
        """Put the items of a kind in order."""
        self._left = sorted(stock.items, key=lambda item: -item.popularity)
        self._turn = 0
        return self.__class__.__name__

    def say(self, session_id: str, text: str, language: Language, max_items: int) -> Turn:
        """Show the next items."""
        del text
        slate, self._left = self._left[:max_items], self._left[max_items:]
        self._turn += 1
        items = tuple(TurnItem(item.id, item.name.speak(language), 1.0, Shares()) for item in slate)
        return Turn(session_id, self._turn, "", language, "", Move.RECOMMEND, items=items)
