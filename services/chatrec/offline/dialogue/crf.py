"""A linear-chain conditional random field (Lafferty et al., ICML 2001) over named features, fitted by CRFsuite."""

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pycrfsuite

__all__ = ["Features", "Field", "FieldOptions", "fit_field"]

Features = Sequence[Sequence[str]]
"""The names of the features that hold, one list a place."""


@dataclass(frozen=True, slots=True)
class FieldOptions:
    """How a field is fitted.

    Attributes:
        absolute: The penalty on absolute weights: most become zero.
        squared: The penalty on squared weights.
        steps: The most steps of L-BFGS.
    """

    absolute: float = 0.05
    squared: float = 0.05
    steps: int = 80


class Field:
    """A fitted field."""

    def __init__(self, model: bytes) -> None:
        self._tagger = pycrfsuite.Tagger()
        self._model = model  # CRFsuite reads from it in place
        self._tagger.open_inmemory(model)
        self._tags = tuple(self._tagger.labels())

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags, in the order of the columns of `marginals`."""
        return self._tags

    def tag(self, sequence: Features) -> list[str]:
        """Give the likeliest tags, one a place."""
        return list(self._tagger.tag(sequence))

    def marginals(self, sequence: Features) -> npt.NDArray[np.float64]:
        """Give how likely each tag is at each place, (places, tags)."""
        self._tagger.set(sequence)
        return np.array([[self._tagger.marginal(tag, place) for tag in self._tags] for place in range(len(sequence))])


def fit_field(sequences: Iterable[Features], tags: Iterable[Sequence[str]], options: FieldOptions) -> Field:
    """Fit on sequences with their tags; no chance is in it."""
    trainer = pycrfsuite.Trainer(
        algorithm="lbfgs",
        params={
            "c1": options.absolute,
            "c2": options.squared,
            "max_iterations": options.steps,
            "feature.possible_transitions": True,
        },
        verbose=False,
    )
    for features, labels in zip(sequences, tags, strict=True):
        trainer.append(features, labels)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "model")
        trainer.train(str(path))
        return Field(path.read_bytes())
