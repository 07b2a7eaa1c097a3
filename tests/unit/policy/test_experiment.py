"""What is reported of an experiment: each catalogue's arms, the largest first, and nothing of mixed conversations."""

import numpy as np

from chatrec.policy.domain.experiment import report
from chatrec.policy.domain.rewards import Rewarding, join
from tests.unit.policy.live_log import a_choice, decided, happened


def test_arms_are_reported_by_catalogue_and_compared_with_the_largest() -> None:
    rng = np.random.default_rng(1)
    entries = [
        *(decided(f"a{n}", policy_id="old", choice=a_choice(f"a{n}", rng)) for n in range(300)),
        *(decided(f"b{n}", policy_id="new", choice=a_choice(f"b{n}", rng)) for n in range(250)),
        *(happened(f"b{number}") for number in range(250)),
        decided("c", catalogue="teas", policy_id="new"),
        decided("d", 1, policy_id="old"),
        decided("d", 2, policy_id="new"),
    ]
    rows = report(join(entries, Rewarding()).conversations)
    assert [(row.catalogue, row.policy_id, row.conversations) for row in rows] == [
        ("shop", "old", 300),
        ("shop", "new", 250),
        ("teas", "new", 1),
    ]
    assert rows[0].differences == {}
    assert rows[1].differences["reward"].low > 1.0
    assert rows[1].means["abandonment"] == 0.0


def test_an_empty_log_has_no_arms() -> None:
    assert report(()) == ()


def test_an_experiments_arms_are_reported_by_name_with_the_turns_that_others_had_to_decide() -> None:
    in_arm = {"experiment_arm": "slow/new", "trial_policy_id": "new"}
    entries = [
        *(decided(f"a{n}", policy_id="old", experiment_arm="slow/old", trial_policy_id="old") for n in range(3)),
        decided("b", 1, policy_id="new", **in_arm),
        decided("b", 2, policy_id="old", trial_failed=True, **in_arm),
        decided("c", policy_id="planner", experiment_arm="fallback", degraded=True),
    ]
    rows = report(join(entries, Rewarding()).conversations)
    assert [(row.arm, row.policy_id, row.conversations) for row in rows] == [
        ("slow/old", "old", 3),
        ("fallback", "planner", 1),
        ("slow/new", "new", 1),
    ]
    assert rows[2].means["failures"] == 0.5
