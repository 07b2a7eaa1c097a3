"""The policy as a process: `python -m chatrec.policy`."""

import os

from chatrec.policy.adapters import Artefact, load_network, open_artefact
from chatrec.policy.adapters.learning_log import open_learning_log
from chatrec.policy.adapters.live import Follower, Live, every
from chatrec.policy.adapters.registry import Registry
from chatrec.policy.domain import Decider, LearnedDecider, Planner, Policy
from chatrec.policy.domain.bandit import Bandit, BanditRates
from chatrec.policy.domain.learner import Learner
from chatrec.policy.domain.releases import Standing
from chatrec.policy.domain.rewards import JoinLimits, Rewarding
from chatrec.policy.domain.staged import Staged
from chatrec.policy.domain.valuing import LearnedValues
from chatrec.policy.servicer import PolicyServicer
from chatrec.policy.settings import Settings
from chatrec.policy.v1.policy_pb2_grpc import add_PolicyServiceServicer_to_server
from chatrec.serving import read_settings, serve

__all__ = ["decider", "main"]

_LOOK_S = 1.0


def main() -> None:
    """Load the artefact, choose who decides, and serve until SIGTERM."""
    settings = read_settings(Settings, "policy", os.environ)
    artefact = open_artefact(settings.artefact)
    values = _follow(settings, artefact) if settings.learning_log else None
    registry = Registry(settings.registry) if settings.registry else None
    live = Live(lambda: _staged(settings, artefact, registry, values), registry.audit_size if registry else int)
    live.check()
    if registry:
        every(_LOOK_S, live.look, "releases")
    servicer = PolicyServicer(live)
    serve("policy", settings, lambda server: add_PolicyServiceServicer_to_server(servicer, server), live.check)


def decider(settings: Settings, artefact: Artefact) -> Decider:
    """Give the decider that the settings name."""
    if settings.policy == "planner":
        return Planner()
    return LearnedDecider(load_network(artefact.network), artefact.card.policy_id, settings.temperature)


def _follow(settings: Settings, artefact: Artefact) -> LearnedValues:
    """Learn values from the log from now on."""
    rates = BanditRates(half_life_h=settings.half_life_h)
    prior = Bandit(artefact.values, rates).posterior()
    values = LearnedValues(prior, settings.exploration, settings.rl_exponent)
    learner = Learner(artefact.values, rates=rates, rewarding=Rewarding(), limits=JoinLimits())
    log = open_learning_log(settings.learning_log, settings.redis_password)
    every(_LOOK_S, Follower(log, settings.learned, learner, values).look, "learning")
    return values


def _staged(settings: Settings, shipped: Artefact, registry: Registry | None, values: LearnedValues | None) -> Staged:
    """Give what stands by the audit: without a registry, the artefact of the settings alone."""
    standing = registry.standing() if registry else Standing()

    def policy(policy_id: str) -> Policy:
        artefact = registry.open(policy_id) if registry and policy_id else shipped
        return Policy(decider(settings, artefact), values or artefact.values)

    return Staged(policy(standing.running), standing, policy(standing.trial) if standing.trial else None)


if __name__ == "__main__":
    main()
