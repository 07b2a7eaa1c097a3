"""A whole conversation over a catalogue that ships with the package: real reading, ranking, planning and wording."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import chatrec.domains
from chatrec.dialogue.domain.catalogues import Catalogues
from chatrec.dialogue.domain.reading import Interpreter
from chatrec.dialogue.domain.wording import Speaker
from chatrec.knowledge.adapters.catalogue_files import read_catalogue
from chatrec.knowledge.domain.catalogue.catalogue import Catalogue
from chatrec.knowledge.domain.reasoner import Reasoner
from chatrec.knowledge.domain.snapshot.build import build_snapshot
from chatrec.orchestrator.domain.plans.places import Place
from chatrec.vocabulary.conversation import DialogueState, Reading, Reply, Speech, Utterance
from chatrec.vocabulary.graph import Explanation, FollowUp, Grounding, ItemCard, Label, Ranking, RankQuery, Vector
from chatrec.vocabulary.opening import ALWAYS, opening_week
from chatrec.vocabulary.schema import CatalogueSchema
from chatrec.vocabulary.turn import Turn
from tests.unit.orchestrator.small_world import World

__all__ = ["PlanTalk", "catalogue_of", "place_in"]


@cache
def catalogue_of(domain: str) -> Catalogue:
    """Read a demo catalogue."""
    root = Path(str(next(iter(chatrec.domains.__path__))))
    return read_catalogue(root / domain / "demo")


@cache
def _reasoner(domain: str) -> Reasoner:
    return Reasoner([build_snapshot(catalogue_of(domain), None)])


class _Knowledge:
    def __init__(self, reasoner: Reasoner) -> None:
        self._reasoner = reasoner

    def ground(
        self, text: str, vector: Vector | None, catalogues: Sequence[str], after: FollowUp | None = None
    ) -> Grounding:
        return self._reasoner.ground(text, None, catalogues)

    def rank(self, query: RankQuery) -> Ranking:
        return self._reasoner.rank(query)

    def describe(
        self, catalogue: str, item_ids: Sequence[str], label_ids: Sequence[str]
    ) -> tuple[tuple[ItemCard, ...], tuple[Label, ...]]:
        return self._reasoner.describe(catalogue, item_ids, label_ids)

    def explain(self, query: RankQuery, item_id: str) -> Explanation:
        return self._reasoner.explain(query, item_id)

    def catalogues(self) -> tuple[CatalogueSchema, ...]:
        return self._reasoner.schemas()


class _NoEncoder:
    def encode(self, texts: Sequence[str]) -> tuple[Vector, ...]:
        return ()


class _Dialogue:
    def __init__(self, schemas: Sequence[CatalogueSchema]) -> None:
        catalogues = Catalogues(schemas)
        self._interpreter, self._speaker = Interpreter(catalogues), Speaker(catalogues)

    def interpret(self, utterance: Utterance) -> tuple[Reading, DialogueState]:
        return self._interpreter.interpret(utterance)

    def phrase(self, speech: Speech) -> Reply:
        return self._speaker.phrase(speech)


class PlanTalk:
    """A conversation about a demo catalogue."""

    def __init__(self, domain: str) -> None:
        knowledge = _Knowledge(_reasoner(domain))
        self.catalogue = catalogue_of(domain)
        dialogue = _Dialogue(knowledge.catalogues())
        self._world = World(encoder=_NoEncoder(), dialogue=dialogue, knowledge=knowledge)  # type: ignore[arg-type]
        self._session = self._world.start()

    def say(self, text: str) -> Turn:
        """Say something and get the turn."""
        return self._world.say(self._session, text)


def place_in(catalogue: Catalogue, item_id: str) -> Place:
    """Give an item as a place, read anew from the catalogue's own records."""
    item = next(item for item in catalogue.items if item.id == item_id)
    opening = item.facets.get("opening")
    numbers = {name: values[0] for name, values in item.facets.items() if not isinstance(values[0], str)}
    return Place(
        id=item.id,
        kind=item.kind,
        score=1.0,
        minutes=round(float(numbers.get("visit_hours", 1.0)) * 60),
        cost=float(numbers["price"]),
        week=(opening_week(str(opening[0])) or ALWAYS) if opening else ALWAYS,
        latitude=float(numbers["latitude"]),
        longitude=float(numbers["longitude"]),
    )
