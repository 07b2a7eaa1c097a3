"""`movie-slots` learns which words name what, on a tiny excerpt in the format of the MIT movie corpus."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatrec.offline.dialogue.recurrent import RecurrentOptions
from chatrec.offline.dialogue.word_states import word_states
from chatrec.offline.evaluate.evaluation import Options
from chatrec.offline.evaluate.pooled import bootstrap_sums, counts_of, micro_f1, share
from chatrec.offline.evaluate.slots import task
from chatrec.offline.evaluate.slots.baselines import Gazetteer, MostFrequentTag
from chatrec.offline.evaluate.slots.features import features
from chatrec.offline.evaluate.slots.reading import Sentence, read_sentences
from chatrec.vocabulary.errors import InvalidInputError, NotFoundError

PEOPLE = ("ada lane", "bo reed", "cy moss", "di frost", "eli park", "fay stone")
GENRES = ("comedy", "western", "horror", "musical")
SPOTS = st.sets(st.integers(0, 9), max_size=5)


def line(person: str, genre: str) -> str:
    first, last = person.split()
    return f"find:O a:O {genre}:B-GENRE with:O {first}:B-ACTOR {last}:I-ACTOR <=> <NULL>"


def sentence(text: str) -> Sentence:
    pairs = [token.split("/") for token in text.split()]
    return Sentence(tuple(word for word, _ in pairs), tuple(tag for _, tag in pairs))


def test_a_line_gives_its_words_with_their_tags(tmp_path: Path) -> None:
    (tmp_path / "train").write_text("10:30:B-YEAR films:O <=> <NULL>\n\n", encoding="utf-8")
    assert read_sentences(tmp_path / "train") == (Sentence(("10:30", "films"), ("B-YEAR", "O")),)


@pytest.mark.parametrize("text", ["films", "films:X", ":O"])
def test_a_word_without_a_known_tag_is_refused_with_its_line(tmp_path: Path, text: str) -> None:
    (tmp_path / "train").write_text(f"a:O <=> <NULL>\n{text} <=> <NULL>\n", encoding="utf-8")
    with pytest.raises(InvalidInputError) as caught:
        read_sentences(tmp_path / "train")
    assert caught.value.facts["line"] == "2"


def test_micro_f1_is_that_of_the_sums_and_not_the_mean_of_the_cases() -> None:
    counts = counts_of([{1, 2}, {3}], [{1}, {3, 4, 5}])
    assert counts.tolist() == [[1, 2, 1], [1, 1, 3]]
    assert micro_f1(counts.sum(axis=0)) == pytest.approx(4 / 7)


@given(st.lists(st.tuples(SPOTS, SPOTS), min_size=1, max_size=8))
def test_micro_f1_is_one_exactly_where_everything_is_found_and_nothing_else(
    cases: list[tuple[set[int], set[int]]],
) -> None:
    value = micro_f1(counts_of([mine for mine, _ in cases], [true for _, true in cases]).sum(axis=0))
    assert 0 <= value <= 1
    assert (value == 1) == all(mine == true for mine, true in cases)


def test_what_hangs_together_is_drawn_together() -> None:
    rows = np.array([[1.0, 1.0], [0.0, 1.0]] * 50)
    together = bootstrap_sums([rows], share, [np.repeat(np.arange(50), 2)])
    apart = bootstrap_sums([rows], share)
    assert together.low == together.value == together.high == 0.5
    assert apart.low < 0.5 < apart.high


def test_a_phrase_that_is_mostly_no_span_is_not_in_the_gazetteer() -> None:
    known = [
        sentence("the/O hit/O man/O"),
        sentence("hit/B-TITLE"),
        sentence("hit/O it/O"),
        sentence("red/B-TITLE sea/I-TITLE"),
    ]
    found = Gazetteer(known).spans(("hit", "red", "sea", "red"))
    assert [(span.start, span.end, span.label) for span in found] == [(1, 3, "TITLE")]


def test_a_word_never_seen_is_tagged_as_seldom_ones_are() -> None:
    reader = MostFrequentTag([sentence("with/O bo/B-ACTOR"), sentence("with/O cy/B-ACTOR"), sentence("with/O us/O")])
    assert [span.label for span in reader.spans(("with", "zed"))] == ["ACTOR"]


def test_features_of_a_word_know_its_shape_and_its_neighbours() -> None:
    named = features(("a", "1980s", "film"))[1]
    assert {"word0=1980s", "word-1=a", "word1=film", "shape0=da|5", "ends=s", "around=a|film"} <= set(named)


def test_people_never_seen_are_found_by_their_place_in_the_sentence(tmp_path: Path) -> None:
    known = [line(person, genre) for person in PEOPLE for genre in GENRES]
    (tmp_path / "train").write_text("\n".join(known) + "\n", encoding="utf-8")
    (tmp_path / "valid").write_text(line("gus vale", "comedy") + "\n" + line("hal dorn", "horror"), encoding="utf-8")
    train, valid = (read_sentences(tmp_path / name) for name in ("train", "valid"))
    states = [np.zeros((len(one.words), 2, 4), dtype=np.float16) for one in (*train, *valid)]
    found = task.measured(train, valid, states, (1,), RecurrentOptions(hidden=16, projected=8, epochs=6, rate=1e-2))
    assert found.figures["span_f1"].value == 1.0
    assert found.baseline_figures["known phrases"]["span_f1"] < 1.0
    assert found.details[0]["spans"] == [["GENRE", "comedy"], ["ACTOR", "gus vale"]]


def test_a_folder_without_the_part_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="train"):
        task.evaluate(Options(tmp_path))


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_files_are_all_that_an_evaluation_needs(tmp_path: Path) -> None:
    known = [line(person, genre) for person in PEOPLE for genre in GENRES]
    (tmp_path / "train").write_text("\n".join(known), encoding="utf-8")
    (tmp_path / "valid").write_text("find:O films:O <=> <NULL>", encoding="utf-8")
    (tmp_path / "test").write_text(line("gus vale", "comedy"), encoding="utf-8")
    found = task.evaluate(Options(tmp_path, split="test", seeds=(1,)))
    assert list(found.case_ids) == ["1"]
    assert found.figures["span_f1"].value > 0.6


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_state_of_a_word_is_the_same_whatever_sentences_are_beside_it() -> None:
    alone = word_states([("a", "western")], (2, 3))[0]
    beside = word_states([("films", "with", "extraordinarily", "long", "words"), ("a", "western")], (2, 3))[1]
    assert alone.shape == (2, 2, 384)
    assert np.allclose(alone, beside, atol=2e-2)
    assert not np.allclose(alone[:, 0], alone[:, 1], atol=2e-2)
