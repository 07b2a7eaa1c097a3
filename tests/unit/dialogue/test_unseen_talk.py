"""Pointing, taking, turning down and correcting over a catalogue that lists hardly any words."""

from dataclasses import replace

import numpy as np
import pytest

from chatrec.dialogue.domain.reading import Interpreter
from chatrec.dialogue.domain.reading.words.cues import social_spans
from chatrec.vocabulary.conversation import DialogueState, Utterance
from chatrec.vocabulary.graph import Grounding, Mention, SupportAnswer
from chatrec.vocabulary.words import Act, MentionType, Move, Text
from tests.unit.dialogue.harbour import CATALOGUES, Talk, card_of


def _answer(score: float, answer_id: str = "berth") -> SupportAnswer:
    return SupportAnswer(answer_id, "harbour", score, Text("q"), Text("a"))


def test_what_is_at_the_end_already_is_bettered_softly() -> None:
    talk = Talk().show(card_of("b9", "Mite", 2000.0, 2000.0, 500.0, "alba"))
    talk.say("cheaper")
    assert all(not hard for *_, hard in talk.wishes)


def test_a_superlative_never_breaks_a_limit_said_before() -> None:
    talk = Talk()
    talk.say("between 5000 and 9000")
    talk.say("the most expensive")
    assert ("price", "<=", 9000.0, True) in talk.wishes
    talk.say("built after 2010")
    talk.say("the newest")
    assert ("built", ">", 2010.0, True) in talk.wishes


@pytest.mark.parametrize(
    ("text", "facet"),
    [
        ("how many km has it run", "engine_hours"),
        ("它跑了多少公里", "engine_hours"),
        ("第二条的泊位在哪", "mooring"),
        ("where is the mooring of the first", "mooring"),
        ("第一条是哪个船厂", "yard"),
    ],
)
def test_a_facet_is_asked_for_by_its_unit_and_by_its_own_words(text: str, facet: str) -> None:
    assert Talk().show().say(text).asked_facets == (facet,)


def test_how_long_something_else_takes_is_not_asked_of_an_item() -> None:
    reading = Talk().show().say("how long does your paperwork take", (_answer(0.9),))
    assert reading.answer_id == "berth"


@pytest.mark.parametrize(
    ("text", "first"), [("which is the oldest", "b3"), ("哪条里程最少", "b3"), ("which one is newest", "b2")]
)
def test_a_question_for_an_extreme_puts_that_item_first(text: str, first: str) -> None:
    assert Talk().show().say(text).item_ids[0] == first


def test_what_is_the_oldest_is_answered_by_the_oldest() -> None:
    assert Talk().show().say("what's the oldest").item_ids == ("b3",)


@pytest.mark.parametrize("text", ["compare the top two", "the diff between 1 and 2?", "第一条和第二条比比"])
def test_only_the_items_named_are_compared(text: str) -> None:
    reading = Talk().show().say(text)
    assert reading.item_ids == ("b1", "b2")
    assert Act.COMPARE in reading.acts


def test_a_comparison_of_nothing_named_takes_the_first_three() -> None:
    assert Talk().show().say("compare them").item_ids == ("b1", "b2", "b3")


@pytest.mark.parametrize(
    "text", ["the second is fine", "就去第二条那里", "第二条吧", "那就第二条", "I'll take the second"]
)
def test_taking_an_item_by_its_place_accepts_it(text: str) -> None:
    reading = Talk().show().say(text)
    assert Act.ACCEPT in reading.acts
    assert reading.item_ids == ("b2",)


def test_a_bare_yes_takes_what_was_shown_and_a_bare_no_asks_for_others() -> None:
    assert Talk().show().say("ok").item_ids == ("b1",)
    assert Act.ASK_MORE in Talk().show().say("nope").acts
    assert Act.THANK in Talk().show().say("no thanks").acts


def test_words_of_courtesy_are_no_wishes() -> None:
    talk = Talk().show()
    talk.say("sounds good, bye")
    assert talk.wishes == set()


@pytest.mark.parametrize("text", ["anything like it", "more like this", "类似的", "和它差不多的"])
def test_more_of_the_same_likes_the_item_spoken_of(text: str) -> None:
    talk = Talk().show()
    talk.say(text)
    assert ("item", "=", "b1", False) in talk.wishes


def test_returning_what_one_does_not_like_rejects_nothing() -> None:
    talk = Talk().show()
    talk.say("can i return it if i dont like it", (_answer(0.97),))
    assert talk.state.rejected == ()


