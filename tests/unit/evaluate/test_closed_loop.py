"""The closed loop: people who talk with the whole system, here over the shop alone and without vectors of its items."""

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from chatrec.knowledge.adapters.catalogue_files import read_catalogue
from chatrec.knowledge.domain.snapshot.build import build_snapshot
from chatrec.offline.dialogue.stories.conditions import Condition
from chatrec.offline.evaluate.closed_loop.deciders import BASELINES, MaximumEntropy, PopularItems
from chatrec.offline.evaluate.closed_loop.failures import failures
from chatrec.offline.evaluate.closed_loop.plot import plot
from chatrec.offline.evaluate.closed_loop.system import Parts, System, parts_of
from chatrec.offline.evaluate.closed_loop.talks import MOST_TURNS, Exchange, Setting, Talk, hold
from chatrec.offline.evaluate.closed_loop.task import evaluate, settings_of, shipped_system
from chatrec.offline.evaluate.evaluation import Options
from chatrec.offline.evaluate.report import measure
from chatrec.offline.policy.people import EVERYDAY
from chatrec.offline.policy.talking.person import Message
from chatrec.offline.policy.talking.voice import Said
from chatrec.offline.policy.talking.wishes import stocks_of
from chatrec.offline.preparing import FolderEncoder, demo_catalogues
from chatrec.policy.domain import Policy, Values
from chatrec.vocabulary.decisions import Belief, Choice
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.words import Language, Move, Operator
from tests.encoders import default_folder

SURE = replace(EVERYDAY, wrong=(0.0, 0.0))


@cache
def shop() -> Parts:
    catalogue = read_catalogue(next(folder for folder in demo_catalogues() if "ecommerce" in folder.parts))
    return parts_of([catalogue], [build_snapshot(catalogue)], FolderEncoder(default_folder(), workers=1))


@cache
def setting(language: Language) -> Setting:
    return next(one for one in settings_of(shop(), SURE) if one.language is language)


@cache
def talks(language: Language, people: int = 8) -> tuple[Talk, ...]:
    return tuple(hold(shipped_system(shop()), setting(language), 1, range(people)))


@pytest.mark.parametrize("language", list(Language))
def test_most_people_find_what_they_wish_in_either_language(language: Language) -> None:
    assert sum(talk.success for talk in talks(language)) > len(talks(language)) / 2


@pytest.mark.parametrize("language", list(Language))
def test_a_talk_ends_with_what_was_taken_or_after_eight_turns(language: Language) -> None:
    for talk in talks(language):
        assert 1 <= len(talk.exchanges) <= MOST_TURNS
        last = talk.exchanges[-1].turn
        assert talk.success == (talk.accepted in {item.id for item in last.items})
        assert talk.success or talk.left or len(talk.exchanges) == MOST_TURNS


def test_what_is_taken_is_as_useful_as_anything_but_trifles() -> None:
    items = {item.id: item for item in shop().catalogues[0].items}
    taken = [talk for talk in talks(Language.EN) if talk.success]
    assert taken
    assert all(talk.taste.utility(items[talk.accepted], shop().catalogues[0].schema) > 0.8 for talk in taken)


def test_the_same_people_say_the_same_to_the_same_system() -> None:
    again = tuple(hold(shipped_system(shop()), setting(Language.ZH), 1, range(3)))
    said = [[exchange.message.text for exchange in talk.exchanges] for talk in again]
    assert said == [[exchange.message.text for exchange in talk.exchanges] for talk in talks(Language.ZH)[:3]]


def test_every_policy_hears_the_same_opening_from_the_same_person() -> None:
    openings = set()
    for decider, asking in BASELINES.values():
        system = System(shop(), Policy(decider, Values()), asking)
        talk = next(hold(system, setting(Language.EN), 1, [5]))
        openings.add(talk.exchanges[0].message.text)
    assert len(openings) == 1


def test_maximum_entropy_asks_until_a_slate_could_hold_the_item() -> None:
    choice = Choice(
        Belief(entropy_bits=4.0, slate_size=5), facets=("a", "b"), gain_bits=(0.5, 1.5), coverage=(1.0, 1.0)
    )
    asked = MaximumEntropy().decide(choice)
    assert (asked.move, asked.facet) == (Move.ASK, "b")
    sure = replace(choice, belief=replace(choice.belief, entropy_bits=2.0))
    assert MaximumEntropy().decide(sure).move is Move.RECOMMEND
    assert MaximumEntropy().decide(replace(choice, may_ask=False)).move is Move.RECOMMEND


def test_popular_items_come_in_order_whatever_is_said() -> None:
    popular, stock = PopularItems(), stocks_of(shop().catalogues[0])[0]
    shown = []
    for text in ("a red one", "什么都行"):
        session = popular.open(stock)
        slates = [popular.say(session, text, Language.EN, 4).items for _ in range(2)]
        shown.append([item.id for slate in slates for item in slate])
    by_popularity = sorted(stock.items, key=lambda item: -item.popularity)
    assert shown == [[item.id for item in by_popularity[:8]]] * 2


def heard(*held: Preference, act: str = "want", move: Move = Move.RECOMMEND, vague: bool = False) -> list[str]:
    wish = Said(Condition("price", Operator.AT_MOST, (3000.0,)), vague=vague)
    talk = talks(Language.EN)[0]
    turn = replace(talk.exchanges[0].turn, move=move, preferences=held)
    changed = replace(talk, exchanges=(Exchange(Message("under 3000", act, (wish,)), turn),))
    return [failure.kind for failure in failures(changed)]


def test_a_wish_that_is_not_held_is_a_failure_of_its_kind() -> None:
    below = Preference("price", Operator.LESS, (3000.0,))
    assert heard(below) == []
    assert heard() == ["want: number <= not read"]
    assert heard(Preference("price", Operator.EQUAL, (3000.0,))) == ["want: number <= read as = the same value"]
    assert heard(Preference("price", Operator.AT_MOST, (500.0,))) == ["want: number <= read as <= another value"]
    assert heard(Preference("price", Operator.AT_MOST, (500.0,)), vague=True) == []
    assert heard(below, move=Move.ANSWER) == ["want: answered by answer"]
    invented = heard(below, Preference("nfc", Operator.EQUAL, (True,)))
    assert invented == ["want: a wish for another facet is read (stated)"]


def test_the_task_reports_each_level_and_setting_and_draws_its_turns(tmp_path: Path) -> None:
    report = measure(
        "closed_loop", lambda options: evaluate(options, people=1, prepare=shop), Options(Path(), seeds=(1,))
    )
    summary = report.summary()
    levels = {"wrong_0", "wrong_10", "wrong_20", "reticent", "impatient"}
    names = levels | {"ecommerce_en", "ecommerce_zh"}
    assert set(summary["metrics"]) == {f"{what}_{name}" for what in ("success", "turns") for name in names} | {
        "misread_wrong_10"
    }
    assert set(summary["baselines"]) == {*BASELINES, "popular items"}
    assert summary["cases"] == 2
    named = [summary["metrics"][f"success_{name}"]["value"] for name in ("ecommerce_en", "ecommerce_zh")]
    assert summary["metrics"]["success_wrong_10"]["value"] == pytest.approx(np.mean(named))
    cases = [json.loads(json.dumps(case)) for case in report.cases()]
    assert all(set(case["moves"]) == {"Chat-REC", *summary["baselines"]} for case in cases)
    assert all(isinstance(kind, str) for case in cases for kind, _ in case["failures"])
    plot(report, tmp_path / "turns.png")
    assert (tmp_path / "turns.png").stat().st_size > 10_000
