"""`chatrec evaluate TASK`: a table of the published ones, ours beside it; or a group of tables."""

import argparse
import json
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console

from chatrec.cli.pages import figures_page
from chatrec.cli.seeds import seeds_of
from chatrec.offline.evaluate.evaluation import Options
from chatrec.offline.evaluate.groups import GROUPS, digest, measure_group
from chatrec.offline.evaluate.report import Summary, measure
from chatrec.offline.evaluate.tasks import SIMULATED, TASKS, load_plot, load_task
from chatrec.vocabulary.errors import InvalidInputError

__all__ = ["add", "run"]

_WIDTH = 160


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("task", choices=sorted((*TASKS, *GROUPS)), help="a task, or a group: knowledge, policy")
    parser.add_argument(
        "--data", type=Path, metavar="DIR", help="the data set, or the folder of all; simulated tasks need none"
    )
    parser.add_argument("--split", default="valid", help="valid (default), or test where its file is in the folder")
    parser.add_argument("--seeds", default="1,2,3", help="one run each (default 1,2,3)")
    parser.add_argument("--wrong-answers", type=float, default=0.0, metavar="SHARE", help="of simulated users")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here")
    parser.add_argument("--cases", type=Path, metavar="FILE", help="write the outcome of each case here, one a line")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="draw ours beside what is published (.png, .svg)")


def run(arguments: argparse.Namespace) -> int:
    """Measure, print the table and write what was asked for."""
    if arguments.data is None and arguments.task not in SIMULATED:
        raise InvalidInputError(f"--data is needed: the folder of {arguments.task}.", field="data")
    options = Options(arguments.data or Path(), arguments.split, seeds_of(arguments.seeds), arguments.wrong_answers)
    if arguments.task in GROUPS:
        return _run_group(arguments, options)
    report = measure(arguments.task, load_task(arguments.task), options)
    _print(report.summary())
    _write(arguments.json, (json.dumps(report.summary(), ensure_ascii=False, indent=2),))
    _write(arguments.cases, (json.dumps(case, ensure_ascii=False) for case in report.cases()))
    if arguments.plot:
        load_plot(arguments.task)(report, arguments.plot)
    return 0


def _run_group(arguments: argparse.Namespace, options: Options) -> int:
    """Print table by table, then what all of them cost and the digest that two runs have in common."""
    if arguments.cases or arguments.plot or arguments.wrong_answers:
        raise InvalidInputError(f"{arguments.task} is a group: only --data, --split, --seeds and --json go with it.")
    started_s = time.process_time()
    summaries: list[Summary] = []
    shares: list[float] = []
    for table, report in measure_group(arguments.task, options):
        summaries.append(report.summary())
        shares.append(table.wrong_answers)
        if table.wrong_answers:
            sys.stdout.write(f"{table.wrong_answers:.0%} of the answers are wrong:\n")
        _print(summaries[-1])
    cpu_s = time.process_time() - started_s
    tables = [{"wrong_answers": share, **one} for share, one in zip(shares, summaries, strict=True)]
    found = {"digest": digest(summaries), "cpu_s": round(cpu_s, 1), "tables": tables}
    sys.stdout.write(f"{len(summaries)} tables, {cpu_s / 60.0:.1f} CPU minutes, digest {found['digest']}\n")
    _write(arguments.json, (json.dumps(found, ensure_ascii=False, indent=2),))
    return 0


def _print(summary: Summary) -> None:
    Console(highlight=False, width=None if sys.stdout.isatty() else _WIDTH).print(figures_page(summary))


def _write(path: Path | None, lines: Iterable[str]) -> None:
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
