"""`chatrec evaluate movie-slots`: what people name when they ask for films (MIT movie corpus), as exact spans.

A span counts where its words and its label are right (`conlleval`). Two conditional random fields, one over named
features and one over recurrent states, read each sentence; the mean of what they hold likely decides.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from chatrec.offline.dialogue.chain import best_tags
from chatrec.offline.dialogue.crf import Field, FieldOptions, fit_field
from chatrec.offline.dialogue.recurrent import RecurrentField, RecurrentOptions, fit_recurrent
from chatrec.offline.dialogue.spans import Span, spans_of
from chatrec.offline.dialogue.word_states import WordStates, word_states
from chatrec.offline.evaluate.evaluation import Doubles, Evaluation, Options, Scores, folder_of, part_file
from chatrec.offline.evaluate.pooled import bootstrap_sums, counts_of, micro_f1
from chatrec.offline.evaluate.slots.baselines import Gazetteer, MostFrequentTag
from chatrec.offline.evaluate.slots.features import features
from chatrec.offline.evaluate.slots.reading import Sentence, read_sentences

__all__ = ["evaluate", "measured"]

_LAYERS: Final = (6, 9)
_METRIC: Final = "span_f1"

Likely = npt.NDArray[np.float64]
Spans = Sequence[Sequence[Span]]


def evaluate(options: Options) -> Evaluation:
    """Learn from `train`, and for the test from `valid` too; the seed draws the start of the recurrent field.

    Raises:
        NotFoundError: a file is missing.
        InvalidInputError: a line cannot be read.
    """
    known, asked = _parts(folder_of(options, "movie-slots"), options.split)
    return measured(
        known, asked, word_states([one.words for one in (*known, *asked)], _LAYERS), options.seeds, RecurrentOptions()
    )


def measured(
    known: Sequence[Sentence],
    asked: Sequence[Sentence],
    states: Sequence[WordStates],
    seeds: Sequence[int],
    options: RecurrentOptions,
) -> Evaluation:
    """Learn from the known sentences and judge those asked; `states` are those of the first, then of the second."""
    field = fit_field((features(one.words) for one in known), (one.tags for one in known), FieldOptions())
    by_features = _aligned([field.marginals(features(one.words)) for one in asked], field)
    tags = tuple(sorted(field.tags))
    recurrent = [_recurrent(known, asked, states, options, seed) for seed in seeds]
    true = [spans_of(one.tags) for one in asked]
    ours = [_spans([(a + b) / 2 for a, b in zip(by_features, one, strict=True)], tags) for one in recurrent]
    return Evaluation(
        case_ids=[str(number) for number in range(1, len(asked) + 1)],
        ours=[_whole_sentences(spans, true) for spans in ours],
        figures={_METRIC: bootstrap_sums([counts_of(spans, true) for spans in ours], micro_f1)},
        baseline_figures=_f1s(true, _baselines(known, asked)),
        ablation_figures=_f1s(
            true,
            {
                "named features alone": [_spans(by_features, tags)],
                "recurrent states alone": [_spans(one, tags) for one in recurrent],
            },
        ),
        details=[_detail(one, spans) for one, spans in zip(asked, ours[0], strict=True)],
        artefacts=("multilingual-e5-small",),
    )


def _parts(folder: Path, split: str) -> tuple[tuple[Sentence, ...], tuple[Sentence, ...]]:
    train, valid = (read_sentences(part_file(folder, name)) for name in ("train", "valid"))
    return (train, valid) if split == "valid" else (train + valid, read_sentences(part_file(folder, split)))


def _recurrent(
    known: Sequence[Sentence],
    asked: Sequence[Sentence],
    states: Sequence[WordStates],
    options: RecurrentOptions,
    seed: int,
) -> list[Likely]:
    field = fit_recurrent(
        [one.words for one in known], states[: len(known)], [one.tags for one in known], options, seed=seed
    )
    return _aligned(field.marginals([one.words for one in asked], states[len(known) :]), field)


def _aligned(likely: Sequence[Likely], field: Field | RecurrentField) -> list[Likely]:
    """Put the tags' columns in the order of their names."""
    order = np.argsort(np.array(field.tags))
    return [rows[:, order] for rows in likely]


def _spans(likely: Sequence[Likely], tags: Sequence[str]) -> Spans:
    return [spans_of(best_tags(rows, tags)) for rows in likely]


def _whole_sentences(spans: Spans, true: Spans) -> Scores:
    right: Doubles = np.array(
        [tuple(mine) == tuple(theirs) for mine, theirs in zip(spans, true, strict=True)], dtype=np.float64
    )
    return {"sentence_accuracy": right}


def _baselines(known: Sequence[Sentence], asked: Sequence[Sentence]) -> Mapping[str, Sequence[Spans]]:
    readers: Mapping[str, MostFrequentTag | Gazetteer] = {
        "most frequent tag": MostFrequentTag(known),
        "known phrases": Gazetteer(known),
    }
    return {name: [[reader.spans(one.words) for one in asked]] for name, reader in readers.items()}


def _f1s(true: Spans, systems: Mapping[str, Sequence[Spans]]) -> Mapping[str, Mapping[str, float]]:
    return {
        name: {_METRIC: float(np.mean([micro_f1(counts_of(spans, true).sum(axis=0)) for spans in runs]))}
        for name, runs in systems.items()
    }


def _detail(sentence: Sentence, spans: Sequence[Span]) -> Mapping[str, object]:
    return {
        "text": " ".join(sentence.words),
        "spans": [[span.label, " ".join(sentence.words[span.start : span.end])] for span in spans],
    }
