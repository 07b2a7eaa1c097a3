"""`chatrec experiment report`: the arms of each catalogue, from the learning log."""

import argparse
import json
import math
import os
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from chatrec.policy.adapters.learning_log import open_learning_log
from chatrec.policy.adapters.rewarding_file import read_rewarding
from chatrec.policy.domain.experiment import ArmReport, report
from chatrec.policy.domain.rewards import join
from chatrec.policy.domain.sequential import Interval

__all__ = ["add", "run"]


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    commands = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    told = commands.add_parser("report", help="how the users of each policy fared, with intervals that always hold")
    told.add_argument("--log", metavar="FILE|URL", required=True, help="the learning log: a sqlite file, or in Redis")
    told.add_argument("--rewards", type=Path, metavar="FILE.json", help="what happenings are worth")
    told.add_argument("--json", type=Path, metavar="FILE", help="write the figures here")


def run(arguments: argparse.Namespace) -> int:
    """Report."""
    log = open_learning_log(arguments.log, os.environ.get("CHATREC_POLICY_REDIS_PASSWORD", ""))
    log.check()
    joined = join((entry for _, entry in log.after(0)), read_rewarding(arguments.rewards))
    rows = report(joined.conversations)
    Console(highlight=False).print(_page(rows))
    print(*(f"{fate}: {count}" for fate, count in sorted(joined.fates.items()) if count), sep=", ")
    if arguments.json:
        text = json.dumps([_finite(asdict(row)) for row in rows], ensure_ascii=False, indent=2, allow_nan=False)
        arguments.json.write_text(text + "\n", encoding="utf-8")
    return 0


def _page(rows: tuple[ArmReport, ...]) -> Table:
    table = Table("catalogue", "policy", "conversations", box=None, header_style="dim")
    for name in rows[0].means if rows else ():
        table.add_column(name)
    for row in rows:
        cells = [f"{mean:.4g}{_difference(row.differences.get(name))}" for name, mean in row.means.items()]
        table.add_row(row.catalogue, row.policy_id, str(row.conversations), *cells)
    return table


def _difference(found: Interval | None) -> str:
    if found is None:
        return ""
    if math.isinf(found.low):
        return f" ({found.value:+.4g}, too few to say)"
    return f" ({found.value:+.4g}, {found.low:+.4g} to {found.high:+.4g})"


def _finite(facts: object) -> object:
    """Put null where there is no bound."""
    if isinstance(facts, dict):
        return {name: _finite(value) for name, value in facts.items()}
    return None if isinstance(facts, float) and math.isinf(facts) else facts
