import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatrec.dialogue.domain.generating import Guard, Limits, Rewording
from chatrec.dialogue.domain.generating.connecting_words import CONNECTING
from chatrec.dialogue.domain.generating.rewording import Frame, checked, framed
from chatrec.dialogue.domain.ports import Prompt
from chatrec.dialogue.domain.wording import Speaker
from chatrec.vocabulary.conversation import PhrasedItem, Speech
from chatrec.vocabulary.graph import Path, Triple
from chatrec.vocabulary.words import Act, Language, Move
from tests.unit.dialogue.shelf import CATALOGUES, SLATE, garage, plays

EN, ZH = Language.EN, Language.ZH
FIRST = (Path((Triple("c1", "price", 150_000.0),), 0.5), Path((Triple("c1", "built_by", "lumo"),), 0.3))
ITEMS = (PhrasedItem(SLATE[0], FIRST), PhrasedItem(SLATE[1]))
ENGLISH = Frame("Got it: [1]. I'd go for [2]: [3].", ("under ¥200,000", "Lumo One", "¥150,000, under your ¥200,000"))
CHINESE = Frame("好的，[1]。首推[2]：[3]。", ("20 万以内", "鹿沐一号", "价格 150,000 元"))
DENYING = Frame("Nothing here records “[1]”, so I couldn't go by that. Have a look at [2].", ("Disney", "Salt"))


@dataclass
class Writer:
    """A generator that writes what a test has it write."""

    write: Callable[[str], str]
    asked: list[str] = field(default_factory=list)

    def complete(self, prompt: Prompt) -> str:
        self.asked.append(prompt.data)
        return self.write(json.loads(prompt.data)["reply"])


def speech(move: Move = Move.RECOMMEND, language: Language = EN, text: str = "under 200k") -> Speech:
    talk = garage()
    talk.say(text)
    return Speech(move, language, "garage", talk.reading, talk.state, ITEMS, seed=1)


def spoken(writer: Writer, said: Speech) -> str:
    rewording = Rewording(Guard(writer, Limits(calls_per_minute=9999, failures=9999), lambda: 0.0))
    return Speaker(CATALOGUES, rewording).phrase(said).text


@pytest.mark.parametrize(
    ("frame", "answer"),
    [
        (ENGLISH, "Okay, [1]. Let's take a look at [2]: [3]."),
        (ENGLISH, '"Understood: [1]. My suggestion: [2] — [3]."'),
        (ENGLISH, "Noted, [1]! How about this, then: [2], [3]."),
        (CHINESE, "明白了，[1]。那我推荐[2]，[3]。"),
        (CHINESE, "收到：[1]。可以看看[2]：[3]！"),
        (DENYING, "Nothing records “[1]” here, so I couldn't go by that. Let's look at [2]."),
    ],
)
def test_other_connecting_words_around_the_same_facts_are_taken(frame: Frame, answer: str) -> None:
    language = ZH if frame is CHINESE else EN
    reply = checked(answer, frame, language)
    assert reply is not None
    assert re.findall("|".join(map(re.escape, frame.parts)), reply) == list(frame.parts)


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "   ",
        "Got it: [1]. I'd go for [2].",  # a fact is lost
        "Got it: [1]. I'd go for [3]: [2].",  # another order
        "Got it: [1]. I'd go for [2]: [3]. And [4]!",
        "Got it: [1]. I'd go for [2]: [3]. [2]!",
        "Got it: [1]. I'd go for Lumo One: [3].",
        "Got it: [1]. I'd go for [2]: [3], with 5 years of warranty.",
        "Got it: [1]. I'd go for [2]: [3], the best of all.",
        "Got it: [1]. I'd go for [2]: [3]. It has a sunroof.",
        "Got it: not [1]. I'd go for [2]: [3].",
        "Got it: [1]. I'd not go for [2]: [3].",
        "Got it: [1]. I wouldn't go for [2]: [3].",
        "Got it, [1], and [2]: [3].",  # a wish may not slip into what is told of an item
        "Got it: [1]. I'd go for [2]: [3]?",
        "Got it: [1]. I'd go for [2]: -[3].",
        "Got it: [1]. I'd go for [2]: - [3].",
        "Got it: [1]. I'd go for [2]: 1[3].",
        "Got it: [1]. I'd go for [2]: [3]0.",
        "Got it: [1]. I'd go for [2],[3].",
        "Got it: [1]. I'd go for [2][3].",
        "Got it: [1]. I'd go for [2]: [3]k.",
        "Got it: [1]. I'd go for [2]: [3]. See http://evil.example",
        "Got it: [1]. I'd go for [2]: [3]. See evil.example.",
        "Got it: [1]. I'd go for **[2]**: [3].",
        "Got it: [1].\nI'd go for [2]: [3].",
        "<b>Got it</b>: [1]. I'd go for [2]: [3].",
        "Got it: [1]. I'd go for [2]: [3]. \u202e",
        "Got it: [1]. I'd go for [2]: [3]. \U0001f600",
        "好的，[1]。首推[2]：[3]。",  # another language
        "[1]. [2]: [3].",
        "Yes, it would: [1]. I'd go for [2]: [3].",
        "Got it: [1]. I'd go for [2]: [3]. " + "Well, " * 60,
        "Got it: [1]. I'd go for [2]: [3]. ten",
        "Got it: [1]. I'd go for [2]: [3]. І Ӏ",
        "Got it: [１]. I'd go for [2]: [3].",
    ],
)  # fmt: skip
def test_anything_unfounded_is_not_taken(answer: str) -> None:
    assert checked(answer, ENGLISH, EN) is None


