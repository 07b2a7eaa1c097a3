"""Who accepts an item teaches the policy, in services as `chatrec up` starts them, and no kill takes that back."""

import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chatrec.cli.stack import Stack, StackPlan
from chatrec.cli.workspace import prepare
from chatrec.client import ChatClient
from chatrec.offline.preparing import demo_catalogues
from chatrec.vocabulary.errors import ChatRecError
from chatrec.vocabulary.turn import Event, EventType, Turn

PATIENCE_S = 40.0  # that it is learned is promised here; how soon is measured where nothing else runs


@pytest.fixture(params=["sqlite", "redis"])
def stack(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stack]:
    """Give services that learn as those of `chatrec up` do, or as those of docker-compose.yml."""
    in_redis = request.param == "redis"
    ready = prepare(demo_catalogues())
    plan = StackPlan(
        ready.model,
        ready.snapshots,
        sessions=f"sqlite:{tmp_path / 'sessions.db'}",
        learning_log=request.getfixturevalue("redis_url") if in_redis else f"sqlite:{tmp_path / 'learning.db'}",
        policies=tmp_path,
        extra={"CHATREC_POLICY_EXPLORATION": "0"},
    )
    with Stack(plan) as running:
        yield running


def until(wanted: Callable[[], bool]) -> None:
    ends_s = time.monotonic() + PATIENCE_S
    while not wanted():
        assert time.monotonic() < ends_s
        time.sleep(0.1)


def asked(client: ChatClient) -> Turn:
    """Ask for the same again, in a session of its own."""
    return client.start("u1", domain="movies").send("something like Amélie")


def weights(folder: Path) -> dict[tuple[str, str], list[float]]:
    """Give what was learned of films, by relation and entity."""
    file = folder / "learned.json"
    facts = json.loads(file.read_text()) if file.exists() else {"bandits": {}}
    return {(row[0], row[1]): row[2:4] for row in facts["bandits"].get("movies", [])}


def test_an_accepted_item_changes_what_is_believed_and_a_kill_takes_nothing_back(stack: Stack, tmp_path: Path) -> None:
    with ChatClient(stack.target, timeout_s=30.0) as client:
        before = asked(client)
        assert before.experiment_arm == "stable"
        taken = before.items[0]
        client.record([Event("e1", before.session_id, taken.id, EventType.ACCEPT, before.turn)])
        until(lambda: bool(weights(tmp_path)))
        learned = weights(tmp_path)
        ways = {(path.triples[-1].relation, "") for path in taken.paths}
        assert ways <= set(learned)
        for service in ("policy", "orchestrator"):
            os.kill(stack.pids[service], signal.SIGKILL)
        until(lambda: served(client))
        assert {step: weights(tmp_path)[step] for step in learned} == learned
        after = asked(client)
        assert shares(after)[taken.id] > shares(before)[taken.id]
        client.record([Event("e1", before.session_id, taken.id, EventType.ACCEPT, before.turn)])
        client.record([Event("e2", after.session_id, after.items[0].id, EventType.REJECT, after.turn)])
        until(lambda: weights(tmp_path) != learned)


def served(client: ChatClient) -> bool:
    """Tell whether a turn is answered with the policy again."""
    try:
        return not asked(client).degraded
    except ChatRecError:
        return False


def shares(turn: Turn) -> dict[str, float]:
    """Give how far each item is above the mean of its slate by what was learned."""
    mean = sum(item.shares.rl for item in turn.items) / len(turn.items)
    return {item.id: item.shares.rl - mean for item in turn.items}
