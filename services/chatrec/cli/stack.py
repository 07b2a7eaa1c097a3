"""All services as processes of this machine: started together, restarted when one dies, drained together."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final, Self

from chatrec.serving import BAD_INPUT
from chatrec.serving.check import serves
from chatrec.vocabulary.errors import InvalidInputError, UnavailableError

__all__ = ["SERVICES", "Stack", "StackPlan"]

SERVICES: Final = ("encoder", "dialogue", "knowledge", "policy", "orchestrator")
"""In the order in which they drain from the end: the door closes first."""

_READY_S: Final = 60.0
_DRAIN_S: Final = 10.0
_LOOK_S: Final = 0.1
_FIRST_WAIT_S: Final = 0.2
_LONGEST_WAIT_S: Final = 5.0

_LEAN: Final = {
    # One thread for each process: five of them share the cores, and pools of idle threads cost memory.
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
    "GRPC_ENABLE_FORK_SUPPORT": "0",
}


@dataclass(frozen=True, slots=True)
class StackPlan:
    """What to run.

    `snapshots` are folders of built catalogues, `sessions` the store's URL, empty for a file that goes with the stack,
    `port` 0 for a free one. `learning_log` is what policies learn from, empty where nothing is to be learned, and
    `policies` the folder of what they have learned and of their releases. `extra` are more settings of the services by
    variable.
    """

    model: Path
    snapshots: tuple[Path, ...]
    sessions: str = ""
    learning_log: str = ""
    policies: Path | None = None
    host: str = "127.0.0.1"
    port: int = 0
    log_level: str = "WARNING"
    show_logs: bool = False
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Running:
    process: "subprocess.Popen[bytes]"
    started_s: float
    wait_s: float = _FIRST_WAIT_S


class Stack:
    """The processes; use it in a `with` block."""

    def __init__(self, plan: StackPlan) -> None:
        """Prepare, start nothing yet."""
        self._plan = plan
        self._folder = Path(tempfile.mkdtemp(prefix="chatrec-"))
        self._port = plan.port or _free_port(plan.host)
        self._running: dict[str, _Running] = {}
        self._logs: dict[str, IO[bytes]] = {}
        self._stopping = threading.Event()
        self._keeper = threading.Thread(target=self._keep_alive, name="keeper", daemon=True)

    @property
    def target(self) -> str:
        """Address of the public door."""
        return f"{self._plan.host}:{self._port}"

    @property
    def pids(self) -> dict[str, int]:
        """Process ids by service."""
        return {name: running.process.pid for name, running in self._running.items()}

    def start(self) -> None:
        """Start all and return when the door serves.

        Raises:
            InvalidInputError: a service was given what can never work.
        UnavailableError: a service died while starting, or took longer than a minute.
        """
        for service in SERVICES:
            self._running[service] = _Running(self._launch(service), time.monotonic())
        self._wait_until_ready()
        self._keeper.start()

    def stop(self) -> None:
        """Drain all: the door first, then the leaves."""
        self._stopping.set()
        if self._keeper.is_alive():
            self._keeper.join()
        for service in reversed(SERVICES):
            if service in self._running:
                _drain(self._running[service].process)
        for log in self._logs.values():
            log.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> Self:
        """Start all."""
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """Drain all."""
        self.stop()

    def _launch(self, service: str) -> "subprocess.Popen[bytes]":
        output: IO[bytes] | None = None
        if not self._plan.show_logs:
            if service not in self._logs:
                self._logs[service] = (self._folder / f"{service}.log").open("ab")
            output = self._logs[service]
        return subprocess.Popen(  # noqa: S603  our own interpreter and module
            [sys.executable, "-m", f"chatrec.{service}"],
            env=os.environ | _LEAN | self._settings(service) | dict(self._plan.extra),
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
        )

    def _settings(self, service: str) -> dict[str, str]:
        prefix = f"CHATREC_{service.upper()}"
        common = {
            f"{prefix}_HOST": self._address(service),
            f"{prefix}_STOP_WITH_STDIN": "true",
            f"{prefix}_LOG_LEVEL": self._plan.log_level,
        }
        return (
            common
            | {
                "encoder": {
                    f"{prefix}_MODEL": str(self._plan.model),
                    # One person talking leaves a core idle; who serves many sets 1, for a fifth more turns a second.
                    f"{prefix}_MODEL_THREADS": os.environ.get(
                        f"{prefix}_MODEL_THREADS", str(min(2, os.cpu_count() or 1))
                    ),
                },
                "dialogue": {
                    f"{prefix}_SCHEMAS": ",".join(map(str, self._plan.snapshots)),
                    f"{prefix}_ENCODER_MODEL": self._plan.model.name,
                },
                "knowledge": {f"{prefix}_SNAPSHOTS": ",".join(map(str, self._plan.snapshots))},
                "policy": self._learning(prefix),
                "orchestrator": {
                    f"{prefix}_HOST": self._plan.host,
                    f"{prefix}_PORT": str(self._port),
                    f"{prefix}_SESSIONS": self._plan.sessions or f"sqlite:{self._folder}/sessions.db",
                    f"{prefix}_LEARNING_LOG": self._plan.learning_log,
                    **{f"{prefix}_{leaf.upper()}": self._address(leaf) for leaf in SERVICES if leaf != service},
                },
            }[service]
        )

    def _learning(self, prefix: str) -> dict[str, str]:
        settings = {f"{prefix}_LEARNING_LOG": self._plan.learning_log}
        if self._plan.policies:
            settings[f"{prefix}_LEARNED"] = str(self._plan.policies / "learned.json")
            settings[f"{prefix}_REGISTRY"] = str(self._plan.policies / "registry")
        return settings

    def _address(self, service: str) -> str:
        return f"unix:{self._folder}/{service}.sock"

    def _wait_until_ready(self) -> None:
        end_s = time.monotonic() + _READY_S
        waiting = [self._address(service) for service in SERVICES[:-1]] + [self.target]
        while waiting:
            self._check_alive()
            if time.monotonic() > end_s:
                raise UnavailableError(
                    f"{waiting[0]} did not become ready within {_READY_S:.0f} s.{self._last_words()}"
                )
            waiting = [address for address in waiting if not serves(address)]
            time.sleep(_LOOK_S / 2)

    def _check_alive(self) -> None:
        for service, running in self._running.items():
            code = running.process.poll()
            if code is not None:
                kind = InvalidInputError if code == BAD_INPUT else UnavailableError
                raise kind(f"{service} ended while starting.{self._last_words(service)}")

    def _last_words(self, service: str = "") -> str:
        log = self._folder / f"{service}.log"
        lines = log.read_text("utf-8", "replace").strip().splitlines() if log.exists() else []
        return f" {lines[-1][:500]}" if lines else ""

    def _keep_alive(self) -> None:
        while not self._stopping.wait(_LOOK_S):
            for service, running in list(self._running.items()):
                if running.process.poll() is not None:
                    self._revive(service, running)

    def _revive(self, service: str, running: _Running) -> None:
        if running.process.stdin:
            running.process.stdin.close()
        # One that died young waits longer each time, so that a broken service does not eat the machine.
        age_s = time.monotonic() - running.started_s
        wait_s = _FIRST_WAIT_S if age_s > 2 * _LONGEST_WAIT_S else min(2 * running.wait_s, _LONGEST_WAIT_S)
        if not self._stopping.wait(wait_s):
            self._running[service] = _Running(self._launch(service), time.monotonic(), wait_s)


def _drain(process: "subprocess.Popen[bytes]") -> None:
    if process.stdin:
        process.stdin.close()
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(_DRAIN_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_port(host: str) -> int:
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])
