"""`chatrec models list|verify|promote|rollback`: policies in a registry, and how one goes live."""

import argparse
import os
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from chatrec.policy.adapters.artefact import open_artefact
from chatrec.policy.adapters.learning_log import open_learning_log
from chatrec.policy.adapters.registry import Registry
from chatrec.policy.domain.releases import Record, Stage, Standing
from chatrec.policy.settings import SHIPPED_ARTEFACT
from chatrec.vocabulary.errors import ChatRecError, InvalidInputError, UnavailableError

__all__ = ["add", "run"]


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    commands = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    listed = _command(commands, "list", "list the policies, what runs, and every step of every release", _list)
    listed.add_argument("--audit", action="store_true", help="every record of the audit as well")
    verify = _command(commands, "verify", "check every artefact by its hashes, and the audit by its chain", _verify)
    verify.add_argument("policy", nargs="*", metavar="ID", help="these only")
    promote = _command(commands, "promote", "take a policy one step on: gate, shadow, canary, promoted", _promote)
    promote.add_argument("policy", metavar="ID|DIR", help="a policy of the registry, or the folder of a new one")
    promote.add_argument(
        "--log", metavar="FILE|URL", required=True, help="the learning log: a sqlite file, or in Redis"
    )
    promote.add_argument("--share", type=float, default=0.1, help="of the users on the canary (default 0.1)")
    promote.add_argument("--temperature", type=float, default=0.0, help="CHATREC_POLICY_TEMPERATURE of the log")
    promote.add_argument("--rewards", type=Path, metavar="FILE.json", help="what happenings are worth")
    back = _command(commands, "rollback", "end a trial, or bring back the policy that ran before", _roll_back)
    back.add_argument("policy", nargs="?", metavar="ID", help="default: the one on trial, else the running one")
    back.add_argument("--reason", default="asked for by a person", metavar="TEXT")


def run(arguments: argparse.Namespace) -> int:
    """Do it."""
    code: int = arguments.do(arguments)
    return code


def _command(commands: Any, name: str, summary: str, do: object) -> argparse.ArgumentParser:  # noqa: ANN401  private type
    parser: argparse.ArgumentParser = commands.add_parser(name, help=summary)
    parser.add_argument("--registry", type=Path, default=Path("registry"), metavar="DIR")
    parser.set_defaults(do=do)
    return parser


def _list(arguments: argparse.Namespace) -> int:
    registry = Registry(arguments.registry)
    records = registry.records()
    standing = registry.standing()
    table = Table("policy", "stage", "last step", "why", box=None, header_style="dim")
    for policy_id in (_shipped_id(), *registry.policy_ids()):
        last = next((record for record in reversed(records) if record.policy_id == policy_id), None)
        stage = _stage(standing, policy_id)
        table.add_row(policy_id, stage, _time(last) if last else "", "; ".join(last.reasons) if last else "")
    Console(highlight=False).print(table)
    for catalogue, experiment in standing.experiments.items():
        print(f"experiment {experiment.name} in {catalogue}:", *(f"{p} {s:.0%}" for p, s in experiment.arms.items()))
    if arguments.audit:
        for record in records:
            print(_time(record), record.policy_id, record.stage.value, "; ".join(record.reasons), record.digest[:12])
    return 0


def _stage(standing: Standing, policy_id: str) -> str:
    if policy_id == (standing.running or _shipped_id()):
        return "running"
    if policy_id == standing.trial and standing.stage:
        return f"{standing.stage} {standing.share:.0%}" if standing.share else str(standing.stage)
    return ""


def _verify(arguments: argparse.Namespace) -> int:
    registry = Registry(arguments.registry)
    failed = list(_problems(registry, arguments.policy or registry.policy_ids()))
    print(f"audit: {len(registry.records())} records, none changed")
    return 1 if failed else 0


def _problems(registry: Registry, policy_ids: Iterable[str]) -> Iterable[str]:
    for policy_id in policy_ids:
        try:
            artefact = registry.open(policy_id)
        except ChatRecError as error:
            print(f"{policy_id}: {error.message}")
            yield policy_id
        else:
            print(f"{policy_id}: whole, {len(artefact.card.files)} files")


def _promote(arguments: argparse.Namespace) -> int:
    registry = Registry(arguments.registry)
    folder = Path(arguments.policy)
    policy_id = registry.add(folder) if folder.is_dir() else arguments.policy
    if not 0.0 < arguments.share <= 0.5:  # noqa: PLR2004  a canary of more than half is no trial
        raise InvalidInputError("--share: above 0 and at most 0.5 is needed.", field="share", value=arguments.share)
    try:
        releasing = import_module("chatrec.offline.policy.releasing")
    except ModuleNotFoundError as error:
        raise UnavailableError(f"The gate needs `pip install 'chatrec[training]'`: {error.name}.") from error
    log = open_learning_log(arguments.log, os.environ.get("CHATREC_POLICY_REDIS_PASSWORD", ""))
    release = releasing.Release(registry, log, arguments.share, arguments.temperature, arguments.rewards)
    step = releasing.take_step(release, policy_id)
    _say(step.lines)
    return 0 if step.went_on else 1


def _roll_back(arguments: argparse.Namespace) -> int:
    registry = Registry(arguments.registry)
    standing = registry.standing()
    policy_id = arguments.policy or standing.trial or standing.running
    if not policy_id:
        raise InvalidInputError("Nothing was released that could be rolled back.", registry=arguments.registry)
    record = registry.record(policy_id, Stage.ROLLED_BACK, (arguments.reason,))
    _say((f"{record.policy_id}: rolled back; {registry.standing().running or _shipped_id()} runs",))
    return 0


def _shipped_id() -> str:
    return open_artefact(SHIPPED_ARTEFACT).card.policy_id


def _time(record: Record) -> str:
    return datetime.fromtimestamp(record.unix_ms / 1e3, UTC).strftime("%Y-%m-%d %H:%M:%S")


def _say(lines: Iterable[str]) -> None:
    print(*lines, sep="\n")
