import pytest

from chatrec.vocabulary.words import Act
from tests.unit.dialogue.shelf import facts, garage, plays


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a red one", {("colour", "=", "red", False)}),
        ("想要红色的", {("colour", "=", "red", False)}),
        ("not Lumo", {("maker", "!=", "lumo", True)}),
        ("不要鹿沐", {("maker", "!=", "lumo", True)}),
        ("鹿沐的不要", {("maker", "!=", "lumo", True)}),
        ("no Lumo, Vanta or Orro", {("maker", "!=", name, True) for name in ("lumo", "vanta", "orro")}),
        ("anything but Lumo", {("maker", "!=", "lumo", True)}),
        ("除了鹿沐都行", {("maker", "!=", "lumo", True)}),
        ("only Lumo or Vanta", {("maker", "in", ("lumo", "vanta"), True)}),
        ("必须是鹿沐", {("maker", "=", "lumo", True)}),
        ("must have a sunroof", {("sunroof", "=", True, True)}),
        ("a sunroof is a must", {("sunroof", "=", True, True)}),
        ("一定要有天窗", {("sunroof", "=", True, True)}),
        ("without a sunroof", {("sunroof", "!=", True, True)}),
        ("I can't do without a sunroof", {("sunroof", "=", True, True)}),
        ("舒适度至少尚可", {("comfort", ">=", "fair", True)}),
        ("for my family", {("comfort", ">=", "fair", False), ("sunroof", "=", True, False)}),
        ("家用", {("comfort", ">=", "fair", False), ("sunroof", "=", True, False)}),
        ("not too expensive", {("price", "<=", 272_000.0, False)}),
        ("别太贵", {("price", "<=", 272_000.0, False)}),
        ("I love blue but hate red", {("colour", "=", "blue", False), ("colour", "!=", "red", True)}),
        ("红色或者蓝色都行", {("colour", "=", "red", False), ("colour", "=", "blue", False)}),
    ],
)
def test_wishes_exclusions_and_musts_are_read_with_their_scope(text: str, expected: set[object]) -> None:
    assert facts(garage().say(text).preferences) == expected


@pytest.mark.parametrize("text", ["I don't need a sunroof", "不需要天窗", "没有天窗也行"])
def test_what_is_not_needed_is_neither_wanted_nor_unwanted(text: str) -> None:
    talk = garage()
    talk.say("with a sunroof")
    assert not talk.say(text).preferences
    assert Act.DONT_CARE in talk.reading.acts
    assert not talk.wishes()


@pytest.mark.parametrize(
    ("text", "facet"),
    [
        ("written by Ada Quill", "writer"),
        ("Ada Quill in the lead", "lead"),
        ("奎尔主演的", "lead"),
        ("编剧是奎尔的", "writer"),
    ],
)
def test_the_words_around_a_name_choose_its_facet(text: str, facet: str) -> None:
    assert "ada" in {wish.values[0] for wish in plays().say(text).preferences if wish.facet == facet}


@pytest.mark.parametrize("text", ["Kim Park", "金朴的"])
def test_a_name_that_two_share_is_clarified(text: str) -> None:
    reading = plays().say(text)
    assert {option.target for option in reading.options} == {"kim_a", "kim_b"}
    assert not reading.preferences


def test_the_rest_of_the_message_decides_between_two_of_a_name() -> None:
    assert facts(plays().say("written by Kim Park").preferences) == {("writer", "=", "kim_b", False)}


@pytest.mark.parametrize("text", ["something like The Glass Door", "类似《玻璃门》的"])
def test_a_named_item_can_be_an_example(text: str) -> None:
    talk = plays()
    assert facts(talk.say(text).preferences) == {("item", "=", "p1", False)}
    assert talk.state.active.liked_item_ids == ("p1",)


@pytest.mark.parametrize("text", ["something to cheer me up on a rainy day", "适合下雨天看的"])
def test_a_wish_nobody_wrote_a_rule_for_is_kept_in_its_own_words(text: str) -> None:
    talk = plays()
    talk.say(text)
    assert talk.state.active.wishes == (text,)


@pytest.mark.parametrize("text", ["have you got “Nowhere Bound”?", "《不存在的剧》怎么样"])
def test_a_quoted_name_that_nobody_knows_is_reported(text: str) -> None:
    assert plays().say(text).unknown_name in {"Nowhere Bound", "不存在的剧"}
    assert not plays().say(text).preferences


@pytest.mark.parametrize(
    ("text", "facet", "operator", "value"),
    [
        ("cheaper", "price", "<", 150_000.0),
        ("更便宜的", "price", "<", 150_000.0),
        ("it's too heavy", "weight", "<", 1500.0),
        ("太重了", "weight", "<", 1500.0),
        ("a longer range", "range", ">", 500.0),
        ("续航再长一点", "range", ">", 500.0),
        ("newer please", "launched", ">", "2021-05-01"),
        ("cheaper than the second one", "price", "<", 120_000.0),
        ("比第二个便宜的", "price", "<", 120_000.0),
        ("I like the third one but cheaper", "price", "<", 210_000.0),
    ],
)
def test_a_critique_is_a_limit_against_what_is_on_the_table(
    text: str, facet: str, operator: str, value: object
) -> None:
    reading = garage().show().say(text)
    assert (facet, operator, value, True) in facts(reading.preferences)
    assert reading.acts[0] is Act.CRITIQUE


@pytest.mark.parametrize("text", ["cheaper", "便宜一点的"])
def test_a_comparative_with_nothing_on_the_table_is_a_soft_wish(text: str) -> None:
    wishes = garage().say(text).preferences
    assert [wish.hard for wish in wishes if wish.facet == "price"] == [False]
