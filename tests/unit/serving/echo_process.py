"""The echo service as a process, as a service's `__main__` would write it. Run by test_process."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from chatrec.serving import ServingSettings, read_settings, serve
from tests.unit.serving.echo import echo

if TYPE_CHECKING:
    import grpc


def answer(request: bytes, _: grpc.ServicerContext) -> bytes:
    """Wait the seconds that the request names, then tell which process answered."""
    time.sleep(float(request or b"0"))
    return str(os.getpid()).encode()


def main() -> None:
    """Serve until told to stop."""
    settings = read_settings(ServingSettings, "echo", os.environ)
    serve("echo", settings, echo(answer), lambda: None, on_stop=lambda: print("closed", flush=True))  # noqa: T201


if __name__ == "__main__":
    main()
