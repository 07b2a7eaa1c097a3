"""The life of a release: registered, let through by the gate, shadow, canary, promoted; or rolled back.

The audit is the state: what runs is told from the records, oldest first. Each record names the digest of the one
before, so that a record that was changed or taken out is found.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

from chatrec.policy.domain.assignment import Experiment, drawn
from chatrec.vocabulary.errors import InvalidInputError, UnavailableError

__all__ = ["FIRST", "Record", "Stage", "Standing", "follow", "on_canary", "record_line", "records_from_lines"]

FIRST: Final = "0" * 64
"""The digest before the first record."""

_EXPERIMENTS_ONLY: Final = {"catalogue", "arms"}


class Stage(StrEnum):
    """What a record says became of a policy."""

    REFUSED = "refused"
    SHADOW = "shadow"
    CANARY = "canary"
    PROMOTED = "promoted"
    ROLLED_BACK = "rolled_back"
    EXPERIMENT = "experiment"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Record:
    """One step of a release; `share` is that of the subjects on the canary, 0 to 1, `figures` what it rests on.

    Of an experiment, `policy_id` is its name, `catalogue` where it runs, and `arms` the shares of its policies.
    """

    unix_ms: int
    policy_id: str
    stage: Stage
    before: str
    share: float = 0.0
    reasons: tuple[str, ...] = ()
    figures: Mapping[str, float] = field(default_factory=dict)
    catalogue: str = ""
    arms: Mapping[str, float] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """The sha256 of the record's line."""
        return hashlib.sha256(record_line(self).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Standing:
    """What runs now: the running policy, "" for the one of the settings, and the one on trial, "" for none.

    `stage` and `share` are the trial's; `promoted` are the policies that ran before, the latest last. `experiments` are
    those that run, by catalogue.
    """

    running: str = ""
    trial: str = ""
    stage: Stage | None = None
    share: float = 0.0
    promoted: tuple[str, ...] = ()
    experiments: Mapping[str, Experiment] = field(default_factory=dict)


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
    return drawn(standing.trial, subject) < standing.share


def record_line(record: Record) -> str:
    """Give a record as one line of JSON."""
    facts = {name: value for name, value in asdict(record).items() if value or name not in _EXPERIMENTS_ONLY}
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


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
    if record.stage in {Stage.EXPERIMENT, Stage.ENDED}:
        return replace(standing, experiments=_experiments_after(standing.experiments, record))
    without = replace(standing, trial="", stage=None, share=0.0)
    if record.stage is Stage.PROMOTED:
        return replace(without, running=record.policy_id, promoted=(*standing.promoted, standing.running))
    if record.stage is not Stage.ROLLED_BACK:
        return replace(standing, trial=record.policy_id, stage=record.stage, share=record.share)
    if record.policy_id == standing.trial:
        return without
    if record.policy_id == standing.running and standing.promoted:
        return replace(without, running=standing.promoted[-1], promoted=standing.promoted[:-1])
    raise InvalidInputError("Only the running policy and the one on trial can be rolled back.", policy=record.policy_id)


def _experiments_after(running: Mapping[str, Experiment], record: Record) -> Mapping[str, Experiment]:
    if record.stage is Stage.EXPERIMENT:
        if record.catalogue in running:
            raise InvalidInputError("An experiment runs in this catalogue already.", catalogue=record.catalogue)
        if any(experiment.name == record.policy_id for experiment in running.values()):
            raise InvalidInputError("An experiment of this name runs already.", experiment=record.policy_id)
        return {**running, record.catalogue: Experiment(record.policy_id, dict(record.arms))}
    left = {name: experiment for name, experiment in running.items() if experiment.name != record.policy_id}
    if len(left) == len(running):
        raise InvalidInputError("No experiment of this name runs.", experiment=record.policy_id)
    return left
