"""A real server over small leaves, and a client to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import grpc

from chatrec.client import ChatClient
from chatrec.orchestrator.servicer import ConversationServicer, PrivacyServicer
from chatrec.orchestrator.v1 import orchestrator_pb2_grpc
from chatrec.serving import Server, ServingSettings
from tests.unit.orchestrator.small_world import World


@contextmanager
def served(world: World) -> Iterator[ChatClient]:
    """Serve a world on a free port and give a client."""

    def register(server: grpc.Server) -> None:
        servicer = ConversationServicer(world.opening, world.conversation, world.direct, world.events, world.store)
        orchestrator_pb2_grpc.add_ConversationServiceServicer_to_server(servicer, server)
        orchestrator_pb2_grpc.add_PrivacyServiceServicer_to_server(PrivacyServicer(world.store, world.diary), server)

    settings = ServingSettings(threads=4, queue=16, drain_s=2.0)
    server = Server("orchestrator", settings, register, lambda: None)
    with ChatClient(server.start(), timeout_s=10.0) as client:
        try:
            yield client
        finally:
            server.drain()
