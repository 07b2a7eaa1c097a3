"""What is told to whoever learns: every decision with what was shown, every event, and nothing of who was erased."""

from pathlib import Path

import pytest

from chatrec.orchestrator.adapters.learning_log import SqliteLearningLog
from chatrec.vocabulary.errors import UnavailableError
from chatrec.vocabulary.learning import Decided, Entry, Happened
from chatrec.vocabulary.turn import EventType
from chatrec.vocabulary.words import Move
from tests.unit.orchestrator.small_world import World


class Kept:
    """A log in memory."""

    def __init__(self) -> None:
        self.entries: list[tuple[Entry, str]] = []

    def append(self, entry: Entry, user_id: str) -> bool:
        self.entries.append((entry, user_id))
        return True

    def erase(self, user_id: str) -> int:
        before = len(self.entries)
        self.entries = [kept for kept in self.entries if kept[1] != user_id]
        return before - len(self.entries)


class Broken:
    """A log that does not answer."""

    def append(self, entry: Entry, user_id: str) -> bool:
        raise UnavailableError("The learning log does not answer.")

    def erase(self, user_id: str) -> int:
        raise UnavailableError("The learning log does not answer.")


def test_a_decision_is_logged_with_what_was_known_and_what_was_shown() -> None:
    log = Kept()
    world = World(learning_log=log)
    session = world.start()
    turn = world.say(session, "seek:phone brand=zeta")
    ((entry, user_id),) = log.entries
    assert isinstance(entry, Decided)
    assert user_id == "u1"
    assert (entry.session_id, entry.turn, entry.policy_id, entry.propensity) == (session, 1, "learned", 0.75)
    assert turn.experiment_arm == entry.experiment_arm == "canary"
    assert (entry.trial_policy_id, entry.trial_failed) == ("learned", False)
    assert [item.item_id for item in entry.shown] == [item.id for item in turn.items]
    assert entry.shown[0].steps == (("brand", "zeta"),)
    assert 0.0 < entry.shown[0].score <= 1.0
    assert entry.choice.catalogue == "shop"
    assert entry.move is Move.RECOMMEND


def test_an_event_is_logged_once() -> None:
    log = Kept()
    world = World(learning_log=log)
    session = world.start()
    turn = world.say(session, "seek:phone")
    for _ in range(2):
        world.does(session, EventType.ACCEPT, turn.items[0].id, turn=1, event_id="e1")
    events = [entry for entry, _ in log.entries if isinstance(entry, Happened)]
    assert [(event.event_id, event.turn, event.type, event.user_id) for event in events] == [
        ("e1", 1, EventType.ACCEPT, "u1")
    ]


def test_a_repeated_request_is_no_second_decision(tmp_path: Path) -> None:
    log = Kept()
    world = World(learning_log=log)
    session = world.start()
    for _ in range(2):
        world.say(session, "seek:phone", request_id="r1")
    assert len(log.entries) == 1


def test_a_turn_goes_on_where_the_log_is_lost_but_an_event_is_not_taken() -> None:
    world = World(learning_log=Broken())
    session = world.start()
    turn = world.say(session, "seek:phone")
    assert turn.items
    with pytest.raises(UnavailableError):
        world.does(session, EventType.ACCEPT, turn.items[0].id, turn=1, event_id="e1")
    assert not world.store.events("u1") or all(event.event_id != "e1" for event in world.store.events("u1"))


def test_who_is_erased_is_gone_from_the_log(tmp_path: Path) -> None:
    log = SqliteLearningLog(tmp_path / "log.sqlite", max_entries=100)
    world = World(learning_log=log)
    for user in ("u1", "u2"):
        world.say(world.start(user), "seek:phone")
    world.diary.erase("u1")
    assert log.erase("u1") == 0
    assert log.erase("u2") == 1
    log.close()
