"""One catalogue's connection to Neo4j: statements by name, in batches, errors as the project's own."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from neo4j import Driver, GraphDatabase, ManagedTransaction, Session
from neo4j.exceptions import AuthError, DatabaseError, DriverError, ServiceUnavailable, TransientError

from chatrec.knowledge.adapters.neo4j_rows import Row
from chatrec.knowledge.adapters.neo4j_statements import statement
from chatrec.vocabulary.errors import UnavailableError

__all__ = ["DEFAULT_TENANT", "Neo4jConnection", "open_driver"]

DEFAULT_TENANT = "default"

_BATCH_ROWS = 2_000
_CONNECT_TIMEOUT_S = 5.0
_RETRY_S = 10.0


def open_driver(url: str, user: str = "", password: str = "") -> Driver:
    """Open a driver that gives up in seconds, not minutes; the caller closes it."""
    auth = (user, password) if user else None
    return GraphDatabase.driver(
        url,
        auth=auth,
        connection_timeout=_CONNECT_TIMEOUT_S,
        connection_acquisition_timeout=_CONNECT_TIMEOUT_S,
        max_transaction_retry_time=_RETRY_S,
        notifications_min_severity="OFF",  # an empty database has no labels yet: nothing to tell the user
    )


class Neo4jConnection:
    """Runs the project's statements for one catalogue of one tenant."""

    def __init__(
        self, driver: Driver, catalogue: str, database: str | None = None, tenant: str = DEFAULT_TENANT
    ) -> None:
        """Keep the driver, which the caller closes, and the names of catalogue and tenant."""
        self.catalogue = catalogue
        self.tenant = tenant
        self._driver = driver
        self._database = database

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Open a session.

        Raises:
            UnavailableError: the server cannot be reached, or refuses us.
        """
        try:
            with self._driver.session(database=self._database) as session:
                yield session
        except (AuthError, DatabaseError, DriverError, ServiceUnavailable, TransientError) as error:
            raise UnavailableError(f"Neo4j does not answer: {type(error).__name__}.") from error

    def run(self, on: Session | ManagedTransaction, name: str, **parameters: Any) -> list[Row]:  # noqa: ANN401
        """Run a statement in a session or a transaction and give its rows."""
        # The driver's types want literal strings: ours are files of the package, never made from data.
        return self.run_text(on, statement(name), **parameters)

    def run_text(self, on: Session | ManagedTransaction, text: str, **parameters: Any) -> list[Row]:  # noqa: ANN401
        """Run the text of a statement of this package, a migration, and give its rows."""
        return on.run(text, {"tenant": self.tenant, "catalogue": self.catalogue, **parameters}).data()

    def run_batches(
        self,
        on: Session | ManagedTransaction,
        name: str,
        rows: Iterable[Row],
        **parameters: Any,  # noqa: ANN401
    ) -> None:
        """Run a statement that takes `rows`, two thousand at a time."""
        remaining = iter(rows)
        while batch := list(islice(remaining, _BATCH_ROWS)):
            self.run(on, name, rows=batch, **parameters)
