"""The learned weights of the reasoner, out of a card."""

import json
from collections.abc import Iterable
from pathlib import Path

from chatrec.knowledge.domain.reasoning.weights import Weights, weights_from
from chatrec.knowledge.domain.snapshot.arrays import Snapshot
from chatrec.vocabulary.errors import InvalidInputError
from chatrec.vocabulary.schema import ITEM, KIND

__all__ = ["read_weights"]


def read_weights(path: Path, snapshots: Iterable[Snapshot]) -> Weights:
    """Read the weights of a card that `chatrec train knowledge` wrote; they may speak of what the snapshots hold.

    Raises:
        InvalidInputError: there is no such file, it is no card, a relation is in no snapshot, or a number is bad.
    """
    known = {ITEM, KIND}
    for snapshot in snapshots:
        known.update(snapshot.relations, (facet.name for facet in snapshot.schema.facets))
        known.update(association.name for association in snapshot.associations)
    try:
        return weights_from(_record(path), known)
    except InvalidInputError as error:
        raise InvalidInputError(f"WEIGHTS {path}: {error.message}", **error.facts) from error


def _record(path: Path) -> object:
    try:
        card = json.loads(path.read_bytes())
    except OSError as error:
        raise InvalidInputError(f"no card of weights: {error.strerror or error}.") from error
    except (ValueError, RecursionError) as error:
        raise InvalidInputError(f"no card of weights: {error}.") from error
    if not isinstance(card, dict) or "weights" not in card:
        raise InvalidInputError("no card of weights: it has none.", field="weights")
    return card["weights"]
