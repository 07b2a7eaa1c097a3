"""`iard`: what each message of a dialogue about films does (Cai and Chen, UMAP 2020).

A message may do several things at once. Macro F1 is the mean over acts of F1, counted over the messages of all folds
together; the recommender's acts and the user's are told apart, and so are the two levels of the annotation.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.multiclass import OneVsRestClassifier
from sklearn.svm import LinearSVC

from chatrec.offline.dialogue.classifier import ActClassifier, ClassifierOptions
from chatrec.offline.dialogue.views import Shares, Utterances
from chatrec.offline.evaluate.evaluation import Doubles, Evaluation, Options, folder_of
from chatrec.offline.evaluate.pooled import bootstrap_sums
from chatrec.offline.evaluate.utterances.annotated import Message, Side, read_messages
from chatrec.offline.evaluate.utterances.labelled import encode

__all__ = ["evaluate", "macro_f1"]

_FILE: Final = "iard.json"
_FOLDS: Final = 5
_RIDGE: Final = 0.3
_SHARES: Final = Shares(before=0.3)

Numbers = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Teller = Callable[[Utterances, Mask, Utterances], Mask]
"""Known utterances, their acts (known, acts) and others: gives the acts of those, (asked, acts)."""


@dataclass(frozen=True, slots=True, eq=False)
class _Kind:
    """The messages of a side with their acts on one level, and the name of the metric."""

    metric: str
    utterances: Utterances
    acts: Mask
    dialogues: Numbers


def evaluate(options: Options) -> Evaluation:
    """Judge each fifth of the dialogues by what the other four teach; the seed draws the fifths. There are no parts.

    Intervals are of dialogues drawn anew.

    Raises:
        NotFoundError: iard.json is missing.
        InvalidInputError: a message is of another form.
    """
    messages = read_messages(folder_of(options, "iard"), _FILE)
    kinds, model_id = _kinds(messages)
    count = len({message.dialogue for message in messages})
    folds = [np.random.default_rng(seed).permutation(count) % _FOLDS for seed in options.seeds]

    def figures(teller: Teller) -> Mapping[str, float]:
        found = {kind.metric: [_counts(kind, teller, fold).sum(axis=0) for fold in folds] for kind in kinds}
        return {metric: float(np.mean([macro_f1(sums) for sums in runs])) for metric, runs in found.items()}

    return Evaluation(
        case_ids=[f"{message.dialogue}/{message.place}" for message in messages],
        ours=[],
        figures={
            kind.metric: bootstrap_sums(
                [_counts(kind, _ours, fold) for fold in folds], macro_f1, [kind.dialogues] * len(folds)
            )
            for kind in kinds
        },
        baseline_figures={"commonest act": figures(_commonest), "TF-IDF + SVM": figures(_support_vectors)},
        ablation_figures={
            "without what was said before": figures(_teller(Shares())),
            "meaning alone": figures(_teller(Shares(wording=0.0))),
            "wording alone": figures(_teller(Shares(meaning=0.0))),
        },
        artefacts=(model_id,),
    )


def macro_f1(sums: Doubles) -> float:
    """Give the mean of F1 = 2 found / (told + true) over acts; `sums` holds found, told + true, act by act."""
    found, both = sums.reshape(2, -1)
    return float(np.mean(2 * found / np.maximum(both, 1.0)))


def _kinds(messages: Sequence[Message]) -> tuple[list[_Kind], str]:
    texts = [message.text for message in messages]
    vectors = encode(texts)
    row_of = {text: row for row, text in enumerate(texts)}
    nothing = np.zeros_like(vectors.rows[0])
    before = np.stack([vectors.rows[row_of[one.before]] if one.before else nothing for one in messages])
    number = {dialogue: place for place, dialogue in enumerate(dict.fromkeys(one.dialogue for one in messages))}
    whole = Utterances(texts, vectors.rows, before)
    kinds = []
    for side, name in ((Side.RECOMMENDER, "recommendation_act"), (Side.USER, "user_act")):
        rows = np.array([row for row, one in enumerate(messages) if one.side is side], dtype=np.int64)
        said = [messages[row] for row in rows]
        dialogues = np.array([number[one.dialogue] for one in said], dtype=np.int64)
        for metric, acts in (
            (f"{name}_f1", [one.fine for one in said]),
            (f"coarse_{name}_f1", [one.coarse for one in said]),
        ):
            kinds.append(_Kind(metric, whole.take(rows), _mask(acts), dialogues))
    return kinds, vectors.model_id


def _mask(acts: Sequence[frozenset[str]]) -> Mask:
    names = sorted(frozenset().union(*acts))
    return np.array([[name in one for name in names] for one in acts], dtype=np.bool_).reshape(len(acts), len(names))


def _counts(kind: _Kind, teller: Teller, folds: Numbers) -> Doubles:
    """Give (messages, 2 acts): for each act whether it was found, and how often it was told or true."""
    told = np.zeros_like(kind.acts)
    fold_of = folds[kind.dialogues]
    for fold in np.unique(fold_of):
        known, asked = np.flatnonzero(fold_of != fold), np.flatnonzero(fold_of == fold)
        told[asked] = teller(kind.utterances.take(known), kind.acts[known], kind.utterances.take(asked))
    return np.hstack([told & kind.acts, told.astype(np.int64) + kind.acts]).astype(np.float64)


def _teller(shares: Shares) -> Teller:
    def tell(known: Utterances, acts: Mask, asked: Utterances) -> Mask:
        return ActClassifier(known, acts, ClassifierOptions(shares, _RIDGE)).acts(asked)

    return tell


_ours: Final = _teller(_SHARES)


def _commonest(known: Utterances, acts: Mask, asked: Utterances) -> Mask:
    told = np.zeros((len(asked), acts.shape[1]), dtype=np.bool_)
    told[:, acts.sum(axis=0).argmax()] = len(known) > 0
    return told


def _support_vectors(known: Utterances, acts: Mask, asked: Utterances) -> Mask:
    """Tell by a linear support vector machine an act, over TF-IDF of words and pairs of words."""
    terms = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    machine = OneVsRestClassifier(LinearSVC(C=1.0, class_weight="balanced", random_state=0))
    machine.fit(terms.fit_transform(known.texts), acts.astype(np.int64))
    return np.asarray(machine.predict(terms.transform(asked.texts)), dtype=np.bool_)
