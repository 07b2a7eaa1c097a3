import pytest

from tests.unit.dialogue.shelf import facts, garage, plays


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("under 200k", {("price", "<", 200_000.0, True)}),
        ("20万以内", {("price", "<=", 200_000.0, True)}),
        ("低于二十万", {("price", "<", 200_000.0, True)}),
        ("不到20万", {("price", "<", 200_000.0, True)}),
        ("at most 150,000", {("price", "<=", 150_000.0, True)}),
        ("no more than 150 thousand yuan", {("price", "<=", 150_000.0, True)}),
        ("别超过15万", {("price", "<=", 150_000.0, True)}),
        ("a hundred grand tops", {("price", "<=", 100_000.0, True)}),
        ("my budget is 180k", {("price", "<=", 180_000.0, True)}),
        ("15到16万", {("price", ">=", 150_000.0, True), ("price", "<=", 160_000.0, True)}),
        ("between 100k and 150k", {("price", ">=", 100_000.0, True), ("price", "<=", 150_000.0, True)}),
        ("10万到15万", {("price", ">=", 100_000.0, True), ("price", "<=", 150_000.0, True)}),
        ("15万左右", {("price", ">=", 127_500.0, False), ("price", "<=", 172_500.0, False)}),
        ("cheaper than 150000", {("price", "<", 150_000.0, True)}),
        ("比15万便宜", {("price", "<", 150_000.0, True)}),
        ("at least 500 km", {("range", ">=", 500.0, True)}),
        ("续航不低于500公里", {("range", ">=", 500.0, True)}),
        ("lighter than 1.5 tonnes", {("weight", "<", 1500.0, True)}),
        ("1.5吨以内", {("weight", "<=", 1500.0, True)}),
        ("launched after 2020", {("launched", ">", "2020-12-31", True)}),
        ("2020年以后上市", {("launched", ">=", "2020-01-01", True)}),
    ],
)
def test_an_amount_finds_its_facet_its_unit_and_its_strictness(text: str, expected: set[object]) -> None:
    assert facts(garage().say(text).preferences) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nothing over 2 hours", {("minutes", "<=", 120.0, True)}),
        ("不超过两小时", {("minutes", "<=", 120.0, True)}),
        ("two and a half hours max", {("minutes", "<=", 150.0, True)}),
        ("至少一个半小时", {("minutes", ">=", 90.0, True)}),
        ("from the 90s", {("year", ">=", 1990.0, True), ("year", "<=", 1999.0, True)}),
        ("八十年代的", {("year", ">=", 1980.0, True), ("year", "<=", 1989.0, True)}),
        ("before 2000", {("year", "<", 2000.0, True)}),
        ("2010年以前的", {("year", "<", 2010.0, True)}),
        ("since 2015", {("year", ">=", 2015.0, True)}),
        ("last 5 years", {("year", ">=", 2020.0, True)}),
        ("近五年的", {("year", ">=", 2020.0, True)}),
        ("from 1994", {("year", "=", 1994.0, False)}),
    ],
)
def test_lengths_of_time_and_years_are_told_apart(text: str, expected: set[object]) -> None:
    assert facts(plays().say(text).preferences) == expected


@pytest.mark.parametrize("text", ["the second one", "第二个", "a play", "一部话剧", "just one", "给我来一个"])
def test_small_words_for_numbers_are_no_amounts(text: str) -> None:
    assert not [wish for wish in plays().say(text).preferences if wish.facet != "kind"]


def test_a_bare_number_answers_the_question_that_was_asked() -> None:
    assert facts(garage().asked("range").say("500").preferences) == {("range", "=", 500.0, False)}
    assert facts(garage().asked("price").say("15万").preferences) == {("price", "<=", 150_000.0, True)}


def test_a_limit_of_no_plausible_size_is_kept_as_a_limit() -> None:
    assert facts(garage().say("under 4000").preferences) == {("price", "<", 4000.0, True)}
