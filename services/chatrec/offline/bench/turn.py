"""`chatrec bench turn`: whole turns over gRPC against running services, with the CPU and memory of each of them.

Conversations are played by several clients at once; each has its own connection and waits for one turn before it sends
the next, so that turns per second is what that many patient users get. Latency is measured with a single client.
"""

import os
import platform
import statistics
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

from chatrec.client import ChatClient, ChatSession
from chatrec.vocabulary.turn import Turn

__all__ = ["CONVERSATIONS", "cpu_s", "machine", "opened", "resident_mb", "run"]

CONVERSATIONS: Final = (
    ("我想买一部新手机", "高端一点，性价比高的", "三千以内，不要折叠屏", "第二个为什么推荐", "还有别的吗", "谢谢"),
    ("I need a laptop for programming", "under 8000 and light", "compare the first two", "something else", "thanks"),
    ("a movie for tonight, something funny", "not too long, under two hours", "why the first one?", "from France"),
    ("想看一部烧脑的科幻片", "2010年以后的", "不要恐怖的", "第一部多长时间", "换一批"),
    ("how do I return an order?", "and which headphones have noise cancelling", "cheaper", "bye"),
)
"""Conversations in both languages over the demo catalogues; every client plays them in turn."""

_OPENERS: Final = {
    "zh": (
        ("", "嗯，", "那个，", "你好，", "好吧，", "哦，", "对了，", "诶，"),
        ("", "我说，", "其实，", "嗨，", "这样，", "行，", "就是，", "呃，"),
    ),
    "en": (
        ("", "well, ", "hm, ", "okay, ", "so, ", "right, ", "um, ", "look, "),
        ("", "you know, ", "honestly, ", "actually, ", "please, ", "I think, ", "maybe, ", "alright, "),
    ),
}
"""Varied openings, so that hardly any text is met twice and the encoder's cache does not answer for the model."""

_CLIENTS: Final = 4
_WARM_UP: Final = 2
_TICK_S: Final = 1 / os.sysconf("SC_CLK_TCK")
_PAGE_BYTES: Final = os.sysconf("SC_PAGE_SIZE")


def run(target: str, pids: Mapping[str, int], start_s: float, *, rounds: int = 12) -> dict[str, Any]:
    """Measure the services at `target`.

    Args:
        target: Address of the public door.
        pids: Process ids by service.
        start_s: Seconds that the services took to start.
        rounds: How often the conversations are played for each figure.

    Returns:
        The JSON of measuring.md: times in milliseconds, memory in MB.
    """
    _play(target, range(_WARM_UP))
    cpu_s = _cpu_by_service(pids)
    alone = _play(target, range(_WARM_UP, _WARM_UP + rounds))
    spent = {name: after - cpu_s[name] for name, after in _cpu_by_service(pids).items()}
    turns_per_s = _throughput(target, rounds)
    took_ms = [elapsed_ms for elapsed_ms, _ in alone]
    memory_mb = {name: resident_mb(pid) for name, pid in pids.items()}
    return {
        "bench": "turn",
        "machine": machine(),
        "ours": {
            "p50_ms": round(statistics.median(took_ms), 2),
            "p95_ms": round(_percentile(took_ms, 0.95), 2),
            "turns": len(took_ms),
            "turns_per_s": round(turns_per_s, 1),
            "clients": _CLIENTS,
            "cpu_ms_per_turn": round(1e3 * sum(spent.values()) / len(alone), 2),
            "cpu_ms_by_service": {name: round(1e3 * used_s / len(alone), 2) for name, used_s in spent.items()},
            "rss_mb": round(sum(memory_mb.values()), 1),
            "rss_mb_by_service": memory_mb,
            "start_s": round(start_s, 2),
            "steps_ms": _steps(turn for _, turn in alone),
        },
        "peers": {},
        "ratios": {},
    }


def _play(target: str, variants: Iterable[int]) -> list[tuple[float, Turn]]:
    """Play all conversations once a variant; gives milliseconds and turn of every message."""
    done: list[tuple[float, Turn]] = []
    with ChatClient(target) as client:
        for variant in variants:
            for texts in CONVERSATIONS:
                session = client.start("bench")
                done += [_timed(session, opened(text, variant)) for text in texts]
                session.end()
    return done


def _timed(session: ChatSession, text: str) -> tuple[float, Turn]:
    started_s = time.perf_counter()
    turn = session.send(text)
    return (time.perf_counter() - started_s) * 1e3, turn


def machine() -> dict[str, Any]:
    """Say on what was measured."""
    return {"cores": os.cpu_count(), "system": platform.platform(), "python": platform.python_version()}


def opened(text: str, variant: int) -> str:
    """Give a text with one of 64 openings of its language."""
    first, second = _OPENERS["en" if text.isascii() else "zh"]
    return first[variant % len(first)] + second[variant // len(first) % len(second)] + text


def _throughput(target: str, rounds: int) -> float:
    """Let several clients play at once, each its own variants; gives turns a second."""
    starts = [_WARM_UP + rounds * (1 + client) for client in range(_CLIENTS)]
    started_s = time.perf_counter()
    with ThreadPoolExecutor(_CLIENTS) as pool:
        played = list(pool.map(lambda start: len(_play(target, range(start, start + rounds))), starts))
    return sum(played) / (time.perf_counter() - started_s)


def _steps(turns: Iterable[Turn]) -> dict[str, float]:
    """Give the median milliseconds of every step of a turn."""
    by_step: dict[str, list[float]] = {}
    for turn in turns:
        for step, elapsed_ms in turn.timings_ms:
            by_step.setdefault(step, []).append(elapsed_ms)
    return {step: round(statistics.median(took), 3) for step, took in by_step.items()}


def _percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _cpu_by_service(pids: Mapping[str, int]) -> dict[str, float]:
    """Read user and system CPU seconds of every process from the kernel."""
    return {name: cpu_s(pid) for name, pid in pids.items()}


def cpu_s(pid: int) -> float:
    """Read the user and system CPU seconds of a process from the kernel."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * _TICK_S


def resident_mb(pid: int) -> float:
    """Read the resident memory of a process from the kernel."""
    return round(int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) * _PAGE_BYTES / 1e6, 1)
