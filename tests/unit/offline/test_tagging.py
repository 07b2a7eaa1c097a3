"""Fields learn to tag sequences; the chain's algorithms agree with going through every path."""

import itertools

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from chatrec.offline.dialogue.chain import best_tags, chain_loss, chain_marginals
from chatrec.offline.dialogue.crf import FieldOptions, fit_field
from chatrec.offline.dialogue.recurrent import RecurrentOptions, fit_recurrent
from chatrec.offline.dialogue.spans import Span, spans_of, tags_of

TAGS = ("O", "B-a", "I-a", "B-b", "I-b")


@st.composite
def apart(draw: st.DrawFn) -> tuple[tuple[Span, ...], int]:
    """Spans that do not overlap, in a sequence of some length."""
    edges = sorted(draw(st.sets(st.integers(0, 20), min_size=2, max_size=8)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return tuple(Span(start, end, draw(st.sampled_from("ab"))) for start, end in pairs), edges[-1] + 1


@given(apart())
def test_spans_that_do_not_overlap_are_read_back_from_their_tags(case: tuple[tuple[Span, ...], int]) -> None:
    spans, length = case
    assert spans_of(tags_of(spans, length)) == spans


@pytest.mark.parametrize(
    ("tags", "spans"),
    [
        (["O", "I-a", "I-a"], [Span(1, 3, "a")]),
        (["B-a", "I-b", "I-b"], [Span(0, 1, "a"), Span(1, 3, "b")]),
        (["B-a", "B-a", "I-a"], [Span(0, 1, "a"), Span(1, 3, "a")]),
        (["B-a", "O", "I-a"], [Span(0, 1, "a"), Span(2, 3, "a")]),
    ],
)
def test_an_inside_that_goes_on_with_nothing_begins_a_span_as_conlleval_has_it(
    tags: list[str], spans: list[Span]
) -> None:
    assert list(spans_of(tags)) == spans


def test_of_two_spans_that_overlap_the_first_is_kept() -> None:
    assert tags_of([Span(1, 3, "b"), Span(0, 2, "a")], 3) == ["B-a", "I-a", "O"]


def paths(scores: torch.Tensor, moves: torch.Tensor, length: int) -> dict[tuple[int, ...], float]:
    """Score every path of tags."""
    return {
        path: sum(float(scores[place, tag]) for place, tag in enumerate(path))
        + sum(float(moves[pair]) for pair in itertools.pairwise(path))
        for path in itertools.product(range(moves.shape[0]), repeat=length)
    }


def test_the_chain_agrees_with_going_through_every_path() -> None:
    torch.manual_seed(0)
    scores, moves = torch.randn(2, 4, 3, dtype=torch.float64), torch.randn(3, 3, dtype=torch.float64)
    held = torch.tensor([[True, True, True, True], [True, True, False, False]])
    tags = torch.tensor([[2, 0, 1, 1], [1, 2, 0, 0]])
    losses, expected = [], torch.zeros(2, 4, 3, dtype=torch.float64)
    for row, length in enumerate((4, 2)):
        every = paths(scores[row], moves, length)
        total = np.logaddexp.reduce(list(every.values()))
        losses.append(total - every[tuple(tags[row, :length].tolist())])
        for path, score in every.items():
            for place, tag in enumerate(path):
                expected[row, place, tag] += np.exp(score - total)
    assert float(chain_loss(scores, moves, tags, held)) == pytest.approx(np.mean(losses))
    assert torch.allclose(chain_marginals(scores, moves, held) * held[:, :, None], expected)


@given(st.integers(0, 1_000))
def test_the_best_path_never_goes_on_with_a_span_that_did_not_begin(seed: int) -> None:
    likely = np.random.default_rng(seed).dirichlet(np.ones(len(TAGS)), size=6)
    tags = best_tags(likely, TAGS)
    assert tags_of(spans_of(tags), len(tags)) == tags


def test_the_best_path_is_the_likeliest_tag_of_each_word_where_that_may_be() -> None:
    likely = np.full((2, len(TAGS)), 0.05)
    likely[0, 1] = likely[1, 2] = 0.8
    assert best_tags(likely, TAGS) == ["B-a", "I-a"]


def test_a_field_of_named_features_learns_what_follows_what() -> None:
    sequences = [[["with"], ["name", "after with"]], [["near"], ["name", "after near"]], [["name"]]] * 5
    tags = [["O", "B-who"], ["O", "B-where"], ["O"]] * 5
    field = fit_field(sequences, tags, FieldOptions())
    assert [field.tag(sequence) for sequence in sequences[:2]] == tags[:2]
    likely = field.marginals(sequences[0])
    assert likely.shape == (2, 3)
    assert np.allclose(likely.sum(axis=1), 1)
    assert field.tags[likely[1].argmax()] == "B-who"


def test_a_recurrent_field_learns_and_the_same_seed_gives_the_same_one() -> None:
    rng = np.random.default_rng(0)
    sentences = [("with", f"n{number}") for number in range(12)] + [("only", f"n{number}") for number in range(12)]
    tags = [("O", "B-who")] * 12 + [("O", "O")] * 12
    states = [rng.normal(size=(2, 2, 8)).astype(np.float16) for _ in sentences]
    options = RecurrentOptions(projected=8, hidden=16, epochs=15, batch=8, rate=2e-2)
    fields = [fit_recurrent(sentences, states, tags, options, seed=3) for _ in range(2)]
    first, second = (np.stack(field.marginals(sentences, states)) for field in fields)
    assert np.array_equal(first, second)
    assert [[fields[0].tags[tag] for tag in row.argmax(axis=1)] for row in first] == [list(row) for row in tags]
