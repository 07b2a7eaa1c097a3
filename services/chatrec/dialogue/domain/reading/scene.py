"""Everything that the readers of an utterance look at."""

from dataclasses import dataclass
from datetime import date

from chatrec.dialogue.domain.catalogues import KnownCatalogue
from chatrec.dialogue.domain.reading.words.mentions import Found
from chatrec.dialogue.domain.reading.words.polarity import Polarities
from chatrec.dialogue.domain.reading.words.references import References
from chatrec.dialogue.domain.reading.words.said import Said
from chatrec.vocabulary.conversation import DialogueState
from chatrec.vocabulary.graph import ItemCard, Mention
from chatrec.vocabulary.schema import Facet
from chatrec.vocabulary.words import MentionType, Move

__all__ = ["Scene"]


@dataclass(frozen=True, slots=True)
class Scene:
    """An utterance with what was found in it.

    `state.active` is already the topic that it is about; `today` is None where nobody tells the day. `anew` is the
    facet of numbers that a correction says anew, "" for none.
    """

    said: Said
    state: DialogueState
    catalogue: KnownCatalogue
    found: tuple[Found, ...]
    polarities: Polarities
    references: References
    today: date | None = None
    anew: str = ""

    @property
    def kind(self) -> str:
        """The kind that the talk is about."""
        return self.state.active.kind

    @property
    def asked(self) -> str:
        """The facet that a bare answer is about: the one said anew, or that the last turn asked for; "" for none."""
        return self.anew or (self.state.last_asked_facet if self.state.last_move is Move.ASK else "")

    def phrase(self, start: int, end: int) -> str:
        """Give the user's own words between two positions."""
        return self.said.original[start:end].strip()

    def facet_mentions(self) -> list[Mention]:
        """Give the mentions of facets by name."""
        return [found.best for found in self.found if found.best.type is MentionType.FACET]

    def nearest_facet(self, start: int, end: int, allowed: list[Facet], reach: int = 24) -> Facet | None:
        """Find the allowed facet spoken of nearest to a place within its clause."""
        clause = self.said.clause_at(start)
        names = {facet.name: facet for facet in allowed}
        near = [
            (start - one.end if one.end <= start else max(0, one.start - end), one.end > start, one.target)
            for one in self.facet_mentions()
            if one.target in names and clause.start <= one.start < clause.end
        ]
        near = [row for row in near if 0 <= row[0] <= reach and not (row[1] and self._is_next(end, row[0]))]
        return names[min(near)[2]] if near else None

    def _is_next(self, end: int, gap: int) -> bool:
        """Tell whether what follows an amount after a gap is the next thing of a list: “一千五上下、续航两天”."""
        return "、" in self.said.folded[end : end + gap]

    def card(self, item_id: str) -> ItemCard | None:
        """Find a card on the table."""
        topic = self.state.active
        return next((card for card in (*topic.slate, *topic.compared) if card.id == item_id), None)
