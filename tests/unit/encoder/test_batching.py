"""What joins a batch, and what does not."""

from hypothesis import given
from hypothesis import strategies as st

from chatrec.encoder.domain.batching import choose_batch


@given(
    lengths=st.lists(st.integers(1, 512), min_size=1, max_size=80),
    budget=st.integers(1, 2000),
    padding=st.floats(0, 0.9),
)
def test_a_batch_holds_the_oldest_text_and_keeps_to_both_bounds(
    lengths: list[int], budget: int, padding: float
) -> None:
    chosen = choose_batch(lengths, token_budget=budget, max_padding=padding)
    assert chosen[0] == 0
    assert len(set(chosen)) == len(chosen)
    taken = [lengths[place] for place in chosen]
    padded = max(taken) * len(taken)
    assert len(taken) == 1 or padded <= budget
    assert padded - sum(taken) <= padding * padded + 1e-9


def test_texts_of_equal_length_fill_the_budget() -> None:
    assert choose_batch([16] * 10, token_budget=64, max_padding=0.0) == [0, 1, 2, 3]


def test_a_long_text_does_not_make_short_ones_pay() -> None:
    assert choose_batch([16, 500, 17, 16], token_budget=1024, max_padding=0.1) == [0, 3, 2]


def test_a_text_over_the_budget_goes_alone() -> None:
    assert choose_batch([512, 512], token_budget=256, max_padding=0.1) == [0]
