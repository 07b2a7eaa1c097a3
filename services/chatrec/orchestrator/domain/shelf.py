"""The catalogues as the orchestrator knows them: schemas, and popular items for when the graph is lost."""

import threading
from dataclasses import dataclass

from chatrec.orchestrator.domain.ports import Knowledge
from chatrec.orchestrator.domain.walk import Clock
from chatrec.vocabulary.errors import ChatRecError, InvalidInputError, UnavailableError
from chatrec.vocabulary.graph import ItemCard, RankQuery
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.schema import KIND, CatalogueSchema
from chatrec.vocabulary.words import Operator

__all__ = ["Shelf"]

_FRESH_S = 10.0
_POPULAR_PER_KIND = 40


@dataclass(frozen=True, slots=True)
class _Row:
    schema: CatalogueSchema
    popular: tuple[ItemCard, ...]


class Shelf:
    """Schemas and popular items of all catalogues, read again when older than ten seconds.

    What was read last stays when the knowledge service is lost.
    """

    def __init__(self, knowledge: Knowledge, clock: Clock) -> None:
        """Start empty; the first look reads."""
        self._knowledge = knowledge
        self._clock = clock
        self._rows: dict[str, _Row] = {}
        self._read_at_s = float("-inf")
        self._reading = threading.Lock()

    def schemas(self) -> dict[str, CatalogueSchema]:
        """Give the schemas by catalogue name.

        Raises:
            UnavailableError: none was ever read.
        """
        self._refresh()
        if not self._rows:
            raise UnavailableError("No catalogue is loaded yet.", part="knowledge")
        return {name: row.schema for name, row in self._rows.items()}

    def popular(self, catalogue: str) -> tuple[ItemCard, ...]:
        """Give the popular items of a catalogue as read last, most popular first."""
        row = self._rows.get(catalogue)
        return row.popular if row else ()

    def choose(self, domain: str) -> dict[str, CatalogueSchema]:
        """Give the catalogues that a caller asked for: by name, else by domain pack, all where empty.

        Raises:
            InvalidInputError: none has this name or domain.
        """
        schemas = self.schemas()
        if not domain:
            return schemas
        if domain in schemas:
            return {domain: schemas[domain]}
        chosen = {name: schema for name, schema in schemas.items() if schema.domain == domain}
        if not chosen:
            raise InvalidInputError("domain names no catalogue.", field="domain", value=domain[:64])
        return chosen

    def _refresh(self) -> None:
        if self._clock() - self._read_at_s < _FRESH_S or not self._reading.acquire(blocking=not self._rows):
            return
        try:
            if self._clock() - self._read_at_s >= _FRESH_S:
                self._read()
        finally:
            self._reading.release()

    def _read(self) -> None:
        try:
            schemas = self._knowledge.catalogues()
            self._rows = {schema.name: self._row(schema) for schema in schemas}
        except ChatRecError:
            # What was read last stays; where nothing was, the next look tries again at once.
            if not self._rows:
                return
        self._read_at_s = self._clock()

    def _row(self, schema: CatalogueSchema) -> _Row:
        known = self._rows.get(schema.name)
        if known is not None and known.popular and known.schema.generation == schema.generation:
            return known
        try:
            return _Row(schema, self._popular(schema))
        except ChatRecError:
            # One catalogue that cannot be ranked must not keep the others from being read.
            return _Row(schema, known.popular if known else ())

    def _popular(self, schema: CatalogueSchema) -> tuple[ItemCard, ...]:
        cards: dict[str, ItemCard] = {}
        for kind in [kind.id for kind in schema.kinds] or [""]:
            wishes = (Preference(KIND, Operator.EQUAL, (kind,), hard=True),) if kind else ()
            ranked = self._knowledge.rank(RankQuery(schema.name, wishes, max_items=_POPULAR_PER_KIND))
            found, _ = self._knowledge.describe(schema.name, () if ranked.relaxed else ranked.item_ids, ())
            cards.update((card.id, card) for card in found)
        return tuple(sorted(cards.values(), key=lambda card: (-card.popularity, card.id)))
