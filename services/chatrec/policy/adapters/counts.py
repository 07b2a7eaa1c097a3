"""What the policy counts for Prometheus: events of the learning log by their fate, and what became of trials.

All labels come from closed lists, so that no caller makes the series more.
"""

from collections import Counter as Tally
from collections.abc import Mapping
from typing import Final

from prometheus_client import CollectorRegistry, Counter

from chatrec.policy.domain.rewards import Fate
from chatrec.vocabulary.decisions import Decision

__all__ = ["Counts"]

_UNREADABLE: Final = "unreadable"


class Counts:
    """Counters in a registry."""

    def __init__(self, registry: CollectorRegistry) -> None:
        """Make them, all at 0."""
        events = Counter(
            "chatrec_learning_events",
            "Events of the learning log by what became of them; `counted` were joined and learned from.",
            ("fate",),
            registry=registry,
        )
        trials = Counter(
            "chatrec_trial_decisions", "Decisions asked of a policy on trial.", ("outcome",), registry=registry
        )
        self._events = {fate: events.labels(fate=fate) for fate in (*map(str, Fate), _UNREADABLE)}
        self._trials = {failed: trials.labels(outcome="failed" if failed else "decided") for failed in (False, True)}
        self._seen: Tally[str] = Tally()

    def learned(self, fates: Mapping[Fate, int], unreadable: int) -> None:
        """Add what has come since the last time to counts that began with this process."""
        now = Tally({**{str(fate): count for fate, count in fates.items()}, _UNREADABLE: unreadable})
        for name, count in (now - self._seen).items():
            self._events[name].inc(count)
        self._seen = now

    def decided(self, decision: Decision) -> None:
        """Count a decision that a policy on trial was asked for."""
        if decision.trial_policy_id:
            self._trials[decision.trial_failed].inc()
