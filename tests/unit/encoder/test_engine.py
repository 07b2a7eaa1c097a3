"""What the engine promises to those who call it."""

import threading
import time
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatrec.encoder.domain import Engine, EngineLimits, Role
from chatrec.vocabulary.errors import (
    DeadlineExceededError,
    InvalidInputError,
    OverloadedError,
    UnavailableError,
)
from tests.unit.encoder.quick_model import QuickModel, vector_of

WAIT_S = 10.0


@pytest.fixture
def model() -> QuickModel:
    return QuickModel()


@pytest.fixture
def engine(model: QuickModel) -> Iterator[Engine]:
    with Engine(model, EngineLimits(queue_texts=4, batch_tokens=64)) as engine:
        yield engine
        model.gate.set()


def hold(model: QuickModel, engine: Engine) -> threading.Event:
    """Keep the inference thread busy with one text until the returned gate is opened."""
    model.gate.clear()
    engine.submit(["held"], Role.QUERY)
    assert model.busy.wait(WAIT_S)
    return model.gate


@given(
    texts=st.lists(st.text(min_size=1, max_size=30), min_size=1, max_size=20),
    budget=st.integers(1, 200),
    padding=st.floats(0, 0.9),
)
@settings(deadline=None, max_examples=50)
def test_every_text_gets_its_own_vector_in_order_however_it_is_batched(
    texts: list[str], budget: int, padding: float
) -> None:
    model = QuickModel()
    with Engine(model, EngineLimits(batch_tokens=budget, max_padding=padding)) as engine:
        encoding = engine.submit(texts, Role.PASSAGE).wait(WAIT_S)
    expected = [model.tokenise(text, Role.PASSAGE) for text in texts]
    np.testing.assert_array_equal(encoding.vectors, [vector_of(text) for text in expected])
    assert encoding.token_counts == tuple(len(text) for text in expected)


def test_a_known_text_comes_out_of_the_cache_with_an_equal_vector(engine: Engine, model: QuickModel) -> None:
    first = engine.submit(["a film", "a phone"], Role.QUERY).wait(WAIT_S)
    again = engine.submit(["a phone", "a film"], Role.QUERY).wait(WAIT_S)
    np.testing.assert_array_equal(again.vectors, first.vectors[::-1])
    assert (first.cache_hits, again.cache_hits) == (0, 2)
    assert again.token_counts == first.token_counts[::-1]
    assert sum(map(len, model.batches)) == 2


def test_the_same_text_in_another_role_is_another_text(engine: Engine) -> None:
    query = engine.submit(["a film"], Role.QUERY).wait(WAIT_S)
    passage = engine.submit(["a film"], Role.PASSAGE).wait(WAIT_S)
    assert passage.cache_hits == 0
    assert not np.array_equal(query.vectors, passage.vectors)


def test_changing_a_reply_does_not_change_what_is_remembered(engine: Engine) -> None:
    first = engine.submit(["a film"], Role.QUERY).wait(WAIT_S)
    kept = first.vectors.copy()
    first.vectors[:] = 0
    np.testing.assert_array_equal(engine.submit(["a film"], Role.QUERY).wait(WAIT_S).vectors, kept)


def test_a_text_sent_twice_in_one_request_is_encoded_once(engine: Engine, model: QuickModel) -> None:
    encoding = engine.submit(["twin", "twin"], Role.QUERY).wait(WAIT_S)
    np.testing.assert_array_equal(encoding.vectors[0], encoding.vectors[1])
    assert model.batches == [[len("q: twin")]]


def test_a_full_queue_is_said_at_once_and_takes_nothing_of_the_request(engine: Engine, model: QuickModel) -> None:
    gate = hold(model, engine)
    engine.submit(["1", "2", "3"], Role.QUERY)
    begun = time.perf_counter()
    with pytest.raises(OverloadedError) as caught:
        engine.submit(["4", "5"], Role.QUERY)
    assert time.perf_counter() - begun < 5.0  # the queue is held for as long as this test lasts
    assert caught.value.facts == {"waiting": "3", "capacity": "4"}
    assert engine.waiting() == 3
    last = engine.submit(["4"], Role.QUERY)
    gate.set()
    assert last.wait(WAIT_S).vectors.any()


def test_a_caller_who_has_left_costs_no_inference_and_no_room(engine: Engine, model: QuickModel) -> None:
    gate = hold(model, engine)
    left = engine.submit(["left a", "left b", "left c", "left d"], Role.QUERY)
    left.cancel()
    stayed = engine.submit(["stayed on"], Role.QUERY)
    gate.set()
    stayed.wait(WAIT_S)
    assert model.batches == [[len("q: held")], [len("q: stayed on")]]


