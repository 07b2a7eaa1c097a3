"""Telling the classes of utterances by their likeness to known ones."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatrec.offline.dialogue.calibration import fit_sigmoids
from chatrec.offline.dialogue.classifier import ActClassifier, Classifier, ClassifierOptions
from chatrec.offline.dialogue.least_squares import solve, solve_and_leave_groups_out, solve_and_leave_out
from chatrec.offline.dialogue.thresholds import best_thresholds
from chatrec.offline.dialogue.views import Likeness, Shares, Utterances
from chatrec.vocabulary.errors import InvalidInputError
from tests.unit.dialogue.test_act_head import bag

TEXTS = (
    "where is my card", "my card has not come", "when will the card arrive", "is the card on its way",
    "change my pin", "I forgot the pin", "set another pin please", "the pin does not work",
)  # fmt: skip
TARGETS = np.repeat(np.eye(2, dtype=np.float32), 4, axis=0)


def _said(*texts: str) -> Utterances:
    return Utterances(texts, bag(texts), np.zeros((len(texts), 64), dtype=np.float32))


def _gram(seed: int, rows: int) -> npt.NDArray[np.float32]:
    vectors = np.random.default_rng(seed).normal(size=(rows, 4)).astype(np.float32)
    return vectors @ vectors.T


@given(seed=st.integers(0, 1000), row=st.integers(0, 8), ridge=st.floats(0.1, 3.0))
def test_what_a_row_scores_left_out_is_what_the_others_alone_would_say(seed: int, row: int, ridge: float) -> None:
    gram = _gram(seed, 9)
    targets = np.random.default_rng(seed + 1).normal(size=(9, 3)).astype(np.float32)
    others = np.delete(np.arange(9), row)
    alone = solve(gram[np.ix_(others, others)], targets[others], ridge=ridge)
    _, left_out = solve_and_leave_out(gram.copy(), targets, ridge=ridge)
    assert np.allclose(left_out[row], gram[row, others] @ alone, atol=2e-3)


@given(seed=st.integers(0, 1000), groups=st.lists(st.integers(0, 3), min_size=9, max_size=9))
def test_what_a_group_scores_left_out_is_what_the_other_groups_would_say(seed: int, groups: list[int]) -> None:
    gram, numbers = _gram(seed, 9), np.array(groups)
    targets = np.random.default_rng(seed + 1).normal(size=(9, 3)).astype(np.float32)
    _, left_out = solve_and_leave_groups_out(gram.copy(), targets, numbers, ridge=0.5)
    for group in set(groups):
        mine, others = np.flatnonzero(numbers == group), np.flatnonzero(numbers != group)
        alone = solve(gram[np.ix_(others, others)], targets[others], ridge=0.5)
        assert np.allclose(left_out[mine], gram[np.ix_(mine, others)] @ alone, atol=5e-3)


@settings(deadline=None)
@given(seed=st.integers(0, 1000), slope=st.floats(2, 8), intercept=st.floats(-4, 0))
def test_probabilities_fitted_to_scores_come_true(seed: int, slope: float, intercept: float) -> None:
    rng = np.random.default_rng(seed)
    scores = rng.uniform(-0.2, 1.2, size=(4000, 1)).astype(np.float32)
    chances = 1 / (1 + np.exp(-(slope * scores + intercept)))
    found = fit_sigmoids(scores, rng.random(chances.shape) < chances)
    said = 1 / (1 + np.exp(-(found.slopes * scores + found.intercepts)))
    assert np.abs(said - chances).max() < 0.1


def test_an_act_of_one_score_for_all_gets_its_usual_probability() -> None:
    found = fit_sigmoids(np.full((99, 1), 0.25, dtype=np.float32), np.arange(99)[:, None] < 33)
    assert 1 / (1 + np.exp(-(found.slopes * 0.25 + found.intercepts))) == pytest.approx(1 / 3, abs=0.01)


def test_leaving_out_changes_no_coefficient() -> None:
    targets = np.eye(9, dtype=np.float32)
    coefficients, _ = solve_and_leave_out(_gram(3, 9), targets, ridge=0.5)
    assert np.array_equal(coefficients, solve(_gram(3, 9), targets, ridge=0.5))


def test_likenesses_that_are_none_are_refused() -> None:
    with pytest.raises(InvalidInputError, match="no Gram matrix"):
        solve(np.array([[0.0, 9.0], [9.0, 0.0]], dtype=np.float32), np.eye(2, dtype=np.float32), ridge=0.1)


@settings(deadline=None, max_examples=20)  # each learns its words anew
@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.floats(0.5, 5))
def test_likeness_is_symmetric_and_never_negative_definite(
    meaning: float, wording: float, before: float, sharpness: float
) -> None:
    likeness = Likeness(_said(*TEXTS), Shares(meaning, wording, before, sharpness))
    gram = likeness.among_known()
    assert np.allclose(gram, gram.T, atol=1e-5)
    assert np.linalg.eigvalsh(gram.astype(np.float64)).min() > -1e-4
    assert np.allclose(np.diag(gram), meaning + wording + before, atol=1e-4)
    assert np.allclose(likeness.to_known(_said(*TEXTS)), gram, atol=1e-5)


def test_the_same_words_after_another_message_are_less_alike() -> None:
    before = bag(["how old are you", "do you like horror"])
    known = Utterances(["no", "no"], bag(["no", "no"]), before)
    gram = Likeness(known, Shares(before=1.0)).among_known()
    assert gram[0, 1] < gram[0, 0] - 0.1


def test_unseen_utterances_get_the_class_of_what_they_are_like() -> None:
    classifier = Classifier(_said(*TEXTS), TARGETS, ClassifierOptions())
    scores = classifier.scores(_said("has the card been sent", "how do I get a new pin"))
    assert scores.argmax(axis=1).tolist() == [0, 1]


def test_two_acts_may_be_done_at_once_and_one_at_least_is() -> None:
    texts = (*TEXTS[:4], *TEXTS[4:], *(f"{card}, and {pin}" for card, pin in zip(TEXTS[:4], TEXTS[4:], strict=True)))
    acts = np.repeat(np.array([[True, False], [False, True], [True, True]]), 4, axis=0)
    classifier = ActClassifier(_said(*texts), acts, ClassifierOptions())
    told = classifier.acts(_said("where is the card, and please change the pin", "the card is not here", "qqq"))
    assert told[:2].tolist() == [[True, True], [True, False]]
    assert told[2].any()


def test_what_is_like_nothing_known_gets_the_usual_shares() -> None:
    targets = np.repeat(np.eye(2, dtype=np.float32), (6, 2), axis=0)
    classifier = Classifier(_said(*TEXTS), targets, ClassifierOptions(Shares(meaning=0.0)))
    assert np.allclose(classifier.scores(_said("zzz")), [[0.75, 0.25]], atol=1e-3)


def test_the_same_utterances_teach_the_same_to_the_last_bit() -> None:
    first, second = (Classifier(_said(*TEXTS), TARGETS, ClassifierOptions()).scores(_said("a card")) for _ in range(2))
    assert np.array_equal(first, second)


@given(st.lists(st.tuples(st.sampled_from([0.1, 0.2, 0.5, 0.9]), st.booleans()), min_size=1, max_size=12))
def test_no_threshold_has_a_better_f1(rows: list[tuple[float, bool]]) -> None:
    scores = np.array([[score] for score, _ in rows], dtype=np.float32)
    holds = np.array([[held] for _, held in rows])
    (threshold,) = best_thresholds(scores, holds)
    if not holds.any():
        assert threshold == np.inf
        return

    def f1(least: float) -> float:
        told = scores >= least
        return float(2 * (told & holds).sum() / (told.sum() + holds.sum()))

    assert f1(threshold) == pytest.approx(max(f1(least) for least in (0.0, 0.15, 0.3, 0.7, 1.0)))
