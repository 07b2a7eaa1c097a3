"""`chatrec evaluate crosswoz`: the acts of user turns in Chinese, and the state that follows from them.

Acts are judged as ConvLab-2 judges BERTNLU: micro F1 over intent, domain, slot and value of each turn. The state is
judged as it judges RuleDST: each turn starts from the wizard's state before it, and counts where every slot of
`sys_state_init` is right. `joint_state_unaided` starts each dialogue from nothing and goes on from our own state, as
TRADE does. The product's own reader, which learned nothing here, is judged by the wishes that acts tell of (`wish_f1`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from chatrec.offline.evaluate.crosswoz.baselines import gazetteer_acts, most_frequent_acts
from chatrec.offline.evaluate.crosswoz.reader import ActReader
from chatrec.offline.evaluate.crosswoz.reading import EMPTY_STATE, Act, State, UserTurn, read_names, read_turns
from chatrec.offline.evaluate.crosswoz.tracking import Tracker, track
from chatrec.offline.evaluate.crosswoz.untrained import UntrainedReader, Wish, wishes_of
from chatrec.offline.evaluate.evaluation import Doubles, Evaluation, Figure, Options, folder_of, part_file
from chatrec.offline.evaluate.pooled import bootstrap_sums, counts_of, micro_f1, share

__all__ = ["evaluate"]

_KNOWN: Final = "val.json.zip"
_MEASURED: Final = "test.json.zip"
_INTENTS: Final = ("Inform", "Request", "Select", "General")

Step = Callable[[UserTurn, State, Sequence[Act]], State]


def evaluate(options: Options) -> Evaluation:
    """Learn from half of the dialogues and judge the other half, each seed its own; or learn from all, judge the test.

    Raises:
        NotFoundError: a file is missing.
        InvalidInputError: a file is not CrossWOZ's.
    """
    folder = folder_of(options, "crosswoz")
    names = read_names(folder)
    known = read_turns(part_file(folder, _KNOWN))
    measured = read_turns(part_file(folder, _MEASURED)) if options.split == "test" else None
    parts = [_halves(known, seed) if measured is None else (known, measured) for seed in options.seeds]
    if measured is not None:  # nothing is drawn, so all seeds give the same
        parts = parts[:1]
    untrained = UntrainedReader(folder)
    runs = [_run(names, untrained, *part) for part in parts]
    return Evaluation(
        case_ids=[f"seed {seed}" for seed, _ in zip(options.seeds, parts, strict=False)],
        ours=[],
        figures=_figures(runs),
        baseline_figures=_means([run.baselines for run in runs]),
        ablation_figures=_means([run.ablation for run in runs]),
    )


@dataclass(frozen=True, slots=True)
class _Run:
    """Sums of one seed by metric, one row a turn; the dialogue of each turn; and what else is shown."""

    ours: Mapping[str, Doubles]
    dialogues: npt.NDArray[np.intp]
    baselines: Mapping[str, Mapping[str, float]]
    ablation: Mapping[str, Mapping[str, float]]


def _halves(turns: Sequence[UserTurn], seed: int) -> tuple[list[UserTurn], list[UserTurn]]:
    dialogues = sorted({turn.dialogue for turn in turns})
    order = np.random.default_rng(seed).permutation(len(dialogues))
    first = {dialogues[place] for place in order[: len(dialogues) // 2].tolist()}
    return [turn for turn in turns if turn.dialogue in first], [turn for turn in turns if turn.dialogue not in first]


def _run(
    names: Mapping[str, frozenset[str]],
    untrained: UntrainedReader,
    known: Sequence[UserTurn],
    asked: Sequence[UserTurn],
) -> _Run:
    reader = ActReader(known, names)
    tracker = Tracker(known, reader.places)
    read, said = reader.read(asked), reader.read_spans(asked)
    annotated = [list(turn.acts) for turn in asked]
    _, dialogues = np.unique([turn.dialogue for turn in asked], return_inverse=True)
    return _Run(
        ours=_judged(asked, read, tracker.track),
        dialogues=dialogues,
        baselines={
            "most frequent acts": _totals(_judged(asked, most_frequent_acts(known, asked), _by_rules)),
            "names of the database only": _totals(_judged(asked, gazetteer_acts(asked, reader.names), _by_rules)),
            "Chat-REC's reader, untrained": _wishes(asked, untrained.read(asked)),
            "state as before": _states_only(asked, annotated, lambda _, before, __: before),
            "annotated acts, rules (RuleDST)": _states_only(asked, annotated, _by_rules),
        },
        ablation={
            "states by the rules alone": _states_only(asked, read, _by_rules),
            "acts of spans only": _totals(_judged(asked, said, tracker.track)),
            "annotated acts, learned changes": _states_only(asked, annotated, tracker.track),
        },
    )


def _judged(asked: Sequence[UserTurn], read: Sequence[Sequence[Act]], step: Step) -> Mapping[str, Doubles]:
    true = [turn.acts for turn in asked]
    found = {"act_f1": counts_of(read, true)}
    for intent in _INTENTS:
        found[f"{intent.lower()}_f1"] = counts_of(
            *([[act for act in row if act[0] == intent] for row in rows] for rows in (read, true))
        )
    found["wish_f1"] = counts_of([wishes_of(acts) for acts in read], [wishes_of(acts) for acts in true])
    return {**found, **_states(asked, read, step)}


def _wishes(asked: Sequence[UserTurn], read: Sequence[set[Wish]]) -> Mapping[str, float]:
    sums = counts_of(read, [wishes_of(turn.acts) for turn in asked]).sum(axis=0)
    return {
        "wish_f1": micro_f1(sums),
        "wish_precision": share(sums[:2]),
        "wish_recall": share(sums[::2]),
    }


def _states(asked: Sequence[UserTurn], read: Sequence[Sequence[Act]], step: Step) -> Mapping[str, Doubles]:
    aided, unaided = [], []
    last: dict[str, State] = {}
    for turn, acts in zip(asked, read, strict=True):
        aided.append(step(turn, turn.before, acts) == turn.after)
        last[turn.dialogue] = step(turn, last.get(turn.dialogue, EMPTY_STATE), acts)
        unaided.append(last[turn.dialogue] == turn.after)
    return {
        name: np.column_stack([right, np.ones(len(asked))])
        for name, right in (("joint_state", aided), ("joint_state_unaided", unaided))
    }


def _states_only(asked: Sequence[UserTurn], read: Sequence[Sequence[Act]], step: Step) -> Mapping[str, float]:
    return _totals(_states(asked, read, step))


def _by_rules(_: UserTurn, before: State, acts: Sequence[Act]) -> State:
    return track(before, acts)


def _metric(name: str) -> Callable[[Doubles], float]:
    return share if name.startswith("joint") else micro_f1


def _totals(found: Mapping[str, Doubles]) -> Mapping[str, float]:
    return {name: _metric(name)(rows.sum(axis=0)) for name, rows in found.items()}


def _figures(runs: Sequence[_Run]) -> Mapping[str, Figure]:
    units = [run.dialogues for run in runs]
    return {name: bootstrap_sums([run.ours[name] for run in runs], _metric(name), units) for name in runs[0].ours}


def _means(runs: Sequence[Mapping[str, Mapping[str, float]]]) -> Mapping[str, Mapping[str, float]]:
    return {
        name: {metric: float(np.mean([run[name][metric] for run in runs])) for metric in row}
        for name, row in runs[0].items()
    }
