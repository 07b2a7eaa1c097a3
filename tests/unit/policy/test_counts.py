"""What Prometheus is told: every event by its fate, once, and how policies on trial do."""

from prometheus_client import CollectorRegistry

from chatrec.policy.adapters.counts import Counts
from chatrec.policy.domain.rewards import Fate
from chatrec.vocabulary.decisions import Decision
from chatrec.vocabulary.words import Move


def test_what_became_of_events_is_counted_once_by_a_closed_list_of_fates() -> None:
    registry = CollectorRegistry()
    counts = Counts(registry)

    def count(fate: str) -> float | None:
        return registry.get_sample_value("chatrec_learning_events_total", {"fate": fate})

    assert {count(fate) for fate in (*map(str, Fate), "unreadable")} == {0.0}
    counts.learned({Fate.COUNTED: 3, Fate.LATE: 1}, unreadable=2)
    counts.learned({Fate.COUNTED: 5, Fate.LATE: 1}, unreadable=2)
    assert (count("counted"), count("late"), count("unreadable"), count("flood")) == (5.0, 1.0, 2.0, 0.0)


def test_only_decisions_asked_of_a_policy_on_trial_are_counted() -> None:
    registry = CollectorRegistry()
    counts = Counts(registry)
    for failed in (False, True, True):
        counts.decided(Decision(Move.ASK, trial_policy_id="new", trial_failed=failed))
    counts.decided(Decision(Move.ASK))
    found = [
        registry.get_sample_value("chatrec_trial_decisions_total", {"outcome": outcome})
        for outcome in ("decided", "failed")
    ]
    assert found == [1.0, 2.0]