def test_waiting_ends_with_the_deadline_and_gives_the_work_up(engine: Engine, model: QuickModel) -> None:
    gate = hold(model, engine)
    late = engine.submit(["late"], Role.QUERY)
    with pytest.raises(DeadlineExceededError):
        late.wait(0.01)
    gate.set()
    engine.submit(["next"], Role.QUERY).wait(WAIT_S)
    assert [len("q: late")] not in model.batches or model.batches == [[7], [7]]
    with pytest.raises(DeadlineExceededError):
        late.wait(WAIT_S)


def test_a_query_goes_before_passages_that_came_earlier(engine: Engine, model: QuickModel) -> None:
    gate = hold(model, engine)
    passage = engine.submit(["a long passage"], Role.PASSAGE)
    query = engine.submit(["hi"], Role.QUERY)
    gate.set()
    passage.wait(WAIT_S)
    query.wait(WAIT_S)
    assert model.batches[1:] == [[len("q: hi")], [len("p: a long passage")]]


def test_texts_of_equal_length_that_wait_together_are_encoded_together(engine: Engine, model: QuickModel) -> None:
    gate = hold(model, engine)
    pending = [engine.submit([text], Role.QUERY) for text in ("aaaa", "bbbbbbbbbbbb", "cccc")]
    gate.set()
    for one in pending:
        one.wait(WAIT_S)
    assert sorted(model.batches[1:]) == [[7, 7], [15]]


def test_timings_say_how_long_a_text_waited() -> None:
    ticks = iter(np.arange(0.0, 100.0, 0.5).tolist())
    with Engine(QuickModel(), EngineLimits(), clock=lambda: next(ticks)) as engine:
        timings = engine.submit(["a film"], Role.QUERY).wait(WAIT_S).timings
    assert (timings.tokenise_ms, timings.queue_ms, timings.infer_ms) == (500.0, 500.0, 500.0)


def test_a_failing_model_is_heard_by_its_callers_and_the_next_are_served(engine: Engine, model: QuickModel) -> None:
    model.failure = UnavailableError("The encoder's model failed.")
    with pytest.raises(UnavailableError):
        engine.submit(["a film"], Role.QUERY).wait(WAIT_S)
    model.failure = None
    assert engine.submit(["a film"], Role.QUERY).wait(WAIT_S).cache_hits == 0
    engine.check()


def test_even_a_bug_in_the_model_leaves_the_engine_running(engine: Engine, model: QuickModel) -> None:
    model.failure = ZeroDivisionError("a bug")
    with pytest.raises(ZeroDivisionError):
        engine.submit(["a film"], Role.QUERY).wait(WAIT_S)
    model.failure = None
    engine.submit(["a film"], Role.QUERY).wait(WAIT_S)


def test_closing_finishes_what_waits_and_takes_nothing_new(model: QuickModel) -> None:
    with Engine(model, EngineLimits()) as engine:
        gate = hold(model, engine)
        pending = engine.submit(["a film"], Role.QUERY)
        gate.set()
    assert pending.wait(0.0).vectors.any()
    with pytest.raises(UnavailableError):
        engine.submit(["a phone"], Role.QUERY)
    with pytest.raises(UnavailableError):
        engine.check()


def test_each_batch_is_reported_with_its_size(model: QuickModel) -> None:
    sizes: list[int] = []
    with Engine(model, EngineLimits(), on_batch=sizes.append) as engine:
        engine.submit(["aaaa", "bbbb", "a much longer text"], Role.QUERY).wait(WAIT_S)
    assert sizes == [2, 1]


@pytest.mark.parametrize(
    ("texts", "facts"),
    [
        ([], {"count": "0"}),
        (["x"] * 65, {"count": "65"}),
        (["fine", ""], {"text": "1", "characters": "0"}),
        (["x" * 4001], {"text": "0", "characters": "4001"}),
    ],
)
def test_texts_out_of_bounds_are_refused_with_the_place(
    engine: Engine, texts: list[str], facts: dict[str, str]
) -> None:
    with pytest.raises(InvalidInputError) as caught:
        engine.submit(texts, Role.QUERY)
    assert caught.value.facts == facts


def test_bounds_themselves_are_allowed(model: QuickModel) -> None:
    texts = [f"{number:02} " + "界" * 3997 for number in range(64)]
    with Engine(model, EngineLimits()) as engine:
        assert engine.submit(texts, Role.QUERY).wait(WAIT_S).vectors.shape == (64, 8)
