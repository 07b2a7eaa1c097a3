"""What words are found to speak of."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatrec.knowledge.domain.linking.folding import fold
from chatrec.knowledge.domain.linking.mentions import Linker
from chatrec.vocabulary.graph import Mention
from chatrec.vocabulary.words import MentionType

from .film_shelf import SHELF
from .small_shop import graph_of

LINKER = Linker(graph_of(SHELF))


def mentions(text: str) -> tuple[Mention, ...]:
    return LINKER.mentions(fold(text))


def found(text: str) -> list[tuple[str, str]]:
    return [(text[row.start : row.end], row.target) for row in mentions(text)]


def score(text: str, target: str) -> float:
    return max((row.score for row in mentions(text) if row.target == target), default=0.0)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("a sci-fi movie", [("sci-fi", "scifi"), ("movie", "film")]),
        ("SciFi or Sci Fi", [("SciFi", "scifi"), ("Sci Fi", "scifi")]),
        ("comedies by Nolan's brother", [("comedies", "comedy"), ("Nolan", "nolan")]),
        ("movies", [("movies", "film")]),
        ("mission impossible", [("mission impossible", "mission")]),
        ("crouching tiger hidden dragon", [("crouching tiger hidden dragon", "tiger")]),
        ("Amelie", [("Amelie", "amelie")]),
        ("ame\u0301lie", [("ame\u0301lie", "amelie")]),
        ("我想看諾蘭的電影", [("諾蘭", "nolan"), ("電影", "film")]),
        ("ＳＣＩ－ＦＩ片子", [("ＳＣＩ－ＦＩ", "scifi"), ("片子", "film")]),
        ("克里斯托弗诺兰拍的科幻", [("克里斯托弗诺兰", "nolan"), ("科幻", "scifi")]),
        ("想看comedy类型的movie", [("comedy", "comedy"), ("类型", "genre"), ("movie", "film")]),
        ("something fast-paced", [("fast-paced", "fast")]),
        ("陪奶奶看什么好", [("陪奶奶看", "0")]),
        ("films", [("films", "films"), ("films", "film")]),
    ],
)
def test_names_are_found_in_both_languages_whatever_their_spelling(text: str, names: list[tuple[str, str]]) -> None:
    assert sorted(found(text)) == sorted(names)


@pytest.mark.parametrize(
    ("text", "span", "target"),
    [
        ("I loved Incepton", "Incepton", "inception"),
        ("I loved inecption", "inecption", "inception"),
        ("by Cristopher Nolan", "Cristopher Nolan", "nolan"),
        ("misson impossible", "misson impossible", "mission"),
        ("a comdy please", "comdy", "comedy"),
        ("a moie please", "moie", "film"),
        ("any moviee", "moviee", "film"),
    ],
)
def test_a_word_within_one_edit_is_found_and_scores_less(text: str, span: str, target: str) -> None:
    rows = [row for row in mentions(text) if row.target == target]
    assert [text[row.start : row.end] for row in rows] == [span]
    assert 0.5 < rows[0].score < 1.0


@pytest.mark.parametrize("text", ["nice places", "a quiet house", "lilfe", "uup", "I moved there"])
def test_common_words_short_words_and_far_words_are_not_typos(text: str) -> None:
    assert found(text) == []


def test_a_word_is_not_found_within_another() -> None:
    assert found("uphill lifeline Sheraton supper") == []


@pytest.mark.parametrize(
    ("text", "target"),
    [("I like her voice", "her"), ("what life is up there", "life"), ("show us more", "us"), ("shot in 1917", "jaws")],
)
def test_an_everyday_word_is_hardly_a_name(text: str, target: str) -> None:
    assert 0.0 < score(text, target) <= 0.5


@pytest.mark.parametrize(
    ("text", "target"),
    [("Her", "her"), ("have you seen Her?", "her"), ('I saw "her"', "her"), ("看过《她》吗", "her"), ("活着", "live"),
     ("《活着》怎么样", "live"), ("made in the US", "us"), ("'1917'", "jaws")],
)  # fmt: skip
def test_quotes_capitals_and_standing_alone_tell_that_a_name_is_meant(text: str, target: str) -> None:
    assert score(text, target) == 1.0


def test_a_short_chinese_title_inside_a_sentence_is_not_sure() -> None:
    assert score("想好好活着", "live") <= 0.6
    assert score("我看过盗梦空间了", "inception") == 1.0


def test_an_entity_brings_its_facets_most_frequent_first_and_the_kind_of_its_items() -> None:
    row = next(row for row in mentions("Christopher Nolan") if row.target == "nolan")
    assert (row.type, row.facets, row.kind, row.catalogue) == (
        MentionType.ENTITY, ("director", "cast"), "film", "films",
    )  # fmt: skip


def test_an_item_brings_its_kind_and_an_ordinal_its_facet() -> None:
    assert [row.kind for row in mentions("Inception")] == ["film"]
    assert [(row.type, row.facets) for row in mentions("慢热")] == [(MentionType.ORDINAL, ("pace",))]


def test_a_kind_at_the_end_of_a_longer_phrase_is_said_as_well() -> None:
    assert found("悬疑电影") == [("悬疑电影", "1"), ("电影", "film")]


def test_a_name_does_not_reach_over_the_end_of_a_sentence() -> None:
    assert ("Christopher. Nolan", "nolan") not in found("I am Christopher. Nolan is great")


@given(st.text(max_size=60))
@settings(deadline=None, max_examples=300)
def test_offsets_slice_the_original_text(text: str) -> None:
    for row in mentions(text):
        assert 0 <= row.start < row.end <= len(text)
        assert 0.0 < row.score <= 1.0


_PIECES = [
    "諾蘭",
    " ",
    "Her",
    "ﬁlm",
    "İ",
    "ß",
    "e\u0301",
    "Amélie",
    "🎬",
    "ＵＰ",
    "。",
    "comdy",
    "'s",
    "movie",
    "\u3000",
    "가",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=12).map("".join))
@settings(deadline=None, max_examples=300)
def test_what_is_sliced_folds_to_the_same_letters_wherever_it_stands(text: str) -> None:
    for row in mentions(text):
        alone = [other.target for other in mentions(text[row.start : row.end])]
        assert row.target in alone


def test_the_longest_utterance_takes_a_few_milliseconds() -> None:
    text = ("I want a fonny comdy film by Nolna with cheeper prices, godfathr 想看諾蘭的電影 " * 60)[:4000]
    mentions(text)
    spent = min(_timed(text) for _ in range(5))
    assert spent < 0.05  # 4 to 5 ms where the machine is idle


def _timed(text: str) -> float:
    start = time.thread_time()
    mentions(text)
    return time.thread_time() - start
