"""`chatrec dialogue try "..."`: what is understood of a message, its words coloured by what was seen in them."""

import argparse

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from chatrec.cli.workspace import add_catalogues, prepare
from chatrec.offline.dialogue.attempt import Attempt, attempt
from chatrec.offline.preparing import folder_encoder
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.words import MentionType

__all__ = ["add_try", "attempt_page"]

_STYLES = {
    MentionType.ITEM: "black on bright_magenta",
    MentionType.ENTITY: "black on bright_green",
    MentionType.ORDINAL: "black on bright_cyan",
    MentionType.FACET: "black on bright_blue",
    MentionType.KIND: "black on bright_yellow",
    MentionType.NEED: "black on bright_red",
    MentionType.CATALOGUE: "black on white",
}
_WITHOUT_MENTION = "bold underline"
_LEAST_CHANCE = 0.05
_BAR = 20


def add_try(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare `try`."""
    command = commands.add_parser("try", help="show what is understood of a message")
    command.add_argument("text", metavar="TEXT", help="the message, as the first of a conversation")
    add_catalogues(command)
    command.set_defaults(do=_try)


def _try(arguments: argparse.Namespace) -> int:
    ready = prepare(arguments.catalogue)
    Console(highlight=False).print(attempt_page(attempt(arguments.text, ready.snapshots, folder_encoder())))
    return 0


def attempt_page(tried: Attempt) -> RenderableType:
    """Draw a message with its spans, then the acts with their chances, what was read, and what was not."""
    return Group(_coloured(tried), "", _acts(tried), _facts(tried))


def _coloured(tried: Attempt) -> Text:
    page, place = Text(), 0
    for span in tried.spans:
        page.append(tried.text[place : span.start])
        words = tried.text[span.start : span.end]
        if span.mention is None:
            page.append(words, style=_WITHOUT_MENTION)
        else:
            page.append(words, style=_STYLES[span.mention.type])
            page.append(f" {span.mention.type}:{span.mention.target} ", style="dim")
        place = span.end
    page.append(tried.text[place:])
    return page


def _acts(tried: Attempt) -> Table:
    table = Table(box=None, padding=(0, 1), header_style="dim")
    for head in ("act", "chance", "", "read"):
        table.add_column(head)
    chances = {**dict.fromkeys(tried.reading.acts, 0.0), **tried.chances}
    for act, chance in sorted(chances.items(), key=lambda pair: -pair[1]):
        if chance >= _LEAST_CHANCE or act in tried.reading.acts:
            read = "yes" if act in tried.reading.acts else ""
            table.add_row(str(act), f"{chance:.2f}", "█" * round(_BAR * chance), read)
    return table


def _facts(tried: Attempt) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 1))
    for name, value in _rows(tried):
        if value:
            table.add_row(Text(name, style="dim"), Text(value))
    return table


def _rows(tried: Attempt) -> list[tuple[str, str]]:
    reading, answers = tried.reading, tried.grounding.answers
    return [
        ("language", str(reading.language)),
        ("preferences", "; ".join(map(_said, reading.preferences))),
        ("items", ", ".join(reading.item_ids)),
        ("asked of them", ", ".join(reading.asked_facets)),
        ("answer", reading.answer_id),
        ("nearest answers", ", ".join(f"{one.id} {one.score:.2f}" for one in answers)),
        ("which one", ", ".join(option.target for option in reading.options)),
        ("unknown name", reading.unknown_name),
        ("emergency", f"{tried.grounding.emergency_score:.2f}{' !' if reading.emergency else ''}"),
        ("not read", " | ".join(tried.unread)),
    ]


def _said(wish: Preference) -> str:
    values = ", ".join(map(str, wish.values))
    return f"{wish.facet} {wish.operator} {values}{' (hard)' if wish.hard else ''}"
