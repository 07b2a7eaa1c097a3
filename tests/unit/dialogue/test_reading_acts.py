# ruff: noqa: E501 - tables are read by the row
from dataclasses import replace

import pytest

from chatrec.dialogue.domain.reading import Interpreter
from chatrec.vocabulary.conversation import DialogueState, Utterance
from chatrec.vocabulary.graph import SupportAnswer
from chatrec.vocabulary.words import Act, Language, Move, Text
from tests.unit.dialogue.shelf import CATALOGUES, Talk, garage, ground, plays


@pytest.mark.parametrize(
    ("text", "act", "items"),
    [
        ("tell me about the second one", Act.ASK_ATTRIBUTE, ("c2",)),
        ("介绍一下第二个", Act.ASK_ATTRIBUTE, ("c2",)),
        ("how much is number 3?", Act.ASK_ATTRIBUTE, ("c3",)),
        ("最后一个多少钱", Act.ASK_ATTRIBUTE, ("c3",)),
        ("the cheapest one", Act.ASK_ATTRIBUTE, ("c2",)),
        ("最便宜的那个", Act.ASK_ATTRIBUTE, ("c2",)),
        ("does it have a sunroof?", Act.ASK_ATTRIBUTE, ("c1",)),
        ("它有天窗吗", Act.ASK_ATTRIBUTE, ("c1",)),
        ("why this one?", Act.ASK_WHY, ("c1",)),
        ("为什么推荐第二个", Act.ASK_WHY, ("c2",)),
        ("compare the first two", Act.COMPARE, ("c1", "c2")),
        ("第一个和第三个哪个好", Act.COMPARE, ("c1", "c3")),
        ("I'll take the second one", Act.ACCEPT, ("c2",)),
        ("就要第二个", Act.ACCEPT, ("c2",)),
        ("I don't like the first one", Act.REJECT, ("c1",)),
        ("不喜欢第一个", Act.REJECT, ("c1",)),
        ("none of these", Act.REJECT, ("c1", "c2", "c3")),
        ("都不喜欢", Act.REJECT, ("c1", "c2", "c3")),
        ("I've seen the third one", Act.SEEN, ("c3",)),
        ("第三个我买过了", Act.SEEN, ("c3",)),
        ("something else", Act.ASK_MORE, ()),
        ("换一批", Act.ASK_MORE, ()),
    ],
)
def test_what_is_done_with_items_on_the_table_is_read(text: str, act: Act, items: tuple[str, ...]) -> None:
    reading = garage().show().say(text)
    assert reading.acts[0] is act
    assert reading.item_ids == items
    assert not reading.preferences


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("hello", Act.GREET), ("你好", Act.GREET), ("thanks a lot", Act.THANK), ("多谢", Act.THANK), ("bye", Act.GOODBYE), ("再见", Act.GOODBYE),
        ("I want to talk to a human", Act.ASK_HUMAN), ("转人工", Act.ASK_HUMAN), ("start over", Act.RESTART), ("重新开始", Act.RESTART),
        ("whatever", Act.DONT_CARE), ("随便", Act.DONT_CARE), ("who are you?", Act.SMALL_TALK), ("讲个笑话", Act.SMALL_TALK),
        ("I'm looking for a car", Act.SEEK), ("推荐一辆轿车", Act.SEEK), ("red, please", Act.STATE_PREFERENCE), ("要红色", Act.STATE_PREFERENCE),
    ],
)  # fmt: skip
def test_plain_acts_are_read_without_the_learned_head(text: str, act: Act) -> None:
    assert garage().say(text).acts[0] is act


@pytest.mark.parametrize("text", ["", "   ", "🙂🙂", "?!…", "x" * 4001, "asdfgh", "zxcvbn qwer"])
def test_what_cannot_be_read_changes_nothing(text: str) -> None:
    talk = garage().show()
    before = talk.state
    reading, after = talk.interpreter.interpret(Utterance(text, before, None, ground("", "garage"), None, ("garage",)))
    assert reading.unclear
    assert after == replace(before, language=after.language)


@pytest.mark.parametrize(
    ("text", "question"), [("can I bring it back after a month?", "返厂可以吗"), ("一个月后可以退吗", "退车")]
)
def test_a_question_like_a_known_one_gets_its_answer(text: str, question: str) -> None:
    answers = (
        SupportAnswer("a7", "garage", 0.9, Text(question), Text("Yes.", "可以。")),
        SupportAnswer("a8", "garage", 0.4, Text(), Text()),
    )
    talk = garage()
    before = talk.state.active
    reading = talk.say(text, answers=answers)
    assert reading.acts[0] is Act.ASK_QUESTION
    assert reading.answer_id == "a7"
    assert talk.state.active == before


def test_an_emergency_is_flagged_whatever_else_is_said() -> None:
    assert plays().say("a comedy", emergency=1.0).emergency
    assert plays().say("🙂", emergency=0.85).emergency
    assert not plays().say("a comedy", emergency=0.5).emergency


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("推荐 The Glass Door 那样的", Language.ZH), ("I liked 玻璃门 a lot", Language.EN), ("a comedy please", Language.EN), ("喜剧", Language.ZH),
        ("12345", Language.ZH), ("？？", Language.ZH),
    ],
)  # fmt: skip
def test_the_language_is_that_of_the_words_and_stays_without_letters(text: str, language: Language) -> None:
    talk = plays()
    talk.state = replace(talk.state, language=Language.ZH)
    assert talk.say(text).language is language


def test_the_locale_outweighs_the_words() -> None:
    reading, state = Interpreter(CATALOGUES).interpret(
        Utterance("a comedy", DialogueState(), None, ground("a comedy"), Language.ZH)
    )
    assert reading.language is state.language is Language.ZH


@pytest.mark.parametrize(
    ("text", "move", "act"),
    [
        ("yes", Move.RELAX, Act.AFFIRM),
        ("好的", Move.ASK, Act.AFFIRM),
        ("no", Move.ASK, Act.DENY),
        ("不用了", Move.RELAX, Act.DENY),
    ],
)
def test_yes_and_no_are_read_by_what_was_asked(text: str, move: Move, act: Act) -> None:
    talk = garage()
    talk.state = replace(talk.state, last_move=move, last_asked_facet="sunroof")
    assert act in talk.say(text).acts


@pytest.mark.parametrize(
    "text", ["is there anything by Vanta?", "有没有万塔的", "奥罗的有吗", "do you have a red one?"]
)
def test_asking_for_things_is_a_wish_not_a_question_on_the_table(text: str) -> None:
    reading = garage().show().say(text)
    assert Act.ASK_ATTRIBUTE not in reading.acts
    assert reading.preferences


def test_the_active_catalogue_stays_unless_another_explains_the_message_better() -> None:
    talk = Talk(only=("garage", "plays"))
    talk.say("I'm looking for a car")
    assert talk.state.active.catalogue == "garage"
    talk.say("in red")
    assert talk.state.active.catalogue == "garage"
    talk.say("actually, any good play?")
    assert (talk.state.active.catalogue, talk.state.active.kind) == ("plays", "play")
    assert Act.CHANGE_TOPIC in talk.reading.acts
