"""Whatever a reply claims is written in the catalogue or said by the user; a wrong number, name or answer is found."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from chatrec.offline.dialogue.facts.claims import Said, false_claims
from chatrec.offline.dialogue.facts.talks import Checked, checked_page
from chatrec.offline.dialogue.facts.written import Written, read_written
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.turn import Shares, Turn, TurnItem
from chatrec.vocabulary.words import Language, Move, Operator

CATALOGUE = """
format: 1
name: boats
domain: generic
complete: true
facets:
  price: {type: number, unit: currency, label: {en: price, zh: 价格}}
  trip: {type: number, unit: minute, label: {en: trip, zh: 航程}}
  built: {type: date, label: {en: built, zh: 下水}}
  yard: {type: entity, label: {en: yard, zh: 船厂}}
  size: {type: ordinal, values: [small, big], label: {en: size, zh: 大小}}
notices: {advice: {en: Mind 2 waves., zh: 小心 2 号浪。}}
"""
ITEMS = (
    {
        "id": "gull",
        "name": {"en": "Gull 7", "zh": "海鸥7"},
        "text": {"en": "Seats 4.", "zh": "坐 4 人。"},
        "facets": {"price": 1200, "trip": 102, "built": "2024-03-09", "yard": "north", "size": "small"},
    },
    {"id": "tern", "name": {"en": "Tern", "zh": "燕鸥"}, "facets": {"price": 900, "yard": "south", "size": "big"}},
)
ENTITIES = (
    {"id": "north", "name": {"en": "North Yard", "zh": "北厂"}},
    {"id": "south", "name": {"en": "South Yard", "zh": "南厂"}},
)
ANSWERS = (
    {"id": "rent", "question": {"en": "Rent?"}, "answer": {"en": "For 3 days.", "zh": "租 3 天。"}},
    {"id": "cost", "question": {"en": "Cost?"}, "answer": {"en": "From {gull.yard} for {gull.price}."}},
)
NOTHING = Said("", ())


@pytest.fixture(scope="module")
def boats(tmp_path_factory: pytest.TempPathFactory) -> Written:
    folder: Path = tmp_path_factory.mktemp("boats")
    (folder / "catalogue.yaml").write_text(CATALOGUE, encoding="utf-8")
    for name, rows in (("items", ITEMS), ("entities", ENTITIES), ("answers", ANSWERS)):
        (folder / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return read_written(folder)


def turn(reply: str, *shown: str, move: Move = Move.RECOMMEND, reason: str = "", answer: str = "") -> Turn:
    language = Language.EN if reply.isascii() else Language.ZH
    names = {row["id"]: row["name"] for row in ITEMS}
    items = tuple(
        TurnItem(one, names[one][language.value], 1.0, Shares(), reason=reason)  # type: ignore[index]
        for one in shown
    )
    return Turn("s", 1, "", language, reply, move, items=items, answer_id=answer)


TRUE = (
    "Have a look at Gull 7: 1,200, trip 1 h 42 min, built 9 2024, yard: North Yard; size: small.",
    "Gull 7: like Tern: price 1,200. Tern is 900.",
    "推荐海鸥7：价格 1,200 元，航程 102 分钟；船厂：北厂，大小：small。备选：燕鸥。",
    "Gull 7. Seats 4. In short: price: 1,200.\nMind 2 waves.",
)
FALSE = (
    ("Have a look at Gull 7: price 1,300.", "1300"),
    ("Gull 7: trip 1 h 43 min.", "43"),
    ("Gull 7: yard: South Yard.", "South Yard"),
    ("推荐海鸥7：船厂：南厂。", "南厂"),
    ("Tern: size: small.", "size: small"),
    ("price: Gull 7 900, Tern 1,200.", "900"),
    ("There are 17 boats.", "17"),
)


@pytest.mark.parametrize("reply", TRUE)
def test_what_the_catalogue_says_is_no_false_fact(reply: str, boats: Written) -> None:
    false, claims = false_claims(turn(reply, "gull"), NOTHING, boats)
    assert (false, claims > 1) == ((), True)


@pytest.mark.parametrize(("reply", "what"), FALSE)
def test_what_it_does_not_say_is_found(reply: str, what: str, boats: Written) -> None:
    assert what in [claim.what for claim in false_claims(turn(reply), NOTHING, boats)[0]]


@pytest.mark.parametrize("number", range(1000, 1200, 7))
def test_any_other_price_is_found(number: int, boats: Written) -> None:
    assert false_claims(turn(f"Gull 7: price {number:,}."), NOTHING, boats)[0]


def test_what_the_user_said_may_be_repeated(boats: Written) -> None:
    limit = Preference("trip", Operator.AT_MOST, (120.0,), hard=True)
    reply = "Trip at most 2 h, price under 5,000, understood. Gull 7: 1,200, under your 5,000."
    assert false_claims(turn(reply), Said("under 5000 please", (limit,)), boats)[0] == ()


@pytest.mark.parametrize(("total", "is_false"), [("2,100", False), ("2,200", True)])
def test_the_sum_of_a_plan_is_worked_out_again(total: str, is_false: bool, boats: Written) -> None:  # noqa: FBT001
    reply = f"Day 1: 09:15-10:15 Gull 7 (5 min away); Tern (20 min away)\nIn all: {total}."
    assert bool(false_claims(turn(reply, "gull", "tern", move=Move.PLAN), NOTHING, boats)[0]) is is_false


def test_reasons_names_and_answers_are_checked_as_replies_are(boats: Written) -> None:
    assert false_claims(turn("Gull 7", "gull", reason="price 800"), NOTHING, boats)[0]
    renamed = turn("Gull 7", "gull")
    renamed = replace(renamed, items=(replace(renamed.items[0], name="Seagull"),))
    assert [claim.what for claim in false_claims(renamed, NOTHING, boats)[0]] == ["is called Seagull"]
    assert false_claims(turn("For 3 days.", move=Move.ANSWER, answer="rent"), NOTHING, boats)[0] == ()
    assert false_claims(turn("For 4 days.", move=Move.ANSWER, answer="rent"), NOTHING, boats)[0]


@pytest.mark.parametrize(
    ("reply", "wrong"),
    [
        ("From North Yard for 1,200 euros.", []),
        ("From South Yard for 1,200 euros.", ["the answer cost gives its yard as South Yard"]),
        ("From North Yard for 900 euros.", ["the answer cost gives its price as 900 euros"]),
        ("From North Yard, 1,200 euros.", ["the answer cost is not as written"]),
    ],
)
def test_the_slots_of_an_answer_are_held_against_the_files(reply: str, wrong: list[str], boats: Written) -> None:
    false = false_claims(turn(reply, "gull", move=Move.ANSWER, answer="cost"), NOTHING, boats)[0]
    assert [claim.what for claim in false if claim.what.startswith("the answer")] == wrong


def test_a_page_names_each_false_fact_and_counts_them(boats: Written) -> None:
    bad = turn("Gull 7: price 1,300.")
    false, claims = false_claims(bad, NOTHING, boats)
    page = checked_page([Checked("how much?", bad, claims, false)])
    assert "FALSE gull: 1300  > how much?" in page
    assert page.endswith(f"false facts: 1 of {claims} in 1 replies")
