"""`chatrec bench faults`: each leaf is killed during a conversation; what the turns say, and how soon it is back."""

import os
import signal
import time
from collections.abc import Callable, Mapping
from typing import Any, Final

from chatrec.client import ChatClient
from chatrec.offline.bench.turn import machine
from chatrec.vocabulary.errors import ChatRecError

__all__ = ["run"]

_LEAVES: Final = ("encoder", "dialogue", "knowledge", "policy")
_LIMIT_S: Final = 30.0
_TEXTS: Final = ("续航好一点的", "a lighter one", "两千以内的", "show me something else")


def run(target: str, pids: Callable[[], Mapping[str, int]]) -> dict[str, Any]:
    """Kill one leaf after the other and talk on; `pids` gives the process ids of now."""
    with ChatClient(target) as client:
        ours = {leaf: _hurt(client, leaf, pids) for leaf in _LEAVES}
    return {"bench": "faults", "machine": machine(), "ours": ours, "peers": {}, "ratios": {}}


def _hurt(client: ChatClient, leaf: str, pids: Callable[[], Mapping[str, int]]) -> dict[str, Any]:
    session = client.start("faults", domain="shop")
    session.send("手机，三千以内")
    os.kill(pids()[leaf], signal.SIGKILL)
    killed_s = time.monotonic()
    turns = failed = clean = 0
    recovered_s = _LIMIT_S
    lost: set[str] = set()
    # Not every turn calls every leaf: it is back when a whole round of texts went well.
    while clean < len(_TEXTS) and time.monotonic() - killed_s < _LIMIT_S:
        turns += 1
        try:
            turn = session.send(_TEXTS[turns % len(_TEXTS)])
        except ChatRecError:
            failed, clean = failed + 1, 0
            continue
        lost.update(turn.degraded)
        clean = 0 if turn.degraded else clean + 1
        if clean == 1:
            recovered_s = time.monotonic() - killed_s
    return {
        "turns": turns,
        "failed_turns": failed,
        "degraded": sorted(lost),
        "recovered_s": round(recovered_s, 2),
    }