def test_known_items_are_left_out_however_tersely_it_is_said() -> None:
    assert [ref.item for ref in _after(Talk().show(), "seen the first one").seen] == ["b1"]


def _after(talk: Talk, text: str) -> DialogueState:
    talk.say(text)
    return talk.state


def test_what_stands_before_i_meant_is_taken_back() -> None:
    talk = Talk()
    talk.say("not Alba, i meant not Brix")
    assert talk.wishes == {("yard", "!=", "brix", True)}


def test_no_i_meant_the_third_speaks_of_the_third() -> None:
    assert Talk().show().say("no i meant the third").item_ids == ("b3",)


def test_not_that_yard_dislikes_the_yard_of_the_item() -> None:
    talk = Talk().show()
    talk.say("not that yard")
    assert ("yard", "!=", "alba", True) in talk.wishes


@pytest.mark.parametrize("text", ["drop the under 9000 thing", "放宽9000这个", "never mind the price"])
def test_a_limit_that_is_dropped_is_gone(text: str) -> None:
    talk = Talk()
    talk.say("under 9000")
    talk.say(text)
    assert not any(facet == "price" for facet, *_ in talk.wishes)


def test_traditional_characters_negate_as_simplified_ones_do() -> None:
    talk = Talk()
    talk.say("Alba不考慮")
    assert talk.wishes == {("yard", "!=", "alba", True)}


def test_an_article_within_a_name_does_not_hide_a_negation() -> None:
    talk = Talk()
    talk.say("not The Heron")
    assert [ref.item for ref in talk.state.rejected] == ["b1"]


def test_a_mere_requirement_mark_behind_a_word_is_hard() -> None:
    talk = Talk()
    talk.say("cabin required")
    assert talk.wishes == {("cabin", "=", True, True)}


def test_artificial_things_are_no_call_for_a_person() -> None:
    assert Act.ASK_HUMAN not in Talk().say("人工智能的").acts


def test_an_amount_that_is_fine_is_a_soft_bound() -> None:
    talk = Talk()
    talk.say("十五六万公里也行")
    assert talk.wishes == {("engine_hours", "<=", 160_000.0, False)}


OPTIONS = (
    Mention(0, 4, MentionType.ENTITY, "harbour", "alba", ("yard",), 1.0, Text("Alba", "阿尔巴"), "builder"),
    Mention(0, 4, MentionType.ENTITY, "harbour", "quiet", ("mood",), 1.0, Text("Alba", "阿尔巴"), "style"),
    Mention(0, 4, MentionType.ITEM, "harbour", "b3", (), 1.0, Text("Alba", "阿尔巴"), "boat"),
)


@pytest.mark.parametrize(
    ("text", "facet"),
    [("1", "yard"), ("the second", "mood"), ("the yard", "yard"), ("the style", "mood"), ("第二个", "mood")],
)
def test_an_option_is_chosen_by_its_number_its_facet_or_what_it_is(text: str, facet: str) -> None:
    talk = Talk()
    talk.state = replace(talk.state, last_move=Move.CLARIFY, options=OPTIONS)
    talk.say(text)
    assert {name for name, *_ in talk.wishes} == {facet}
    assert talk.state.options == ()


def test_an_item_among_the_options_is_told_about() -> None:
    talk = Talk()
    talk.state = replace(talk.state, last_move=Move.CLARIFY, options=OPTIONS)
    assert talk.say("the third one").item_ids == ("b3",)


class Certain:
    """A head that is sure of one act."""

    def __init__(self, act: Act, chance: float) -> None:
        self._act, self._chance = act, chance

    def predict(self, vector: object, features: object) -> dict[Act, float]:
        del vector, features
        return dict.fromkeys(Act, 0.01) | {self._act: self._chance}


