import re
from dataclasses import replace

import pytest

from chatrec.dialogue.domain.wording import Speaker
from chatrec.dialogue.domain.wording.chinese import CHINESE
from chatrec.dialogue.domain.wording.english import ENGLISH
from chatrec.vocabulary.conversation import DialogueState, PhrasedItem, Reading, Speech
from chatrec.vocabulary.graph import Fact, Label, Path, SupportAnswer, Triple
from chatrec.vocabulary.words import Act, Language, Move, Text
from tests.unit.dialogue.shelf import CATALOGUES, SLATE, Talk, garage, plays

SPEAKER = Speaker(CATALOGUES)
LABELS = (
    Label("lumo", Text("Lumo", "鹿沐")), Label("orro", Text("Orro", "奥罗")), Label("vanta", Text("Vanta", "万塔")),
    Label("red", Text("red", "红色")), Label("blue", Text("blue", "蓝色")), Label("c9", Text("Vanta Nine", "万塔九")),
)  # fmt: skip
ITEMS = (
    PhrasedItem(
        SLATE[0],
        (
            Path((Triple("c1", "price", 150_000.0),), 0.5),
            Path((Triple("c1", "built_by", "lumo"),), 0.3),
            Path((Triple("c1", "comfort", "plush"),), 0.2),
        ),
    ),
    PhrasedItem(SLATE[1], (Path((Triple("c9", "painted", "blue"), Triple("c2", "painted", "blue")), 1.0),), ("maker",)),
    PhrasedItem(SLATE[2]),
)
BOTH = (Language.EN, Language.ZH)
OPENINGS = {Language.EN: "a Lumo under 200k for my family", Language.ZH: "20万以内的鹿沐，家用"}


def talk_in(language: Language, text: str = "") -> Talk:
    talk = garage()
    talk.say(text or OPENINGS[language])
    return talk


