"""“X too” does with X what the message before did."""

import pytest

from chatrec.vocabulary.words import Act
from tests.unit.dialogue.shelf import garage


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("I've had the Lumo One already", "Vanta Nine too"),
        ("I've owned the Lumo One", "and the Vanta Nine"),
        ("I've owned the Lumo One", "same goes for Vanta Nine"),
        ("我用过鹿沐一号", "万塔九也是"),
        ("我用过鹿沐一号", "还有万塔九"),
    ],
)
def test_a_further_item_is_known_as_well(first: str, second: str) -> None:
    talk = garage().show()
    talk.say(first)
    assert [ref.item for ref in talk.state.seen] == ["c1"]
    assert talk.say(second).acts == (Act.SEEN,)
    assert {ref.item for ref in talk.state.seen} == {"c1", "c9"}


def test_a_further_item_is_turned_down_as_well() -> None:
    talk = garage().show()
    talk.say("not the Lumo One")
    talk.say("Vanta Nine neither")
    assert {ref.item for ref in talk.state.rejected} == {"c1", "c9"}


def test_a_further_item_is_to_be_like_as_well() -> None:
    talk = garage().show()
    talk.say("something like the Lumo One")
    talk.say("Vanta Nine too")
    assert talk.wishes() == {("item", "=", "c1", False), ("item", "=", "c9", False)}
    assert set(talk.state.active.liked_item_ids) == {"c1", "c9"}


@pytest.mark.parametrize("text", ["Vanta Nine", "is the Vanta Nine fast too?", "Vanta Nine too"])
def test_without_a_deed_before_it_or_the_word_a_name_is_spoken_of(text: str) -> None:
    talk = garage().show()
    talk.say("I've owned the Lumo One")
    if text.endswith("too"):
        talk.say("under 200k")
    talk.say(text)
    assert [ref.item for ref in talk.state.seen] == ["c1"]
