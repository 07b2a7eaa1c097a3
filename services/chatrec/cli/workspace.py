"""What has to be on disk before the services start: the encoder's artefact and a snapshot of every catalogue."""

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from chatrec.offline.preparing import catalogue_folder, demo_catalogues, find_prepared
from chatrec.vocabulary.errors import ChatRecError, InvalidInputError

__all__ = ["Ready", "add_catalogues", "prepare", "state_folder"]


@dataclass(frozen=True, slots=True)
class Ready:
    """Folders that the services read."""

    model: Path
    snapshots: tuple[Path, ...]


def add_catalogues(parser: argparse.ArgumentParser) -> None:
    """Declare `--catalogue DIR_OR_DOMAIN`, as often as wanted; two demo catalogues by default."""
    parser.add_argument(
        "--catalogue",
        type=catalogue_folder,
        action="append",
        metavar="DIR",
        help="folder of a catalogue, or a domain that ships with Chat-REC, such as travel; may be given several times"
        " (default: movies and ecommerce)",
    )


def prepare(catalogues: Sequence[Path] | None) -> Ready:
    """Make what is missing, in a process of its own so that its memory is given back, and say where all is.

    Raises:
        InvalidInputError: a catalogue has mistakes; they are on stderr.
        ChatRecError: preparing failed.
    """
    folders = tuple(catalogues or demo_catalogues())
    found = find_prepared(folders)
    if found is None:
        command = [sys.executable, "-m", "chatrec.offline.preparing", *map(str, folders)]
        done = subprocess.run(command, check=False)  # noqa: S603  our own interpreter and module
        if done.returncode == 2:  # noqa: PLR2004  the exit code for bad input
            raise InvalidInputError("The catalogue cannot be used; its mistakes are named above.")
        found = find_prepared(folders)
        if done.returncode or found is None:
            raise ChatRecError("The artefacts could not be made.")
    return Ready(*found)


def state_folder() -> Path:
    """Give the folder of what must survive a restart."""
    root = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(root) / "chatrec"
