"""A service that was given what can never work ends with one line and its own exit code."""

from __future__ import annotations

import pytest

from chatrec.serving import BAD_INPUT, exit_code_of
from chatrec.vocabulary.errors import ChatRecError, InvalidInputError, NotFoundError, UnavailableError


def _raising(error: ChatRecError) -> None:
    raise error


@pytest.mark.parametrize("kind", [InvalidInputError, NotFoundError])
def test_bad_input_is_one_line_on_stderr(kind: type[ChatRecError], capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code_of(lambda: _raising(kind("No\nsuch file.", file="a.json"))) == BAD_INPUT
    assert capsys.readouterr().err == "chatrec: No such file. (file a.json)\n"


def test_what_may_pass_keeps_its_traceback() -> None:
    with pytest.raises(UnavailableError):
        exit_code_of(lambda: _raising(UnavailableError("Gone.")))


def test_a_service_that_ends_by_itself_is_fine() -> None:
    assert exit_code_of(lambda: None) == 0
