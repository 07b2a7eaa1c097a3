"""Composition root: settings, adapters, domain, servicers, serve."""

import os
import sys
import time
import uuid
from pathlib import Path

import grpc

from chatrec.orchestrator.adapters.learning_log import SqliteLearningLog
from chatrec.orchestrator.adapters.leaves import GrpcDialogue, GrpcEncoder, GrpcKnowledge, GrpcPolicy
from chatrec.orchestrator.adapters.memory_sessions import MemorySessions
from chatrec.orchestrator.adapters.sqlite_sessions import SqliteSessions
from chatrec.orchestrator.domain.conversing import Conversation
from chatrec.orchestrator.domain.direct import Direct
from chatrec.orchestrator.domain.events import Events
from chatrec.orchestrator.domain.fusion import Exponents
from chatrec.orchestrator.domain.learning import Diary, NoLog
from chatrec.orchestrator.domain.moves import Asking
from chatrec.orchestrator.domain.opening import Opening
from chatrec.orchestrator.domain.pace import Pace
from chatrec.orchestrator.domain.ports import LearningLog, Leaves, SessionStore
from chatrec.orchestrator.domain.recommending import Recommender
from chatrec.orchestrator.domain.shelf import Shelf
from chatrec.orchestrator.domain.tastes import Memory
from chatrec.orchestrator.servicer import ConversationServicer, PrivacyServicer
from chatrec.orchestrator.settings import OrchestratorSettings
from chatrec.orchestrator.v1 import orchestrator_pb2_grpc
from chatrec.serving import channel, exit_code_of, read_settings, serve
from chatrec.vocabulary.errors import InvalidInputError

__all__ = ["main"]

_LEARNING_KEPT_S = 90 * 24 * 3600
_REDIS = frozenset({"redis", "rediss", "redis+cluster"})


def main() -> None:
    """Serve conversations until told to stop."""
    settings = read_settings(OrchestratorSettings, "orchestrator", os.environ)
    timeout_s = settings.leaf_timeout_s
    leaves = Leaves(
        encoder=GrpcEncoder(channel(settings.encoder), timeout_s),
        dialogue=GrpcDialogue(channel(settings.dialogue), timeout_s),
        knowledge=GrpcKnowledge(channel(settings.knowledge), timeout_s),
        policy=GrpcPolicy(channel(settings.policy), timeout_s),
    )
    store = _open_store(settings)
    diary = Diary(_open_learning_log(settings), _unix_ms)
    clock = time.perf_counter
    shelf = Shelf(leaves.knowledge, clock)
    exponents = Exponents(settings.llm_exponent, settings.kg_exponent, settings.rl_exponent)
    asking = Asking(settings.most_questions, settings.ask_below_preferences)
    recommender = Recommender(
        leaves.knowledge,
        leaves.policy,
        shelf,
        exponents,
        asking,
        diversity=settings.diversity,
        exposure=settings.exposure,
    )
    memory = Memory(store, shelf, _unix_ms, half_life_days=settings.taste_half_life_days)
    conversation = Conversation(
        leaves,
        recommender,
        shelf,
        store,
        memory,
        clock=clock,
        unix_ms=_unix_ms,
        new_id=_new_id,
        diary=diary,
        seed=settings.seed,
    )
    servicer = ConversationServicer(
        Opening(leaves, shelf, store, memory, clock=clock, new_id=_new_id),
        conversation,
        Direct(leaves, recommender, shelf, store, memory, exponents=exponents, clock=clock),
        Events(store, _unix_ms, diary, Pace(settings.events_a_minute, time.monotonic), memory),
        store,
    )

    def register(server: grpc.Server) -> None:
        orchestrator_pb2_grpc.add_ConversationServiceServicer_to_server(servicer, server)
        orchestrator_pb2_grpc.add_PrivacyServiceServicer_to_server(PrivacyServicer(store, diary), server)

    def probe() -> None:
        store.ping()
        shelf.schemas()

    serve("orchestrator", settings, register, probe)


def _open_learning_log(settings: OrchestratorSettings) -> LearningLog:
    scheme, _, rest = settings.learning_log.partition(":")
    if scheme == "sqlite":
        return SqliteLearningLog(Path(rest), max_entries=settings.max_learning_entries)
    if scheme in _REDIS:
        # 20 MB of client that only a set-up with Redis needs.
        from chatrec.orchestrator.adapters.redis_learning_log import RedisLearningLog  # noqa: PLC0415
        from chatrec.orchestrator.adapters.redis_sessions import connect  # noqa: PLC0415

        client = connect(settings.learning_log, settings.redis_password)
        return RedisLearningLog(
            client, max_entries=settings.max_learning_entries, keep_s=_LEARNING_KEPT_S, clock=time.time
        )
    if settings.learning_log:
        raise InvalidInputError("learning_log must be empty, sqlite:PATH or a Redis URL.", field="learning_log")
    return NoLog()


def _open_store(settings: OrchestratorSettings) -> SessionStore:
    scheme, _, rest = settings.sessions.partition(":")
    if scheme in _REDIS:
        from chatrec.orchestrator.adapters.redis_sessions import RedisSessions, connect  # noqa: PLC0415

        client = connect(settings.sessions, settings.redis_password)
        return RedisSessions(client, ttl_s=settings.session_ttl_s, max_events=settings.max_events, clock=time.time)
    if scheme == "sqlite":
        return SqliteSessions(
            Path(rest),
            ttl_s=settings.session_ttl_s,
            max_sessions=settings.max_sessions,
            max_events=settings.max_events,
            clock=time.time,
        )
    if settings.sessions != "memory:":
        raise InvalidInputError("sessions must be memory:, sqlite:PATH or a Redis URL.", field="sessions")
    return MemorySessions(
        ttl_s=settings.session_ttl_s,
        max_sessions=settings.max_memory_sessions,
        max_events=settings.max_events,
        clock=time.monotonic,
    )


def _unix_ms() -> int:
    return time.time_ns() // 1_000_000


def _new_id() -> str:
    return uuid.uuid4().hex


if __name__ == "__main__":
    sys.exit(exit_code_of(main))
