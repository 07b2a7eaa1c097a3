"""`chatrec`: exit 0 fine, 2 bad use or input, 1 failed; an error is one line on stderr."""

from __future__ import annotations

import subprocess
import sys

import pytest

from chatrec.cli.__main__ import main
from chatrec.vocabulary.errors import ChatRecError, InvalidInputError, NotFoundError, UnavailableError
from tests.servers.ports import free_port
from tests.servers.python import environment, output_of


@pytest.mark.parametrize("arguments", [[], ["nonsense"], ["serve", "nobody"], ["converse", "--seed", "x"], ["--nope"]])
def test_bad_use_exits_with_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["--help"], ["converse", "--help"], ["chat", "--help"], ["up", "--help"]])
def test_help_exits_with_zero(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 0
    assert "usage: chatrec" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("error", "code"),
    [(InvalidInputError, 2), (NotFoundError, 2), (UnavailableError, 1), (ChatRecError, 1)],
)
def test_an_error_is_one_line_on_stderr(
    error: type[ChatRecError], code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_: object) -> int:
        raise error("It does not work.")

    monkeypatch.setattr("chatrec.cli.commands.converse.run", fail)
    assert main(["converse"]) == code
    assert capsys.readouterr().err == "chatrec: It does not work.\n"


def test_help_loads_nothing_heavy() -> None:
    script = (
        "import sys\nfrom chatrec.cli.__main__ import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "print([name for name in ('grpc', 'numpy', 'onnxruntime', 'torch', 'neo4j', 'rich') if name in sys.modules])"
    )
    assert output_of(script).splitlines()[-1] == "[]"


def test_converse_without_a_server_fails_in_lines_and_in_its_exit_code() -> None:
    command = [sys.executable, "-m", "chatrec.cli", "converse", "--server", f"127.0.0.1:{free_port()}"]
    done = subprocess.run(
        command,
        env=environment(),
        input=b'{"session": "a", "text": "hi"}\n',
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout.count(b"\n") == 1
    assert b'"error": "' in done.stdout
    assert b"Traceback" not in done.stderr
