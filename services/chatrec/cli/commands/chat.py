"""`chatrec chat`: talk in the terminal."""

import argparse
import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from rich.console import Console

from chatrec.cli.pages import explanation_page, graph_page, turn_page
from chatrec.cli.plan_files import calendar, first_day, picture
from chatrec.cli.stack import Stack, StackPlan
from chatrec.cli.workspace import add_catalogues, prepare, state_folder
from chatrec.client import ChatClient, ChatSession
from chatrec.vocabulary.errors import ChatRecError
from chatrec.vocabulary.turn import Context, Event, EventType, Turn, TurnItem
from chatrec.vocabulary.words import Language

__all__ = ["add", "run", "talk"]

_HELP = """Say what you are looking for, in English or Chinese. Commands:
  /why N    why item N was recommended     /like N   take item N
  /no N     turn item N down               /graph N  the paths that lead to item N
  /history  what was said                  /plan     write the plan as plan.ics and plan.svg
  /quit     leave
说出你想找的东西，中文英文都可以。/why 2 看理由，/like 1 喜欢，/no 3 不要，/graph 1 看图谱，
/plan 导出行程，/quit 退出。"""


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_catalogues(parser)
    parser.add_argument("--server", metavar="HOST:PORT", help="talk to a running server instead of starting one")
    parser.add_argument("--user", default="", help="your id, so that sessions can be exported and erased")
    parser.add_argument(
        "--remember", action="store_true", help="keep what you like and dislike for your next chat (needs --user)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Talk until /quit, Ctrl-D or Ctrl-C."""
    console = Console()
    with contextlib.ExitStack() as stack:
        target = arguments.server
        if not target:
            with console.status("Preparing ..."):
                ready = prepare(arguments.catalogue)
                # What is remembered outlives the chat; else the sessions go with it.
                sessions = f"sqlite:{state_folder() / 'sessions.db'}" if arguments.remember else ""
                running = Stack(StackPlan(ready.model, ready.snapshots, sessions=sessions))
                target = stack.enter_context(running).target
        client = stack.enter_context(ChatClient(target))
        context = Context(remember=arguments.remember)
        talk(console, client, client.start(arguments.user, context=context), _reader())
    return 0


def _reader() -> Callable[[], str]:
    """Read lines with editing and a history that outlives the chat, where the terminal can."""
    with contextlib.suppress(ImportError, OSError):
        import readline  # noqa: PLC0415  not on every platform

        path = state_folder() / "chat_history"
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            readline.read_history_file(path)
        readline.set_history_length(1_000)
        return lambda: _read_and_keep(readline.append_history_file, str(path))
    return lambda: input("> ")


def _read_and_keep(append: Callable[[int, str], None], path: str) -> str:
    line = input("> ")
    with contextlib.suppress(OSError):
        append(1, path)
    return line


_DIGITS = 4


@dataclass(slots=True)
class _Talk:
    console: Console
    client: ChatClient
    session: ChatSession
    items: tuple[TurnItem, ...] = ()
    planned: Turn | None = None
    language: Language = Language.EN
    turn: int = 0
    events: "count[int]" = field(default_factory=lambda: count(1))


def talk(console: Console, client: ChatClient, session: ChatSession, read: Callable[[], str]) -> None:
    """Answer every line that `read` gives until it ends."""
    held = _Talk(console, client, session)
    console.print(_HELP, style="dim")
    console.print(session.opening, style="bold cyan", markup=False)
    while True:
        try:
            line = read().strip()
        except (EOFError, KeyboardInterrupt):
            console.print()
            return
        if line == "/quit":
            return
        try:
            _take(held, line)
        except ChatRecError as error:
            console.print(error.message, style="red", markup=False)


def _take(held: _Talk, line: str) -> None:
    if line.startswith("/"):
        _command(held, *line[1:].split())
        return
    turn = held.session.send(line)
    held.language, held.turn = turn.language, turn.turn
    held.items = turn.items or held.items
    held.planned = turn if turn.plan is not None else held.planned
    held.console.print(turn_page(turn))


def _command(held: _Talk, name: str = "", number: str = "", *_: str) -> None:
    if name == "history":
        for recorded in held.client.turns(held.session.id):
            held.console.print(f"> {recorded.text}", style="dim", markup=False)
            held.console.print(recorded.turn.reply, markup=False)
        return
    if name == "plan" and held.planned is not None:
        _write_plan(held.console, held.planned)
        return
    actions = {"why": _why, "graph": _graph, "like": _like, "no": _no}
    chosen = number.isdecimal() and len(number) <= _DIGITS and 1 <= int(number) <= len(held.items)
    if name not in actions or not chosen:
        held.console.print(_HELP, style="dim")
        return
    actions[name](held, held.items[int(number) - 1])


def _write_plan(console: Console, turn: Turn) -> None:
    """Write the plan into the working folder: a calendar, and a picture where its items have places."""
    now = datetime.now(UTC).astimezone()
    plan = turn.plan
    if plan is None:
        return
    files = {"plan.ics": calendar(turn, first_day(plan, now.date()), now)}
    if any(stop.latitude or stop.longitude for stop in plan.stops):
        files["plan.svg"] = picture(turn)
    for name, text in files.items():
        Path(name).write_text(text, encoding="utf-8", newline="")
        console.print(name, style="green")


def _why(held: _Talk, item: TurnItem) -> None:
    held.console.print(explanation_page(held.session.explain(item.id), held.language))


def _graph(held: _Talk, item: TurnItem) -> None:
    explained = held.session.explain(item.id)
    held.console.print(graph_page(explained.item, explained.names, held.language))


def _like(held: _Talk, item: TurnItem) -> None:
    _record(held, item, EventType.ACCEPT)


def _no(held: _Talk, item: TurnItem) -> None:
    _record(held, item, EventType.REJECT)


def _record(held: _Talk, item: TurnItem, kind: EventType) -> None:
    event_id = f"{held.session.id}/chat/{next(held.events)}"
    held.client.record([Event(event_id, held.session.id, item.id, kind, held.turn)])
    held.console.print(f"{'♥' if kind is EventType.ACCEPT else '✗'} {item.name}", markup=False)