def speech(move: Move, language: Language, talk: Talk, **more: object) -> Speech:
    plain = Speech(move, language, "garage", talk.reading, talk.state, ITEMS, LABELS, seed=3)
    return replace(plain, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("move", list(Move))
@pytest.mark.parametrize("language", BOTH)
def test_every_move_speaks_the_language_of_the_user_and_no_other(move: Move, language: Language) -> None:
    talk = talk_in(language)
    for seed in range(5):
        text = SPEAKER.phrase(
            speech(move, language, talk, seed=seed, relaxed_facets=("price",), asked_facet="maker", options=LABELS[:3])
        ).text
        assert text
        assert "{" not in text
        if language is Language.EN:
            assert not re.search(r"[\u3000-\u9fff\uff00-\uffef]", text)
        else:
            assert not re.search(r"[a-zA-Z]{2,}", text)


def test_a_reason_is_worded_from_its_paths_and_the_wishes_that_they_meet() -> None:
    english = SPEAKER.phrase(speech(Move.RECOMMEND, Language.EN, talk_in(Language.EN))).reasons
    assert english == (
        "¥150,000, under your ¥200,000; built by Lumo, as you asked; comfort: plush (you wanted “for my family”)",
        "like Vanta Nine: colour: blue",
        "",
    )
    chinese = SPEAKER.phrase(speech(Move.RECOMMEND, Language.ZH, talk_in(Language.ZH))).reasons
    assert (
        chinese[0] == "价格 150,000 元，在你的 200,000 元以内；厂商是鹿沐，符合你的要求；舒适度：豪华（你想要“家用”）"
    )
    assert chinese[1:] == ("和“万塔九”一样：颜色：蓝色", "")


def test_a_reason_claims_no_wish_that_was_not_said() -> None:
    reasons = SPEAKER.phrase(speech(Move.RECOMMEND, Language.EN, talk_in(Language.EN, "something nice"))).reasons
    assert reasons[0] == "¥150,000, built by Lumo, comfort: plush"


def test_a_reason_never_says_that_a_broken_limit_is_kept() -> None:
    reasons = SPEAKER.phrase(speech(Move.RELAX, Language.EN, talk_in(Language.EN, "under 100k"))).reasons
    assert "under" not in reasons[0]


@pytest.mark.parametrize("language", BOTH)
def test_no_sentence_is_said_twice_in_a_row(language: Language) -> None:
    talk = talk_in(language)
    for move in (Move.RECOMMEND, Move.CHAT, Move.CLARIFY, Move.GREET, Move.REFUSE, Move.GOODBYE):
        first = SPEAKER.phrase(speech(move, language, talk))
        talk.state = replace(talk.state, said=first.said)
        assert SPEAKER.phrase(speech(move, language, talk)).text != first.text


def test_the_same_speech_gets_the_same_words() -> None:
    talk = talk_in(Language.EN)
    assert SPEAKER.phrase(speech(Move.RECOMMEND, Language.EN, talk)) == SPEAKER.phrase(
        speech(Move.RECOMMEND, Language.EN, talk)
    )


def test_both_languages_have_words_for_the_same_occasions_three_at_least() -> None:
    assert ENGLISH.keys() == CHINESE.keys()
    for table in (ENGLISH, CHINESE):
        assert all(len(set(sentences)) >= 3 for sentences in table.values())


def test_the_sentences_of_an_occasion_take_the_same_parts_in_both_languages() -> None:
    for occasion, sentences in ENGLISH.items():
        parts = {frozenset(re.findall(r"{(\w+)}", sentence)) for sentence in (*sentences, *CHINESE[occasion])}
        assert len(parts) == 1, occasion


@pytest.mark.parametrize(("language", "value"), [(Language.EN, "¥150,000"), (Language.ZH, "150,000 元")])
def test_a_question_on_an_item_is_answered_from_its_card(language: Language, value: str) -> None:
    talk = garage().show()
    talk.say("how much is the first one?")
    assert value in SPEAKER.phrase(speech(Move.ANSWER, language, talk, items=ITEMS[:1])).text


@pytest.mark.parametrize(
    ("language", "words"), [(Language.EN, ("sunroof", "Vanta Three")), (Language.ZH, ("天窗", "万塔三号"))]
)
def test_a_fact_that_is_not_recorded_is_said_to_be_unknown(language: Language, words: tuple[str, ...]) -> None:
    talk = garage().show()
    talk.say("does the third one have a sunroof?")
    text = SPEAKER.phrase(speech(Move.ANSWER, language, talk, items=ITEMS[2:])).text
    assert all(word in text for word in words)
    assert re.search(r"recorded|doesn't say|没有写|没有记录|没有登记", text)


@pytest.mark.parametrize("language", BOTH)
def test_a_support_answer_is_given_as_written(language: Language) -> None:
    answer = SupportAnswer("a1", "garage", 0.9, Text("q"), Text("Bring it  back within 30 days.", "三十天内可退。"))
    text = SPEAKER.phrase(speech(Move.ANSWER, language, garage(), answer=answer)).text
    assert answer.answer.speak(language) in text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (Language.EN, "A Vanta Three costs ¥31,000 now; ask for {v3.price}. The roof: (not on record)."),
        (Language.ZH, "万塔三号现价31,000 元；请找{v3.price}。天窗：（暂无记录）。"),
    ],
)
def test_the_slots_of_an_answer_are_filled_with_what_the_catalogue_says_now(language: Language, words: str) -> None:
    text = Text(
        "A {v3.maker} costs {v3.price} now; ask for {v3.colour}. The roof: {v3.roof}.",
        "{v3.maker}现价{v3.price}；请找{v3.colour}。天窗：{v3.roof}。",
    )
    facts = (
        ("v3", Fact("maker", ("vanta",), (Text("Vanta Three", "万塔三号"),))),
        ("v3", Fact("price", (31_000.0,))),
        ("v3", Fact("colour", ("p",), (Text("{v3.price}", "{v3.price}"),))),  # what a fact holds is no slot
    )
    answer = SupportAnswer("a1", "garage", 0.9, Text("q"), text, facts=facts)
    assert words in SPEAKER.phrase(speech(Move.ANSWER, language, garage(), answer=answer)).text


