"""The graph store that is Neo4j 5: the system of record in production.

An import marks everything it writes with a stamp, the digest of the catalogue, and removes what bears another at the
end: cut off anywhere it can run again, and until it is through nobody reads a half.
"""

import hashlib
import json
from collections.abc import Collection

from neo4j import Driver, ManagedTransaction, Session

from chatrec.knowledge.adapters import neo4j_rows as rows
from chatrec.knowledge.adapters.neo4j_connection import DEFAULT_TENANT, Neo4jConnection
from chatrec.knowledge.adapters.neo4j_migrations import migrate
from chatrec.knowledge.domain.catalogue.catalogue import Catalogue
from chatrec.knowledge.domain.catalogue.changes import Change, checked, mentioned
from chatrec.knowledge.domain.catalogue.checking import schema_from_record
from chatrec.knowledge.domain.catalogue.records import content_digest, head_record
from chatrec.knowledge.domain.deltas import Step
from chatrec.vocabulary.errors import ConflictError, InvalidInputError, NotFoundError, UnavailableError
from chatrec.vocabulary.schema import CatalogueSchema

__all__ = ["Neo4jGraphStore"]

_ATTEMPTS = 3
_PURGES = ("purge_edges", "purge_about", "purge_used", "purge_nodes", "purge_answers", "purge_users")


