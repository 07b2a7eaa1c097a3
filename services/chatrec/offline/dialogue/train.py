"""Train the act head on the encoder's vectors: `python -m chatrec.offline.dialogue.train --encoder DIR`.

A fifth of the phrasings is held out, whatever their slots are filled with; macro F1 on it is printed per language and
kept in the card. What is written is trained on all of them.
"""

import argparse
import hashlib
import json
import logging
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
from chatrec.encoder.adapters import load_model
from chatrec.encoder.adapters.onnx_model import RuntimeOptions
from chatrec.encoder.domain.texts import Role
from chatrec.offline.dialogue.head import Layer, Matrix, fit, macro_f1, probabilities
from chatrec.offline.dialogue.utterances import DATA, Example, examples
from chatrec.vocabulary.words import Act, Language

__all__ = ["Options", "Report", "main", "train"]

Encode = Callable[[Sequence[str]], npt.NDArray[np.float32]]
"""Texts to unit vectors, (texts, dimensions), in order."""

ACTS: Final = tuple(Act)
_LOGGER: Final = logging.getLogger(__name__)
_HELD_OUT: Final = 5
_THRESHOLD: Final = 0.5


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


def main(arguments: Sequence[str] | None = None) -> None:
    """Train from the command line."""
    parser = argparse.ArgumentParser(description="Train the act head of the dialogue service.")
    parser.add_argument("--encoder", type=Path, required=True, help="folder of the encoder's artefact")
    parser.add_argument("--data", type=Path, default=DATA, help="utterances with their acts")
    parser.add_argument(
        "--out", type=Path, default=SHIPPED_HEAD, help="where to write the head, its card goes beside it"
    )
    given = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    model = load_model(given.encoder, RuntimeOptions())
    options = Options()

    def encode(texts: Sequence[str]) -> npt.NDArray[np.float32]:
        return np.concatenate([model.infer([model.tokenise(text, Role.QUERY)]) for text in texts])

    report = train(examples(given.data, random.Random(options.seed), fillings=options.fillings), encode, options)  # noqa: S311
    write(report, given.out, model.card.model_id)
    _LOGGER.info("macro F1 on held-out phrasings: %s; %d utterances; %s", report.f1, report.utterances, given.out)


if __name__ == "__main__":
    main()
