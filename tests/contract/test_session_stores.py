"""What every SessionStore promises, kept by memory, by sqlite, by a real Redis and by a real Redis Cluster."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import redis

from chatrec.orchestrator.adapters.memory_sessions import MAX_REMEMBERED, MAX_TURNS, MemorySessions
from chatrec.orchestrator.adapters.redis_sessions import RedisSessions, connect
from chatrec.orchestrator.adapters.sqlite_sessions import SqliteSessions
from chatrec.orchestrator.domain.ports import SessionStore, StoredEvent, Versioned
from chatrec.vocabulary.conversation import DialogueState, Topic
from chatrec.vocabulary.errors import ConflictError, NotFoundError, UnavailableError
from chatrec.vocabulary.turn import Event, EventType, RecordedTurn, Session, SessionTastes, Taste, Turn
from chatrec.vocabulary.words import Language, Move
from tests.contract.redis_cluster import cluster_keys, empty_cluster, running_cluster
from tests.servers.ports import free_port
from tests.servers.python import environment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TTL_S = 100
MAX_SESSIONS = 20
MAX_EVENTS = 30
STORES = ("memory", "sqlite", "redis", "cluster")
ODD_IDS = (
    "{}",
    "}{",
    "}a{b}",
    "{user}:*",
    "chatrec:user:{x}:events",
    "session:s",
    "'; DROP TABLE sessions; --",
    'a"b\\c`d',
    "用户 一号 👩‍💻",
    "a b\tc%d",
    "*",
    "x" * 128,
)


@dataclass
class Clock:
    """Unix seconds that only the test moves."""

    now_s: float = 1_000_000.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture(scope="session")
def cluster_ports(requires: Callable[..., None], tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[int]]:
    requires("redis-server")
    with running_cluster(tmp_path_factory.mktemp("cluster")) as ports:
        yield ports


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, clock: Clock, tmp_path: Path) -> Iterator[SessionStore]:
    if request.param == "memory":
        yield MemorySessions(ttl_s=TTL_S, max_sessions=MAX_SESSIONS, max_events=MAX_EVENTS, clock=clock)
    elif request.param == "sqlite":
        with closing(opened(tmp_path / "sessions.db", clock)) as embedded:
            yield embedded
    else:
        if request.param == "redis":
            client = connect(request.getfixturevalue("redis_url"), "")
        else:
            ports = request.getfixturevalue("cluster_ports")
            empty_cluster(ports)
            client = connect(f"redis+cluster://127.0.0.1:{ports[0]}", "")
        with closing(client):
            yield RedisSessions(client, ttl_s=TTL_S, max_events=MAX_EVENTS, clock=clock)


def opened(path: Path, clock: Callable[[], float] = lambda: 1_000_000.0) -> SqliteSessions:
    return SqliteSessions(path, ttl_s=TTL_S, max_sessions=MAX_SESSIONS, max_events=MAX_EVENTS, clock=clock)


def a_session(session_id: str = "s1", user_id: str = "u1", number: int = 0) -> Session:
    state = DialogueState(language=Language.ZH, turn=number, active=Topic(catalogue="shop", wishes=("轻薄",)))
    return Session(session_id, user_id, ("shop", "movies"), Language.ZH, state, excluded_item_ids=("p9",))


def a_turn(number: int, session_id: str = "s1", request_id: str = "") -> RecordedTurn:
    turn = Turn(session_id, number, request_id or f"r{number}", Language.ZH, f"回复 {number}", Move.CHAT)
    return RecordedTurn(f"words {number}", turn)


def an_event(event_id: str = "e1", session_id: str = "s1", user_id: str = "u1", item: str = "p1") -> StoredEvent:
    return StoredEvent(Event(event_id, session_id, item, EventType.CLICK, 1, 2.5, 1_700_000_000_000), user_id)


def a_taste(session_id: str = "s1", unix_ms: int = 1_700_000_000_000, value: str = "p1") -> SessionTastes:
    tastes = (Taste("shop", "item", value, liked=True), Taste("电影", "genre", "恐怖", liked=False, weight=0.5))
    return SessionTastes(session_id, unix_ms, tastes)


def take(store: SessionStore, number: int, session_id: str = "s1") -> None:
    """Save the next turn of a session."""
    held = store.get(session_id)
    session = replace(held.session, state=replace(held.session.state, turn=number))
    store.save(Versioned(session, held.version), a_turn(number, session_id))


def test_a_session_comes_back_as_it_was_stored(store: SessionStore) -> None:
    store.create(a_session())
    assert store.get("s1").session == a_session()


def test_an_id_is_given_once(store: SessionStore) -> None:
    store.create(a_session())
    with pytest.raises(ConflictError):
        store.create(a_session(user_id="somebody else"))
    assert store.get("s1").session.user_id == "u1"


@pytest.mark.parametrize("session_id", ["nobody", "", "*", "{}", "s1\x00"])
def test_what_never_was_is_not_found(store: SessionStore, session_id: str) -> None:
    store.create(a_session())
    with pytest.raises(NotFoundError):
        store.get(session_id)
    with pytest.raises(NotFoundError):
        store.save(Versioned(a_session(session_id), 1), a_turn(1, session_id))
    with pytest.raises(NotFoundError):
        store.delete(session_id)
    assert store.find_turn(session_id, "r1") is None
    assert store.turns(session_id) == ()


def test_a_saved_session_and_its_turn_come_back(store: SessionStore) -> None:
    store.create(a_session())
    take(store, 1)
    assert store.get("s1").session == a_session(number=1)
    assert store.find_turn("s1", "r1") == a_turn(1)
    assert store.find_turn("s1", "r2") is None
    assert store.turns("s1") == (a_turn(1),)


def test_a_stale_save_is_refused_and_leaves_neither_session_nor_turn(store: SessionStore) -> None:
    store.create(a_session())
    stale = store.get("s1")
    take(store, 1)
    with pytest.raises(ConflictError):
        store.save(Versioned(a_session(number=7), stale.version), a_turn(7))
    assert store.get("s1").session == a_session(number=1)
    assert store.find_turn("s1", "r7") is None
    assert store.turns("s1") == (a_turn(1),)


def test_a_save_without_a_turn_adds_no_turn(store: SessionStore) -> None:
    store.create(a_session())
    store.save(Versioned(a_session(number=3), store.get("s1").version), None)
    assert store.get("s1").session == a_session(number=3)
    assert store.turns("s1") == ()


def test_of_many_who_save_at_once_exactly_one_wins(store: SessionStore) -> None:
    store.create(a_session())
    for round_ in range(1, 6):
        held = store.get("s1")
        start = threading.Barrier(8)

        def save(number: int, held: Versioned = held, start: threading.Barrier = start) -> bool:
            start.wait()
            try:
                store.save(Versioned(a_session(number=number), held.version), a_turn(number))
            except ConflictError:
                return False
            return True

        numbers = range(8 * round_, 8 * round_ + 8)
        with ThreadPoolExecutor(8) as pool:
            won = list(pool.map(save, numbers))
        assert sum(won) == 1
        winner = numbers[won.index(True)]
        assert store.get("s1").session == a_session(number=winner)
        assert store.turns("s1")[-1] == a_turn(winner)
        assert len(store.turns("s1")) == round_


def test_no_save_is_lost_when_all_retry(store: SessionStore) -> None:
    store.create(a_session())

    def add_one() -> None:
        while True:
            held = store.get("s1")
            number = held.session.state.turn + 1
            try:
                store.save(Versioned(a_session(number=number), held.version), a_turn(number))
            except ConflictError:
                continue
            return

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(add_one) for _ in range(20)]:
            done.result()
    assert store.get("s1").session.state.turn == 20
    assert [recorded.turn.turn for recorded in store.turns("s1")] == list(range(1, 21))


def test_the_turns_kept_are_the_latest_in_order(store: SessionStore) -> None:
    store.create(a_session())
    for number in range(1, MAX_TURNS + 8):
        take(store, number)
    assert [recorded.turn.turn for recorded in store.turns("s1")] == list(range(8, MAX_TURNS + 8))
    assert store.find_turn("s1", "r7") is None
    assert store.find_turn("s1", "r8") == a_turn(8)


def test_a_request_answered_anew_stands_once(store: SessionStore) -> None:
    store.create(a_session())
    take(store, 1)
    store.save(store.get("s1"), a_turn(2, request_id="r1"))
    assert store.turns("s1") == (a_turn(2, request_id="r1"),)


def test_an_ended_session_is_gone_with_its_turns(store: SessionStore) -> None:
    store.create(a_session())
    take(store, 1)
    store.record(an_event())
    store.delete("s1")
    with pytest.raises(NotFoundError):
        store.get("s1")
    assert store.turns("s1") == ()
    assert store.find_turn("s1", "r1") is None
    assert store.sessions("u1") == ()
    assert store.events("u1") == (an_event().event,)
    store.create(a_session())
    assert store.turns("s1") == ()


def test_an_event_counts_once(store: SessionStore) -> None:
    assert not store.knows(an_event())
    assert store.record(an_event())
    assert store.knows(an_event())
    assert not store.record(an_event(item="another"))
    assert store.events("u1") == (an_event().event,)


def test_an_event_recorded_by_many_at_once_counts_once(store: SessionStore) -> None:
    with ThreadPoolExecutor(8) as pool:
        recorded = list(pool.map(lambda _: store.record(an_event()), range(24)))
    assert sum(recorded) == 1


def test_events_come_back_in_order_and_the_oldest_go_first(store: SessionStore) -> None:
    many = 400
    for number in range(many):
        assert store.record(an_event(f"e{number}"))
    kept = [event.event_id for event in store.events("u1")]
    assert kept == [f"e{number}" for number in range(many - len(kept), many)]
    assert MAX_EVENTS <= len(kept) < 300  # a store may tidy up now and then


def test_users_have_their_own_sessions_and_events(store: SessionStore) -> None:
    store.create(a_session("s1", "u1"))
    store.create(a_session("s2", "u2"))
    store.create(a_session("s3", "u1"))
    store.record(an_event("e1", "s1", "u1"))
    store.record(an_event("e2", "s2", "u2"))
    assert {session.session_id for session in store.sessions("u1")} == {"s1", "s3"}
    assert [event.event_id for event in store.events("u2")] == ["e2"]
    assert store.sessions("nobody") == ()
    assert store.events("nobody") == ()


def test_what_a_session_told_of_taste_outlives_it_and_comes_back_oldest_first(store: SessionStore) -> None:
    store.create(a_session())
    store.remember("u1", a_taste("later", 2_000))
    store.remember("u1", a_taste("s1", 1_000))
    store.delete("s1")
    assert store.tastes("u1") == (a_taste("s1", 1_000), a_taste("later", 2_000))
    assert store.tastes("u2") == ()


def test_what_a_session_tells_later_replaces_what_it_told(store: SessionStore) -> None:
    store.remember("u1", a_taste(unix_ms=1_000))
    store.remember("u1", a_taste(unix_ms=2_000, value="p2"))
    assert store.tastes("u1") == (a_taste(unix_ms=2_000, value="p2"),)
    store.remember("u1", SessionTastes("s1", 3_000, ()))
    assert store.tastes("u1") == ()


def test_of_a_user_the_tastes_of_the_latest_sessions_are_kept(store: SessionStore) -> None:
    for number in range(MAX_REMEMBERED + 5):
        store.remember("u1", a_taste(f"s{number}", number))
    assert [told.unix_ms for told in store.tastes("u1")] == list(range(5, MAX_REMEMBERED + 5))


def test_erasing_a_user_leaves_nothing_of_theirs_and_all_of_others(store: SessionStore) -> None:
    for session_id, user_id in (("s1", "u1"), ("s2", "u2"), ("s3", "u1"), ("s4", "")):
        store.create(a_session(session_id, user_id))
        take(store, 1, session_id)
        store.record(an_event(f"event of {session_id}", session_id, user_id))
        store.remember(user_id, a_taste(session_id))
    erased = store.erase("u1")
    assert (erased.sessions, erased.events, erased.tastes) == (2, 2, 2)
    assert store.tastes("u1") == ()
    assert store.tastes("u2") == (a_taste("s2"),)
    for session_id in ("s1", "s3"):
        with pytest.raises(NotFoundError):
            store.get(session_id)
        assert store.turns(session_id) == ()
    assert store.sessions("u1") == ()
    assert store.events("u1") == ()
    assert store.events("u2")[0].session_id == "s2"
    assert store.turns("s2") == (a_turn(1, "s2"),)
    assert store.turns("s4") == (a_turn(1, "s4"),)
    again = store.erase("u1")
    assert (again.sessions, again.events, again.tastes) == (0, 0, 0)


@pytest.mark.parametrize("odd", ODD_IDS)
def test_an_odd_id_is_data(store: SessionStore, odd: str) -> None:
    others = [a_session("plain", "user"), a_session("s", "")]
    for other in others:
        store.create(other)
        store.record(an_event(f"event of {other.session_id}", other.session_id, other.user_id))
    store.create(a_session(odd, odd))
    store.save(store.get(odd), a_turn(1, odd, request_id=odd))
    assert store.record(an_event(odd, odd, odd, odd))
    assert not store.record(an_event(odd, odd, odd, odd))
    assert store.get(odd).session == a_session(odd, odd)
    assert store.find_turn(odd, odd) == a_turn(1, odd, request_id=odd)
    assert store.sessions(odd) == (a_session(odd, odd),)
    assert [event.item_id for event in store.events(odd)] == [odd]
    store.remember(odd, a_taste(odd))
    assert store.tastes(odd) == (a_taste(odd),)
    erased = store.erase(odd)
    assert (erased.sessions, erased.events) == (1, 1)
    for other in others:
        assert store.get(other.session_id).session == other
    assert len(store.events("user")) == 1


def test_a_store_that_answers_is_pinged_in_silence(store: SessionStore) -> None:
    store.create(a_session("s1"))
    held = store.get("s1")
    store.ping()
    assert store.get("s1") == held


# Time and bounds: Redis has a clock of its own, so that its sessions really end after a second.


@pytest.mark.parametrize("store", ["memory", "sqlite"], indirect=True)
def test_a_session_untouched_for_too_long_is_forgotten(store: SessionStore, clock: Clock) -> None:
    store.create(a_session("s1"))
    store.create(a_session("s2"))
    clock.now_s += TTL_S - 1
    take(store, 1, "s2")
    held = store.get("s1")
    clock.now_s += 2
    with pytest.raises(NotFoundError):
        store.get("s1")
    with pytest.raises(NotFoundError):
        store.save(held, a_turn(1))
    assert store.get("s2").session.state.turn == 1


def test_redis_forgets_a_session_with_its_turns_and_events(redis_url: str) -> None:
    with closing(connect(redis_url, "")) as client:
        store = RedisSessions(client, ttl_s=1, max_events=MAX_EVENTS, clock=Clock())
        store.create(a_session())
        take(store, 1)
        store.record(an_event())
        store.record(an_event("e2", "s9", ""))
        left_s = {key: client.ttl(key) for key in client.scan_iter()}
        assert len(left_s) == 8
        assert all(0 < seconds <= 2 for seconds in left_s.values()), left_s


@pytest.mark.parametrize("store", ["memory", "sqlite"], indirect=True)
def test_an_embedded_store_holds_no_more_sessions_than_it_may(store: SessionStore, clock: Clock) -> None:
    for number in range(600):
        clock.now_s += 0.001
        store.create(a_session(f"s{number}", f"u{number}"))
    found = [number for number in range(600) if store.sessions(f"u{number}")]
    assert found == list(range(600 - len(found), 600))
    assert MAX_SESSIONS <= len(found) < 300


# What is really left behind.


def test_redis_holds_no_key_of_an_erased_user(redis_url: str) -> None:
    with closing(connect(redis_url, "")) as client:
        store = RedisSessions(client, ttl_s=TTL_S, max_events=MAX_EVENTS, clock=Clock())
        erase_what_was_said(store)
        assert client.keys() == []


def test_a_cluster_holds_no_key_of_an_erased_user(cluster_ports: list[int]) -> None:
    empty_cluster(cluster_ports)
    with closing(connect(f"redis+cluster://127.0.0.1:{cluster_ports[1]}", "")) as client:
        store = RedisSessions(client, ttl_s=TTL_S, max_events=MAX_EVENTS, clock=Clock())
        erase_what_was_said(store)
    assert cluster_keys(cluster_ports) == []


def test_redis_erases_what_a_broken_erasure_left(redis_url: str) -> None:
    with closing(connect(redis_url, "")) as client:
        store = RedisSessions(client, ttl_s=TTL_S, max_events=MAX_EVENTS, clock=Clock())
        store.create(a_session())
        take(store, 1)
        (session,) = [key for key in client.scan_iter() if key.endswith(b":session")]
        client.delete(session)
        store.erase("u1")
        assert client.keys() == []


def test_a_session_lives_in_one_slot_of_a_cluster(cluster_ports: list[int]) -> None:
    empty_cluster(cluster_ports)
    with closing(connect(f"redis+cluster://127.0.0.1:{cluster_ports[0]}", "")) as client:
        store = RedisSessions(client, ttl_s=TTL_S, max_events=MAX_EVENTS, clock=Clock())
        for session_id in ("a", "}b{", "{}", "c:{d}"):
            store.create(a_session(session_id, ""))
            take(store, 1, session_id)
            store.record(an_event(session_id, session_id, ""))
            keys = [key for key in cluster_keys(cluster_ports) if key.startswith(b"chatrec:session:")]
            assert len(keys) == 5
            assert len({client.keyslot(key) for key in keys}) == 1
            empty_cluster(cluster_ports)


def test_the_sqlite_files_hold_no_trace_of_an_erased_user(tmp_path: Path) -> None:
    with closing(opened(tmp_path / "sessions.db")) as store:
        erase_what_was_said(store)
        left = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"sessions" in left
    for trace in (b"tell nobody", b"the-user", b"secret-item"):
        assert trace not in left


def erase_what_was_said(store: SessionStore) -> None:
    store.create(a_session("s1", "the-user"))
    for number in range(1, MAX_TURNS + 20):
        said = RecordedTurn("tell nobody " * 100, a_turn(number).turn)
        store.save(store.get("s1"), said)
    for number in range(50):
        store.record(an_event(f"e{number}", "s1", "the-user", "secret-item"))
    store.remember("the-user", a_taste(value="secret-item"))
    store.erase("the-user")


# sqlite: the file outlives the process, and several processes share it.


def test_sqlite_keeps_all_over_a_restart(tmp_path: Path) -> None:
    with closing(opened(tmp_path / "deep" / "er" / "sessions.db")) as store:
        store.create(a_session())
        take(store, 1)
        store.record(an_event())
    with closing(opened(tmp_path / "deep" / "er" / "sessions.db")) as store:
        assert store.get("s1").session == a_session(number=1)
        assert store.turns("s1") == (a_turn(1),)
        assert not store.record(an_event())
        take(store, 2)


_WRITER = """
import sys
from pathlib import Path
from tests.contract.test_session_stores import a_session, opened, take

