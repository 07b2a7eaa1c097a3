"""Brings a Neo4j database to the form that this version writes: each migration once, in order, on record."""

from collections.abc import Sequence

from neo4j import Session

from chatrec.knowledge.adapters.neo4j_connection import Neo4jConnection
from chatrec.knowledge.adapters.neo4j_statements import Migration, migrations
from chatrec.vocabulary.errors import ConflictError

__all__ = ["migrate"]

_INDEX_TIMEOUT_S = 60


def migrate(connection: Neo4jConnection, session: Session, known: Sequence[Migration] | None = None) -> tuple[str, ...]:
    """Apply the migrations that are not on record and give their names; each may run twice where it was cut off.

    Raises:
        ConflictError: an applied migration has changed since, or the database is of a newer version.
    """
    ours = migrations() if known is None else tuple(known)
    applied = {row["name"]: row["sha256"] for row in connection.run(session, "applied_migrations")}
    _check(ours, applied)
    missing = [migration for migration in ours if migration.name not in applied]
    for migration in missing:
        connection.run_text(session, migration.statement)
        connection.run(session, "record_migration", migration=migration.name, sha256=migration.sha256)
    if missing:
        connection.run(session, "await_indexes", timeout_s=_INDEX_TIMEOUT_S)
    return tuple(migration.name for migration in missing)


def _check(ours: Sequence[Migration], applied: dict[str, str]) -> None:
    for migration in ours:
        if applied.get(migration.name, migration.sha256) != migration.sha256:
            raise ConflictError("An applied migration has changed.", migration=migration.name)
    unknown = applied.keys() - {migration.name for migration in ours}
    if unknown:
        raise ConflictError("The database is of a newer version.", migration=max(unknown))
