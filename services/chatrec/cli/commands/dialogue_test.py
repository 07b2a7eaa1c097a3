"""`chatrec dialogue test|measure PACK_OR_DIR`: plays a pack's conversations or single messages."""

import argparse
import contextlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from chatrec.cli.stack import Stack, StackPlan
from chatrec.cli.workspace import add_catalogues, prepare
from chatrec.client import ChatClient
from chatrec.knowledge.adapters.catalogue_files import read_catalogue
from chatrec.knowledge.domain.catalogue.catalogue import Catalogue
from chatrec.offline.dialogue.facts.talks import checked, checked_page
from chatrec.offline.dialogue.facts.written import read_written
from chatrec.offline.dialogue.stories.checking import Facts
from chatrec.offline.dialogue.stories.messages import Heard, read_messages, shares
from chatrec.offline.dialogue.stories.playing import Outcome, Tally, play, played_page, tally
from chatrec.offline.dialogue.stories.reading import read_stories
from chatrec.offline.preparing import DOMAINS
from chatrec.vocabulary.errors import NotFoundError
from chatrec.vocabulary.words import Language

__all__ = ["add_test"]

_PARTS = ("development", "locked")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where conversations or messages are, and the folders of the catalogues that they speak of."""

    path: Path
    folders: tuple[Path, ...]

    def catalogues(self) -> list[Catalogue]:
        return [read_catalogue(folder) for folder in self.folders]


def add_test(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare `test` and `measure`."""
    test = commands.add_parser("test", help="play conversations and show what went otherwise")
    test.add_argument("--only", default="", metavar="TEXT", help="conversations whose name or file holds this")
    test.add_argument("--all-turns", action="store_true", help="show every turn, not only those that went otherwise")
    test.add_argument("--facts", action="store_true", help="hold all that the replies claim against the catalogue")
    test.set_defaults(do=_test)
    measure = commands.add_parser("measure", help="answers and warnings on a pack's single messages")
    measure.set_defaults(do=_measure)
    for command in (test, measure):
        command.add_argument(
            "stories",
            metavar="PACK_OR_DIR",
            help="a domain that ships with Chat-REC, a pack's folder, or a folder or file to play",
        )
        command.add_argument(
            "--part",
            choices=(*_PARTS, "all"),
            default=_PARTS[0],
            help="of a pack: development (default), or locked to report figures that nothing was tuned on",
        )
        command.add_argument("--json", type=Path, metavar="FILE", help="write each outcome here, one a line")
        add_catalogues(command)
        command.add_argument("--server", metavar="HOST:PORT", help="talk to a running server instead of starting one")


def _test(arguments: argparse.Namespace) -> int:
    """Play, print and count; 1 where any conversation went otherwise."""
    place = _find(arguments, "conversations")
    catalogues = place.catalogues()
    stories = [one for one in read_stories(place.path, catalogues) if arguments.only in f"{one.name} {one.file}"]
    outcomes = []
    with _client(arguments, place) as client:
        for outcome in play(stories, client, Facts(catalogues)):
            outcomes.append(outcome)
            if arguments.all_turns or not outcome.passed:
                print(played_page(outcome, whole=arguments.all_turns), flush=True)
    _summarise(outcomes)
    _write(arguments.json, [_record(outcome) for outcome in outcomes])
    false = _false(outcomes, place) if arguments.facts else 0
    return 0 if all(outcome.passed for outcome in outcomes) and not false else 1


def _false(outcomes: Sequence[Outcome], place: _Place) -> int:
    """Print what replies claim falsely and give how much that is."""
    rows = list(checked(outcomes, [read_written(folder) for folder in place.folders]))
    print(checked_page(rows))
    return sum(len(row.false) for row in rows)


def _measure(arguments: argparse.Namespace) -> int:
    """Send each message in a conversation of its own; print those that went otherwise, then the shares."""
    place = _find(arguments, "messages")
    files = sorted(place.path.glob("*.tsv")) if place.path.is_dir() else [place.path]
    catalogues = place.catalogues()
    messages = [message for file in files for message in read_messages(file, catalogues)]
    heard = []
    with _client(arguments, place) as client:
        for message in messages:
            heard.append(Heard(message, client.start().send(message.text)))
            if not heard[-1].passed:
                print(_missed(heard[-1]), flush=True)
    print("; ".join(map(str, shares(heard))))
    rows = [{"wanted": one.message.wanted, "text": one.message.text, "passed": one.passed} for one in heard]
    _write(arguments.json, rows)
    return 0


def _find(arguments: argparse.Namespace, what: str) -> _Place:
    """Find what is to be played, and the catalogue that goes with it where it is a pack's."""
    given, part = arguments.stories, arguments.part
    pack = DOMAINS / given if "/" not in given and (DOMAINS / given).is_dir() else Path(given)
    if not pack.exists():
        raise NotFoundError(f"There is neither a domain nor a folder {given!r}.")
    folders = tuple(arguments.catalogue or ())
    if (pack / what).is_dir():
        parts = "" if part == "all" else part if what == "conversations" else f"{part}.tsv"
        return _Place(pack / what / parts, folders or (pack / "demo",))
    if not folders:
        raise NotFoundError("Name the catalogue that is spoken of: --catalogue DIR.")
    return _Place(pack, folders)


@contextlib.contextmanager
def _client(arguments: argparse.Namespace, place: _Place) -> Iterator[ChatClient]:
    with contextlib.ExitStack() as stack:
        target = arguments.server
        if not target:
            ready = prepare(place.folders)
            target = stack.enter_context(Stack(StackPlan(ready.model, ready.snapshots))).target
        yield stack.enter_context(ChatClient(target, timeout_s=30.0))


def _missed(heard: Heard) -> str:
    got = heard.turn.answer_id or str(heard.turn.move)
    return f"  {heard.message.wanted:<24} > {heard.message.text}  [{got}]"


def _summarise(outcomes: Sequence[Outcome]) -> None:
    parts = {str(language): [one for one in outcomes if one.language is language] for language in Language}
    counts: dict[str, Tally] = {"conversations": tally(outcomes)}
    counts |= {name: tally(part) for name, part in parts.items() if part}
    print("; ".join(f"{name}: {count}" for name, count in counts.items()))


def _write(path: Path | None, rows: Sequence[dict[str, object]]) -> None:
    if path is not None:
        path.write_text("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows), encoding="utf-8")


def _record(outcome: Outcome) -> dict[str, object]:
    return {
        "file": outcome.story.file,
        "line": outcome.story.line,
        "conversation": outcome.story.name,
        "passed": outcome.passed,
        "turns": len(outcome.played),
        "mismatches": [
            {"turn": number, "what": wrong.what, "expected": wrong.expected, "got": wrong.got}
            for number, one in enumerate(outcome.played, start=1)
            for wrong in one.mismatches
        ],
    }
