"""Titles as people shorten them."""

from hypothesis import given
from hypothesis import strategies as st

from chatrec.knowledge.domain.linking.short_names import short_names

HAN = st.text("山水灯船夜雨风花鸟月", min_size=1, max_size=8)


def test_a_long_chinese_title_is_known_without_its_last_character() -> None:
    assert list(short_names([(7, "银河列车号")])) == [(7, "银河列车")]


def test_short_titles_and_other_scripts_stay_whole() -> None:
    assert not list(short_names([(1, "山水之间"), (2, "The Lighthouse Keeper"), (3, "银河列车 2号")]))


@given(st.lists(st.tuples(st.integers(0, 4), HAN), max_size=12))
def test_a_short_form_belongs_to_one_thing_and_begins_its_name(names: list[tuple[int, str]]) -> None:
    found = list(short_names(names))
    assert len({short for _, short in found}) == len(found)
    assert all(any(number == owner and name[:-1] == short for owner, name in names) for number, short in found)
