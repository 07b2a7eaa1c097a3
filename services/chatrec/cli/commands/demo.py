"""`chatrec demo`: a short conversation in each language, then the chat where there is a terminal."""

import argparse
import sys
import time

from rich.console import Console

from chatrec.cli.commands.chat import talk
from chatrec.cli.pages import turn_page
from chatrec.cli.stack import Stack, StackPlan
from chatrec.cli.workspace import prepare
from chatrec.client import ChatClient

__all__ = ["add", "run"]

_SCRIPTS = (
    ("我想买一部新手机", "高端一点，性价比高的", "第一个为什么推荐给我？", "有没有更便宜的", "怎么退货？"),
    (
        "I'd like a movie for tonight",
        "Something funny, not too long, under two hours",
        "Why the first one?",
        "Anything like it but from France?",
        "Thanks, bye!",
    ),
)


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--no-chat", action="store_true", help="stop after the two conversations")


def run(arguments: argparse.Namespace) -> int:
    """Play, then chat."""
    console = Console()
    started_s = time.monotonic()
    with console.status("Preparing the encoder and the demo catalogues ..."):
        ready = prepare(None)
    with Stack(StackPlan(ready.model, ready.snapshots)) as stack, ChatClient(stack.target) as client:
        for script in _SCRIPTS:
            session = client.start("demo")
            for text in script:
                console.print(f"\n> {text}", style="bold", markup=False)
                console.print(turn_page(session.send(text)))
                if started_s:
                    console.print(f"(first reply {time.monotonic() - started_s:.1f} s after the start)", style="dim")
                    started_s = 0.0
            session.end()
        if sys.stdin.isatty() and not arguments.no_chat:
            talk(console, client, client.start("demo"), lambda: input("> "))
    return 0
