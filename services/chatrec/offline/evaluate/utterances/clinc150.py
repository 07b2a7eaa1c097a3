"""`clinc150`: which of 150 things is asked for, or none of them (Larson et al., EMNLP 2019).

In-scope accuracy is over messages of the 150 classes, where "none of them" is a mistake; out-of-scope recall is the
share of the other messages that are told to be none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from chatrec.offline.dialogue.least_squares import Floats
from chatrec.offline.dialogue.views import Utterances
from chatrec.offline.evaluate.evaluation import Evaluation, Options, Scores, folder_of
from chatrec.offline.evaluate.utterances.labelled import Labelled, encode, read_parts
from chatrec.offline.evaluate.utterances.systems import ABLATION, BASELINES, System, ours

__all__ = ["evaluate"]

_FILE: Final = "data.json"
_NONE: Final = "oos"
_TO_FIND: Final = 0.75

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class _Parts:
    """All messages, and which of them are for what.

    Attributes:
        messages: Those to learn from, then those that are scored.
        known: How many there are to learn from.
        turns: Rows of the scored to choose the limit on, and rows to judge by it.
        names: What the judged are called, in order.
    """

    messages: Labelled
    known: int
    turns: Sequence[tuple[Numbers, Numbers]]
    names: Sequence[str]


def evaluate(options: Options) -> Evaluation:
    """Learn from the train parts, `oos_train` as one class more. Nothing is drawn: the seeds change nothing.

    How much nearer a message must be to one of the 150 classes than to what is out of scope is chosen on the valid
    parts: three quarters of what is out of scope there is found. Where the valid parts are judged, each half of them is
    judged by what the other half chose.

    Raises:
        NotFoundError: data.json is missing.
        InvalidInputError: it lacks a part.
    """
    parts = _read(folder_of(options, "clinc150"), options.split)
    vectors = encode(parts.messages.texts)
    utterances = Utterances(parts.messages.texts, vectors.rows)
    classes = [*sorted(set(parts.messages.classes) - {_NONE}), _NONE]
    numbers = parts.messages.numbers(classes)
    known, scored = np.arange(parts.known), np.arange(parts.known, len(numbers))

    def scores(system: System) -> Floats:
        return system(utterances.take(known), numbers[known], len(classes), utterances.take(scored))

    def measured(system: System) -> Scores:
        return _outcome(scores(system), numbers[scored], parts.turns)

    whole = scores(ours)
    return Evaluation(
        case_ids=parts.names,
        ours=[_outcome(whole, numbers[scored], parts.turns)],
        baselines={name: measured(system) for name, system in BASELINES.items()},
        ablation={
            "none of them as a class like any other": _by_highest(whole, numbers[scored], parts.turns),
            **{name: measured(system) for name, system in ABLATION.items()},
        },
        artefacts=(vectors.model_id,),
    )


def _read(folder: Path, split: str) -> _Parts:
    names = ["train", "oos_train", "val", "oos_val", *(("test", "oos_test") if split == "test" else ())]
    train, none, *judged = read_parts(folder, _FILE, names)
    known, valid = train + none, judged[0] + judged[1]
    if split == "valid":
        rows = np.arange(len(valid))
        even, odd = rows[::2], rows[1::2]
        return _Parts(known + valid, len(known), [(even, odd), (odd, even)], _named(judged, names[2:]))
    chosen_on, asked = np.arange(len(valid)), np.arange(len(valid), sum(map(len, judged)))
    messages = known + valid + judged[2] + judged[3]
    return _Parts(messages, len(known), [(chosen_on, asked)], _named(judged[2:], names[4:]))


def _named(parts: Sequence[Labelled], names: Sequence[str]) -> list[str]:
    return [f"{name}[{row}]" for name, part in zip(names, parts, strict=True) for row in range(len(part))]


def _outcome(scores: Floats, true: Numbers, turns: Sequence[tuple[Numbers, Numbers]]) -> Scores:
    """Judge by the limit that the other rows chose."""
    none = scores.shape[1] - 1
    nearer = scores[:, :none].max(axis=1) - scores[:, none]
    told = scores[:, :none].argmax(axis=1)
    for chosen_on, judged in turns:
        limit = np.quantile(nearer[chosen_on][true[chosen_on] == none], _TO_FIND)
        told[judged] = np.where(nearer[judged] > limit, told[judged], none)
    return _right(told, true, turns)


def _by_highest(scores: Floats, true: Numbers, turns: Sequence[tuple[Numbers, Numbers]]) -> Scores:
    return _right(scores.argmax(axis=1), true, turns)


def _right(
    told: Numbers, true: Numbers, turns: Sequence[tuple[Numbers, Numbers]]
) -> Mapping[str, npt.NDArray[np.float64]]:
    judged = np.sort(np.concatenate([rows for _, rows in turns]))
    none = int(true.max())
    right, outside = (told == true)[judged].astype(np.float64), (true == none)[judged]
    return {
        "in_scope_accuracy": np.where(outside, np.nan, right),
        "oos_recall": np.where(outside, right, np.nan),
    }
