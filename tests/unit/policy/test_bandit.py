"""The learned value of relations and entities: what events teach, how it fades, and what exploring may do."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatrec.offline.evaluate.drift.task import evaluate
from chatrec.offline.evaluate.evaluation import Options
from chatrec.policy.adapters import open_artefact
from chatrec.policy.adapters.learner_state import read_learner, write_learner
from chatrec.policy.domain.bandit import Bandit, BanditRates, Posterior
from chatrec.policy.domain.learner import Learner
from chatrec.policy.domain.rewards import Fate, JoinLimits, Rewarding
from chatrec.policy.domain.values import Values
from chatrec.policy.domain.valuing import FixedValues, LearnedValues, worth_in_fusion
from chatrec.policy.settings import SHIPPED_ARTEFACT
from chatrec.vocabulary.decisions import Belief, Choice
from chatrec.vocabulary.errors import UnavailableError
from chatrec.vocabulary.steps import Steps
from chatrec.vocabulary.turn import EventType
from tests.unit.policy.live_log import HOUR_MS, a_choice, decided, happened

PRIOR = Values({"made_by": 0.5}, {}, -1.0)
A, B = ("made_by", "maker-a"), ("made_by", "maker-b")


def a_learner(rewarding: Rewarding | None = None, **limits: int) -> Learner:
    return Learner(PRIOR, rates=BanditRates(), rewarding=rewarding or Rewarding(), limits=JoinLimits(**limits))


def taught(*entries: object, learner: Learner | None = None) -> Posterior:
    learner = learner or a_learner()
    for entry in entries:
        learner.enter(entry)  # type: ignore[arg-type]
    return learner.posteriors()["shop"]


def test_an_accepted_item_raises_what_led_to_it() -> None:
    means = taught(decided("s"), happened("s")).means
    assert means.entities[A] > 0.0
    assert means.relations["made_by"] > 0.5
    assert B not in means.entities


@pytest.mark.parametrize("kind", [EventType.REJECT, EventType.COMPLAINT])
def test_an_item_that_was_turned_down_or_complained_of_lowers_what_led_to_it(kind: EventType) -> None:
    assert taught(decided("s"), happened("s", kind=kind)).means.entities[A] < 0.0


def test_what_was_left_alone_teaches_when_the_session_goes_on_and_less_the_further_down() -> None:
    shown = tuple("abcdefgh")
    means = taught(decided("s", items=shown), decided("s", 2, items=())).means
    first, last = means.entities["made_by", "maker-a"], means.entities["made_by", "maker-h"]
    assert first < last < 0.0


def test_a_repeated_event_teaches_once() -> None:
    once = taught(decided("s"), happened("s")).means
    assert taught(decided("s"), happened("s"), happened("s", event_id="x")).means == once


def test_an_event_that_comes_before_its_decision_waits_for_it() -> None:
    assert taught(happened("s"), decided("s")).means == taught(decided("s"), happened("s")).means


@pytest.mark.parametrize(
    "bad", [{"unix_ms": 99 * HOUR_MS}, {"heard_unix_ms": 99 * HOUR_MS}, {"item_id": "never shown"}]
)
def test_an_event_that_cannot_be_believed_teaches_nothing(bad: dict[str, object]) -> None:
    learner = a_learner()
    for entry in (decided("s"), happened("s", **bad)):  # type: ignore[arg-type]
        learner.enter(entry)
    assert not learner.bandits
    assert learner.fates.total() == 1


def test_a_flood_of_one_user_moves_little() -> None:
    learner = a_learner(events_an_hour=5)
    for number in range(60):
        learner.enter(decided(f"s{number}"))
        learner.enter(happened(f"s{number}", user_id="eager"))
    assert learner.fates[Fate.FLOOD] == 55


def test_what_one_user_does_weighs_ever_less_and_many_users_outweigh_them() -> None:
    def believed(users: list[str]) -> float:
        entries = [decided(f"s{n}", choice=a_choice(who, np.random.default_rng(1))) for n, who in enumerate(users)]
        events = [happened(f"s{n}", user_id=who) for n, who in enumerate(users)]
        return taught(*entries, *events).means.entities[A]

    of_many = believed([f"u{number}" for number in range(100)])
    of_one, of_one_later = believed(["u1"] * 100), believed(["u1"] * 115)
    assert of_one < 0.8 * of_many
    assert of_one_later - of_one < 0.02


def test_turns_of_one_user_that_are_left_alone_weigh_ever_less() -> None:
    def believed(users: list[str]) -> float:
        talks = [
            decided(f"s{n}", turn, choice=a_choice(who, np.random.default_rng(1)))
            for n, who in enumerate(users)
            for turn in (1, 2)
        ]
        return taught(*talks).means.entities[A]

    assert believed(["u1"] * 60) > 0.75 * believed([f"u{number}" for number in range(60)])


def test_what_a_tenant_says_things_are_worth_decides_how_much_they_teach() -> None:
    def believed(kind: EventType, **weights: float) -> float:
        learner = a_learner(Rewarding(catalogues={"shop": Rewarding(**weights)}))
        return taught(decided("s"), happened("s", kind=kind), learner=learner).means.entities[A]

    assert believed(EventType.PURCHASE) > believed(EventType.ACCEPT) > believed(EventType.CLICK) > 0.0
    assert believed(EventType.PURCHASE, purchase=0.5) < believed(EventType.ACCEPT)
    assert believed(EventType.CLICK, click=-1.0) < 0.0
    with pytest.raises(KeyError):
        believed(EventType.CLICK, click=0.0)
    assert believed(EventType.ACCEPT, accept=10.0) == believed(EventType.ACCEPT, accept=2.0)


def test_learning_starts_from_the_order_of_what_ships() -> None:
    ships = open_artefact(SHIPPED_ARTEFACT).values
    steps = Steps.of([((relation, ""),) for relation in ships.relations])
    cold = LearnedValues(Bandit(worth_in_fusion(ships, 0.3)).posterior(), 0.0, 0.3)
    shipped, learned = (
        np.log(valuing.value(Choice(Belief(), steps=steps)).f_rl) * 0.3 for valuing in (FixedValues(ships), cold)
    )
    np.testing.assert_allclose(learned - learned.mean(), shipped - shipped.mean(), atol=0.02)


def test_what_a_learner_holds_is_bounded() -> None:
    learner = a_learner()
    for number in range(5_100):
        learner.enter(decided(f"s{number}", catalogue=f"c{number}"))
        learner.enter(happened(f"gone{number}"))
    assert len(learner.open) <= 5_000
    assert len(learner.orphans) <= 1_000
    bandit = Bandit(PRIOR, BanditRates(most=100))
    for number in range(500):
        bandit.observe((("made_by", f"maker-{number}"),), 0.5, 1.0, 1.0, 0.0)
    assert len(bandit.weights) <= 101
    assert ("made_by", "") in bandit.weights


def test_catalogues_learn_apart_and_a_new_one_starts_from_the_prior() -> None:
    learner = a_learner()
    learner.enter(decided("s", catalogue="teas"))
    learner.enter(happened("s"))
    values = LearnedValues(Bandit(PRIOR).posterior(), 0.0, 0.3)
    values.learn(learner.posteriors())
    steps = Steps.of(((A,), (B,)))
    old, new = (values.value(Choice(Belief(), steps=steps, catalogue=name)).f_rl for name in ("teas", "new"))
    assert old[0] > old[1]
    assert new[0] == new[1]


@given(rewards=st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(1e-6, 1.0)), max_size=40))
@settings(max_examples=50)
def test_no_sequence_of_events_breaks_a_weight(rewards: list[tuple[float, float, float]]) -> None:
    bandit = Bandit(PRIOR)
    for number, (taken, looked, score) in enumerate(rewards):
        bandit.observe((A, B, A), score, taken, looked, number * HOUR_MS)
    assert all(math.isfinite(w.mean) and w.precision > 0.0 for w in bandit.weights.values())
    assert 0.25 <= bandit.posterior().scale <= 4.0


def test_what_was_learned_fades_and_new_evidence_then_moves_more() -> None:
    def after(hours: float) -> float:
        bandit = Bandit(PRIOR, BanditRates(half_life_h=24.0))
        for _ in range(100):
            bandit.observe((A,), 1.0, 1.0, 1.0, 0.0)
        before = bandit.weights[A].mean
        bandit.observe((A,), 1.0, 0.0, 1.0, hours * HOUR_MS)
        return before - bandit.weights[A].mean

    assert after(240.0) > 2.0 * after(0.0) > 0.0


def test_exploring_has_its_budget_is_named_and_is_the_same_when_repeated() -> None:
    values = LearnedValues(Bandit(PRIOR).posterior(), 0.1, 0.3)
    choices = [
        Choice(Belief(turn=1), steps=Steps.of(((A,), (B,), ())), subject=f"u{n}", catalogue="shop")
        for n in range(2_000)
    ]
    valued = [values.value(choice) for choice in choices]
    explored = [one for one in valued if one.propensity == pytest.approx(0.1)]
    assert len(explored) / len(valued) == pytest.approx(0.1, abs=0.03)
    assert {round(one.propensity, 9) for one in valued} == {0.1, 0.9}
    assert len({one.f_rl for one in explored}) > 0.9 * len(explored)
    assert [values.value(choice) for choice in choices] == valued
    assert all(0.0 < factor <= 1.0 for one in valued for factor in one.f_rl)


def test_what_is_known_well_is_explored_less() -> None:
    unsure = taught(decided("s"), happened("s"))
    sure = taught(*(entry for n in range(300) for entry in (decided(f"s{n}"), happened(f"s{n}"))))
    rng = np.random.default_rng(1)

    def spread(posterior: Posterior) -> float:
        return float(np.std([posterior.drawn([A], rng)[0] for _ in range(200)]))

    assert spread(sure) < 0.8 * spread(unsure)


def test_weights_that_ship_do_not_explore() -> None:
    valued = FixedValues(PRIOR).value(Choice(Belief(), steps=Steps.of(((A,), ()))))
    assert valued.propensity == 1.0
    assert valued.f_rl == pytest.approx((1 / (1 + math.exp(-0.5)), 0.5))


def test_what_was_learned_is_read_back_and_goes_on_the_same(tmp_path: Path) -> None:
    path, learner = tmp_path / "learned.json", a_learner()
    for entry in (decided("s"), happened("s"), decided("t"), happened("unheard")):
        learner.enter(entry)
    write_learner(path, learner, 4)
    again = a_learner()
    assert read_learner(path, again) == 4
    rest = (happened("t"), happened("s", "b"), decided("unheard"))
    assert taught(*rest, learner=again) == taught(*rest, learner=learner)


def test_what_was_learned_names_nobody(tmp_path: Path) -> None:
    path, learner = tmp_path / "learned.json", a_learner()
    learner.enter(decided("s"))
    learner.enter(happened("s", user_id="alice@example.org"))
    write_learner(path, learner, 2)
    assert "alice" not in path.read_text()
    assert "u1" not in path.read_text()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 9}', '{"format": 1, "number": 3}'])
def test_a_damaged_file_of_what_was_learned_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "learned.json"
    path.write_text(text)
    with pytest.raises(UnavailableError):
        read_learner(path, a_learner())


def test_nothing_learned_yet_is_no_error(tmp_path: Path) -> None:
    assert read_learner(tmp_path / "none.json", a_learner()) == 0
    write_learner(tmp_path / "new" / "learned.json", a_learner(), 0)
    assert json.loads((tmp_path / "new" / "learned.json").read_text())["number"] == 0


def test_learning_lowers_the_regret_while_taste_drifts() -> None:
    found = evaluate(Options(data=Path(), seeds=(3,)), people=700)
    assert found.figures["regret_share"].value < 0.85
    assert found.baselines["learning off"]["regret"].mean() < found.ablation["random order"]["regret"].mean()
