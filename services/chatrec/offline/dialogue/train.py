"""Trains the act head on the encoder's vectors.

Each fifth of the phrasings is judged by a head that knows the four others, whatever their slots are filled with; what
came out is kept in the card, for each language. What is written is trained on all of them.
"""

import hashlib
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from chatrec.dialogue.adapters import SHIPPED_HEAD, ActHead
from chatrec.dialogue.adapters.act_head import CARD_FORMAT, HeadArrays
from chatrec.dialogue.domain.reading.features import NAMES, surface_features
from chatrec.knowledge.domain.ports import Role
from chatrec.offline.dialogue.judging import Judgement, judge
from chatrec.offline.dialogue.kernel_head import KernelOptions, Known, learn
from chatrec.offline.dialogue.utterances import DATA, Example, examples
from chatrec.offline.preparing import FolderEncoder, folder_encoder
from chatrec.vocabulary.errors import NotFoundError
from chatrec.vocabulary.words import Act, Language

__all__ = ["Options", "Progress", "Report", "TrainingArguments", "train", "train_acts", "write"]

Progress = Callable[[float, str], None]

Encode = Callable[[Sequence[str]], npt.NDArray[np.float32]]
"""Texts to unit vectors, (texts, dimensions), in order."""

ACTS: Final = tuple(Act)
_FOLDS: Final = 5
_AT_A_TIME: Final = 128
_ENCODING: Final = 0.8


@dataclass(frozen=True, slots=True)
class Options:
    """How to train.

    Attributes:
        seed: Fills the slots.
        fillings: Ways to fill the slots of each phrasing.
        kernel: What likeness is, and how closely the known utterances are followed.
    """

    seed: int = 7
    fillings: int = 4
    kernel: KernelOptions = field(default_factory=KernelOptions)


@dataclass(frozen=True, slots=True)
class Report:
    """What came out: what was learned from all phrasings, and by language how well held-out ones were told."""

    arrays: HeadArrays
    held_out: dict[str, Judgement]
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
    options: Options = field(default_factory=Options)


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
    write(report, arguments.out, encoder.model_id, hashlib.sha256(arguments.data.read_bytes()).hexdigest())
    progress(1.0, "written")
    return report


def train(rows: Sequence[Example], encode: Encode, options: Options) -> Report:
    """Judge each fifth by a head of the others, then train on everything."""
    numbers: dict[str, int] = {}
    known = Known(
        texts=[row.text for row in rows],
        vectors=np.asarray(encode([row.text for row in rows]), dtype=np.float32),
        features=np.array([surface_features(row.text) for row in rows]) > 0,
        phrasings=np.array([numbers.setdefault(row.phrasing, len(numbers)) for row in rows]),
        acts=np.array([[act in row.acts for act in ACTS] for row in rows]),
    )
    chances = _cross_judged(known, np.array([_fold(row.phrasing) for row in rows]), options.kernel)
    held_out = {
        language.value: judge(chances[mine], known.acts[mine])
        for language in Language
        for mine in [np.array([row.language is language for row in rows])]
    }
    return Report(learn(known, options.kernel), held_out, len(rows))


def _cross_judged(known: Known, folds: npt.NDArray[np.integer], options: KernelOptions) -> npt.NDArray[np.float64]:
    """Give (utterances, acts), each said by a head that was served nothing of the utterance's fold."""
    chances = np.zeros(known.acts.shape)
    for fold in np.unique(folds):
        held = np.flatnonzero(folds == fold)
        head = ActHead(ACTS, learn(known.take(np.flatnonzero(folds != fold)), options), "")
        for row in held:
            chances[row] = list(head.predict(known.vectors[row], known.features[row].astype(np.float32)).values())
    return chances


def _fold(phrasing: str) -> int:
    return int(hashlib.sha256(phrasing.encode()).hexdigest()[:8], 16) % _FOLDS


def write(report: Report, path: Path, encoder_model: str, data_sha256: str) -> None:
    """Write the arrays and the card beside them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, **{one.name: getattr(report.arrays, one.name) for one in fields(report.arrays)})
    card = {
        "format": CARD_FORMAT,
        "name": "dialogue-acts",
        "encoder": encoder_model,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "acts": [act.value for act in ACTS],
        "features": list(NAMES),
        "utterances": report.utterances,
        "data_sha256": data_sha256,
        "held_out": {language: asdict(judgement) for language, judgement in report.held_out.items()},
        "licence": "Apache-2.0",
    }
    path.with_suffix(".json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
