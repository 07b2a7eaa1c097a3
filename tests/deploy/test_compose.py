"""The shipped image and docker-compose.yml, built and brought up for real. Needs a container engine."""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chatrec.client import ChatClient
from chatrec.vocabulary.turn import Event, EventType

ROOT = Path(__file__).resolve().parents[2]
IMAGE = "chatrec:0.1.0"
SERVER = "127.0.0.1:50050"


def _run(*command: str, stdin: str | None = None, timeout_s: float = 900.0) -> str:
    done = subprocess.run(
        command, input=stdin, capture_output=True, text=True, cwd=ROOT, timeout=timeout_s, check=False
    )
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    return done.stdout


def _compose() -> tuple[str, ...]:
    """Compose as a plug-in of docker, or as a program of its own."""
    beside = Path(sys.executable).parent / "docker-compose"
    if beside.exists():
        return (str(beside),)
    return ("docker-compose",) if shutil.which("docker-compose") else ("docker", "compose")


@pytest.fixture(scope="module")
def up() -> Iterator[None]:
    _run("deploy/make-secrets")
    _run("docker", "build", "--network", "host", "-t", IMAGE, "-f", "deploy/Dockerfile", ".")
    try:
        _run(*_compose(), "up", "-d", "--no-build", "--wait", "--wait-timeout", "300")
        yield
    finally:
        _run(*_compose(), "down", "--volumes", "--timeout", "20")


def _converse(*texts: str) -> list[dict[str, object]]:
    lines = "".join(json.dumps({"session": "a", "user": "u", "text": text}) + "\n" for text in texts)
    out = _run(sys.executable, "-m", "chatrec.cli", "converse", "--server", SERVER, stdin=lines)
    return [json.loads(line) for line in out.splitlines()]


@pytest.mark.parametrize(
    "texts",
    [("我想买一部新手机", "高端一点，性价比高的"), ("I want a laptop for travelling", "the lighter the better")],
)
def test_a_conversation_is_held_through_the_containers(up: None, texts: tuple[str, ...]) -> None:
    replies = _converse(*texts)
    assert all(reply["error"] is None and reply["degraded"] == [] for reply in replies)
    assert replies[-1]["items"]


def _learned() -> dict[str, object]:
    look = "from pathlib import Path; print(*(file.read_text() for file in Path('/policies').glob('learned.json')))"
    facts: dict[str, object] = json.loads(
        _run(*_compose(), "exec", "-T", "policy", "python", "-c", look).strip() or "{}"
    )
    bandits = facts.get("bandits", {})
    assert isinstance(bandits, dict)
    return bandits


def _until(wanted: Callable[[], bool]) -> None:
    ends_s = time.monotonic() + 120.0
    while not wanted():
        assert time.monotonic() < ends_s
        time.sleep(1.0)


def test_what_is_taken_is_learned_through_redis_and_a_killed_container_takes_nothing_back(up: None) -> None:
    with ChatClient(SERVER, timeout_s=30.0) as client:
        turn = client.start("learner", domain="movies").send("something like Amélie")
        taken = Event("deploy-1", turn.session_id, turn.items[0].id, EventType.ACCEPT, turn.turn)
        assert client.record([taken]) == 1
    _until(lambda: bool(_learned().get("movies")))
    learned = _learned()["movies"]
    _run(*_compose(), "kill", "--signal", "SIGKILL", "policy")
    _run(*_compose(), "up", "-d", "--no-build", "--wait", "--wait-timeout", "120", "policy")
    assert _learned()["movies"] == learned


def test_no_container_runs_as_root_or_can_write_its_own_files(up: None) -> None:
    for service in ("encoder", "dialogue", "knowledge", "policy", "orchestrator"):
        container = _run(*_compose(), "ps", "-q", service).strip()
        facts = json.loads(_run("docker", "inspect", container))[0]
        assert facts["Config"]["User"] == "10001:10001"
        assert facts["HostConfig"]["ReadonlyRootfs"] is True
        assert facts["HostConfig"]["Memory"] > 0


def test_no_secret_is_in_an_environment(up: None) -> None:
    secret = (ROOT / "deploy" / "secrets" / "redis_password").read_text().strip()
    container = _run(*_compose(), "ps", "-q", "orchestrator").strip()
    assert secret not in _run("docker", "inspect", container)
