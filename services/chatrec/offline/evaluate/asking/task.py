"""The published dialogues from end to end: the planner on every dialogue of a split, beside simpler systems."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np

from chatrec.offline.evaluate.asking.protocol import SLATE_SIZE
from chatrec.offline.evaluate.asking.running import CLOSED_FORM, Ground, Run, ground_of
from chatrec.offline.evaluate.evaluation import Evaluation, Options, Scores
from chatrec.offline.policy.attribute_planner import AsksNothing, MostInformative
from chatrec.offline.policy.cost_to_go import Practice

__all__ = ["measure_asking"]

_PRACTICE: Final = Practice()


def measure_asking(folder: Path, options: Options, practice: Practice = _PRACTICE) -> Evaluation:
    """Measure the planner on a split; the seed draws the openings, the wrong answers and what is practised on.

    The trivial rows and the ablation are of the first seed.

    Raises:
        NotFoundError: a file is missing.
        InvalidInputError: a file cannot be read.
    """
    ground = ground_of(folder, options.split)
    runs = [Run(ground, options, seed) for seed in options.seeds]
    return Evaluation(
        case_ids=runs[0].case_ids,
        ours=[run.measured(run.practised(run.wrong_share, practice)) for run in runs],
        baselines=_baselines(runs[0], ground),
        ablation=_ablation(runs[0], ground, practice),
    )


def _baselines(run: Run, ground: Ground) -> Mapping[str, Scores]:
    popular = np.log1p(np.asarray(ground.train.sum(axis=0), np.float32))
    popular = np.where(np.isneginf(ground.odds), -np.inf, popular).astype(np.float32)
    return {
        "abs greedy": run.measured(AsksNothing(SLATE_SIZE)),
        "abs greedy, popularity": run.measured(AsksNothing(SLATE_SIZE), odds=popular),
        "max entropy": run.measured(MostInformative(SLATE_SIZE)),
    }


def _ablation(run: Run, ground: Ground, practice: Practice) -> Mapping[str, Scores]:
    everything = np.where(np.isneginf(ground.odds), -np.inf, 0.0).astype(np.float32)
    rows = {
        "closed form": run.measured(CLOSED_FORM),
        "closed form, no tastes": run.measured(CLOSED_FORM, odds=everything),
    }
    if run.wrong_share:
        rows["no noise model"] = run.measured(run.practised(0.0, practice), expected_wrong=0.0)
    return rows
