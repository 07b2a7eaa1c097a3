"""What every learning log promises: entries in order, each once, whoever reads; and nothing of who was erased."""

from collections.abc import Callable
from pathlib import Path

import pytest

from chatrec.orchestrator.adapters.learning_log import SqliteLearningLog
from chatrec.orchestrator.adapters.redis_learning_log import RedisLearningLog
from chatrec.orchestrator.adapters.redis_sessions import connect
from chatrec.orchestrator.domain.ports import LearningLog as Written
from chatrec.policy.adapters.learning_log import open_learning_log
from chatrec.policy.domain.ports import LearningLog as Read
from chatrec.vocabulary.errors import InvalidInputError, NotFoundError, UnavailableError
from tests.servers.ports import free_port
from tests.unit.policy.live_log import decided, happened

Opened = tuple[Written, Read]


def in_a_file(request: pytest.FixtureRequest) -> Opened:
    path: Path = request.getfixturevalue("tmp_path") / "log.sqlite"
    return SqliteLearningLog(path, max_entries=100), open_learning_log(f"sqlite:{path}")


def in_redis(request: pytest.FixtureRequest) -> Opened:
    url: str = request.getfixturevalue("redis_url")
    written = RedisLearningLog(connect(url, ""), max_entries=100, keep_s=60, clock=lambda: 1.7e9)
    return written, open_learning_log(url)


@pytest.fixture(params=[in_a_file, in_redis], ids=["sqlite", "redis"])
def logs(request: pytest.FixtureRequest) -> Opened:
    opening: Callable[[pytest.FixtureRequest], Opened] = request.param
    return opening(request)


def test_entries_come_in_the_order_in_which_they_were_appended(logs: Opened) -> None:
    written, read = logs
    entries = [decided("s1"), happened("s1"), decided("s2", 2), happened("s2", turn=2)]
    for entry in entries:
        assert written.append(entry, "u1")
    assert [entry for _, entry in read.after(0)] == entries
    read.check()


def test_an_entry_is_kept_once(logs: Opened) -> None:
    written, read = logs
    assert written.append(happened("s1"), "u1")
    assert not written.append(happened("s1"), "u1")
    assert len(list(read.after(0))) == 1


def test_reading_goes_on_behind_any_number(logs: Opened) -> None:
    written, read = logs
    for number in range(60):
        written.append(happened(f"s{number}"), "u1")
    numbers = [number for number, _ in read.after(0)]
    assert numbers == sorted(set(numbers))
    assert [number for number, _ in read.after(numbers[19])] == numbers[20:]
    assert list(read.after(numbers[-1])) == []


def test_a_log_is_bounded(logs: Opened) -> None:
    written, read = logs
    for number in range(700):
        written.append(happened(f"s{number}"), "u1")
    held = [entry.session_id for _, entry in read.after(0)]
    assert 100 <= len(held) <= 400
    assert held[-1] == "s699"


def test_only_what_was_learned_goes_and_only_where_there_is_too_much(logs: Opened) -> None:
    written, read = logs
    for number in range(60):
        written.append(happened(f"s{number}"), "u1")
    numbers = [number for number, _ in read.after(0)]
    read.trim(numbers[-1], 80)
    assert len(list(read.after(0))) == 60
    read.trim(numbers[9], 20)
    assert [number for number, _ in read.after(0)] == numbers[10:]
    read.trim(numbers[-1], 20)
    assert [number for number, _ in read.after(0)] == numbers[40:]
    assert not written.append(happened("s59"), "u1")


def test_reading_goes_on_where_entries_that_were_not_read_were_trimmed(logs: Opened) -> None:
    written, read = logs
    written.append(happened("first"), "u1")
    ((number, _),) = read.after(0)
    for later in range(600):
        written.append(happened(f"s{later}"), "u1")
    held = [entry.session_id for _, entry in read.after(number)]
    assert held[-1] == "s599"
    assert len(held) < 600


def test_a_log_that_was_lost_is_read_from_its_new_beginning(request: pytest.FixtureRequest, logs: Opened) -> None:
    written, read = logs
    for number in range(20):
        written.append(happened(f"s{number}"), "u1")
    last = [number for number, _ in read.after(0)][-1]
    again, read = lost(request, written)
    again.append(happened("new"), "u1")
    assert [entry.session_id for _, entry in read.after(last)] == ["new"]


def lost(request: pytest.FixtureRequest, written: Written) -> Opened:
    if isinstance(written, RedisLearningLog):
        written._client.flushall()
        return in_redis(request)
    written.close()  # type: ignore[attr-defined]
    for file in (request.getfixturevalue("tmp_path")).glob("log.sqlite*"):
        file.unlink()
    return in_a_file(request)


def test_places_of_a_users_entries_go_with_the_entries(request: pytest.FixtureRequest) -> None:
    written, _ = in_redis(request)
    for number in range(700):
        written.append(happened(f"s{number}"), "u1")
    held = written._client.zcard("chatrec:{learning}:places:u1")  # type: ignore[attr-defined]
    assert held <= 400


def test_who_is_erased_is_gone_and_the_others_stay(logs: Opened) -> None:
    written, read = logs
    for number in range(4):
        written.append(happened(f"s{number}"), f"u{number % 2}")
    written.append(happened("nobody"), "")
    assert written.erase("u1") == 2
    assert written.erase("u1") == 0
    assert [entry.session_id for _, entry in read.after(0)] == ["s0", "s2", "nobody"]


def test_a_log_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        open_learning_log(str(tmp_path / "none.sqlite")).check()
    gone = f"redis://127.0.0.1:{free_port()}/0"
    with pytest.raises(UnavailableError):
        open_learning_log(gone).check()
    with pytest.raises(UnavailableError):
        list(open_learning_log(gone).after(0))


@pytest.mark.parametrize("where", ["", "sqlite:", "http://elsewhere"])
def test_what_names_no_log_is_refused(where: str) -> None:
    with pytest.raises(InvalidInputError):
        open_learning_log(where)