@pytest.mark.parametrize(
    "answer",
    [
        "好的，[1]。首推[2]：[3]，保修五年。",
        "好的，不要[1]。首推[2]：[3]。",
        "好的，[1]。别看[2]：[3]。",
        "好的，[1]。首推[2]：[3]万。",
        "好的，[1]。首推[2]：[3]，最便宜。",
        "好的，[1]的[2]：[3]。",
        "是的，[1]。首推[2]：[3]。",
        "好的，[1]。首推[2]：[3]。请加微信abc",
        "Got it: [1]. I'd go for [2]: [3].",
        "好的，[1]。首推[2][3]。",
        "好的，[1]。首推[2]：[3]吗？",
    ],
)
def test_anything_unfounded_is_not_taken_in_chinese_either(answer: str) -> None:
    assert checked(answer, CHINESE, ZH) is None


@pytest.mark.parametrize(
    "answer",
    [
        "Here records “[1]”, so I could go by that. Have a look at [2].",
        "Nothing, here: records “[1]”, so I couldn't go by that. Have a look at [2].",
        "Nothing here records “[2]”, so I couldn't go by that. Have a look at [1].",
    ],
)
def test_a_denial_stays_where_it_was(answer: str) -> None:
    assert checked(answer, DENYING, EN) is None


@pytest.mark.parametrize("language", [EN, ZH])
@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_whatever_is_written_the_facts_of_the_reply_are_its_own_in_their_order(
    language: Language, data: st.DataObject
) -> None:
    frame = ENGLISH if language is EN else CHINESE
    free = st.sampled_from(sorted(CONNECTING[language]))
    wild = st.one_of(
        free, st.text(max_size=6), st.sampled_from(["[1]", "[2]", "[3]", ".", "。", "：", "not", "不", "7", "Lumo"])
    )
    near = st.tuples(*[st.lists(free, max_size=3).map(" ".join)] * 4).map(
        lambda gaps: f"{gaps[0]} [1]. {gaps[1]} [2]: {gaps[2]} [3] {gaps[3]}."
    )
    reply = checked(data.draw(st.one_of(near, st.lists(wild, max_size=16).map(" ".join))), frame, language)
    if reply is None:
        return
    found = re.findall("|".join(map(re.escape, frame.parts)), reply)
    rest = re.split("|".join(map(re.escape, frame.parts)), reply)
    assert found == list(frame.parts)
    assert not any(re.search(r"\d|\bnot?\b|n't|[不没无别]", words) for words in rest)
    words = " ".join(rest).lower()
    covered = set(re.findall(r"[a-z']+", words)) if language is EN else set()
    assert covered <= CONNECTING[EN]


@settings(max_examples=100, deadline=None)
@given(words=st.text(max_size=80), parts=st.lists(st.text(max_size=12), max_size=5))
def test_a_frame_put_together_again_is_the_reply(words: str, parts: list[str]) -> None:
    frame = framed(words, parts)
    assert frame is None or frame.filled(frame.text) == words


def test_a_part_that_looks_like_a_slot_is_no_slot() -> None:
    frame = framed("I'd go for [2]: red.", ["[2]", "red"])
    assert frame is not None
    assert checked("Let's take [1]: [2].", frame, EN) == "Let's take [2]: red."


def test_a_short_name_is_not_found_within_other_words() -> None:
    frame = framed("I suggest It: funny.", ["It", "funny"])
    assert frame is not None
    assert frame.text == "I suggest [1]: [2]."
    again = framed("With it, It.", ["It"])
    assert again is None or "W[1]h" not in again.text


def test_a_reworded_reply_keeps_names_numbers_and_notices() -> None:
    writer = Writer(lambda reply: re.sub(r"^.*?\[1\]", "Okay, [1]", reply))
    talk = plays()
    talk.say("a comedy")
    said = Speech(Move.RECOMMEND, EN, "plays", talk.reading, talk.state, ITEMS[:1], seed=1)
    plain, reworded = Speaker(CATALOGUES).phrase(said), spoken(writer, said)
    assert reworded.endswith("Seats sell fast.")
    assert re.findall(r"\d[\d,]*", reworded) == re.findall(r"\d[\d,]*", plain.text)
    assert "Seats" not in "".join(writer.asked)


@pytest.mark.parametrize(
    "move", [Move.ANSWER, Move.DESCRIBE, Move.COMPARE, Move.EXPLAIN, Move.PLAN, Move.REFUSE, Move.HAND_OVER]
)
def test_replies_that_are_facts_throughout_are_never_given_away(move: Move) -> None:
    writer = Writer(str)
    assert spoken(writer, speech(move)) == Speaker(CATALOGUES).phrase(speech(move)).text
    assert writer.asked == []


def test_no_generator_speaks_in_an_emergency_or_to_a_question() -> None:
    writer = Writer(str)
    said = speech()
    spoken(writer, replace(said, reading=replace(said.reading, emergency=True)))
    spoken(writer, replace(said, reading=replace(said.reading, acts=(Act.ASK_QUESTION,))))
    assert writer.asked == []


def test_reasons_and_what_was_said_do_not_depend_on_the_generator() -> None:
    rewording = Rewording(Guard(Writer(lambda _: "junk"), Limits(), lambda: 0.0))
    assert Speaker(CATALOGUES, rewording).phrase(speech()) == Speaker(CATALOGUES).phrase(speech())
