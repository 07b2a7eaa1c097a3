"""The `chatrec` command as people and scripts use it."""

import json
import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from chatrec.cli.stack import Stack
from chatrec.policy.adapters.learning_log import open_learning_log
from chatrec.vocabulary.learning import Decided

PHARMACY = Path(__file__).parent / "catalogues" / "pharmacy"
CHATREC = (sys.executable, "-m", "chatrec.cli")
KEYS = {
    "session", "turn", "locale", "reply", "move", "asked_facet", "items", "answer_id", "reading", "state", "degraded",
    "error", "timings_ms",
}  # fmt: skip


def _converse(lines: list[Any], *arguments: str) -> tuple[list[dict[str, Any]], int]:
    raw = "".join((line if isinstance(line, str) else json.dumps(line, ensure_ascii=False)) + "\n" for line in lines)
    done = subprocess.run(
        [*CHATREC, "converse", *arguments], input=raw, capture_output=True, text=True, timeout=100, check=False
    )
    return [json.loads(line) for line in done.stdout.splitlines()], done.returncode


def _without_timings(replies: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{key: value for key, value in reply.items() if key != "timings_ms"} for reply in replies]


def test_converse_answers_every_line_with_one_of_the_agreed_shape(stack: Stack) -> None:
    lines = [
        {"session": "a", "user": "u1", "text": "a strong tea", "locale": None, "exclude": [], "max_items": 2},
        {"session": "a", "user": "u1", "event": {"type": "reject", "item": "t6"}},
        {"session": "b", "user": "u2", "text": "浓一点的茶"},
        {"session": "a", "user": "u1", "text": "a strong tea"},
    ]
    replies, code = _converse(lines, "--catalogue", str(PHARMACY))
    assert code == 0
    assert [set(reply) for reply in replies] == [KEYS] * 4
    assert [(reply["session"], reply["turn"]) for reply in replies] == [("a", 1), ("a", 1), ("b", 1), ("a", 2)]
    assert replies[1]["move"] is None
    assert replies[1]["items"] == []
    assert len(replies[0]["items"]) <= 2
    assert "t6" not in {item["id"] for item in replies[3]["items"]}
    assert [reply["locale"] for reply in (replies[0], replies[2])] == ["en", "zh"]


def test_the_same_script_gets_the_same_replies(stack: Stack) -> None:
    lines = [
        {"session": "x", "text": text, "user": "u"}
        for text in ("a phone under 3000", "cheaper", "为什么推荐第一个", "thanks")
    ]
    first, _ = _converse(lines, "--server", stack.target)
    second, _ = _converse(lines, "--server", stack.target)
    assert _without_timings(first) == _without_timings(second)


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("not json", "line 1"),
        ("[1, 2]", "line 1"),
        ({"text": "hi"}, "session"),
        ({"session": 5, "text": "hi"}, "session"),
        ({"session": "a"}, "text"),
        ({"session": "a", "text": 7}, "text"),
        ({"session": "a", "text": "hi", "exclude": "t1"}, "exclude"),
        ({"session": "a", "text": "hi", "exclude": [1]}, "exclude"),
        ({"session": "a", "text": "hi", "max_items": "many"}, "max_items"),
        ({"session": "a", "text": "hi", "max_items": 500}, "max_items"),
        ({"session": "a", "text": "hi", "locale": "fr"}, "locale"),
        ({"session": "a", "text": "hi", "request_id": "x" * 500}, "request_id"),
        ({"session": "a", "text": "x" * 20_000}, "text"),
        ({"session": "a", "event": {"type": "explode", "item": "t1"}}, "event.type"),
        ({"session": "a", "event": {"type": "reject"}}, "event.item"),
        ({"session": "a", "event": 3}, "event"),
    ],
)
def test_a_bad_line_gets_its_error_and_the_next_is_answered(stack: Stack, line: object, named: str) -> None:
    replies, _ = _converse([line, {"session": "z", "text": "hello"}], "--server", stack.target)
    assert named in replies[0]["error"]
    assert replies[1]["error"] is None
    assert replies[1]["reply"]


@pytest.mark.parametrize("text", ["", "   ", "🙂🙂", "word " * 900])
def test_a_text_without_words_or_far_too_long_is_asked_again_and_changes_nothing(stack: Stack, text: str) -> None:
    lines = [{"session": "q", "text": words} for words in ("a laptop under 9000", text)]
    replies, _ = _converse(lines, "--server", stack.target)
    assert replies[1]["move"] == "clarify"
    assert replies[1]["state"] == replies[0]["state"]


class _Terminal:
    """A pseudo terminal that is read up to what is waited for."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self._unread = ""

    def wait_for(self, mark: str) -> bool:
        end_s = time.monotonic() + 20
        while mark not in self._unread and time.monotonic() < end_s:
            if select.select([self.descriptor], [], [], 0.2)[0]:
                self._unread += os.read(self.descriptor, 65536).decode("utf-8", "replace").replace("\r", "")
        before, found, self._unread = self._unread.partition(mark)
        assert found, f"{mark!r} did not come after {before!r}"
        return True

    def say(self, words: str) -> None:
        os.write(self.descriptor, words.encode() + b"\n")


def test_chat_talks_in_a_terminal_and_takes_commands(stack: Stack, tmp_path: Path) -> None:
    mine, theirs = pty.openpty()
    process = subprocess.Popen(
        [*CHATREC, "chat", "--server", stack.target],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=os.environ | {"XDG_STATE_HOME": str(tmp_path), "TERM": "dumb", "COLUMNS": "160"},
        close_fds=True,
    )
    os.close(theirs)
    terminal = _Terminal(mine)
    try:
        assert terminal.wait_for("/why N")
        for words, expected in (
            ("想看一部烧脑的科幻片", "理由"),
            ("/why 1", "知识图谱"),
            ("/graph 1", "→"),
            ("/like 1", "♥"),
            ("/no 2", "✗"),
            ("/history", "> 想看一部烧脑的科幻片"),
            ("/nothing", "/graph N"),
        ):
            assert terminal.wait_for("\n> ")
            terminal.say(words)
            assert terminal.wait_for(expected)
        terminal.say("/quit")
        assert process.wait(10) == 0
    finally:
        process.kill()
        process.wait()
        os.close(mine)


def test_up_serves_until_it_is_told_to_stop_and_then_drains(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [*CHATREC, "up", "--catalogue", str(PHARMACY), "--port", "50970", "--sessions", f"sqlite:{tmp_path}/s.db"],
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"XDG_STATE_HOME": str(tmp_path)},
    )
    assert process.stderr is not None
    try:
        line = next(line for line in process.stderr if "serves on" in line)
        assert "127.0.0.1:50970" in line
        replies, code = _converse([{"session": "a", "text": "minty tea"}], "--server", "127.0.0.1:50970")
        assert code == 0
        assert replies[0]["items"]
        # Learning is on where nobody says otherwise.
        ((_, decided),) = open_learning_log(f"sqlite:{tmp_path}/chatrec/learning.db").after(0)
        assert isinstance(decided, Decided)
        assert (decided.experiment_arm, decided.degraded) == ("stable", False)
        process.send_signal(signal.SIGINT)
        process.stderr.read()
        assert process.wait(20) == 0
    finally:
        process.kill()
        process.wait()
        process.stderr.close()
