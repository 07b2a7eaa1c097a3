"""The policy service over gRPC: the same decision as in the core, clear errors, true health."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from chatrec.policy.adapters import load_network, open_artefact
from chatrec.policy.domain import LearnedDecider, Policy
from chatrec.policy.domain.ports import Floats
from chatrec.policy.servicer import PolicyServicer
from chatrec.policy.settings import SHIPPED_ARTEFACT
from chatrec.policy.v1.policy_pb2_grpc import PolicyServiceStub, add_PolicyServiceServicer_to_server
from chatrec.serving import channel, decode
from chatrec.vocabulary.errors import InvalidInputError, UnavailableError
from chatrec.vocabulary.steps import Steps
from chatrec.vocabulary.wire.policy import choice_message, decision
from tests.servers.in_process import running
from tests.servers.ports import free_port
from tests.unit.policy.choices import choice

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def policy() -> Policy:
    artefact = open_artefact(SHIPPED_ARTEFACT)
    return Policy(LearnedDecider(load_network(artefact.network), artefact.card.policy_id), artefact.values)


@pytest.fixture(scope="module")
def stub(policy: Policy) -> Iterator[PolicyServiceStub]:
    servicer = PolicyServicer(policy)
    with running(lambda server: add_PolicyServiceServicer_to_server(servicer, server), probe=policy.check) as (
        _,
        client,
    ):
        yield PolicyServiceStub(client)


def test_the_decision_over_the_wire_is_the_decision_of_the_core(stub: PolicyServiceStub, policy: Policy) -> None:
    for asked in (
        choice(),
        choice(may_ask=False),
        choice(facets=(), gain_bits=(), coverage=(), item_ids=(), scores=(), steps=Steps.of(())),
    ):
        assert decision(stub.ChooseMove(choice_message(asked, "r1"), timeout=5)) == policy.choose(asked)


def test_every_candidate_gets_its_value_in_order(policy: Policy) -> None:
    assert len(policy.choose(choice()).f_rl) == 3
    assert policy.choose(choice(steps=Steps.of(((), (), ())))).f_rl == (0.5, 0.5, 0.5)


@pytest.mark.parametrize("field", ["facets", "coverage", "step_counts", "entities"])
def test_columns_of_different_lengths_are_refused_by_name(stub: PolicyServiceStub, field: str) -> None:
    message = choice_message(choice(), "r1")
    getattr(message, field).pop()
    with pytest.raises(grpc.RpcError) as refused:
        stub.ChooseMove(message, timeout=5)
    assert isinstance(decode(refused.value), InvalidInputError)
    assert refused.value.code() is grpc.StatusCode.INVALID_ARGUMENT


def test_a_step_that_none_of_those_named_is_refused_by_name(stub: PolicyServiceStub) -> None:
    message = choice_message(choice(), "r1")
    message.step_places = b"\xff" * len(message.step_places)
    with pytest.raises(grpc.RpcError) as refused:
        stub.ChooseMove(message, timeout=5)
    error = decode(refused.value)
    assert isinstance(error, InvalidInputError)
    assert error.facts["field"] == "step_places"


def test_steps_told_one_by_one_are_understood_as_those_told_once_each(stub: PolicyServiceStub, policy: Policy) -> None:
    message = choice_message(choice(), "r1")
    steps = [step for steps in choice().steps for step in steps]
    message.step_places = b""
    message.relations[:], message.entities[:] = [one for one, _ in steps], [one for _, one in steps]
    assert decision(stub.ChooseMove(message, timeout=5)) == policy.choose(choice())


def test_an_empty_request_is_refused_and_not_answered_by_chance(stub: PolicyServiceStub) -> None:
    message = choice_message(choice(), "r1")
    message.ClearField("belief")
    with pytest.raises(grpc.RpcError) as refused:
        stub.ChooseMove(message, timeout=5)
    error = decode(refused.value)
    assert isinstance(error, InvalidInputError)
    assert error.facts["field"] == "slate_size"


class _Broken:
    def logits(self, features: Floats) -> Floats:
        raise UnavailableError("The policy's network failed.", features=len(features))


def test_health_makes_a_real_decision() -> None:
    policy = Policy(LearnedDecider(_Broken(), "learned-x"), open_artefact(SHIPPED_ARTEFACT).values)
    with pytest.raises(UnavailableError):
        policy.check()
    with running(
        lambda server: add_PolicyServiceServicer_to_server(PolicyServicer(policy), server), probe=policy.check
    ) as (_, client):
        answer = health_pb2_grpc.HealthStub(client).Check(health_pb2.HealthCheckRequest(), timeout=5)
    assert answer.status == health_pb2.HealthCheckResponse.NOT_SERVING


def test_the_process_serves_what_ships() -> None:
    port = free_port()
    environment = os.environ | {"CHATREC_POLICY_PORT": str(port), "PYTHONPATH": str(ROOT / "services")}
    command = [sys.executable, "-m", "chatrec.policy"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            with channel(f"127.0.0.1:{port}") as client:
                message = choice_message(choice(), "r1")
                reply = PolicyServiceStub(client).ChooseMove(message, timeout=20, wait_for_ready=True)
        finally:
            process.terminate()
    assert process.wait(10) == 0
    assert reply.policy_id
