"""A picture before it is drawn: boxes with labels, links between them and a legend, in pixels."""

import unicodedata
from dataclasses import dataclass

__all__ = ["BOX_HEIGHT", "FONT", "Box", "Drawing", "Link", "Note", "clean", "fitted", "text_width"]

FONT = 13.0
BOX_HEIGHT = 24.0
_WIDE = 1.0
_CAPITAL = 0.68
_NARROW = 0.56
_LONGEST_TITLE = 300
_STEERING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True)
class Box:
    """A node: its middle, its width, a label that fits into it, and the whole of what it is as a title.

    `role` is centre, item, entity or more.
    """

    x: float
    y: float
    width: float
    label: str
    title: str
    role: str

    @property
    def left(self) -> float:
        """Give the left edge."""
        return self.x - self.width / 2

    @property
    def right(self) -> float:
        """Give the right edge."""
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True)
class Link:
    """An edge from one point to another, drawn in the colour of its relation, with the arrow at its far end or not.

    `colour` counts the relations of the drawing; `inward` tells that the stored edge leads back to the first point.
    """

    x1: float
    y1: float
    x2: float
    y2: float
    colour: int
    inward: bool
    title: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A line of small text; in a relation's colour, or grey where `colour` is -1. `anchor` is start, middle or end."""

    x: float
    y: float
    text: str
    anchor: str = "start"
    colour: int = -1


@dataclass(frozen=True, slots=True)
class Drawing:
    """All that is drawn, between `left` and `right` and from 0 down to `height`.

    `legend` names the relations by colour; `facts` stand below the picture in a page.
    """

    title: str
    left: float
    right: float
    height: float
    boxes: tuple[Box, ...]
    links: tuple[Link, ...]
    notes: tuple[Note, ...]
    legend: tuple[str, ...]
    facts: tuple[tuple[str, str], ...] = ()

    @property
    def width(self) -> float:
        """Give the width."""
        return self.right - self.left


def clean(text: str, most: int = _LONGEST_TITLE) -> str:
    """Leave out of a text what XML cannot hold and what steers the direction of text; cut it where it is very long."""
    shown = text[: most + 1]
    kept = "".join(" " if char in "\t\r\n" else char for char in shown if char not in _STEERING)
    safe = "".join(char if unicodedata.category(char) not in {"Cc", "Cs", "Cn"} else "\ufffd" for char in kept)
    return safe if len(safe) <= most else safe[: most - 1] + "…"


def text_width(text: str, size: float = FONT) -> float:
    """Estimate how wide a line of text is; on the side of too wide."""
    return size * sum(map(_share, text))


def _share(char: str) -> float:
    if unicodedata.combining(char) or unicodedata.category(char) == "Cf":
        return 0.0
    if unicodedata.east_asian_width(char) in "WFA":
        return _WIDE
    return _CAPITAL if char.isupper() or char in "mwMW%@&—" else _NARROW


def fitted(text: str, width: float, size: float = FONT) -> str:
    """Cut a text so that it fits into a width, the cut shown by an ellipsis."""
    line = " ".join(clean(text).split())
    if text_width(line, size) <= width:
        return line
    room, kept = width - text_width("…", size), 0
    for char in line:
        room -= size * _share(char)
        if room < 0.0:
            break
        kept += 1
    return line[:kept].rstrip() + "…"
