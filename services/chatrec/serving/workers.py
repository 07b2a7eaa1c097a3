"""More processes on one port: copies of this one, started by it, kept alive by it, drained with it.

A copy is a fresh start of the same command, not a fork: model run times and gRPC hold threads, and those do not survive
a fork. The kernel spreads connections over the processes (SO_REUSEPORT), so a client opens several.
"""

import logging
import os
import subprocess
import sys
import threading
import time
from typing import Final

from chatrec.serving.logs import log_event
from chatrec.serving.settings import ServingSettings, prefix_of

__all__ = ["Workers", "stop_with_stdin"]

_LOGGER: Final = logging.getLogger(__name__)
_LOOK_S: Final = 0.5


class Workers:
    """The second to last worker of `service`; with `settings.workers` = 1 there is none."""

    def __init__(self, service: str, settings: ServingSettings) -> None:
        self._prefix = prefix_of(service)
        self._settings = settings
        self._running: dict[int, subprocess.Popen[bytes]] = {}

    def run_until(self, stopping: threading.Event) -> None:
        """Start them, start again the one that dies, and return when `stopping` is set."""
        numbers = range(1, self._settings.workers)
        for number in numbers:
            self._running[number] = self._start(number)
        while not stopping.wait(_LOOK_S if numbers else None):
            for number, process in self._running.items():
                if process.poll() is not None:
                    log_event(_LOGGER, logging.ERROR, "worker_died", worker=number, code=process.returncode)
                    self._running[number] = self._start(number)

    def drain(self) -> None:
        """Ask all of them to drain: their standard input closes."""
        for process in self._running.values():
            if process.stdin is not None:
                process.stdin.close()

    def wait(self, limit_s: float) -> None:
        """Wait until all have left, at most `limit_s`, then end the rest."""
        end_s = time.monotonic() + limit_s
        for process in self._running.values():
            try:
                process.wait(max(0.0, end_s - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _start(self, number: int) -> subprocess.Popen[bytes]:
        own = {"WORKERS": "1", "SHARE_PORT": "true", "STOP_WITH_STDIN": "true", "HEALTH_PORT": "0"}
        if self._settings.metrics_port:
            own["METRICS_PORT"] = str(self._settings.metrics_port + number)
        environment = os.environ | {self._prefix + name: value for name, value in own.items()}
        command = [sys.executable, *sys.orig_argv[1:]]
        # A session of its own: Ctrl-C in a terminal reaches the first worker, which then drains the others.
        return subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, start_new_session=True)  # noqa: S603


def stop_with_stdin(stopping: threading.Event) -> None:
    """Set `stopping` when standard input closes: the process that started this one has left, or asks for a drain."""

    def wait_for_end() -> None:
        while os.read(sys.stdin.fileno(), 1024):
            pass
        stopping.set()

    threading.Thread(target=wait_for_end, name="stdin-watch", daemon=True).start()
