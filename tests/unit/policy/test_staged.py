"""Who decides while policies are compared, what the arm is called, and what becomes of one that fails."""

import pytest

from chatrec.policy.domain import LearnedDecider, Planner, Policy, Values
from chatrec.policy.domain.assignment import Experiment
from chatrec.policy.domain.ports import Floats
from chatrec.policy.domain.releases import Stage, Standing, on_canary
from chatrec.policy.domain.staged import Staged
from chatrec.vocabulary.decisions import Decision
from chatrec.vocabulary.errors import InvalidInputError, UnavailableError
from tests.unit.policy.choices import choice
from tests.unit.policy.live_log import Leaning

SUBJECTS = [f"u{number}" for number in range(400)]


class Broken:
    """A network that gives no number."""

    def logits(self, features: Floats) -> Floats:
        return features[:5] * float("nan")


def policy(name: str) -> Policy:
    return Policy(LearnedDecider(Leaning(0, 1.0), name), Values())


RUNNING, NEW = policy("old"), policy("new")
FAILING = Policy(LearnedDecider(Broken(), "new"), Values())


def chosen(staged: Staged, subject: str, catalogue: str = "shop") -> Decision:
    return staged.choose(choice(subject=subject, catalogue=catalogue))


def test_a_network_that_gives_no_number_fails_and_does_not_decide_by_chance() -> None:
    with pytest.raises(UnavailableError):
        FAILING.choose(choice())


def test_without_a_trial_everybody_is_in_the_stable_arm() -> None:
    decision = chosen(Staged(RUNNING, Standing()), "u1")
    assert (decision.experiment_arm, decision.policy_id, decision.trial_policy_id) == ("stable", "old", "")


def test_a_canary_is_named_where_it_decides() -> None:
    standing = Standing("old", "new", Stage.CANARY, 0.3)
    staged = Staged(RUNNING, standing, NEW)
    for subject in SUBJECTS:
        decision = chosen(staged, subject)
        expected = ("canary", "new", "new") if on_canary(standing, subject) else ("stable", "old", "")
        assert (decision.experiment_arm, decision.policy_id, decision.trial_policy_id) == expected
        assert not decision.trial_failed


def test_a_canary_that_fails_hands_over_and_its_users_stay_in_its_arm() -> None:
    staged = Staged(RUNNING, Standing("old", "new", Stage.CANARY, 1.0), FAILING)
    decision = chosen(staged, "u1")
    assert (decision.policy_id, decision.experiment_arm) == ("old", "canary")
    assert (decision.trial_policy_id, decision.trial_failed) == ("new", True)


@pytest.mark.parametrize(("trial", "failed"), [(NEW, False), (FAILING, True)])
def test_a_shadow_decides_unheard_and_its_failure_is_told(trial: Policy, *, failed: bool) -> None:
    decision = chosen(Staged(RUNNING, Standing("old", "new", Stage.SHADOW), trial), "u1")
    assert (decision.policy_id, decision.experiment_arm) == ("old", "stable")
    assert (decision.trial_policy_id, decision.trial_failed) == ("new", failed)


def test_an_experiment_keeps_each_subject_with_one_policy_by_the_shares_in_its_catalogue_alone() -> None:
    experiment = Experiment("slow", {"new": 0.25, "planner-1": 0.75})
    arms = {"new": NEW, "planner-1": Policy(Planner(), Values())}
    staged = Staged(RUNNING, Standing("old", experiments={"shop": experiment}), None, arms)
    met = [chosen(staged, subject) for subject in SUBJECTS]
    assert {(one.experiment_arm, one.policy_id) for one in met} == {
        ("slow/new", "new"),
        ("slow/planner-1", "planner-1"),
    }
    assert sum(one.policy_id == "new" for one in met) / len(met) == pytest.approx(0.25, abs=0.08)
    assert [chosen(staged, subject) for subject in SUBJECTS] == met
    assert chosen(staged, "u1", catalogue="films").experiment_arm == "stable"
    assert chosen(staged, "").experiment_arm == "stable"


def test_an_arm_that_fails_hands_over_to_the_running_policy() -> None:
    experiment = Experiment("slow", {"new": 0.5, "old": 0.5})
    staged = Staged(RUNNING, Standing("old", experiments={"shop": experiment}), None, {"new": FAILING, "old": RUNNING})
    subject = next(subject for subject in SUBJECTS if experiment.policy_of(subject) == "new")
    decision = chosen(staged, subject)
    assert (decision.policy_id, decision.experiment_arm, decision.trial_failed) == ("old", "slow/new", True)


@pytest.mark.parametrize(
    ("name", "arms"),
    [("", {"a": 0.5, "b": 0.5}), ("a/b", {"a": 0.5, "b": 0.5}), ("x", {"a": 1.0}), ("x", {"a": 0.5, "b": 0.6})],
)
def test_what_is_no_experiment_is_refused(name: str, arms: dict[str, float]) -> None:
    with pytest.raises(InvalidInputError):
        Experiment(name, arms)
