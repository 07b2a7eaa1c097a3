"""The ways to say things, language by language, as the files beside this one hold them."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import yaml

from chatrec.vocabulary.words import Language

__all__ = ["ACTS", "Fragment", "Phrasebook", "read_phrasebook"]

ACTS: Final = (
    "open",
    "open_kind",
    "open_wishes",
    "open_nothing",
    "want",
    "answer",
    "insist",
    "change",
    "again",
    "unknown",
    "indifferent",
    "more",
    "reject",
)
"""What people do with a message; the four ways to open differ in what is known already."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """How a wish is said: standing alone in a list, or as what follows "something such"."""

    listed: tuple[str, ...]
    such: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """The ways to say things in one language; words said more often stand in a tuple more often.

    Attributes:
        openers: What may come before a message,
        closers: and what after it.
        joined: What stands between wishes.
        acts: Frames by act, with {kind}, {a_kind}, {wishes}, {such} and {old} in them.
        fragments: By type of condition.
        hard: What makes a limit of a {wish}.
        units: Words of a unit.
        confused: Words or characters that are taken for one another.
    """

    openers: tuple[str, ...]
    closers: tuple[str, ...]
    joined: tuple[str, ...]
    acts: dict[str, tuple[str, ...]]
    fragments: dict[str, Fragment]
    hard: tuple[str, ...]
    units: dict[str, tuple[str, ...]]
    confused: tuple[tuple[str, str], ...]


@cache
def read_phrasebook(language: Language) -> Phrasebook:
    """Read the phrasebook of a language."""
    held = yaml.safe_load((Path(__file__).parent / f"{language}.yaml").read_text("utf-8"))
    return Phrasebook(
        openers=tuple(held["openers"]),
        closers=tuple(held["closers"]),
        joined=tuple(held["joined"]),
        acts={act: tuple(held["acts"][act]) for act in ACTS},
        fragments={
            name: Fragment(tuple(ways["list"]), tuple(ways["such"])) for name, ways in held["fragments"].items()
        },
        hard=tuple(held["hard"]),
        units={unit: tuple(words) for unit, words in held["units"].items()},
        confused=tuple((one, other) for one, other in held["confused"]),
    )
