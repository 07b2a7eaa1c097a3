"""One step of a release at a time: the gate, then shadow, then canary, then promoted or rolled back.

Nothing is kept between the steps but the audit and the log: the sequential test may be looked at as often as one likes.
"""

from dataclasses import dataclass
from pathlib import Path

from chatrec.offline.policy.ope.gate import Limits, Verdict, judge
from chatrec.offline.policy.ope.replay import replay
from chatrec.policy.adapters import load_network, open_artefact
from chatrec.policy.adapters.registry import Registry
from chatrec.policy.adapters.rewarding_file import read_rewarding
from chatrec.policy.domain import LearnedDecider
from chatrec.policy.domain.canary import CanaryVerdict, Outcome, arms, judge_canary
from chatrec.policy.domain.ports import LearningLog
from chatrec.policy.domain.releases import Stage, Standing
from chatrec.policy.domain.rewards import Joined, join
from chatrec.policy.settings import SHIPPED_ARTEFACT
from chatrec.vocabulary.errors import InvalidInputError

__all__ = ["Release", "Step", "take_step"]

_SHADOWED = 200
"""Conversations in which the candidate decided unheard, before users see it."""
_MOST_FAILED = 0.002
"""Share of its decisions in which it may have had no answer."""


@dataclass(frozen=True, slots=True)
class Release:
    """Where policies and log are, the canary's share of users, the log's temperature, and what is worth what."""

    registry: Registry
    log: LearningLog
    share: float
    temperature: float
    rewards: Path | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What a look came to: whether the release went on, and what to tell people."""

    went_on: bool
    lines: tuple[str, ...]


def take_step(release: Release, policy_id: str) -> Step:
    """Take a policy as far as the log allows, one stage at most, and write down why.

    Raises:
        InvalidInputError: another policy is on trial, or this one runs already.
        NotFoundError: there is no such policy, or no log.
        UnavailableError: an artefact is damaged.
    """
    standing = release.registry.standing()
    if policy_id == standing.running:
        raise InvalidInputError("This policy runs already.", policy=policy_id)
    if standing.trial not in {"", policy_id}:
        raise InvalidInputError("Another policy is on trial; roll it back first.", policy=standing.trial)
    release.log.check()
    joined = join((entry for _, entry in release.log.after(0)), read_rewarding(release.rewards))
    if standing.stage is None:
        return _through_the_gate(release, standing, policy_id, joined)
    if standing.stage is Stage.SHADOW:
        return _to_canary(release, standing, policy_id, joined)
    return _judged_live(release, standing, policy_id, joined)


def _through_the_gate(release: Release, standing: Standing, policy_id: str, joined: Joined) -> Step:
    running = _decider(release, standing.running)
    verdict = judge(*replay(joined.conversations, running, _decider(release, policy_id)), Limits())
    stage = Stage.SHADOW if verdict.passed else Stage.REFUSED
    reasons = verdict.reasons or ("the gate: a gain is sure",)
    release.registry.record(policy_id, stage, reasons, figures=_figures(verdict))
    return Step(verdict.passed, (*_gate_lines(verdict), *(f"{policy_id}: {stage}: {reason}" for reason in reasons)))


def _to_canary(release: Release, standing: Standing, policy_id: str, joined: Joined) -> Step:
    """Let users see the candidate once it has decided beside the running policy for a while; refuse one that fails."""
    began = next(r.unix_ms for r in reversed(release.registry.records()) if r.policy_id == policy_id)
    running = _decider(release, standing.running)
    talks = [talk for talk in joined.conversations if talk.decisions[0].unix_ms >= began]
    beside = [d for talk in talks for d in talk.decisions if d.trial_policy_id == policy_id]
    failures = sum(d.trial_failed for d in beside)
    figures = {"decisions": float(len(beside)), "failures": float(failures)}
    if failures > _MOST_FAILED * len(beside):
        reasons = (f"shadow: no answer in {failures} of {len(beside)} decisions; at most {_MOST_FAILED:.1%} may fail",)
        release.registry.record(policy_id, Stage.ROLLED_BACK, reasons, figures=figures)
        return Step(went_on=False, lines=(f"{policy_id}: refused: {reasons[0]}",))
    shadowed = [talk for talk in talks if any(d.trial_policy_id == policy_id for d in talk.decisions)]
    if len(shadowed) < _SHADOWED:
        return Step(
            went_on=False, lines=(f"{policy_id}: shadow: decided in {len(shadowed)} of {_SHADOWED} conversations",)
        )
    _, odds = replay(shadowed, running, _decider(release, policy_id))
    agreement = float((odds.running * odds.candidate).sum(axis=2)[odds.running.sum(axis=2) > 0].mean())
    reasons = (f"shadow: {len(shadowed)} conversations, {agreement:.0%} of the moves would have been the same",)
    figures |= {"agreement": agreement}
    release.registry.record(policy_id, Stage.CANARY, reasons, share=release.share, figures=figures)
    return Step(went_on=True, lines=(f"{policy_id}: canary of {release.share:.0%}: {reasons[0]}",))


def _judged_live(release: Release, standing: Standing, policy_id: str, joined: Joined) -> Step:
    began = next(r.unix_ms for r in reversed(release.registry.records()) if r.policy_id == policy_id)
    talks = [talk for talk in joined.conversations if talk.decisions[0].unix_ms >= began]
    verdict = judge_canary(*arms(talks, _decider(release, standing.running).policy_id, policy_id))
    lines = tuple(_canary_lines(policy_id, verdict))
    if verdict.outcome is Outcome.WAIT:
        return Step(went_on=False, lines=lines)
    stage = Stage.PROMOTED if verdict.outcome is Outcome.PROMOTE else Stage.ROLLED_BACK
    figures = {name: seen.value for name, seen in verdict.differences.items()}
    release.registry.record(policy_id, stage, verdict.reasons, figures=figures)
    return Step(stage is Stage.PROMOTED, lines)


def _decider(release: Release, policy_id: str) -> LearnedDecider:
    artefact = release.registry.open(policy_id) if policy_id else open_artefact(SHIPPED_ARTEFACT)
    return LearnedDecider(load_network(artefact.network), artefact.card.policy_id, release.temperature)


def _figures(verdict: Verdict) -> dict[str, float]:
    gains = {
        f"{name}_{part}": getattr(e, part) for name, e in verdict.estimates.items() for part in ("gain", "gain_low")
    }
    return {"effective": verdict.support.effective, "unsupported": verdict.support.unsupported, **gains}


def _gate_lines(verdict: Verdict) -> tuple[str, ...]:
    support = verdict.support
    head = (
        f"{support.conversations} conversations of the running policy, reward {verdict.running_value:.4f} each;"
        f" effective {support.effective:.0f}, unsupported {support.unsupported:.1%}"
    )
    rows = (
        f"  {name:<10} {e.value:8.4f}  gain {e.gain:+.4f} [{e.gain_low:+.4f}, {e.gain_high:+.4f}]"
        for name, e in verdict.estimates.items()
    )
    return (head, *rows)


def _canary_lines(policy_id: str, verdict: CanaryVerdict) -> list[str]:
    rows = [
        f"  {name:<12} {seen.value:+.4f} [{seen.low:+.4f}, {seen.high:+.4f}]"
        for name, seen in verdict.differences.items()
    ]
    return [*rows, *(f"{policy_id}: {verdict.outcome}: {reason}" for reason in verdict.reasons)]
