"""Where sessions are kept is said by a URL, and a wrong one is an error."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from chatrec.orchestrator.__main__ import _open_store
from chatrec.orchestrator.adapters.memory_sessions import MemorySessions
from chatrec.orchestrator.adapters.redis_sessions import RedisSessions
from chatrec.orchestrator.adapters.sqlite_sessions import SqliteSessions
from chatrec.orchestrator.settings import OrchestratorSettings
from chatrec.serving import read_settings
from chatrec.vocabulary.errors import InvalidInputError, UnavailableError

SETTINGS = OrchestratorSettings()


def test_settings_come_from_their_variables() -> None:
    environment = {"CHATREC_ORCHESTRATOR_KG_EXPONENT": "0", "CHATREC_ORCHESTRATOR_SESSIONS": "sqlite:/x"}
    settings = read_settings(OrchestratorSettings, "orchestrator", environment)
    assert (settings.kg_exponent, settings.sessions) == (0.0, "sqlite:/x")


def test_an_unknown_setting_is_an_error() -> None:
    with pytest.raises(InvalidInputError):
        read_settings(OrchestratorSettings, "orchestrator", {"CHATREC_ORCHESTRATOR_SESION_TTL": "5"})


def test_a_password_is_not_shown() -> None:
    assert "hunter2" not in repr(replace(SETTINGS, redis_password="hunter2"))


def test_a_store_is_opened_by_its_url(tmp_path: Path, redis_url: str) -> None:
    assert isinstance(_open_store(SETTINGS), MemorySessions)
    assert isinstance(_open_store(replace(SETTINGS, sessions=redis_url)), RedisSessions)
    embedded = _open_store(replace(SETTINGS, sessions=f"sqlite:{tmp_path / 'deep' / 'sessions.db'}"))
    assert isinstance(embedded, SqliteSessions)
    embedded.close()


@pytest.mark.parametrize("url", ["", "memory", "postgres://x", "sqlit:/x", "redisx://y"])
def test_a_store_that_is_not_known_is_an_error_and_not_memory(url: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        _open_store(replace(SETTINGS, sessions=url))
    assert caught.value.facts["field"] == "sessions"


@pytest.mark.parametrize("path", ["", "/dev/null/sessions.db"])
def test_a_session_file_that_cannot_be_is_an_error_of_the_project(path: str) -> None:
    with pytest.raises(UnavailableError):
        _open_store(replace(SETTINGS, sessions=f"sqlite:{path}"))
