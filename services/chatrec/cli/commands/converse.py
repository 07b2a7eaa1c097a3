"""`chatrec converse`: scripted conversations, one JSON object a line in, one a line out."""

import argparse
import contextlib
import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO, Any

from chatrec.cli.stack import Stack, StackPlan
from chatrec.cli.transcripts import event_line, failure_line, turn_line
from chatrec.cli.workspace import add_catalogues, prepare
from chatrec.client import ChatClient, ChatSession
from chatrec.vocabulary.errors import ChatRecError, InvalidInputError, NotFoundError
from chatrec.vocabulary.turn import Event, EventType

__all__ = ["add", "run"]


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_catalogues(parser)
    parser.add_argument("--server", metavar="HOST:PORT", help="talk to a running server instead of starting one")
    parser.add_argument("--seed", type=int, default=0, help="varies the wording (default 0)")


def run(arguments: argparse.Namespace) -> int:
    """Answer every line; exit 2 where a line was no valid request, 1 where the server failed."""
    with contextlib.ExitStack() as stack:
        target = arguments.server or stack.enter_context(_start(arguments)).target
        client = stack.enter_context(ChatClient(target, timeout_s=30.0))
        return converse(client, sys.stdin.buffer, sys.stdout)


def _start(arguments: argparse.Namespace) -> Stack:
    ready = prepare(arguments.catalogue)
    seed = {"CHATREC_ORCHESTRATOR_SEED": str(arguments.seed)}
    return Stack(StackPlan(ready.model, ready.snapshots, extra=seed))


@dataclass(slots=True)
class _Talk:
    session: ChatSession
    turn: int = 0
    locale: str | None = None
    events: int = 0


def converse(client: ChatClient, lines: Iterable[bytes], out: IO[str]) -> int:
    """Answer every line of `lines` with a line to `out`; gives the exit code."""
    talks: dict[str, _Talk] = {}
    code = 0
    for number, raw in enumerate(lines, start=1):
        if not raw.strip():
            continue
        reply, failed = _answer(client, talks, raw, number)
        code = max(code, failed)
        print(json.dumps(reply, ensure_ascii=False), file=out, flush=True)
    return code


def _answer(client: ChatClient, talks: dict[str, _Talk], raw: bytes, number: int) -> tuple[dict[str, Any], int]:
    """Give the line to write, and the exit code that it calls for."""
    name: str | None = None
    try:
        line = _read(raw, number)
        name = line["session"]
        return _play(client, talks, line), 0
    except (InvalidInputError, NotFoundError) as error:
        turn = talks[name].turn if name in talks else 0
        return failure_line(name, turn, error.message), 0 if name is not None else 2
    except ChatRecError as error:
        return failure_line(name, talks[name].turn if name in talks else 0, error.message), 1


def _read(raw: bytes, number: int) -> dict[str, Any]:
    try:
        line = json.loads(raw.decode("utf-8-sig"))
        json.dumps(line, ensure_ascii=False).encode()  # an escape may stand for half a character
    except (ValueError, RecursionError) as error:
        raise InvalidInputError(f"line {number}: not JSON: {error}", line=number) from error
    if not isinstance(line, dict):
        raise InvalidInputError(f"line {number}: not an object", line=number)
    kinds: dict[str, tuple[type, ...]] = {
        "session": (str,),
        "user": (str, type(None)),
        "text": (str, type(None)),
        "locale": (str, type(None)),
        "exclude": (list, type(None)),
        "max_items": (int, type(None)),
        "request_id": (str, type(None)),
        "event": (dict, type(None)),
    }
    for key, allowed in kinds.items():
        if not isinstance(line.get(key), allowed) or isinstance(line.get(key), bool):
            raise InvalidInputError(f"line {number}: {key} is missing or of the wrong type", line=number, field=key)
    if not all(isinstance(item, str) for item in line.get("exclude") or ()):
        raise InvalidInputError(f"line {number}: exclude: not a list of ids", line=number, field="exclude")
    if line.get("event") is None and line.get("text") is None:
        raise InvalidInputError(f"line {number}: text or event is needed", line=number, field="text")
    return line


def _play(client: ChatClient, talks: dict[str, _Talk], line: dict[str, Any]) -> dict[str, Any]:
    name = line["session"]
    if name not in talks:
        talks[name] = _Talk(client.start(line.get("user") or ""))
    talk = talks[name]
    if line.get("event") is not None:
        client.record([_event(talk, line["event"])])
        return event_line(name, talk.turn, talk.locale)
    most = line.get("max_items")
    turn = talk.session.send(
        line["text"],
        request_id=line.get("request_id") or "",
        exclude_item_ids=line.get("exclude") or (),
        max_items=5 if most is None else most,
        locale=line.get("locale") or "",
    )
    talk.turn, talk.locale = max(talk.turn, turn.turn), str(turn.language)
    return turn_line(name, turn)


def _event(talk: _Talk, given: dict[str, Any]) -> Event:
    kind, item = given.get("type"), given.get("item")
    if not isinstance(kind, str) or kind not in set(EventType):
        raise InvalidInputError(f"event.type: {kind!r} is not one of {', '.join(EventType)}", field="event.type")
    if not isinstance(item, str):
        raise InvalidInputError("event.item is missing or of the wrong type", field="event.item")
    value = given.get("value") or 0.0
    if not isinstance(value, (int, float)) or abs(value) > sys.float_info.max:
        raise InvalidInputError("event.value is no number", field="event.value")
    talk.events += 1
    event_id = given.get("id") or f"{talk.session.id}/event/{talk.events}"
    return Event(str(event_id), talk.session.id, item, EventType(kind), talk.turn, float(value))
