"""The policy as a real process: it learns as it serves, goes on after a kill, and follows releases."""

import itertools
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chatrec.orchestrator.adapters.learning_log import SqliteLearningLog
from chatrec.orchestrator.adapters.leaves import GrpcPolicy
from chatrec.orchestrator.adapters.redis_learning_log import RedisLearningLog
from chatrec.orchestrator.adapters.redis_sessions import connect
from chatrec.policy.adapters.learner_state import read_learner
from chatrec.policy.adapters.learning_log import LearningLogFile
from chatrec.policy.adapters.live import Follower
from chatrec.policy.adapters.registry import Registry
from chatrec.policy.domain import Values
from chatrec.policy.domain.bandit import Bandit, BanditRates
from chatrec.policy.domain.learner import Learner
from chatrec.policy.domain.releases import Stage
from chatrec.policy.domain.rewards import JoinLimits, Rewarding
from chatrec.policy.domain.valuing import LearnedValues
from chatrec.serving import channel
from chatrec.vocabulary.decisions import Belief, Choice, Decision
from chatrec.vocabulary.errors import ChatRecError, UnavailableError
from chatrec.vocabulary.steps import Steps
from tests.unit.policy.artefacts import artefact_of
from tests.unit.policy.live_log import decided, happened

CHOICE = Choice(
    Belief(turn=1, matched=9, entropy_bits=2.0),
    may_ask=False,
    item_ids=("a", "b"),
    scores=(0.5, 0.5),
    steps=Steps.of(((("made_by", "maker-a"),), (("made_by", "maker-b"),))),
    subject="u9",
    catalogue="shop",
)


class Process:
    """A policy service over a log and a registry of its own."""

    def __init__(self, folder: Path, log: str = "") -> None:
        self.folder = folder
        self._log = log or f"sqlite:{folder / 'log.sqlite'}"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.start()

    def start(self) -> None:
        settings = {
            "PORT": str(self._port),
            "REGISTRY": str(self.folder / "registry"),
            "LEARNING_LOG": self._log,
            "LEARNED": str(self.folder / "learned.json"),
            "EXPLORATION": "0",
        }
        env = os.environ | {f"CHATREC_POLICY_{name}": value for name, value in settings.items()}
        self._process = subprocess.Popen([sys.executable, "-m", "chatrec.policy"], env=env)
        self._policy = GrpcPolicy(channel(f"127.0.0.1:{self._port}"), 2.0)
        self.until(lambda _: True, 30.0)

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait(10)

    def until(self, wanted: Callable[[Decision], bool], within_s: float = 30.0) -> Decision:
        """Ask until the decision is as wanted; fail where that takes longer."""
        ends_s = time.monotonic() + within_s
        while True:
            try:
                decision = self._policy.choose(CHOICE)
                if wanted(decision):
                    return decision
            except ChatRecError:
                pass
            assert time.monotonic() < ends_s
            time.sleep(0.1)


@pytest.fixture
def process(tmp_path: Path) -> Iterator[Process]:
    process = Process(tmp_path)
    try:
        yield process
    finally:
        process.kill()


def test_it_learns_while_it_serves_and_nothing_is_lost_or_counted_twice_by_a_kill(process: Process) -> None:
    assert process.until(lambda decision: len(decision.f_rl) == 2).f_rl == (1.0, 1.0)
    log = SqliteLearningLog(process.folder / "log.sqlite", max_entries=1_000)
    log.append(decided("s1"), "u1")
    log.append(happened("s1", "b"), "u1")
    learned = process.until(lambda decision: decision.f_rl[0] < decision.f_rl[1])
    process.kill()
    log.append(decided("s2"), "u2")
    process.start()
    assert process.until(lambda decision: decision.f_rl != (1.0, 1.0)).f_rl == learned.f_rl
    log.append(happened("s2", "b"), "u2")
    assert process.until(lambda decision: decision.f_rl[0] < learned.f_rl[0] - 1e-6)
    log.close()


def test_it_learns_from_redis_and_goes_on_where_that_was_lost(redis_url: str, tmp_path: Path) -> None:
    client = connect(redis_url, "")
    log = RedisLearningLog(client, max_entries=1_000, keep_s=3_600, clock=time.time)
    process = Process(tmp_path, redis_url)
    try:
        log.append(decided("s1"), "u1")
        log.append(happened("s1", "b"), "u1")
        learned = process.until(lambda decision: decision.f_rl[0] < decision.f_rl[1])
        process.kill()
        client.flushall()
        process.start()
        assert process.until(lambda decision: decision.f_rl != (1.0, 1.0)).f_rl == learned.f_rl
        log.append(decided("s2"), "u2")
        log.append(happened("s2", "b"), "u2")
        assert process.until(lambda decision: decision.f_rl[0] < learned.f_rl[0] - 1e-6)
    finally:
        process.kill()


