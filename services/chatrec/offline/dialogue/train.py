"""Trains the act head on the encoder's vectors.

A fifth of the phrasings is held out, whatever their slots are filled with; macro F1 on it is kept in the card, for each
language. What is written is trained on all of them.
"""

import hashlib
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from chatrec.dialogue.adapters import SHIPPED_HEAD
from chatrec.dialogue.adapters.act_head import CARD_FORMAT
from chatrec.dialogue.domain.reading.features import NAMES, surface_features
from chatrec.knowledge.domain.ports import Role
from chatrec.offline.dialogue.head import Layer, Matrix, fit, macro_f1, probabilities
from chatrec.offline.dialogue.utterances import DATA, Example, examples
from chatrec.offline.preparing import FolderEncoder, folder_encoder
from chatrec.vocabulary.errors import NotFoundError
from chatrec.vocabulary.words import Act, Language

__all__ = ["Options", "Progress", "Report", "TrainingArguments", "train", "train_acts", "write"]

Progress = Callable[[float, str], None]

Encode = Callable[[Sequence[str]], npt.NDArray[np.float32]]
"""Texts to unit vectors, (texts, dimensions), in order."""

ACTS: Final = tuple(Act)
_HELD_OUT: Final = 5
_THRESHOLD: Final = 0.5
_AT_A_TIME: Final = 128
_ENCODING: Final = 0.8


@dataclass(frozen=True, slots=True)
class Options:
    """How to train.

    Attributes:
        seed: Fills the slots.
        fillings: Ways to fill the slots of each phrasing.
        decay: L2 penalty.
        steps: Steps of the optimiser.
        rate: Its rate.
    """

    seed: int = 7
    fillings: int = 4
    decay: float = 1e-4
    steps: int = 300
    rate: float = 0.1


@dataclass(frozen=True, slots=True)
class Report:
    """What came out: the layer for all phrasings, and macro F1 by language on those held out."""

    layer: Layer
    f1: dict[str, float]
    utterances: int


@dataclass(frozen=True, slots=True)
class TrainingArguments:
    """What training takes.

    Attributes:
        out: Where the head is written; its card goes beside it.
        data: Phrasings with their acts.
        encoder: Folder of the encoder's artefact; without it the default encoder, made where it is missing.
        options: How to train.
    """

    out: Path = SHIPPED_HEAD
    data: Path = DATA
    encoder: Path | None = None
    options: Options = Options()


def train_acts(arguments: TrainingArguments, progress: Progress = lambda _done, _what: None) -> Report:
    """Train a head and write it with its card.

    The same arguments give the same head; it fits the encoder that it was trained on and no other.

    Raises:
        NotFoundError: there is no such encoder or no such file of phrasings.
        InvalidInputError: a phrasing cannot be read.
    """
    if not arguments.data.is_file():
        raise NotFoundError("--data: there is no such file.", file=arguments.data)
    rows = examples(arguments.data, random.Random(arguments.options.seed), fillings=arguments.options.fillings)  # noqa: S311 - it fills slots
    encoder = FolderEncoder(arguments.encoder, workers=1) if arguments.encoder else folder_encoder()

    def encode(texts: Sequence[str]) -> npt.NDArray[np.float32]:
        parts = []
        for start in range(0, len(texts), _AT_A_TIME):
            progress(_ENCODING * start / len(texts), "encoding")
            parts.append(encoder.encode(texts[start : start + _AT_A_TIME], Role.QUERY))
        progress(_ENCODING, "fitting")
        return np.concatenate(parts)

    report = train(rows, encode, arguments.options)
    write(report, arguments.out, encoder.model_id)
    progress(1.0, "written")
    return report


def train(rows: Sequence[Example], encode: Encode, options: Options) -> Report:
    """Train on four fifths, judge on the rest, then train on everything."""
    vectors = np.asarray(encode([row.text for row in rows]), dtype=np.float64)
    inputs = np.hstack([vectors, np.array([surface_features(row.text) for row in rows], dtype=np.float64)])
    targets = np.array([[act in row.acts for act in ACTS] for row in rows], dtype=np.float64)
    held = np.array([_is_held_out(row.phrasing) for row in rows])
    trial = _fit(inputs[~held], targets[~held], options)
    guessed = probabilities(trial, inputs) >= _THRESHOLD
    f1 = {
        language.value: round(
            macro_f1(
                guessed, targets > 0, [at for at, row in enumerate(rows) if held[at] and row.language is language]
            ),
            4,
        )
        for language in Language
    }
    return Report(_fit(inputs, targets, options), f1, len(rows))


def _fit(inputs: Matrix, targets: Matrix, options: Options) -> Layer:
    return fit(inputs, targets, decay=options.decay, steps=options.steps, rate=options.rate)


def _is_held_out(phrasing: str) -> bool:
    return int(hashlib.sha256(phrasing.encode()).hexdigest()[:8], 16) % _HELD_OUT == 0


def write(report: Report, path: Path, encoder_model: str) -> None:
    """Write the arrays and the card beside them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        path, weights=report.layer.weights.astype(np.float16), bias=report.layer.bias.astype(np.float32)
    )
    card = {
        "format": CARD_FORMAT,
        "name": "dialogue-acts",
        "encoder": encoder_model,
        "acts": [act.value for act in ACTS],
        "features": list(NAMES),
        "utterances": report.utterances,
        "macro_f1_held_out": report.f1,
        "licence": "Apache-2.0",
    }
    path.with_suffix(".json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