store = opened(Path(sys.argv[1]))
store.create(a_session(sys.argv[2]))
for number in range(1, 100_000):
    take(store, number, sys.argv[2])
    print(number, flush=True)
"""


def writer(path: Path, session_id: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", _WRITER, str(path), session_id]
    return subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, text=True)


def test_sqlite_survives_the_kill_of_a_writing_process(tmp_path: Path) -> None:
    path = tmp_path / "sessions.db"
    with writer(path, "s1") as process:
        assert process.stdout
        told = [int(process.stdout.readline()) for _ in range(30)]
        os.kill(process.pid, signal.SIGKILL)
        told += [int(line) for line in process.stdout if line.endswith("\n")]
    with closing(opened(path)) as store:
        number = store.get("s1").session.state.turn
        assert number in {told[-1], told[-1] + 1}
        assert store.turns("s1")[-1] == a_turn(number)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_sqlite_is_shared_by_processes(tmp_path: Path) -> None:
    path = tmp_path / "sessions.db"
    with closing(opened(path)) as store, writer(path, "theirs") as process:
        try:
            assert process.stdout
            process.stdout.readline()
            store.create(a_session())
            for number in range(1, 600):  # often enough to tidy up while the other writes
                take(store, number)
                assert store.get("theirs").session.state.turn > 0
            assert process.poll() is None
        finally:
            process.kill()


# A store that is lost says so.


def attempts(store: SessionStore) -> list[Callable[[], Any]]:
    return [
        store.ping,
        lambda: store.create(a_session("new")),
        lambda: store.get("s1"),
        lambda: store.save(Versioned(a_session(), 1), a_turn(1)),
        lambda: store.find_turn("s1", "r1"),
        lambda: store.turns("s1"),
        lambda: store.delete("s1"),
        lambda: store.knows(an_event()),
        lambda: store.record(an_event()),
        lambda: store.events("u1"),
        lambda: store.sessions("u1"),
        lambda: store.remember("u1", a_taste()),
        lambda: store.tastes("u1"),
        lambda: store.erase("u1"),
    ]


def test_a_redis_that_is_down_is_unavailable_at_every_call() -> None:
    with closing(connect(f"redis://127.0.0.1:{free_port()}", "", timeout_s=0.2)) as client:
        for attempt in attempts(RedisSessions(client, ttl_s=TTL_S, max_events=MAX_EVENTS, clock=Clock())):
            with pytest.raises(UnavailableError):
                attempt()


def test_a_redis_that_hangs_is_unavailable_soon(redis_url: str) -> None:
    with closing(connect(redis_url, "", timeout_s=0.2)) as client, redis.Redis.from_url(redis_url) as other:
        store = RedisSessions(client, ttl_s=TTL_S, max_events=MAX_EVENTS, clock=Clock())
        store.create(a_session())
        other.client_pause(1500)
        with pytest.raises(UnavailableError):
            store.get("s1")
        other.client_unpause()
        assert store.get("s1").session == a_session()


def test_a_password_is_sent_and_a_wrong_one_is_told_as_unavailable(redis_url: str) -> None:
    with redis.Redis.from_url(redis_url) as owner:
        owner.config_set("requirepass", "right")
        try:
            with closing(connect(redis_url, "right")) as client:
                RedisSessions(client, ttl_s=TTL_S, max_events=MAX_EVENTS, clock=Clock()).ping()
            with closing(connect(redis_url, "wrong")) as client, pytest.raises(UnavailableError):
                RedisSessions(client, ttl_s=TTL_S, max_events=MAX_EVENTS, clock=Clock()).ping()
        finally:
            owner.config_set("requirepass", "")


def test_a_closed_session_file_is_unavailable_at_every_call(tmp_path: Path) -> None:
    store = opened(tmp_path / "sessions.db")
    store.close()
    for attempt in attempts(store):
        with pytest.raises(UnavailableError):
            attempt()


def test_a_spoilt_session_file_is_unavailable(tmp_path: Path) -> None:
    path = tmp_path / "sessions.db"
    path.write_bytes(b"this is no database" * 1000)
    with pytest.raises(UnavailableError):
        opened(path)
    with pytest.raises(UnavailableError):
        opened(tmp_path)


def test_a_session_file_that_is_spoilt_later_is_unavailable_and_nothing_hangs(tmp_path: Path) -> None:
    path = tmp_path / "sessions.db"
    with closing(opened(path)) as store:
        store.create(a_session())
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript("DROP TABLE turns; CREATE TABLE turns (other TEXT)")
        for _ in range(3):
            with pytest.raises(UnavailableError):
                take(store, 1)
        assert store.get("s1").session == a_session()
