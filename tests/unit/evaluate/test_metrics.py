"""Each metric says what its definition says, by hand and beside an independent implementation."""

from __future__ import annotations

import math
from pathlib import Path

import ir_measures
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatrec.offline.evaluate import metrics
from chatrec.offline.evaluate.evaluation import Doubles, Options, folder_of
from chatrec.offline.evaluate.intervals import bootstrap_mean
from chatrec.vocabulary.errors import InvalidInputError, NotFoundError

K = 5
LISTS = st.lists(st.lists(st.booleans(), min_size=K, max_size=K), min_size=1, max_size=6)


def _by_ir_measures(measure: object, relevant: list[list[bool]], missed: int) -> Doubles:
    """Let the other implementation judge the same lists; `missed` relevant items are in no list."""
    qrels, run = [], []
    for case, row in enumerate(relevant):
        qrels += [ir_measures.Qrel(str(case), f"gone{extra}", 1) for extra in range(missed)]
        for place, wanted in enumerate(row):
            qrels.append(ir_measures.Qrel(str(case), f"d{place}", int(wanted)))
            run.append(ir_measures.ScoredDoc(str(case), f"d{place}", float(K - place)))
    values = {found.query_id: found.value for found in ir_measures.iter_calc([measure], qrels, run)}
    return np.array([values[str(case)] for case in range(len(relevant))])


@given(LISTS, st.integers(1, 4))
def test_ranking_metrics_agree_with_trec_eval(relevant: list[list[bool]], missed: int) -> None:
    mask = np.array(relevant)
    counts = mask.sum(axis=1) + missed
    pairs = [
        (metrics.ndcg(mask, counts, K), ir_measures.nDCG @ K),
        (metrics.average_precision(mask, counts, K), ir_measures.AP @ K),
        (metrics.precision(mask, K), ir_measures.P @ K),
        (metrics.recall(mask, counts, K), ir_measures.R @ K),
    ]
    for ours, theirs in pairs:
        assert ours == pytest.approx(_by_ir_measures(theirs, relevant, missed), abs=1e-9)


def test_ndcg_by_hand() -> None:
    mask = np.array([[True, False, True]])
    assert metrics.ndcg(mask, np.array([2]), 3)[0] == pytest.approx((1 + 0.5) / (1 + 1 / math.log2(3)))


def test_a_case_without_relevant_items_does_not_count() -> None:
    mask, counts = np.array([[False, False]]), np.array([0])
    assert np.isnan(metrics.ndcg(mask, counts, 2)[0])
    assert np.isnan(metrics.recall(mask, counts, 2)[0])


def test_a_target_that_is_not_ranked_is_no_hit() -> None:
    assert metrics.hits(np.array([0, 1, 10, 11]), 10).tolist() == [0.0, 1.0, 1.0, 0.0]


def test_area_under_curve_counts_ties_half() -> None:
    labels = np.array([True, False, True, False])
    assert metrics.area_under_curve(labels, np.array([2.0, 1.0, 1.0, 0.0])) == pytest.approx(3.5 / 4)


def test_f1_by_hand() -> None:
    labels, predicted = np.array([True, True, False, False]), np.array([True, False, True, False])
    assert metrics.f1(labels, predicted) == pytest.approx(0.5)
    assert metrics.f1(np.zeros(2, bool), np.zeros(2, bool)) == 0.0


def test_gini_is_0_for_equal_exposure_and_grows_with_concentration() -> None:
    even = np.array([[0, 1], [2, 3]])
    assert metrics.gini(even, 4) == pytest.approx(0.0)
    assert metrics.gini(np.array([[0, 0], [0, 0]]), 4) == pytest.approx(0.75)
    assert metrics.coverage(even, 8) == pytest.approx(0.5)


def test_a_list_of_the_same_item_has_no_distance() -> None:
    vectors = np.eye(3)
    found = metrics.intra_list_distance(np.array([[0, 0, 0], [0, 1, 2]]), vectors)
    assert found == pytest.approx([0.0, 1.0])


def test_an_interval_holds_its_value_and_is_the_same_every_time() -> None:
    cases = np.random.default_rng(0).random(50)
    found = bootstrap_mean([cases, cases])
    assert found.low < found.value < found.high
    assert found == bootstrap_mean([cases, cases])
    assert found.value == pytest.approx(cases.mean())


def test_cases_that_do_not_count_leave_the_mean_alone() -> None:
    assert bootstrap_mean([np.array([1.0, np.nan, 1.0])]).value == 1.0


def test_data_are_found_by_name_or_as_the_folder_itself(tmp_path: Path) -> None:
    root = tmp_path
    (root / "redial").mkdir()
    assert folder_of(Options(root), "redial") == root / "redial"
    assert folder_of(Options(root / "redial"), "redial") == root / "redial"
    (root / "other").mkdir()
    assert folder_of(Options(root / "redial"), "other") == root / "other"
    with pytest.raises(NotFoundError, match="no such folder"):
        folder_of(Options(root / "gone"), "redial")


@pytest.mark.parametrize("wrong", [{"split": "train"}, {"seeds": ()}, {"wrong_answers": 1.5}])
def test_an_option_that_makes_no_sense_is_refused(tmp_path: Path, wrong: dict[str, object]) -> None:
    with pytest.raises(InvalidInputError):
        Options(tmp_path, **wrong)  # type: ignore[arg-type]