class Neo4jGraphStore:
    """Keeps one catalogue of one tenant in a Neo4j database that it may share with others."""

    def __init__(
        self, driver: Driver, catalogue: str, database: str | None = None, tenant: str = DEFAULT_TENANT
    ) -> None:
        """Keep the driver, which the caller closes, and the names of catalogue and tenant."""
        self._connection = Neo4jConnection(driver, catalogue, database, tenant)
        self._run = self._connection.run
        self._run_batches = self._connection.run_batches

    def replace(self, catalogue: Catalogue) -> None:
        """Put a catalogue in place of what is there; run again after a failure, it completes.

        Raises:
            InvalidInputError: it is another catalogue than this store's.
            ConflictError: another import has begun meanwhile.
            UnavailableError: Neo4j cannot be reached.
        """
        name = self._connection.catalogue
        if catalogue.schema.name != name:
            raise InvalidInputError("The store is another catalogue's.", store=name, catalogue=catalogue.schema.name)
        stamp = content_digest(catalogue)
        with self._connection.session() as session:
            migrate(self._connection, session)
            self._run(session, "begin_import", stamp=stamp)
            self._put(session, catalogue, stamp)
            for purge in _PURGES:
                self._run(session, purge, stamp=stamp)
            head = json.dumps(head_record(catalogue.schema, catalogue.licence), ensure_ascii=False)
            if not self._run(session, "finish_import", stamp=stamp, head=head, generation=stamp):
                raise ConflictError("Another import has begun.", catalogue=name)

    def _put(self, session: Session, catalogue: Catalogue, stamp: str) -> None:
        owner = self._owner(stamp)
        items = rows.item_rows(enumerate(catalogue.items), catalogue.schema, owner)
        self._run_batches(session, "put_items", items)
        self._run_batches(session, "put_entities", rows.entity_rows(enumerate(catalogue.entities), owner))
        self._run_batches(session, "put_edges", rows.edge_rows(catalogue), stamp=stamp)
        self._run_batches(session, "put_answers", rows.answer_rows(catalogue.answers, owner))
        self._run_batches(session, "put_answer_items", rows.answer_item_rows(catalogue.answers), stamp=stamp)
        self._run_batches(session, "put_interactions", rows.interaction_rows(catalogue.interactions), stamp=stamp)

    def _owner(self, stamp: str) -> rows.Owner:
        return rows.Owner(self._connection.tenant, self._connection.catalogue, stamp)

    def migrate(self) -> tuple[str, ...]:
        """Bring the database to this version's form and give the names of the migrations that were due.

        Raises:
            ConflictError: an applied migration has changed since, or the database is of a newer version.
            UnavailableError: Neo4j cannot be reached.
        """
        with self._connection.session() as session:
            return migrate(self._connection, session)

    def upsert(self, change: Change) -> Step:
        """Add items, entities and triples, or replace those of the same id, in one transaction."""
        with self._connection.session() as session:
            return session.execute_write(self._upsert, change)

    def _upsert(self, transaction: ManagedTransaction, change: Change) -> Step:
        schema, generation, _ = self._lock(transaction)
        known = self._run(transaction, "known_nodes", ids=sorted(mentioned(schema, change)))
        items = {row["id"] for row in known if row["item"]}
        entities = {row["id"] for row in known} - items
        change = checked(schema, change, items, entities)
        stamp = _next(generation, change)
        last = self._run(transaction, "last_positions")[0]
        places = {row["id"]: row["position"] for row in known}
        placed_items = _placed([item.id for item in change.items], places, last["items"])
        placed_entities = _placed([entity.id for entity in change.entities], places, last["entities"])
        owner = self._owner(stamp)
        self._run(transaction, "drop_facet_edges", ids=[item.id for item in change.items])
        item_rows = rows.item_rows(zip(placed_items, change.items, strict=True), schema, owner)
        self._run_batches(transaction, "put_items", item_rows)
        entity_rows = rows.entity_rows(zip(placed_entities, change.entities, strict=True), owner)
        self._run_batches(transaction, "put_entities", entity_rows)
        self._run_batches(transaction, "put_edges", rows.facet_rows(change.items, schema), stamp=stamp)
        triples = rows.triple_rows(enumerate(change.triples, start=last["edges"] + 1))
        self._run_batches(transaction, "add_edges", triples, stamp=stamp)
        return self._step(transaction, stamp)

    def _step(self, transaction: ManagedTransaction, generation: str) -> Step:
        found = self._run(transaction, "set_generation", generation=generation)[0]
        return Step(found["before"], found["after"])

    def delete(self, ids: Collection[str]) -> Step:
        """Remove items and entities with all that is tied to them, in one transaction."""
        with self._connection.session() as session:
            return session.execute_write(self._delete, sorted(ids))

    def _delete(self, transaction: ManagedTransaction, ids: list[str]) -> Step:
        _, generation, revision = self._lock(transaction)
        if not self._run(transaction, "known_nodes", ids=ids):
            return Step(revision, revision)
        self._run(transaction, "delete_nodes", ids=ids)
        self._run(transaction, "delete_idle_users")
        return self._step(transaction, _next(generation, ids))

    def load(self) -> Catalogue:
        """Give the catalogue, equal to what was put in.

        Raises:
            NotFoundError: there is none yet.
            UnavailableError: an import is not complete, or Neo4j cannot be reached.
            ConflictError: it kept changing while it was read.
        """
        with self._connection.session() as session:
            for _ in range(_ATTEMPTS):
                schema, licence, generation = self._state(self._run(session, "read_state"))
                catalogue = self._load(session, schema, licence)
                if self._run(session, "read_state")[0]["generation"] == generation:
                    return catalogue
        raise ConflictError("The catalogue kept changing while it was read.", catalogue=self._connection.catalogue)

    def _load(self, session: Session, schema: CatalogueSchema, licence: str) -> Catalogue:
        facets, triples = rows.edges_from(self._run(session, "load_edges"))
        answers = sorted(self._run(session, "load_answers"), key=lambda found: int(found["row"]["position"]))
        return Catalogue(
            schema=schema,
            items=rows.items_from((found["row"] for found in self._run(session, "load_items")), facets),
            entities=rows.entities_from(found["row"] for found in self._run(session, "load_entities")),
            triples=triples,
            answers=tuple(rows.answer_from(found["row"], found["items"]) for found in answers),
            interactions=rows.interactions_from(self._run(session, "load_interactions")),
            licence=licence,
        )

    def schema(self) -> CatalogueSchema:
        """Give the schema that was put in."""
        with self._connection.session() as session:
            return self._state(self._run(session, "read_state"))[0]

    def revision(self) -> int:
        """Give the number that every change raises; 0 where there is no catalogue."""
        with self._connection.session() as session:
            return self._run(session, "read_state")[0]["revision"] or 0

    def generation(self) -> str:
        """Give a token that changes whenever the content does; "" where there is no catalogue."""
        with self._connection.session() as session:
            return self._run(session, "read_state")[0]["generation"] or ""

    def ready(self) -> bool:
        """Tell whether a whole catalogue can be read now."""
        try:
            with self._connection.session() as session:
                state = self._run(session, "read_state")[0]
        except UnavailableError:
            return False
        return bool(state["generation"]) and state["importing"] is None

    def _lock(self, transaction: ManagedTransaction) -> tuple[CatalogueSchema, str, int]:
        """Keep others from changing the catalogue until the transaction ends."""
        found = self._run(transaction, "lock_state")
        schema, _, generation = self._state(found)
        return schema, generation, found[0]["revision"] or 0

    def _state(self, found: list[rows.Row]) -> tuple[CatalogueSchema, str, str]:
        state = found[0]
        if state["importing"] is not None:
            raise UnavailableError("An import is not complete: run it again.", catalogue=self._connection.catalogue)
        if state["head"] is None:
            raise NotFoundError(
                "There is no such catalogue in Neo4j; one of an older version appears with `chatrec graph migrate`.",
                catalogue=self._connection.catalogue,
            )
        schema, licence = schema_from_record(json.loads(state["head"]))
        return schema, licence, str(state["generation"])


def _placed(ids: list[str], places: dict[str, int], last: int) -> list[int]:
    """Give the position of each row: its own where it is known, the next ones for the others."""
    found = []
    for id_ in ids:
        place = places.get(id_)
        if place is None:
            last += 1
        found.append(last if place is None else place)
    return found


def _next(generation: str, change: object) -> str:
    return hashlib.sha256(f"{generation}\n{change!r}".encode()).hexdigest()[: len(generation)]
