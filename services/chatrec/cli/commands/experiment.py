"""`chatrec experiment start|end|report`: policies side by side in a catalogue, and how their users fared."""

import argparse
import json
import math
import os
from collections import Counter
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from chatrec.policy.adapters import open_artefact
from chatrec.policy.adapters.learning_log import open_learning_log
from chatrec.policy.adapters.registry import Registry
from chatrec.policy.adapters.rewarding_file import read_rewarding
from chatrec.policy.domain import Planner
from chatrec.policy.domain.assignment import Experiment
from chatrec.policy.domain.experiment import ArmReport, report
from chatrec.policy.domain.releases import Stage
from chatrec.policy.domain.rewards import Joined, join
from chatrec.policy.domain.sequential import Interval
from chatrec.policy.settings import SHIPPED_ARTEFACT

__all__ = ["add", "run"]


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    commands = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    started = commands.add_parser("start", help="share a catalogue's users among policies; each user stays with one")
    started.add_argument("name")
    started.add_argument("--catalogue", required=True, metavar="NAME")
    started.add_argument(
        "--arm",
        action="append",
        required=True,
        type=_arm,
        metavar="POLICY=SHARE",
        help="a policy of the registry, the one that ships or planner-1, and its share of the users; two or more",
    )
    ended = commands.add_parser("end", help="let the running policy serve all users of the catalogue again")
    ended.add_argument("name")
    for command, do in ((started, _start), (ended, _end)):
        command.add_argument("--registry", type=Path, default=Path("registry"), metavar="DIR")
        command.set_defaults(do=do)
    told = commands.add_parser("report", help="how the users of each arm fared, with intervals that always hold")
    told.set_defaults(do=_report)
    told.add_argument("--log", metavar="FILE|URL", required=True, help="the learning log: a sqlite file, or in Redis")
    told.add_argument("--rewards", type=Path, metavar="FILE.json", help="what happenings are worth")
    told.add_argument("--json", type=Path, metavar="FILE", help="write the figures here")


def run(arguments: argparse.Namespace) -> int:
    """Do it."""
    code: int = arguments.do(arguments)
    return code


def _arm(text: str) -> tuple[str, float]:
    policy_id, _, share = text.rpartition("=")
    return policy_id, float(share)


def _start(arguments: argparse.Namespace) -> int:
    registry = Registry(arguments.registry)
    arms = dict(arguments.arm)
    Experiment(arguments.name, arms)
    for policy_id in arms:
        if policy_id not in {Planner().policy_id, open_artefact(SHIPPED_ARTEFACT).card.policy_id}:
            registry.open(policy_id)
    reasons = (arguments.catalogue, *(f"{policy_id}: {share:.0%}" for policy_id, share in arms.items()))
    registry.record(arguments.name, Stage.EXPERIMENT, reasons, catalogue=arguments.catalogue, arms=arms)
    print(f"{arguments.name}: " + ", ".join(reasons))
    return 0


def _end(arguments: argparse.Namespace) -> int:
    Registry(arguments.registry).record(arguments.name, Stage.ENDED, ("asked for by a person",))
    print(f"{arguments.name}: ended")
    return 0


def _report(arguments: argparse.Namespace) -> int:
    log = open_learning_log(arguments.log, os.environ.get("CHATREC_POLICY_REDIS_PASSWORD", ""))
    log.check()
    joined = join((entry for _, entry in log.after(0)), read_rewarding(arguments.rewards))
    rows = report(joined.conversations)
    Console(highlight=False).print(_page(rows))
    print(*(f"{fate}: {count}" for fate, count in sorted(joined.fates.items()) if count), sep=", ")
    for policy_id, (asked, unanswered) in sorted(_trials(joined).items()):
        print(f"{policy_id}: on trial in {asked} decisions, no answer in {unanswered}")
    if arguments.json:
        text = json.dumps([_finite(asdict(row)) for row in rows], ensure_ascii=False, indent=2, allow_nan=False)
        arguments.json.write_text(text + "\n", encoding="utf-8")
    return 0


def _trials(joined: Joined) -> dict[str, tuple[int, int]]:
    """Count what policies on trial were asked, unheard or not, and how often they had no answer."""
    decisions = [decided for talk in joined.conversations for decided in talk.decisions if decided.trial_policy_id]
    asked = Counter(decided.trial_policy_id for decided in decisions)
    unanswered = Counter(decided.trial_policy_id for decided in decisions if decided.trial_failed)
    return {policy_id: (count, unanswered[policy_id]) for policy_id, count in asked.items()}


def _page(rows: tuple[ArmReport, ...]) -> Table:
    table = Table("catalogue", "arm", "policy", "conversations", box=None, header_style="dim")
    for name in rows[0].means if rows else ():
        table.add_column(name)
    for row in rows:
        cells = [f"{mean:.4g}{_difference(row.differences.get(name))}" for name, mean in row.means.items()]
        table.add_row(row.catalogue, row.arm, row.policy_id, str(row.conversations), *cells)
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
