"""The artefact's folder: card.json, policy.onnx and values.json."""

import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import Path

from chatrec.policy.domain.card import CARD_FILE, NETWORK_FILE, VALUES_FILE, Card, CardFile, read_card, write_card
from chatrec.policy.domain.values import Values
from chatrec.vocabulary.errors import UnavailableError

__all__ = ["Artefact", "open_artefact", "write_artefact"]


@dataclass(frozen=True, slots=True)
class Artefact:
    """A checked artefact: its card, its network as bytes, its values."""

    card: Card
    network: bytes
    values: Values


def open_artefact(folder: Path) -> Artefact:
    """Read an artefact and check it: its files by hash, its features and actions by name.

    Raises:
        UnavailableError: something is missing, damaged, or made for another program; it is named.
    """
    card = read_card(_bytes(folder / CARD_FILE).decode(errors="replace"))
    card.check()
    files = {file.name: _checked(folder, file) for file in card.files}
    for needed in (NETWORK_FILE, VALUES_FILE):
        if needed not in files:
            raise UnavailableError(f"The policy's card does not name {needed}.", folder=folder)
    return Artefact(card, files[NETWORK_FILE], _values(files[VALUES_FILE]))


def write_artefact(folder: Path, artefact: Artefact) -> None:
    """Write an artefact; the card gets the hashes of the files as they are written."""
    folder.mkdir(parents=True, exist_ok=True)
    contents = {NETWORK_FILE: artefact.network, VALUES_FILE: _values_text(artefact.values).encode()}
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    files = tuple(CardFile(name, _sha256(content), len(content)) for name, content in contents.items())
    (folder / CARD_FILE).write_text(write_card(replace(artefact.card, files=files)), encoding="utf-8")


def _checked(folder: Path, file: CardFile) -> bytes:
    if Path(file.name).name != file.name:
        raise UnavailableError("The policy's card names a file outside of its folder.", file=file.name)
    content = _bytes(folder / file.name)
    if _sha256(content) != file.sha256:
        raise UnavailableError(f"The policy's file {file.name} is damaged.", file=file.name, folder=folder)
    return content


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnavailableError(
            f"The policy's file {path.name} is missing.", file=path.name, folder=path.parent
        ) from error


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _values_text(values: Values) -> str:
    facts = {
        "baseline": values.baseline,
        "relations": dict(sorted(values.relations.items())),
        "entities": [[relation, entity, weight] for (relation, entity), weight in sorted(values.entities.items())],
    }
    return json.dumps(facts, ensure_ascii=False, indent=1) + "\n"


def _values(content: bytes) -> Values:
    try:
        facts = json.loads(content)
        return Values(
            relations={str(relation): float(weight) for relation, weight in facts["relations"].items()},
            entities={(str(relation), str(entity)): float(weight) for relation, entity, weight in facts["entities"]},
            baseline=float(facts["baseline"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnavailableError(f"The policy's file {VALUES_FILE} cannot be read.", problem=error) from error
