"""Embeddings on disk: vectors with the names of what they stand for, and a card that tells their digest."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from chatrec.offline.knowledge.pretraining.fitting import Embeddings
from chatrec.offline.knowledge.pretraining.triples import Facts
from chatrec.vocabulary.errors import InvalidInputError, NotFoundError

__all__ = ["CARD", "Stored", "read_embeddings", "write_embeddings"]

CARD: Final = "graph_embeddings.json"
_VECTORS: Final = "graph_embeddings.npz"


@dataclass(frozen=True, slots=True, eq=False)
class Stored:
    """Embeddings with the names of their rows; `relations` are named once, their reciprocals follow in the vectors."""

    entities: tuple[str, ...]
    relations: tuple[str, ...]
    embeddings: Embeddings


def write_embeddings(folder: Path, facts: Facts, found: Embeddings, told: Mapping[str, object]) -> Path:
    """Write vectors and card, and give the card; `told` is what it says beside the family and the digest."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / _VECTORS
    np.savez_compressed(
        path,
        entities=np.array(facts.entities),
        relations=np.array(facts.relations),
        entity_vectors=found.entities,
        relation_vectors=found.relations,
    )
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    record = {"artefact": "graph embeddings", "family": found.family, "files": {_VECTORS: digest}, **told}
    card = folder / CARD
    card.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return card


def read_embeddings(folder: Path) -> Stored:
    """Read what `write_embeddings` wrote.

    Raises:
        NotFoundError: card or vectors are missing.
        InvalidInputError: the vectors are not those of the card.
    """
    card, path = folder / CARD, folder / _VECTORS
    if not card.is_file() or not path.is_file():
        raise NotFoundError("There are no embeddings in this folder.", folder=folder)
    record = json.loads(card.read_bytes())
    if hashlib.sha256(path.read_bytes()).hexdigest() != record["files"][_VECTORS]:
        raise InvalidInputError("The vectors are not those that the card tells of.", file=path)
    with np.load(path) as arrays:
        return Stored(
            tuple(arrays["entities"].tolist()),
            tuple(arrays["relations"].tolist()),
            Embeddings(record["family"], arrays["entity_vectors"], arrays["relation_vectors"]),
        )
