"""Names as people shorten them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatrec.knowledge.domain.linking.short_names import short_names, surnames
from chatrec.vocabulary.words import Text

HAN = st.text("山水灯船夜雨风花鸟月的", min_size=1, max_size=8)
LATIN = st.lists(st.sampled_from(["The", "Old", "Lantern", "of", "Harbour", "Heron"]), min_size=1, max_size=5)


def shortened(*names: str) -> dict[str, int]:
    return {one.phrase: one.number for one in short_names(enumerate(names))}


def test_a_long_chinese_title_is_known_without_its_last_character() -> None:
    assert shortened("银河列车号") == {"银河列车": 0}


def test_a_short_title_stays_whole() -> None:
    assert not shortened("山水之间", "灯")


def test_a_chinese_title_is_known_by_what_a_joint_parts_off() -> None:
    assert shortened("月光镇的来信")["月光镇"] == 0


def test_an_ending_that_several_titles_share_may_be_left_out() -> None:
    names = ("青石巷博物馆", "白鹭洲博物馆", "望江楼博物馆")
    assert shortened(*names)["青石巷"] == 0
    assert "青石巷" not in shortened("青石巷博物馆")


def test_the_head_or_tail_of_a_title_names_it_where_a_word_of_it_is_rare() -> None:
    found = shortened("The Grand Zanzibar Hotel")
    assert found["Grand Zanzibar"] == found["Zanzibar Hotel"] == 0
    assert "Grand" not in found
    assert not shortened("The Old House by the Sea")


def test_a_single_rare_word_needs_a_sign_that_a_name_is_meant() -> None:
    certain = {one.phrase: one.certainty for one in short_names([(0, "The Zanzibar Express Affair")])}
    assert certain["Zanzibar"] < certain["Zanzibar Express"]


def test_what_two_things_share_names_neither() -> None:
    assert "Zanzibar" not in shortened("Zanzibar Nights", "Leaving Zanzibar")


def test_a_transliterated_person_is_known_by_the_surname() -> None:
    people = [(1, Text("Orla Brennick", "奥拉·布伦尼克")), (2, Text("Black Comedy", "黑色喜剧"))]
    assert {(one.number, one.phrase) for one in surnames(people)} == {(1, "Brennick"), (1, "布伦尼克")}


def test_two_persons_of_one_surname_are_not_told_apart_by_it() -> None:
    people = [(1, Text("Orla Brennick", "奥拉·布伦尼克")), (2, Text("Ian Brennick", "伊恩·布伦尼克"))]
    assert not surnames(people)


@pytest.mark.parametrize("names", [["a", "a"], ["", " "], ["·", "的"]])
def test_odd_names_have_no_short_forms(names: list[str]) -> None:
    assert not shortened(*names)


@given(st.lists(st.tuples(st.integers(0, 4), st.one_of(HAN, LATIN.map(" ".join))), max_size=12))
def test_a_short_form_belongs_to_one_thing_and_is_a_part_of_its_name(names: list[tuple[int, str]]) -> None:
    found = short_names(names)
    assert len({one.phrase.lower() for one in found}) == len(found)
    assert all(any(one.number == owner and one.phrase in name for owner, name in names) for one in found)
    assert all(one.phrase.lower() not in {name.lower() for _, name in names} for one in found)
