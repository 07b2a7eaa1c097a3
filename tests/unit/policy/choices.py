"""Choices for tests: one by hand, and any at all."""

from dataclasses import replace

from hypothesis import strategies as st

from chatrec.vocabulary.decisions import Belief, Choice
from chatrec.vocabulary.steps import Steps

__all__ = ["any_choice", "choice"]

_BITS = st.floats(0.0, 20.0)
_SHARE = st.floats(0.0, 1.0)
_COUNT = st.integers(0, 60)
_STEP = st.tuples(st.sampled_from(("made_by", "about", "price")), st.sampled_from(("", "a", "b")))


def choice(**changes: object) -> Choice:
    """Give a choice at the start of a conversation: much is unknown, and two facets tell a lot."""
    plain = Choice(
        belief=Belief(turn=1, matched=300, entropy_bits=8.0),
        facets=("brand", "price", "colour"),
        gain_bits=(3.0, 2.0, 0.1),
        coverage=(1.0, 1.0, 0.5),
        item_ids=("p1", "p2", "p3"),
        scores=(0.5, 0.4, 0.3),
        steps=Steps.of(((("made_by", "nimora"),), (), (("price", ""), ("made_by", "nimora")))),
        subject="s1",
    )
    belief = {name: value for name, value in changes.items() if hasattr(plain.belief, name)}
    rest = {name: value for name, value in changes.items() if name not in belief}
    return replace(plain, belief=replace(plain.belief, **belief), **rest)  # type: ignore[arg-type]


@st.composite
def any_choice(draw: st.DrawFn) -> Choice:
    """Give any choice that may pass the door."""
    facet_count, item_count = draw(st.integers(0, 12)), draw(st.integers(0, 12))

    def column(values: st.SearchStrategy[float], count: int) -> tuple[float, ...]:
        return tuple(draw(st.lists(values, min_size=count, max_size=count)))

    return Choice(
        belief=Belief(
            turn=draw(_COUNT),
            questions=draw(_COUNT),
            slates=draw(_COUNT),
            rejections=draw(_COUNT),
            preferences=draw(_COUNT),
            matched=draw(st.integers(0, 10**7)),
            entropy_bits=draw(_BITS),
            slate_size=draw(st.integers(1, 50)),
            impatient=draw(st.booleans()),
        ),
        facets=tuple(f"facet{number}" for number in range(facet_count)),
        gain_bits=column(_BITS, facet_count),
        coverage=column(_SHARE, facet_count),
        may_ask=draw(st.booleans()),
        item_ids=tuple(f"item{number}" for number in range(item_count)),
        scores=column(st.floats(0.0, 1.0), item_count),
        steps=Steps.of(draw(st.lists(_STEP, max_size=3)) for _ in range(item_count)),
        subject=draw(st.text(max_size=5)),
    )
