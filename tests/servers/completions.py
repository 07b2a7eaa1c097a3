"""An OpenAI-compatible endpoint that says what a test has it say: a real HTTP server on this machine."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Endpoint:
    """The endpoint as a test sees it: what it was asked, and what it answers from now on.

    `say` makes the model's text of the user message; `raw` in its place is the whole body of a reply.
    """

    url: str = ""
    say: Callable[[str], str] = lambda _: ""
    raw: bytes | None = None
    status: int = 200
    wait_s: float = 0.0
    pause_s: float = 0.0
    location: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


@contextmanager
def endpoint() -> Iterator[Endpoint]:
    """Serve until the block ends; replies that a client gave up on are dropped."""
    script = Endpoint()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            script.asked.append(question)
            script.headers.append(dict(self.headers))
            time.sleep(script.wait_s)
            text = script.say(question["messages"][-1]["content"])
            body = script.raw or json.dumps({"choices": [{"message": {"content": text}}]}).encode()
            with suppress(OSError):
                self.send_response(script.status)
                if script.location:
                    self.send_header("Location", script.location)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self._trickle(body)

        def _trickle(self, body: bytes) -> None:
            if not script.pause_s:
                self.wfile.write(body)
                return
            for byte in body:
                self.wfile.write(bytes([byte]))
                time.sleep(script.pause_s)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    script.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield script
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
