"""Client of an OpenAI-compatible endpoint: one question, one text back, within a time that holds whatever it does."""

import json
import socket
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Final
from urllib.parse import urlsplit

from chatrec.vocabulary.errors import InvalidInputError, OverloadedError, UnavailableError

__all__ = ["CompletionClient", "Endpoint"]

_MOST_BYTES: Final = 200_000
_CHUNK_BYTES: Final = 16_384
_OK: Final = 200


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a model is asked: the URL before `/chat/completions`, its name, and the key, which is never shown."""

    url: str
    model: str
    key: str = ""

    def __post_init__(self) -> None:
        """Refuse what is no plain HTTP address, and a key that is no header."""
        address = urlsplit(self.url)
        if address.scheme not in ("http", "https") or not address.hostname or not self.model:
            raise InvalidInputError("An endpoint has an http(s) URL and a model.", url=self.url, model=self.model)
        if "@" in address.netloc or address.query or address.fragment:
            raise InvalidInputError("An endpoint's URL has no user, query or fragment.", host=address.hostname)
        if not (self.key.isascii() and self.key.isprintable()):
            raise InvalidInputError("The endpoint's key has characters that no header takes.", url=self.url)

    def __repr__(self) -> str:
        """Leave the key out."""
        return f"Endpoint({self.url!r}, {self.model!r})"


class CompletionClient:
    """Asks an endpoint; at most `most_at_once` questions are out at a time, those given up on counted too.

    A socket's timeout bounds one read, not an answer that trickles: the call runs in a thread of its own, is given up
    on when its time is up, and its connection is then cut.
    """

    def __init__(self, endpoint: Endpoint, most_at_once: int = 4) -> None:
        """Keep the endpoint; nothing is opened before the first question."""
        self._endpoint = endpoint
        self._free = threading.BoundedSemaphore(most_at_once)
        self._threads = ThreadPoolExecutor(most_at_once, thread_name_prefix="completion")

    def ask(self, instructions: str, data: str, *, timeout_s: float, max_tokens: int) -> str:
        """Give the model's text, "" where the reply holds none.

        Raises:
            UnavailableError: no sound answer came in time.
            OverloadedError: too many questions are out already.
        """
        connection = _connection(self._endpoint, timeout_s)
        body = _body(self._endpoint.model, instructions, data, max_tokens)
        if not self._free.acquire(blocking=False):
            raise OverloadedError("Too many questions to the endpoint are out.", url=self._endpoint.url)
        given_up = threading.Event()
        future = self._threads.submit(_exchange, connection, self._endpoint, body, given_up)
        future.add_done_callback(lambda _: self._free.release())
        try:
            return _content(future.result(timeout_s))
        except TimeoutError as error:
            given_up.set()
            _cut(connection)
            raise UnavailableError("The endpoint does not answer in time.", url=self._endpoint.url) from error
        except (HTTPException, OSError) as error:
            kind = type(error).__name__
            raise UnavailableError("The endpoint does not answer.", url=self._endpoint.url, kind=kind) from error


def _connection(endpoint: Endpoint, timeout_s: float) -> HTTPConnection:
    address = urlsplit(endpoint.url)
    kind = HTTPSConnection if address.scheme == "https" else HTTPConnection
    return kind(address.hostname or "", address.port, timeout=timeout_s)


def _body(model: str, instructions: str, data: str, max_tokens: int) -> bytes:
    messages = [{"role": "system", "content": instructions}, {"role": "user", "content": data}]
    body: Mapping[str, object] = {
        "model": model,
        "temperature": 0,
        "max_tokens": max_tokens,
        "messages": messages,
    }
    return json.dumps(body).encode()


def _exchange(connection: HTTPConnection, endpoint: Endpoint, body: bytes, given_up: threading.Event) -> bytes:
    """Send a question and read what comes back; redirects are not followed, so that the key goes nowhere else."""
    headers = {"Content-Type": "application/json"}
    headers |= {"Authorization": f"Bearer {endpoint.key}"} if endpoint.key else {}
    try:
        connection.connect()
        if given_up.is_set():  # While there was no socket to cut.
            return b""
        connection.request("POST", f"{urlsplit(endpoint.url).path.rstrip('/')}/chat/completions", body, headers)
        with connection.getresponse() as response:
            if response.status != _OK:
                raise UnavailableError("The endpoint refuses.", url=endpoint.url, status=response.status)
            raw = bytearray()
            while not given_up.is_set() and (chunk := response.read1(_CHUNK_BYTES)):
                raw += chunk
                if len(raw) > _MOST_BYTES:
                    raise UnavailableError("The endpoint answers at too great length.", url=endpoint.url)
            return bytes(raw)
    finally:
        connection.close()


def _cut(connection: HTTPConnection) -> None:
    """Wake the thread that waits on a connection; its own `close` would wait for the lock of the reader."""
    open_socket = connection.sock
    if open_socket is not None:
        with suppress(OSError):
            open_socket.shutdown(socket.SHUT_RDWR)


def _content(raw: bytes) -> str:
    try:
        content = json.loads(raw)["choices"][0]["message"]["content"]
    except (ValueError, TypeError, LookupError, RecursionError):
        return ""
    return content if isinstance(content, str) else ""
