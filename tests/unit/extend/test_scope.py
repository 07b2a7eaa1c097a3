"""What is denied, compared or supposed is no fact."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatrec.offline.extend.scope import denied


def is_denied(sentence: str, words: str) -> bool:
    """Ask about words of a sentence."""
    start = sentence.index(words)
    return denied(sentence, start, start + len(words))


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Unlike the Nimora, this one is light", "Nimora"),
        ("It is not a horror film", "horror"),
        ("Not a horror film but a comedy", "horror"),
        ("It has no 5G, NFC or stylus", "stylus"),
        ("Without wireless charging", "wireless charging"),
        ("Lighter than the Nimora Iris", "Nimora"),
        ("It doesn't support 5G", "5G"),
        ("5G is not supported", "5G"),
        ("It would be horror if it had ghosts", "horror"),
        ("Is it a comedy?", "comedy"),
        ("没有5G", "5G"),
        ("不支持无线充电和NFC", "NFC"),
        ("并非恐怖片", "恐怖"),
        ("不是恐怖片，而是喜剧", "恐怖"),
        ("比霓摩更轻", "霓摩"),
        ("与霓摩相比更轻，不像科石那样重", "科石"),
        ("5G没有，其他都好", "5G"),
    ],
)
def test_what_is_denied_or_compared_is_no_fact(sentence: str, words: str) -> None:
    assert is_denied(sentence, words)


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("It is a horror film", "horror"),
        ("Not a horror film but a comedy", "comedy"),
        ("Unlike the old model of last year that weighed a lot, this phone has 5G", "5G"),
        ("It is not only a comedy", "comedy"),
        ("不是恐怖片，而是喜剧", "喜剧"),
        ("不仅是喜剧", "喜剧"),
        ("比赛题材的喜剧", "喜剧"),
        ("无线充电很快", "充电"),
        ("一部恐怖片", "恐怖"),
    ],
)
def test_what_is_said_of_the_item_itself_is_a_fact(sentence: str, words: str) -> None:
    assert not is_denied(sentence, words)


@given(st.text(max_size=200), st.integers(0, 200), st.integers(0, 200))
def test_any_text_can_be_judged(text: str, start: int, length: int) -> None:
    assert denied(text, min(start, len(text)), min(start + length, len(text))) in (True, False)
