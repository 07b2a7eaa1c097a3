"""The policy service over gRPC: the same decision as in the core, clear errors, true health, and quick."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from chatrec.policy.adapters import load_network, open_artefact
from chatrec.policy.domain import LearnedDecider, Planner, Policy
from chatrec.policy.domain.ports import Floats
from chatrec.policy.servicer import PolicyServicer
from chatrec.policy.settings import SHIPPED_ARTEFACT
from chatrec.policy.v1.policy_pb2_grpc import PolicyServiceStub, add_PolicyServiceServicer_to_server
from chatrec.serving import channel, decode
from chatrec.vocabulary.errors import InvalidInputError, UnavailableError
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
        choice(facets=(), gain_bits=(), coverage=(), item_ids=(), scores=(), steps=()),
    ):
        assert decision(stub.ChooseMove(choice_message(asked, "r1"), timeout=5)) == policy.choose(asked)


def test_every_candidate_gets_its_value_in_order(policy: Policy) -> None:
    assert len(policy.choose(choice()).f_rl) == 3
    assert policy.choose(choice(steps=((), (), ()))).f_rl == (0.5, 0.5, 0.5)


@pytest.mark.parametrize("field", ["facets", "scores", "step_counts", "entities"])
def test_columns_of_different_lengths_are_refused_by_name(stub: PolicyServiceStub, field: str) -> None:
    message = choice_message(choice(), "r1")
    getattr(message, field).pop()
    with pytest.raises(grpc.RpcError) as refused:
        stub.ChooseMove(message, timeout=5)
    assert isinstance(decode(refused.value), InvalidInputError)
    assert refused.value.code() is grpc.StatusCode.INVALID_ARGUMENT


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


@pytest.mark.parametrize("name", ["learned", "planner"])
def test_fifty_candidates_are_decided_on_in_a_millisecond(policy: Policy, name: str) -> None:
    full = choice(
        facets=tuple(f"f{number}" for number in range(30)),
        gain_bits=tuple(3.0 - number / 10 for number in range(30)),
        coverage=(0.9,) * 30,
        item_ids=tuple(f"i{number}" for number in range(50)),
        scores=tuple(1.0 / (1 + number) for number in range(50)),
        steps=((("made_by", "x"), ("about", "y"), ("price", "")),) * 50,
    )
    chosen = policy if name == "learned" else Policy(Planner(), open_artefact(SHIPPED_ARTEFACT).values)
    times_ms = []
    for _ in range(300):
        begun = time.process_time()  # other processes of a shared machine do not count
        chosen.choose(full)
        times_ms.append((time.process_time() - begun) * 1e3)
    assert statistics.quantiles(times_ms, n=20)[-1] < 1.0


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
