"""`chatrec bench soak`: thousands of sessions of ten turns, with the memory of every service along the way."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from chatrec.client import ChatClient
from chatrec.offline.bench.turn import CONVERSATIONS, machine, opened, resident_mb

__all__ = ["run"]

_TURNS: Final = 10
_CLIENTS: Final = 4
_EVERY: Final = 250


def run(target: str, pids: Mapping[str, int], *, sessions: int = 2_000) -> dict[str, Any]:
    """Play `sessions` sessions and look at the memory, in MB, after every 250.

    Sessions are not ended by the client: what is held for them must be bounded by the store itself.
    """
    memory_mb: dict[int, dict[str, float]] = {}
    failed = degraded = 0
    with ThreadPoolExecutor(_CLIENTS) as pool, ChatClient(target) as client:
        for start in range(0, sessions, _EVERY):
            batch = range(start, min(start + _EVERY, sessions))
            for bad, lost in pool.map(lambda number: _session(client, number), batch):
                failed, degraded = failed + bad, degraded + lost
            memory_mb[batch.stop] = {name: resident_mb(pid) for name, pid in pids.items()}
    totals = {count: round(sum(by_service.values()), 1) for count, by_service in memory_mb.items()}
    settled = totals[min(500, max(totals))]
    return {
        "bench": "soak",
        "machine": machine(),
        "ours": {
            "sessions": sessions,
            "turns": sessions * _TURNS,
            "failed_turns": failed,
            "degraded_turns": degraded,
            "rss_mb_after_sessions": totals,
            "rss_mb_by_service": memory_mb[max(memory_mb)],
            "growth_after_500_sessions_mb": round(totals[max(totals)] - settled, 1),
        },
        "peers": {},
        "ratios": {},
    }


def _session(client: ChatClient, number: int) -> tuple[int, int]:
    """Play one session; gives the numbers of empty and of degraded turns."""
    texts = [text for conversation in CONVERSATIONS[number % 5 :] + CONVERSATIONS for text in conversation][:_TURNS]
    session = client.start(f"soak-{number}")
    turns = [session.send(opened(text, number)) for text in texts]
    return sum(not turn.reply for turn in turns), sum(bool(turn.degraded) for turn in turns)
