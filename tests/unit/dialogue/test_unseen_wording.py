"""Words for items of a catalogue that lists hardly any."""

from dataclasses import replace

import pytest

from chatrec.dialogue.domain.wording import Speaker
from chatrec.vocabulary.conversation import PhrasedItem, Speech
from chatrec.vocabulary.graph import ItemCard, Label, Path, Triple
from chatrec.vocabulary.words import Language, Move, Text
from tests.unit.dialogue.harbour import CATALOGUES, SLATE, Talk


def _phrased(card: ItemCard, *paths: tuple[Triple, ...]) -> PhrasedItem:
    share = 1.0 / max(1, len(paths))
    return PhrasedItem(card, tuple(Path(path, share) for path in paths))


def _speak(talk: Talk, move: Move, items: tuple[PhrasedItem, ...], language: Language = Language.EN) -> tuple[str, str]:
    labels = (
        Label("quiet", Text("Quiet", "安静")),
        Label("old_style", Text("Old style", "复古")),
        Label("b9", Text("Mite", "米特")),
    )
    speech = Speech(move, language, "harbour", talk.reading, talk.state, items, labels, seed=1)
    reply = Speaker(CATALOGUES).phrase(speech)
    return reply.text, reply.reasons[0] if reply.reasons else ""


def test_a_reason_says_together_what_one_wish_led_to() -> None:
    talk = Talk()
    talk.say("Alba, built after 2000")
    item = _phrased(SLATE[0], (Triple("b1", "built_by", "alba"),), (Triple("b1", "built", 2005.0),))
    assert _speak(talk, Move.RECOMMEND, (item,))[1] == "built by Alba, year built 2005, as you asked"


def test_a_reason_says_values_of_one_facet_together_and_the_same_thing_once() -> None:
    shared = [(Triple("b9", "mood", value), Triple("b1", "mood", value)) for value in ("quiet", "old_style")]
    item = _phrased(SLATE[0], *shared, shared[0])
    assert _speak(Talk(), Move.RECOMMEND, (item,))[1] == "like Mite: mood: quiet and old style"


def test_one_end_of_a_range_is_not_what_was_asked_for() -> None:
    talk = Talk()
    talk.say("around 12000")
    item = _phrased(SLATE[1], (Triple("b2", "price", 7000.0),))
    assert _speak(talk, Move.RECOMMEND, (item,))[1] == "€7,000"
    assert "around €12,000" in _speak(talk, Move.RECOMMEND, (item,))[0]


@pytest.mark.parametrize(
    ("language", "there", "back"),
    [(Language.EN, "tender of Mite", "Mite is tender of it"), (Language.ZH, "附艇是“米特”", "“米特”的附艇是它")],
)
def test_a_relation_that_is_no_facet_is_said_by_its_own_label(language: Language, there: str, back: str) -> None:
    first = _phrased(SLATE[0], (Triple("b1", "tender_of", "b9"),))
    second = _phrased(SLATE[0], (Triple("b9", "tender_of", "b1"),))
    assert _speak(Talk(), Move.RECOMMEND, (first,), language)[1] == there
    assert _speak(Talk(), Move.RECOMMEND, (second,), language)[1] == back


def test_what_was_taken_is_confirmed_by_name() -> None:
    talk = Talk().show()
    talk.say("I'll take the second")
    assert "Kestrel" in _speak(talk, Move.CHAT, ())[0]
    talk.say("the second is fine, bye")
    assert "Kestrel" in _speak(talk, Move.GOODBYE, ())[0]


def test_a_text_in_one_language_serves_both() -> None:
    talk = Talk().show()
    talk.say("第一条怎么样")
    assert "All about The Heron." in _speak(talk, Move.DESCRIBE, (_phrased(SLATE[0]),), Language.ZH)[0]


def test_an_item_without_a_text_is_described_by_its_facts() -> None:
    bare = replace(SLATE[0], text=Text())
    assert "€9,000" in _speak(Talk().show(), Move.DESCRIBE, (_phrased(bare),))[0]


def test_an_unknown_name_is_said_with_what_comes_nearest() -> None:
    talk = Talk()
    talk.say("do you sell bicycles?")
    text = _speak(talk, Move.RECOMMEND, (_phrased(SLATE[0]),))[0]
    assert "bicycles" in text
    assert "The Heron" in text


def test_several_items_turned_down_are_spoken_of_as_several() -> None:
    talk = Talk().show()
    talk.say("none of them")
    assert "those" in _speak(talk, Move.RECOMMEND, (_phrased(SLATE[3]),))[0]


def test_a_soft_wish_is_heard_in_the_words_of_the_user() -> None:
    talk = Talk()
    talk.say("a boat, low mileage")
    assert "“low mileage”" in _speak(talk, Move.RECOMMEND, (_phrased(SLATE[0]),))[0]


def test_a_comparison_shows_four_differences_at_most() -> None:
    talk = Talk().show()
    talk.say("compare the first two")
    text, _ = _speak(talk, Move.COMPARE, (_phrased(SLATE[0]), _phrased(SLATE[1])))
    assert text.count("The Heron") <= 5
    assert text.count(";") <= 3


def test_a_comparison_on_one_facet_names_the_item_that_was_asked_for() -> None:
    talk = Talk().show()
    talk.say("which is the oldest")
    items = tuple(_phrased(card) for card in (SLATE[2], SLATE[0], SLATE[3], SLATE[1]))
    text, _ = _speak(talk, Move.COMPARE, items)
    assert text.rstrip(".").split(". ")[-1].count("Old Sal") == 1


def test_the_shares_of_an_explanation_stand_with_their_clauses() -> None:
    talk = Talk()
    talk.say("for fishing", need=0.9)
    item = _phrased(SLATE[0], (Triple("b1", "mood", "quiet"),), (Triple("b1", "price", 9000.0),))
    text, _ = _speak(talk, Move.EXPLAIN, (item,))
    assert "50%" in text
