"""`lastfm_learned`: policies learned by reinforcement against the planner, on the dialogues of `lastfm`."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from chatrec.offline.evaluate.asking.running import Run, ground_of
from chatrec.offline.evaluate.evaluation import Doubles, Evaluation, Options, Scores, folder_of
from chatrec.offline.evaluate.intervals import bootstrap_mean
from chatrec.offline.policy.attribute_environment import Following
from chatrec.offline.policy.attribute_learning import AttributeTraining, learn_attribute_policy
from chatrec.offline.policy.cost_to_go import Practice

__all__ = ["evaluate", "measure_learning"]

_PRACTICE: Final = Practice()
_TRAINING: Final = AttributeTraining()


def evaluate(options: Options) -> Evaluation:
    """Measure the learned policy of every seed on a split of `lastfm`, as `measure_learning` does."""
    return measure_learning(folder_of(options, "lastfm"), options)


def measure_learning(
    folder: Path, options: Options, practice: Practice = _PRACTICE, training: AttributeTraining = _TRAINING
) -> Evaluation:
    """Train a policy for each seed and compare it with the planner that it began as, dialogue by dialogue.

    `gain_*` is the difference to the planner with its interval over dialogues; the rows `seed N` hold the same of each
    seed, and its learning curve as the mean reward of practice dialogues at every point.

    Raises:
        NotFoundError: a file is missing.
        InvalidInputError: a file cannot be read.
    """
    ground = ground_of(folder, options.split)
    runs = [Run(ground, options, seed) for seed in options.seeds]
    ours, planners, curves = [], [], {}
    for run, seed in zip(runs, options.seeds, strict=True):
        planner = run.practised(run.wrong_share, practice)
        setting = run.setting(ground.odds, run.wrong_share)
        learned = learn_attribute_policy(setting, ground.odds, planner, seed=seed, training=training)
        ours.append(run.measured(Following(learned, planner, run.wrong_share)))
        planners.append(run.measured(planner))
        curves[f"seed {seed}"] = _curve(learned.curve) | _gains(ours[-1], planners[-1])
    return Evaluation(
        case_ids=runs[0].case_ids,
        ours=ours,
        figures={f"gain_{name}": bootstrap_mean(_differences(ours, planners, name)) for name in ("sr@15", "turns")},
        ablation={"planner": {name: np.mean([scores[name] for scores in planners], axis=0) for name in planners[0]}},
        ablation_figures=curves,
    )


def _differences(ours: Sequence[Scores], planners: Sequence[Scores], name: str) -> list[Doubles]:
    return [mine[name] - other[name] for mine, other in zip(ours, planners, strict=True)]


def _gains(ours: Scores, planner: Scores) -> dict[str, float]:
    return {f"gain_{name}": float((ours[name] - planner[name]).mean()) for name in ("sr@15", "turns")}


def _curve(rewards: Sequence[float]) -> dict[str, float]:
    return {f"reward_{point}": reward for point, reward in enumerate(rewards, start=1)}
