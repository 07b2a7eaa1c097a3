"""All services as real processes over the demo catalogues and one that is no demo."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chatrec.cli.stack import Stack, StackPlan
from chatrec.cli.workspace import prepare
from chatrec.client import ChatClient, ChatSession
from chatrec.offline.preparing import demo_catalogues

PHARMACY = Path(__file__).parent / "catalogues" / "pharmacy"


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    ready = prepare([*demo_catalogues(), PHARMACY])
    with Stack(StackPlan(ready.model, ready.snapshots)) as running:
        yield running


@pytest.fixture(scope="session")
def client(stack: Stack) -> Iterator[ChatClient]:
    with ChatClient(stack.target) as opened:
        yield opened


@pytest.fixture
def start(client: ChatClient) -> Callable[[str], ChatSession]:
    """Open a session on a catalogue by its name; all catalogues where empty."""
    return lambda domain: client.start("e2e", domain=domain)


@pytest.fixture(scope="module")
def own_stack() -> Iterator[Stack]:
    """Processes of this module alone: they are going to be hurt."""
    ready = prepare(demo_catalogues())
    impatient = {"CHATREC_ORCHESTRATOR_LEAF_TIMEOUT_S": "0.5"}
    with Stack(StackPlan(ready.model, ready.snapshots, extra=impatient)) as running:
        yield running
