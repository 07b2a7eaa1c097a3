"""A part that is down, slow or restarted degrades turns and fails none."""

import os
import signal
import time

import pytest

from chatrec.cli.stack import Stack
from chatrec.client import ChatClient
from chatrec.vocabulary.words import Move
from tests.e2e.facts import items

LEAVES = ("encoder", "dialogue", "knowledge", "policy")
PATIENCE_S = 30.0  # what is promised here is that it comes back; how soon is measured by `chatrec bench faults`


@pytest.mark.parametrize("leaf", LEAVES)
def test_a_killed_leaf_is_named_and_comes_back(own_stack: Stack, leaf: str) -> None:
    with ChatClient(own_stack.target) as client:
        session = client.start("faults", domain="shop")
        session.send("手机，三千以内")
        os.kill(own_stack.pids[leaf], signal.SIGKILL)
        killed_s = time.monotonic()
        hurt = session.send("续航好一点的")
        assert hurt.reply
        assert leaf in hurt.degraded
        assert all(items("shop")[item.id]["facets"]["price"] <= 3000 for item in hurt.items)
        while session.send("续航好一点的").degraded:
            assert time.monotonic() - killed_s < PATIENCE_S
        assert session.send("换一批").move in {Move.RECOMMEND, Move.RELAX}


@pytest.mark.parametrize("leaf", LEAVES)
def test_a_leaf_that_hangs_costs_no_turn(own_stack: Stack, leaf: str) -> None:
    with ChatClient(own_stack.target) as client:
        session = client.start("faults", domain="movies")
        session.send("a comedy")
        os.kill(own_stack.pids[leaf], signal.SIGSTOP)
        try:
            slow = session.send("something from France instead")
        finally:
            os.kill(own_stack.pids[leaf], signal.SIGCONT)
        assert slow.reply
        assert leaf in slow.degraded
        deadline_s = time.monotonic() + PATIENCE_S
        while session.send("a comedy").degraded:
            assert time.monotonic() < deadline_s


def test_with_every_leaf_down_the_turn_still_answers(own_stack: Stack) -> None:
    with ChatClient(own_stack.target) as client:
        session = client.start("faults", domain="shop")
        for leaf in LEAVES:
            os.kill(own_stack.pids[leaf], signal.SIGKILL)
        turn = session.send("推荐个耳机")
        assert turn.reply
        assert set(turn.degraded) >= {"encoder", "dialogue", "knowledge"}
        deadline_s = time.monotonic() + PATIENCE_S
        while session.send("推荐个耳机").degraded:
            assert time.monotonic() < deadline_s
