"""The life of a release: registered, let through by the gate, shadow, canary, promoted; or rolled back.

The audit is the state: what runs is told from the records, oldest first. Each record names the digest of the one
before, so that a record that was changed or taken out is found.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Final

from chatrec.vocabulary.errors import InvalidInputError, UnavailableError

__all__ = ["FIRST", "Record", "Stage", "Standing", "follow", "on_canary", "record_line", "records_from_lines"]

FIRST: Final = "0" * 64
"""The digest before the first record."""


class Stage(StrEnum):
    """What a record says became of a policy."""

    REFUSED = "refused"
    SHADOW = "shadow"
    CANARY = "canary"
    PROMOTED = "promoted"
    ROLLED_BACK = "rolled_back"


@dataclass(frozen=True, slots=True)
class Record:
    """One step of a release; `share` is that of the subjects on the canary, 0 to 1, `figures` what it rests on."""

    unix_ms: int
    policy_id: str
    stage: Stage
    before: str
    share: float = 0.0
    reasons: tuple[str, ...] = ()
    figures: Mapping[str, float] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """The sha256 of the record's line."""
        return hashlib.sha256(record_line(self).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Standing:
    """What runs now: the running policy, "" for the one of the settings, and the one on trial, "" for none.

    `stage` and `share` are the trial's; `promoted` are the policies that ran before, the latest last.
    """

    running: str = ""
    trial: str = ""
    stage: Stage | None = None
    share: float = 0.0
    promoted: tuple[str, ...] = ()


def follow(records: Iterable[Record]) -> Standing:
    """Tell from the records what runs now.

    A roll-back of the policy on trial ends the trial; one of the running policy brings back the one before.
    """
    standing = Standing()
    for record in records:
        standing = _after(standing, record)
    return standing


def on_canary(standing: Standing, subject: str) -> bool:
    """Say whether a subject talks with the canary: the same one always does, while the trial lasts."""
    if standing.stage is not Stage.CANARY or not subject:
        return False
    drawn = hashlib.blake2b(f"{standing.trial}\n{subject}".encode(), digest_size=8).digest()
    return int.from_bytes(drawn) < standing.share * 2.0**64


def record_line(record: Record) -> str:
    """Give a record as one line of JSON."""
    return json.dumps(asdict(record), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def records_from_lines(lines: Sequence[str]) -> tuple[Record, ...]:
    """Read the records and check that none was changed or taken out.

    A last line that was cut off, as its writer was killed, is no record and is passed over.

    Raises:
        UnavailableError: a record cannot be read, or does not follow on the one before; its line is named.
    """
    records: list[Record] = []
    for number, line in enumerate(lines, start=1):
        try:
            record = _record(json.loads(line))
        except (ValueError, KeyError, TypeError) as error:
            if number == len(lines) and not line.endswith("\n"):
                break
            raise UnavailableError("The audit of releases cannot be read.", line=number, problem=error) from error
        if record.before != (records[-1].digest if records else FIRST):
            raise UnavailableError("A record of the audit was changed or taken out.", line=number)
        records.append(record)
    return tuple(records)


def _record(facts: dict[str, Any]) -> Record:
    return Record(**{**facts, "stage": Stage(facts["stage"]), "reasons": tuple(facts["reasons"])})


def _after(standing: Standing, record: Record) -> Standing:
    if record.stage is Stage.REFUSED:
        return standing
    if record.stage is Stage.PROMOTED:
        return Standing(record.policy_id, promoted=(*standing.promoted, standing.running))
    if record.stage is not Stage.ROLLED_BACK:
        return Standing(standing.running, record.policy_id, record.stage, record.share, standing.promoted)
    if record.policy_id == standing.trial:
        return Standing(standing.running, promoted=standing.promoted)
    if record.policy_id == standing.running and standing.promoted:
        return Standing(standing.promoted[-1], promoted=standing.promoted[:-1])
    raise InvalidInputError("Only the running policy and the one on trial can be rolled back.", policy=record.policy_id)
