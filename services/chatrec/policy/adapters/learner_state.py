"""What the learner holds, in one file with the number of the log's last entry that it knows: both or neither.

The file is replaced whole, so that a process that is killed goes on from the entry after the last that counted, and no
entry counts twice.
"""

import json
import os
from pathlib import Path
from typing import Any, Final, TypeVar

from chatrec.policy.domain.bandit import Weight
from chatrec.policy.domain.learner import Learner, Open
from chatrec.vocabulary.errors import ChatRecError, UnavailableError
from chatrec.vocabulary.learning import Decided, Entry, Happened, entry_from_text, entry_text
from chatrec.vocabulary.turn import EventType

__all__ = ["read_learner", "write_learner"]

_FORMAT: Final = 1

Kept = TypeVar("Kept", Decided, Happened)


def write_learner(path: Path, learner: Learner, number: int) -> None:
    """Write what a learner holds after the log's entry of this number.

    Raises:
        UnavailableError: the file cannot be written.
    """
    facts = {
        "format": _FORMAT,
        "number": number,
        "bandits": {
            catalogue: [[*key, weight.mean, weight.precision, weight.unix_ms] for key, weight in bandit.weights.items()]
            for catalogue, bandit in learner.bandits.items()
        },
        "open": [
            [
                entry_text(held.decided),
                sorted((item, str(kind)) for item, kind in held.answered),
                held.passed,
                held.influence,
            ]
            for turns in learner.open.values()
            for held in turns.values()
        ],
        "orphans": [entry_text(event) for waiting in learner.orphans.values() for event in waiting],
        "heard": [[user, hour, count] for (user, hour), count in learner.heard.items()],
    }
    half = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with half.open("w", encoding="utf-8") as file:
            json.dump(facts, file, ensure_ascii=False, separators=(",", ":"))
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    except OSError as error:
        raise UnavailableError("What was learned cannot be written.", file=path) from error


def read_learner(path: Path, learner: Learner) -> int:
    """Fill a new learner with what was written; give the number of the last entry that it knows, 0 where none is.

    Raises:
        UnavailableError: the file is damaged, or of another format; the learner is not to be used then.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return 0
    except (OSError, ValueError) as error:
        raise UnavailableError("What was learned cannot be read.", file=path) from error
    try:
        facts = json.loads(text)
        if facts["format"] != _FORMAT:
            raise UnavailableError("What was learned has an unknown format.", file=path, format=facts["format"])
        _fill(learner, facts)
        return int(facts["number"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnavailableError("What was learned cannot be read.", file=path, problem=error) from error


def _fill(learner: Learner, facts: dict[str, Any]) -> None:
    for catalogue, rows in facts["bandits"].items():
        bandit = learner.bandit(catalogue)
        if bandit is not None:
            bandit.restore({(row[0], row[1]): Weight(*map(float, row[2:])) for row in rows})
    for line, answered, passed, *influence in facts["open"]:
        decided = _entry(line, Decided)
        held = Open(decided, {(item, EventType(kind)) for item, kind in answered}, bool(passed), *map(float, influence))
        learner.open.setdefault(decided.session_id, {})[decided.turn] = held
    for line in facts["orphans"]:
        event = _entry(line, Happened)
        learner.orphans.setdefault((event.session_id, event.turn), []).append(event)
    for user, hour, count in facts["heard"]:
        learner.heard[user, hour] = count


def _entry(line: str, kind: type[Kept]) -> Kept:
    try:
        entry: Entry = entry_from_text(line)
    except ChatRecError as error:
        raise ValueError(error.message) from error
    if not isinstance(entry, kind):
        raise TypeError(line)
    return entry
