"""`lastfm_learned`: families of policies learned by reinforcement against the planner, on the dialogues of `lastfm`."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from chatrec.offline.evaluate.asking.running import Run, ground_of
from chatrec.offline.evaluate.evaluation import Doubles, Evaluation, Options, Scores, folder_of
from chatrec.offline.evaluate.intervals import bootstrap_mean
from chatrec.offline.policy.attribute_families import FAMILIES
from chatrec.offline.policy.attribute_learning import AttributeTraining, Learned, learn_attribute_policy
from chatrec.offline.policy.attribute_planner import AttributePlanner
from chatrec.offline.policy.cost_to_go import Practice

__all__ = ["evaluate", "measure_learning"]

_PRACTICE: Final = Practice()
_TRAINING: Final = AttributeTraining()
_GAINS: Final = ("sr@15", "turns")


def evaluate(options: Options) -> Evaluation:
    """Measure the learned policies of every seed on a split of `lastfm`, as `measure_learning` does."""
    return measure_learning(folder_of(options, "lastfm"), options)


def measure_learning(
    folder: Path, options: Options, practice: Practice = _PRACTICE, training: AttributeTraining = _TRAINING
) -> Evaluation:
    """Train a policy of each family for each seed and compare it with the planner that it began as.

    Ours is, for each seed, the family that gained most on imagined users; where none is proven to gain it is the
    planner. `gain_*` is the difference to the planner with its interval over dialogues. The rows `FAMILY seed N` hold
    the gains by that family's `margin` (-1 where the planner stays) and by none (`_freely`), and its learning curve
    as the mean reward of practice dialogues at every point.

    Raises:
        NotFoundError: a file is missing.
        InvalidInputError: a file cannot be read.
    """
    ground = ground_of(folder, options.split)
    runs = [Run(ground, options, seed) for seed in options.seeds]
    ours: list[Scores] = []
    planners: list[Scores] = []
    rows: dict[str, dict[str, float]] = {}
    for run, seed in zip(runs, options.seeds, strict=True):
        planner = run.practised(run.wrong_share, practice)
        setting = run.setting(ground.odds, run.wrong_share)
        learned = {
            family: learn_attribute_policy(setting, ground.odds, planner, family=family, seed=seed, training=training)
            for family in FAMILIES
        }
        planners.append(run.measured(planner))
        scores = {family: _measured(run, one, planner, planners[-1]) for family, one in learned.items()}
        rows |= {f"{family} seed {seed}": _row(learned[family], scores[family], planners[-1]) for family in learned}
        ours.append(scores[max(learned, key=lambda family: learned[family].proven)]["proven"])
    return Evaluation(
        case_ids=runs[0].case_ids,
        ours=ours,
        figures={f"gain_{name}": bootstrap_mean(_differences(ours, planners, name)) for name in _GAINS},
        ablation={"planner": {name: np.mean([scores[name] for scores in planners], axis=0) for name in planners[0]}},
        ablation_figures=rows,
    )


def _measured(run: Run, learned: Learned, planner: AttributePlanner, planners: Scores) -> dict[str, Scores]:
    """Hold every dialogue by the margin that was proven, and by none."""
    freely = run.measured(learned.policy(planner, run.wrong_share, margin=0.0))
    if learned.margin == 0.0:
        return {"proven": freely, "freely": freely}
    stays = np.isinf(learned.margin)
    proven = planners if stays else run.measured(learned.policy(planner, run.wrong_share))
    return {"proven": proven, "freely": freely}


def _row(learned: Learned, scores: Mapping[str, Scores], planner: Scores) -> dict[str, float]:
    gains = {
        f"gain_{name}{suffix}": float((scores[by][name] - planner[name]).mean())
        for by, suffix in (("proven", ""), ("freely", "_freely"))
        for name in _GAINS
    }
    margin = {"margin": learned.margin if np.isfinite(learned.margin) else -1.0, "proven": learned.proven}
    return gains | margin | {f"reward_{point}": reward for point, reward in enumerate(learned.curve, start=1)}


def _differences(ours: Sequence[Scores], planners: Sequence[Scores], name: str) -> list[Doubles]:
    return [mine[name] - other[name] for mine, other in zip(ours, planners, strict=True)]
