"""The policy as a process: `python -m chatrec.policy`."""

import os

from chatrec.policy.adapters import Artefact, load_network, open_artefact
from chatrec.policy.domain import Decider, LearnedDecider, Planner, Policy
from chatrec.policy.servicer import PolicyServicer
from chatrec.policy.settings import Settings
from chatrec.policy.v1.policy_pb2_grpc import add_PolicyServiceServicer_to_server
from chatrec.serving import read_settings, serve

__all__ = ["decider", "main"]


def main() -> None:
    """Load the artefact, choose who decides, and serve until SIGTERM."""
    settings = read_settings(Settings, "policy", os.environ)
    artefact = open_artefact(settings.artefact)
    policy = Policy(decider(settings, artefact), artefact.values)
    policy.check()
    servicer = PolicyServicer(policy)
    serve("policy", settings, lambda server: add_PolicyServiceServicer_to_server(servicer, server), policy.check)


def decider(settings: Settings, artefact: Artefact) -> Decider:
    """Give the decider that the settings name."""
    if settings.policy == "planner":
        return Planner()
    return LearnedDecider(load_network(artefact.network), artefact.card.policy_id, settings.temperature)


if __name__ == "__main__":
    main()
