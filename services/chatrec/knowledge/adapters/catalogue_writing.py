"""Writes a catalogue as a folder of files that reads back equal."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

import yaml

from chatrec.knowledge.adapters.catalogue_files import CATALOGUE_FILES
from chatrec.knowledge.domain.catalogue.catalogue import Catalogue
from chatrec.knowledge.domain.catalogue.records import (
    Record,
    answer_record,
    entity_record,
    head_record,
    item_records,
    plain_value,
)
from chatrec.vocabulary.errors import ConflictError

__all__ = ["replace_folder", "write_catalogue"]

_WIDTH = 120
_READABLE = 0o755
_ATTEMPTS = 5


def write_catalogue(catalogue: Catalogue, folder: Path, head: Mapping[str, object] | None = None) -> None:
    """Write a catalogue; the folder appears whole, or stays as it was.

    `head` is what `catalogue.yaml` shall say in place of declaring everything, so that a domain pack still counts. What
    is in the folder and is no file of a catalogue (documents, pictures) stays.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        _write(catalogue, part, head or head_record(catalogue.schema, catalogue.licence))
        _carry_over(folder, part)
        replace_folder(part, folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def replace_folder(new: Path, folder: Path) -> None:
    """Put a folder in the place of another; both lie in one directory.

    Raises:
        ConflictError: others kept doing the same.
    """
    new.chmod(_READABLE)
    old = new.with_name(f"{new.name}.old")
    for _ in range(_ATTEMPTS):
        with suppress(FileNotFoundError):
            folder.rename(old)
        try:
            new.rename(folder)
        except OSError:  # another process was quicker between the two lines: its folder goes, ours comes
            shutil.rmtree(old, ignore_errors=True)
        else:
            shutil.rmtree(old, ignore_errors=True)
            return
    raise ConflictError("The folder is being written by others.", folder=folder)


def _carry_over(folder: Path, part: Path) -> None:
    if not folder.is_dir():
        return
    for entry in folder.iterdir():
        if entry.name in CATALOGUE_FILES or (part / entry.name).exists():
            continue
        if entry.is_dir():
            shutil.copytree(entry, part / entry.name, symlinks=True)
        else:
            shutil.copy2(entry, part / entry.name, follow_symlinks=False)


def _write(catalogue: Catalogue, folder: Path, head: Mapping[str, object]) -> None:
    text = yaml.safe_dump(dict(head), allow_unicode=True, sort_keys=False, width=_WIDTH)
    _lines(folder / "catalogue.yaml", [text.rstrip("\n")])
    _lines(folder / "items.jsonl", map(_json, item_records(catalogue)))
    _lines(folder / "entities.jsonl", map(_json, map(entity_record, catalogue.entities)))
    _lines(folder / "triples.tsv", (f"{row.head}\t{row.relation}\t{row.tail}" for row in catalogue.triples))
    _lines(folder / "answers.jsonl", map(_json, map(answer_record, catalogue.answers)))
    _lines(
        folder / "interactions.tsv",
        (f"{row.user}\t{row.item}\t{plain_value(row.value)}\t{row.unix_s}" for row in catalogue.interactions),
    )


def _json(record: Record) -> str:
    return json.dumps(record, ensure_ascii=False)


def _lines(path: Path, lines: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for line in lines:
            file.write(line)
            file.write("\n")
        file.flush()
        os.fsync(file.fileno())
    if path.stat().st_size == 0 and path.name != "items.jsonl":
        path.unlink()
