"""The policy as a process: `python -m chatrec.policy`."""

import os
import sys

from chatrec.policy.adapters import Artefact, load_network, open_artefact
from chatrec.policy.adapters.counts import Counts
from chatrec.policy.adapters.learning_log import open_learning_log
from chatrec.policy.adapters.live import Follower, Live, every
from chatrec.policy.adapters.registry import Registry
from chatrec.policy.adapters.rewarding_file import read_rewarding
from chatrec.policy.domain import Decider, LearnedDecider, Planner, Policy
from chatrec.policy.domain.bandit import Bandit, BanditRates
from chatrec.policy.domain.learner import Learner
from chatrec.policy.domain.releases import Standing
from chatrec.policy.domain.rewards import JoinLimits
from chatrec.policy.domain.staged import Staged
from chatrec.policy.domain.valuing import LearnedValues, worth_in_fusion
from chatrec.policy.servicer import PolicyServicer
from chatrec.policy.settings import Settings
from chatrec.policy.v1.policy_pb2_grpc import add_PolicyServiceServicer_to_server
from chatrec.serving import Metrics, exit_code_of, read_settings, serve

__all__ = ["decider", "main"]

_LOOK_S = 1.0


def main() -> None:
    """Load the artefact, choose who decides, and serve until SIGTERM."""
    settings = read_settings(Settings, "policy", os.environ)
    artefact = open_artefact(settings.artefact)
    metrics = Metrics("policy")
    counts = Counts(metrics.registry)
    values = _follow(settings, artefact, counts) if settings.learning_log else None
    registry = Registry(settings.registry) if settings.registry else None
    changed = registry.audit_size if registry else int
    live = Live(lambda: _staged(settings, artefact, registry, values), changed, counts.decided)
    live.check()
    if registry:
        every(_LOOK_S, live.look, "releases")
    servicer = PolicyServicer(live)
    serve(
        "policy",
        settings,
        lambda server: add_PolicyServiceServicer_to_server(servicer, server),
        live.check,
        metrics=metrics,
    )


def decider(settings: Settings, artefact: Artefact) -> Decider:
    """Give the decider that the settings name."""
    if settings.policy == "planner":
        return Planner()
    return LearnedDecider(load_network(artefact.network), artefact.card.policy_id, settings.temperature)


def _follow(settings: Settings, artefact: Artefact, counts: Counts) -> LearnedValues:
    """Learn values from the log from now on."""
    rates = BanditRates(half_life_h=settings.half_life_h)
    rewarding = read_rewarding(settings.rewards)
    prior = worth_in_fusion(artefact.values, settings.rl_exponent)
    values = LearnedValues(Bandit(prior, rates).posterior(), settings.exploration, settings.rl_exponent)
    log = open_learning_log(settings.learning_log, settings.redis_password)

    def new_learner() -> Learner:
        return Learner(prior, rates=rates, rewarding=rewarding, limits=JoinLimits())

    follower = Follower(log, settings.learned, new_learner, values, kept=settings.learning_kept)

    def look() -> None:
        follower.look()
        counts.learned(follower.learner.fates, log.unreadable)

    every(_LOOK_S, look, "learning")
    return values


def _staged(settings: Settings, shipped: Artefact, registry: Registry | None, values: LearnedValues | None) -> Staged:
    """Give what stands by the audit: without a registry, the artefact of the settings alone."""
    standing = registry.standing() if registry else Standing()

    def policy(policy_id: str) -> Policy:
        if policy_id == Planner().policy_id:
            return Policy(Planner(), values or shipped.values)
        if registry is None or policy_id in {"", shipped.card.policy_id}:
            return Policy(decider(settings, shipped), values or shipped.values)
        artefact = registry.open(policy_id)
        return Policy(decider(settings, artefact), values or artefact.values)

    compared = {policy_id for experiment in standing.experiments.values() for policy_id in experiment.arms}
    arms = {policy_id: policy(policy_id) for policy_id in compared}
    return Staged(policy(standing.running), standing, policy(standing.trial) if standing.trial else None, arms)


if __name__ == "__main__":
    sys.exit(exit_code_of(main))
