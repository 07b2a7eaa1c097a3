"""A turn in pieces: the steps as they end, the reply sentence by sentence, then the whole turn."""

import contextvars
import queue
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from chatrec.vocabulary.turn import Turn

__all__ = ["Piece", "stream"]

_SENTENCE = re.compile(r"[^.!?。！？\n]*[.!?。！？\n]+\s*|[^.!?。！？\n]+\s*$")


@dataclass(frozen=True, slots=True)
class Piece:
    """A step that ended, a part of the reply, or the turn."""

    content: str | Turn
    is_reply: bool = False


def stream(take: Callable[[Callable[[str], None]], Turn]) -> Iterator[Piece]:
    """Run `take` aside and give what it tells of; what it raises is raised here."""
    pieces: queue.SimpleQueue[Piece | BaseException] = queue.SimpleQueue()

    def run() -> None:
        try:
            pieces.put(Piece(take(lambda step: pieces.put(Piece(step)))))
        except BaseException as error:  # noqa: BLE001  handed to the thread that waits, which raises it
            pieces.put(error)

    # The context carries the call's deadline and request id into the thread.
    context = contextvars.copy_context()
    threading.Thread(target=context.run, args=(run,), name="stream", daemon=True).start()
    while True:
        piece = pieces.get()
        if isinstance(piece, BaseException):
            raise piece
        if isinstance(piece.content, Turn):
            yield from (Piece(part, is_reply=True) for part in _SENTENCE.findall(piece.content.reply))
            yield piece
            return
        yield piece