@pytest.mark.parametrize(
    ("act", "chance", "text", "kept"),
    [
        (Act.RESTART, 0.6, "let us see then", False),
        (Act.RESTART, 0.9, "wipe that slate", True),
        (Act.REJECT, 0.5, "mm that is nothing", False),
        (Act.REJECT, 0.9, "mm that is nothing", True),
        (Act.SEEN, 0.9, "we own those", True),
        (Act.ACCEPT, 0.9, "wrap it", True),
        (Act.GREET, 0.9, "built after 2001", False),
        (Act.SMALL_TALK, 0.9, "do you get tired", True),
    ],
)
def test_the_learned_head_adds_only_what_it_is_sure_of(act: Act, chance: float, text: str, kept: bool) -> None:  # noqa: FBT001
    talk = Talk(interpreter=Interpreter(CATALOGUES, Certain(act, chance))).show()
    said = Utterance(text, talk.state, np.ones(4, dtype=np.float32), Grounding(), None, ("harbour",))
    assert (act in talk.interpreter.interpret(said)[0].acts) is kept


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("older than 30 years", ("built", "<", 1996.0, True)),
        ("built in 1998", ("built", "=", 1998.0, False)),
        ("under a tenner", ("price", "<", 10.0, True)),
        ("三十七八公里左右", None),
    ],
)
def test_slang_and_ages_are_amounts_too(text: str, wish: object) -> None:
    talk = Talk()
    talk.say(text)
    assert wish is None or wish in talk.wishes


@pytest.mark.parametrize(
    "text", ["anything similar to the second but with a white mooring?", "有没有类似第二条的，泊位不一样的？"]
)
def test_a_question_for_something_like_an_item_is_a_wish_and_asks_nothing_of_the_item(text: str) -> None:
    reading = Talk().show().say(text)
    assert Act.ASK_ATTRIBUTE not in reading.acts
    assert reading.asked_facets == ()


@pytest.mark.parametrize(
    "text",
    ["we've already seen the second one. anything with a calm ride?", "别要第一条那个船厂的，再来几条看看"],
)
def test_what_one_clause_points_at_is_not_what_the_next_one_asks_about(text: str) -> None:
    assert Act.ASK_ATTRIBUTE not in Talk().show().say(text).acts


def test_asking_for_something_lighter_than_what_is_shown_asks_for_others() -> None:
    reading = Talk().show().say("hmm the first one looks pricey, is there anything cheaper than that?")
    assert Act.CRITIQUE in reading.acts
    assert Act.ASK_ATTRIBUTE not in reading.acts


def test_a_name_anywhere_in_a_message_is_what_similar_ones_are_like() -> None:
    talk = Talk()
    reading = talk.say("昨天坐了 The Heron 真舍不得，再来点类似的呗")
    assert Act.ASK_ATTRIBUTE not in reading.acts
    assert ("item", "=", "b1", False) in talk.wishes


@pytest.mark.parametrize("text", ["换成真人拍的", "有真人版的吗", "我想看真人电影"])
def test_real_people_on_a_screen_are_no_call_for_staff(text: str) -> None:
    assert Act.ASK_HUMAN not in Talk().show().say(text).acts


@pytest.mark.parametrize("text", ["我要跟真人说话", "转真人", "真人客服在吗"])
def test_a_real_person_to_talk_to_is_a_call_for_staff(text: str) -> None:
    assert Act.ASK_HUMAN in Talk().say(text).acts


@pytest.mark.parametrize("text", ["what's good?", "no good, others?", "a boat would be great"])
def test_appraisal_asks_no_quality_of_anything(text: str) -> None:
    assert any(text[start:end].endswith(("good", "great")) for start, end in social_spans(text))


@pytest.mark.parametrize("text", ["what's good for fishing", "one that would be great at sea"])
def test_good_for_something_is_more_than_appraisal(text: str) -> None:
    assert not any(text[start:end].endswith(("good", "great")) for start, end in social_spans(text))


@pytest.mark.parametrize("text", ["hiya! are you a real person?", "are you real person or bot"])
def test_who_asks_whether_we_are_a_person_calls_for_none(text: str) -> None:
    acts = Talk().show().say(text).acts
    assert Act.ASK_HUMAN not in acts
    assert Act.SMALL_TALK in acts


def test_who_calls_for_a_real_person_gets_one() -> None:
    assert Act.ASK_HUMAN in Talk().show().say("a real person please").acts


@pytest.mark.parametrize("text", ["太吵的就不要了", "这些都不买了"])
def test_what_is_not_wanted_is_not_taken(text: str) -> None:
    assert Act.ACCEPT not in Talk().show().say(text).acts


def test_who_thanks_for_one_by_its_place_takes_it() -> None:
    reading = Talk().show().say("the first, thx")
    assert Act.ACCEPT in reading.acts
    assert reading.item_ids == ("b1",)


def test_nite_is_a_goodbye() -> None:
    assert Act.GOODBYE in Talk().show().say("great. nite!").acts
