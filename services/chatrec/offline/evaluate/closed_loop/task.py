"""`chatrec evaluate closed_loop`: people who talk, in both languages over both demo catalogues, with the whole system.

A case is a person. Success is that they take an item within eight turns: one that meets all their limits, whose utility
reaches their threshold. `turns` counts eight where they take none. Errors are of 0, 10 and 20 % of the wishes that they
name, in answers as in what they say unasked. Beside the shipped policy stand others, over the same people and
words, all else the same, and popular items shown whatever is said. `misread` is the share of messages that were not
taken as they were meant; `--cases` names them. No data are read.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

import numpy as np

from chatrec.knowledge.adapters.catalogue_files import read_catalogue
from chatrec.knowledge.adapters.snapshot_files import SnapshotFolder
from chatrec.offline.evaluate.closed_loop.deciders import BASELINES, PopularItems
from chatrec.offline.evaluate.closed_loop.failures import failures
from chatrec.offline.evaluate.closed_loop.system import Parts, System, parts_of
from chatrec.offline.evaluate.closed_loop.talks import MOST_TURNS, Setting, Speaker, Talk, hold
from chatrec.offline.evaluate.evaluation import Doubles, Evaluation, Options, Scores
from chatrec.offline.graph.build import ensure_snapshot
from chatrec.offline.policy.people import EVERYDAY, Population
from chatrec.offline.policy.talking.voice import Quirks
from chatrec.offline.policy.talking.wishes import stocks_of
from chatrec.offline.preparing import demo_catalogues, folder_encoder
from chatrec.orchestrator.domain.moves import Asking
from chatrec.orchestrator.settings import OrchestratorSettings
from chatrec.policy.__main__ import decider
from chatrec.policy.adapters import open_artefact
from chatrec.policy.domain import Policy
from chatrec.policy.settings import SHIPPED_ARTEFACT, Settings
from chatrec.vocabulary.words import Language

__all__ = ["demo_parts", "evaluate", "settings_of", "shipped_system"]

_PEOPLE: Final = 20
_NAMED: Final = "wrong_10"
_OURS: Final = "Chat-REC"
_TRAINED: Final = Population()
_LEVELS: Final[Mapping[str, Population]] = {
    "wrong_0": replace(EVERYDAY, wrong=(0.0, 0.0)),
    _NAMED: replace(EVERYDAY, wrong=(0.1, 0.1)),
    "wrong_20": replace(EVERYDAY, wrong=(0.2, 0.2)),
    "reticent": replace(EVERYDAY, wrong=(0.1, 0.1), critique=0.1),
    "impatient": replace(
        EVERYDAY,
        wrong=(0.1, 0.1),
        leaving_asked=_TRAINED.leaving_asked,
        leaving_asked_again=_TRAINED.leaving_asked_again,
        leaving_missed=_TRAINED.leaving_missed,
        leaving_missed_again=_TRAINED.leaving_missed_again,
    ),
}
"""People by what they are measured as: the reticent hardly say what was wrong with a slate, the impatient leave as
those do in whose company policies are trained."""

Levels = Mapping[str, Sequence[Talk]]


def evaluate(options: Options, people: int = _PEOPLE, prepare: Callable[[], Parts] | None = None) -> Evaluation:
    """Let `people` talk in each language over each catalogue, once a seed, a level and a system.

    `prepare` gives what reads and ranks, over other catalogues than the demos.
    """
    parts = (prepare or demo_parts)()
    systems: dict[str, Speaker] = {_OURS: shipped_system(parts), **_baselines(parts), "popular items": PopularItems()}
    talks = {name: [_levels(parts, system, seed, people) for seed in options.seeds] for name, system in systems.items()}
    named = {name: runs[0][_NAMED] for name, runs in talks.items()}
    return Evaluation(
        case_ids=[f"{setting.name} {number}" for setting in settings_of(parts, EVERYDAY) for number in range(people)],
        ours=[_scores(levels) for levels in talks.pop(_OURS)],
        baselines={name: _mean([_scores(levels) for levels in runs]) for name, runs in talks.items()},
        details=_details(named),
        artefacts=(open_artefact(SHIPPED_ARTEFACT).card.policy_id, parts.encoder.model_id),
    )


@cache
def demo_parts() -> Parts:
    """Make ready what reads and ranks over both demo catalogues."""
    encoder, folders = folder_encoder(), demo_catalogues()
    snapshots = [SnapshotFolder(ensure_snapshot(folder, None, encoder)).load() for folder in folders]
    return parts_of([read_catalogue(folder) for folder in folders], snapshots, encoder)


def shipped_system(parts: Parts) -> System:
    """Give the system as it ships: its policy, and questions when they are welcome by default."""
    artefact, settings = open_artefact(SHIPPED_ARTEFACT), OrchestratorSettings()
    asking = Asking(settings.most_questions, settings.ask_below_preferences)
    return System(parts, Policy(decider(Settings(), artefact), artefact.values), asking)


def settings_of(parts: Parts, population: Population) -> tuple[Setting, ...]:
    """Give every catalogue in every language."""
    return tuple(
        Setting(stocks_of(catalogue), language, population, Quirks())
        for catalogue in parts.catalogues
        for language in Language
    )


def _baselines(parts: Parts) -> dict[str, System]:
    values = open_artefact(SHIPPED_ARTEFACT).values
    return {name: System(parts, Policy(one, values), asking) for name, (one, asking) in BASELINES.items()}


def _levels(parts: Parts, system: Speaker, seed: int, people: int) -> Levels:
    return {
        name: [
            talk for setting in settings_of(parts, population) for talk in hold(system, setting, seed, range(people))
        ]
        for name, population in _LEVELS.items()
    }


def _scores(levels: Levels) -> Scores:
    scores: dict[str, Doubles] = {}
    for level, talks in levels.items():
        success = np.array([float(talk.success) for talk in talks])
        turns = np.array([float(len(talk.exchanges) if talk.success else MOST_TURNS) for talk in talks])
        scores |= {f"success_{level}": success, f"turns_{level}": turns}
        if level == _NAMED:
            scores[f"misread_{level}"] = np.array([_misread(talk) for talk in talks])
            for name in dict.fromkeys(talk.setting for talk in talks):
                theirs = [talk.setting == name for talk in talks]
                scores |= {
                    f"success_{name}": np.where(theirs, success, np.nan),
                    f"turns_{name}": np.where(theirs, turns, np.nan),
                }
    return scores


def _misread(talk: Talk) -> float:
    """Give the share of somebody's messages that were misread in any way."""
    return len({failure.exchange.turn.turn for failure in failures(talk)}) / len(talk.exchanges)


def _mean(runs: Sequence[Scores]) -> Scores:
    return {name: np.mean([run[name] for run in runs], axis=0) for name in runs[0]}


def _details(talks: Mapping[str, Sequence[Talk]]) -> list[dict[str, object]]:
    """Give what was done with each person by each system, and what the first of them misread."""
    names = list(talks)
    return [
        {
            "moves": {name: _moves(talk) for name, talk in zip(names, row, strict=True)},
            "failures": [[failure.kind, failure.exchange.message.text] for failure in failures(row[0])],
        }
        for row in zip(*talks.values(), strict=True)
    ]


def _moves(talk: Talk) -> list[str]:
    """Give the move of each turn, and how it ended."""
    ending = "accepted" if talk.success else "left" if talk.left else "given up"
    return [*(str(exchange.turn.move) for exchange in talk.exchanges), ending]
