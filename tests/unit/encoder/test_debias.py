"""Freeing vectors of their language."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from chatrec.offline.bench.retrieval import cases, recall
from chatrec.offline.encoder.debias import estimate, parallel_utterances
from tests import encoders


@given(seed=st.integers(0, 2**32 - 1))
def test_a_shift_between_the_languages_disappears(seed: int) -> None:
    rng = np.random.default_rng(seed)
    meaning = rng.normal(size=(40, 16)).astype(np.float32)
    meaning[:, 0] = 0
    shift = np.eye(16, dtype=np.float32)[0] * 3
    bias = estimate(meaning + shift, meaning - shift, directions=1)
    np.testing.assert_allclose(bias.remove(meaning + shift), bias.remove(meaning - shift), atol=1e-4)


def test_the_parallel_utterances_are_many_and_differ_from_the_retrieval_set() -> None:
    pairs = parallel_utterances()
    assert len(pairs) >= 40
    said = {text for pair in pairs for text in (pair.english, pair.chinese)}
    assert len(said) == 2 * len(pairs)
    assert not said & {text for case in cases() for text in (case.passage, case.same_language, case.other_language)}


def test_queries_in_the_other_language_find_their_passage() -> None:
    model = encoders.default_model()
    found = recall(lambda texts, role: np.concatenate([model.infer([model.tokenise(text, role)]) for text in texts]))
    assert found.at_1 >= 0.85
    assert found.at_10 >= 0.98
    assert found.cross_at_1 >= 0.75


def test_the_retrieval_set_is_mixed_and_large_enough() -> None:
    data = cases()
    assert len(data) >= 60
    assert {case.language for case in data} == {"en", "zh"}
    assert len({case.passage for case in data}) == len(data)