def test_a_release_is_followed_without_a_restart_and_a_damaged_one_is_not(process: Process) -> None:
    registry = Registry(process.folder / "registry")
    shipped = process.until(lambda _: True).policy_id
    registry.add(artefact_of(process.folder / "new", "new"))
    registry.record("learned-new", Stage.CANARY, ("a test",), share=1.0)
    process.until(lambda decision: decision.policy_id == "learned-new")
    registry.record("learned-new", Stage.ROLLED_BACK, ("a test",))
    process.until(lambda decision: decision.policy_id == shipped)
    registry.record("learned-new", Stage.PROMOTED, ("a test",))
    process.until(lambda decision: decision.policy_id == "learned-new")
    registry.add(artefact_of(process.folder / "bad", "bad"))
    (process.folder / "registry" / "policies" / "learned-bad" / "policy.onnx").write_bytes(b"broken")
    registry.record("learned-bad", Stage.PROMOTED, ("a test",))
    time.sleep(2.5)
    assert process.until(lambda _: True).policy_id == "learned-new"


def test_what_was_learned_and_is_damaged_is_put_aside_and_learned_anew(process: Process) -> None:
    log = SqliteLearningLog(process.folder / "log.sqlite", max_entries=1_000)
    log.append(decided("s1"), "u1")
    log.append(happened("s1", "b"), "u1")
    learned = process.until(lambda decision: decision.f_rl[0] < decision.f_rl[1])
    process.kill()
    (process.folder / "learned.json").write_text("{")
    process.start()
    assert process.until(lambda decision: decision.f_rl[0] < decision.f_rl[1]).f_rl == learned.f_rl
    assert (process.folder / "learned.json.damaged").read_text() == "{"
    log.close()


PRIOR = Values()


def a_learner() -> Learner:
    return Learner(PRIOR, rates=BanditRates(), rewarding=Rewarding(), limits=JoinLimits())


def follower_of(folder: Path, clock: Callable[[], float] = lambda: 0.0) -> Follower:
    values = LearnedValues(Bandit(PRIOR).posterior(), 0.0, 0.3)
    log = LearningLogFile(folder / "log.sqlite")
    return Follower(log, folder / "learned.json", a_learner, values, kept=50, clock=clock)


def test_what_was_learned_does_not_make_the_log_grow(tmp_path: Path) -> None:
    log = SqliteLearningLog(tmp_path / "log.sqlite", max_entries=10_000)
    follower = follower_of(tmp_path)
    for round_ in range(4):
        for number in range(100):
            log.append(decided(f"s{round_}-{number}"), "u1")
        assert follower.look() == 100
        assert len(list(LearningLogFile(tmp_path / "log.sqlite").after(0))) == 50
    log.close()


def test_what_takes_long_to_keep_is_kept_less_often_and_what_was_not_kept_is_learned_again(tmp_path: Path) -> None:
    log = SqliteLearningLog(tmp_path / "log.sqlite", max_entries=10_000)
    now_s = itertools.count()  # a second passes between any two looks at the clock
    follower = follower_of(tmp_path, lambda: float(next(now_s)))
    kept = []
    for number in range(60):
        log.append(decided(f"s{number}"), "u1")
        follower.look()
        kept.append(read_learner(tmp_path / "learned.json", a_learner()))
    assert len(set(kept)) == 3
    assert follower_of(tmp_path).look() == 60 - kept[-1]
    log.close()


WRITER = """
import sys
from pathlib import Path
from chatrec.orchestrator.adapters.learning_log import SqliteLearningLog
from tests.unit.policy.live_log import decided

log = SqliteLearningLog(Path(sys.argv[1]), max_entries=10**6)
for number in range(10**6):
    log.append(decided(f"s{number}"), "u1")
    print(number, flush=True)
"""


def test_whatever_was_appended_is_there_after_the_writer_was_killed(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    with subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout
        said = [int(writer.stdout.readline()) for _ in range(200)]
        writer.send_signal(signal.SIGKILL)
        said += [int(line) for line in writer.stdout if line.endswith("\n")]
    held = [entry.session_id for _, entry in LearningLogFile(path).after(0)]
    assert held[: len(said)] == [f"s{number}" for number in said]


def test_the_log_keeps_an_entry_once_and_only_so_many(tmp_path: Path) -> None:
    log = SqliteLearningLog(tmp_path / "log.sqlite", max_entries=100)
    assert log.append(decided("s"), "u1")
    assert not log.append(decided("s"), "u1")
    for number in range(600):
        log.append(happened(f"s{number}"), "u2")
    held = [number for number, _ in LearningLogFile(tmp_path / "log.sqlite").after(0)]
    assert 100 <= len(held) <= 356
    assert log.erase("u2") == len(held)
    log.close()


def test_the_log_is_read_from_where_one_was_past_lines_that_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    assert list(LearningLogFile(path).after(0)) == []
    log = SqliteLearningLog(path, max_entries=10_000)
    for number in range(1_100):
        log.append(happened(f"s{number}"), "u1")
    log._connection.execute("UPDATE entries SET line = 'broken' WHERE number = 700")
    found = [number for number, _ in LearningLogFile(path).after(600)]
    assert found == [number for number in range(601, 1_101) if number != 700]
    log.close()


def test_a_file_that_is_no_log_is_said_to_be_none(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    path.write_bytes(b"no database at all, but long enough to be taken for one" * 20)
    with pytest.raises(UnavailableError):
        list(LearningLogFile(path).after(0))
    with pytest.raises(UnavailableError):
        SqliteLearningLog(path, max_entries=1)
