"""Slots of answers: what fills them is data."""

from hypothesis import given
from hypothesis import strategies as st

from chatrec.vocabulary.slots import filled, slots


def test_slots_are_found_in_order_and_other_braces_are_text() -> None:
    text = "{a-1.price}, {a-1.price} and {b.c.size}: {} {x} {a b.c} {{d.e}}"
    assert slots(text) == (("a-1", "price"), ("a-1", "price"), ("b.c", "size"), ("d", "e"))


@given(st.text(), st.text())
def test_what_fills_a_slot_is_put_in_as_it_is(before: str, words: str) -> None:
    before = before.replace("{", "(")
    assert filled(f"{before}{{a.b}}{{c.d}}", lambda item, facet: words + item + facet) == f"{before}{words}ab{words}cd"


@given(st.text())
def test_a_text_without_slots_stays(text: str) -> None:
    assert slots(text) or filled(text, lambda _item, _facet: "!") == text
