"""Real servers for those tests that ask for them, and the rule that nothing is skipped where CI is set."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.servers import neo4j, redis
from tests.servers.requirements import requires as _requires

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator


@pytest.fixture(scope="session")
def requires() -> Callable[..., None]:
    """Return the function that skips, or in CI fails, a test whose programs are missing: `requires("java")`."""
    return _requires


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the URL of a redis-server that lives as long as the test run."""
    _requires("redis-server")
    with redis.running_redis(tmp_path_factory.mktemp("redis")) as url:
        yield url


@pytest.fixture
def redis_url(redis_server: str) -> str:
    """Give the URL of an empty Redis."""
    redis.empty(redis_server)
    return redis_server


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the Bolt URL of a Neo4j server that lives as long as the test run."""
    _requires("java", "mvn")
    with neo4j.running_neo4j(tmp_path_factory.mktemp("neo4j")) as url:
        yield url


@pytest.fixture
def neo4j_url(neo4j_server: str) -> str:
    """Give the Bolt URL of an empty Neo4j (user `neo4j`, password `tests.servers.neo4j.PASSWORD`)."""
    neo4j.empty(neo4j_server)
    return neo4j_server


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skipped test into a failed one where CI is set."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("CI"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, which CI does not allow: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Do the same for a module that skips itself."""
    report = yield
    if report.skipped and os.environ.get("CI"):
        report.outcome = "failed"
        report.longrepr = f"{collector.nodeid} was skipped, which CI does not allow: {report.longrepr}"
    return report
