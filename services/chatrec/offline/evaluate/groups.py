"""Groups of tables that are measured by one command, and the digest by which two runs are known to be the same."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from chatrec.offline.evaluate.evaluation import Options
from chatrec.offline.evaluate.report import Report, Summary, measure
from chatrec.offline.evaluate.tasks import load_task

__all__ = ["GROUPS", "Table", "digest", "measure_group"]

_COSTS: Final = frozenset({"wall_s", "cpu_s", "peak_rss_mb"})
"""What of a summary differs from run to run."""


@dataclass(frozen=True, slots=True)
class Table:
    """A task, and the share of its users' answers that are wrong."""

    task: str
    wrong_answers: float = 0.0


GROUPS: Final[Mapping[str, Sequence[Table]]] = {
    "knowledge": (
        Table("opendialkg"),
        Table("redial"),
        Table("inspired"),
        Table("ml-100k"),
        Table("kgcn-music"),
        Table("explanations"),
    ),
    "policy": (
        Table("lastfm"),
        Table("lastfm", 0.1),
        Table("lastfm_learned", 0.1),
        Table("lastfm_star"),
        Table("lastfm_star", 0.1),
        Table("gate"),
        Table("drift"),
    ),
}
"""By the name that stands for a task's."""


def measure_group(name: str, options: Options) -> Iterator[tuple[Table, Report]]:
    """Measure the tables of a group one after the other; each has its own share of wrong answers.

    Raises:
        UnavailableError: a task needs what only the training extra installs.
    """
    for table in GROUPS[name]:
        there = replace(options, wrong_answers=table.wrong_answers)
        yield table, measure(table.task, load_task(table.task), there)


def digest(summaries: Sequence[Summary]) -> str:
    """Give 16 hexadecimal digits of all figures, what they cost aside."""
    figures = [{name: part for name, part in summary.items() if name not in _COSTS} for summary in summaries]
    return hashlib.sha256(json.dumps(figures, sort_keys=True).encode()).hexdigest()[:16]
