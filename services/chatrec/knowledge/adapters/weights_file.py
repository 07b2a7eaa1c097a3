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
        record = json.loads(path.read_bytes())["weights"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InvalidInputError(f"WEIGHTS names no card of weights: {error}", file=path) from error
    return weights_from(record, known)