def test_a_support_question_without_an_answer_is_told_so() -> None:
    talk = garage()
    talk.reading = Reading(acts=(Act.ASK_QUESTION,))
    text = SPEAKER.phrase(speech(Move.ANSWER, Language.EN, talk, items=())).text
    assert text in ENGLISH["no_answer"]


@pytest.mark.parametrize("language", BOTH)
def test_notices_stand_where_they_are_owed_as_written(language: Language) -> None:
    talk = plays()
    talk.say("a comedy", emergency=1.0)
    said = Speech(Move.RECOMMEND, language, "plays", talk.reading, talk.state)
    text = SPEAKER.phrase(said).text
    assert text.startswith("Call 112 now." if language is Language.EN else "请立即拨打120。")
    assert text.endswith("Seats sell fast." if language is Language.EN else "座位有限。")
    assert not SPEAKER.phrase(replace(said, move=Move.GREET, reading=Reading())).text.endswith("Seats sell fast.")


def test_a_concession_names_the_wish_to_give_up_and_what_each_item_misses() -> None:
    text = SPEAKER.phrase(
        speech(Move.RELAX, Language.EN, talk_in(Language.EN), relaxed_facets=("price",), items=ITEMS[1:2])
    ).text
    assert "price under ¥200,000" in text
    assert "Orro Two (maker: Orro)" in text


def test_things_of_one_name_are_told_apart_by_what_they_are() -> None:
    talk = plays()
    talk.say("Kim Park")
    text = SPEAKER.phrase(Speech(Move.CLARIFY, Language.EN, "plays", talk.reading, talk.state)).text
    assert "Kim Park (lead)" in text
    assert "Kim Park (writer)" in text


def test_a_comparison_shows_what_differs_and_judges_by_the_wishes() -> None:
    talk = garage().show()
    talk.say("which one is cheapest?")
    text = SPEAKER.phrase(speech(Move.COMPARE, Language.EN, talk)).text
    assert "price: Lumo One ¥150,000, Orro Two ¥120,000" in text
    assert "Orro Two" in text.rsplit(".", maxsplit=2)[-2]


def test_options_are_offered_with_a_question() -> None:
    text = SPEAKER.phrase(
        speech(Move.ASK, Language.ZH, talk_in(Language.ZH), asked_facet="colour", options=(LABELS[3], LABELS[4]))
    ).text
    assert "红色或蓝色" in text


def test_an_item_that_cannot_be_had_or_was_turned_down_is_described_with_its_status() -> None:
    item = PhrasedItem(replace(SLATE[0], available=False), known=True)
    said = SPEAKER.phrase(speech(Move.DESCRIBE, Language.EN, garage(), items=(item,)))
    assert any(sentence in said.text for sentence in ENGLISH["unavailable"])
    assert any(sentence in said.text for sentence in ENGLISH["known"])


def test_nothing_to_speak_of_still_makes_a_sentence() -> None:
    for move in Move:
        assert SPEAKER.phrase(Speech(move, Language.ZH, "", Reading(), DialogueState())).text


def test_a_question_without_an_answer_is_said_to_have_none_and_no_other_refusal_is() -> None:
    for language in Language:
        talk = talk_in(language)
        asked = replace(
            speech(Move.REFUSE, language, talk), reading=Reading(acts=(Act.ASK_QUESTION,), language=language)
        )
        other = replace(asked, reading=Reading(acts=(Act.OUT_OF_SCOPE,), language=language))
        person = "person" if language is Language.EN else "人工"
        said = [SPEAKER.phrase(replace(asked, seed=seed)).text for seed in range(6)]
        assert not set(said) & {SPEAKER.phrase(replace(other, seed=seed)).text for seed in range(6)}
        assert any(person in text for text in said)


def test_both_questions_of_a_message_are_answered_as_written() -> None:
    talk = talk_in(Language.EN)
    first, second = (SupportAnswer(one, "garage", 0.9, Text(one), Text(f"It is {one}.")) for one in ("open", "free"))
    state = replace(talk.state, offered_answers=(second,))
    text = SPEAKER.phrase(speech(Move.ANSWER, Language.EN, talk, answer=first, state=state, items=())).text
    assert text == "It is open. It is free."
