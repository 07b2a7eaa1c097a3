"""What the systems of a table have in common: the pairs of a split, what users like, and the users of a seed."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from chatrec.offline.evaluate.asking.files import Known, read_known, read_pairs
from chatrec.offline.evaluate.asking.protocol import MOVES, SLATE_SIZE, draw_targets, measured
from chatrec.offline.evaluate.asking.tastes import choices_of, fit_tastes, tastes
from chatrec.offline.evaluate.evaluation import Options, Scores
from chatrec.offline.policy.attribute_dialogues import Answers, Setting, hold
from chatrec.offline.policy.attribute_planner import AttributePlanner, AttributePolicy, SlatesToTheEnd
from chatrec.offline.policy.cost_to_go import Practice, practised

__all__ = ["CLOSED_FORM", "Ground", "Run", "ground_of"]

Floats = npt.NDArray[np.float32]

CLOSED_FORM: Final = AttributePlanner(SlatesToTheEnd(SLATE_SIZE), SLATE_SIZE)

_FIT_SEED: Final = 0
_HALVES: Final = 2


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """What a split is measured on.

    Attributes:
        has: Items x attributes.
        train: Users x items: what was taken in the train part.
        pairs: Users x items: what is in mind in the dialogues of the split.
        odds: Users x items: log odds of being in mind; -inf for what was taken before.
    """

    has: sp.csr_matrix
    train: sp.csr_matrix
    pairs: sp.csr_matrix
    odds: Floats


@lru_cache(maxsize=1)  # the tables of a group that share a data set follow one another
def ground_of(folder: Path, split: str) -> Ground:
    """Read the data and fit what users like, once for calls that follow one another.

    For `test`, tastes are weighted on `valid`, known `train`, and then read from both. For `valid` the weights for
    each half of the users are fitted on the other half.

    Raises:
        NotFoundError: a file is missing.
        InvalidInputError: a file cannot be read.
    """
    known = read_known(folder)
    train, valid = (read_pairs(folder, part, known.shape) for part in ("train", "valid"))
    if split == "valid":
        return Ground(known.has, train, valid, _crossed(train, valid, known))
    return Ground(known.has, train, read_pairs(folder, "test", known.shape), _refitted(train, valid, known))


class Run:
    """One seed: its openings and the wrong answers of its users."""

    def __init__(self, ground: Ground, options: Options, seed: int) -> None:
        """Draw the openings."""
        self.targets = draw_targets(ground.pairs, ground.has, seed)
        self.wrong_share = options.wrong_answers
        self._ground, self._seed = ground, seed
        self._answers = Answers(options.wrong_answers, seed)

    @property
    def case_ids(self) -> list[str]:
        """User and item of each dialogue."""
        return [f"{user}:{item}" for user, item in zip(self.targets.users, self.targets.items, strict=True)]

    def practised(self, wrong_share: float, practice: Practice) -> AttributePlanner:
        """Give a planner that has practised with users of whom a share of the answers is wrong."""
        return _practised(self._ground, wrong_share, self._seed, practice)

    def setting(self, odds: Floats, expected_wrong: float) -> Setting:
        """Say what the dialogues are held over."""
        return _setting(self._ground.has, odds, expected_wrong)

    def measured(
        self, policy: AttributePolicy, *, odds: Floats | None = None, expected_wrong: float | None = None
    ) -> Scores:
        """Hold every dialogue; the system expects as many wrong answers as there are, unless told otherwise."""
        liked = self._ground.odds if odds is None else odds
        expected = self.wrong_share if expected_wrong is None else expected_wrong
        held = hold(self.setting(liked, expected), self.targets, policy, self._answers)
        return {**measured(held.moves, held.ranks), "questions": held.questions.astype(np.float64)}


def _setting(has: sp.csr_matrix, odds: Floats, expected_wrong: float) -> Setting:
    return Setting(has, lambda users, items: odds[np.ix_(users, items)], MOVES, expected_wrong)


@lru_cache(maxsize=8)  # learners begin as the planners of the table before theirs: those of a few seeds
def _practised(ground: Ground, wrong_share: float, seed: int, practice: Practice) -> AttributePlanner:
    setting = _setting(ground.has, ground.odds, wrong_share)
    return practised(setting, ground.odds, CLOSED_FORM, seed=seed, practice=practice)


def _refitted(train: sp.csr_matrix, valid: sp.csr_matrix, known: Known) -> Floats:
    """Weigh the signals of `train` by what was chosen in `valid`, and read them from both."""
    choices = choices_of(train, known, draw_targets(valid, known.has, _FIT_SEED), seed=_FIT_SEED)
    network = fit_tastes(choices, np.arange(len(choices.offsets)), seed=_FIT_SEED)
    return tastes((train + valid).tocsr(), known, [network])


def _crossed(train: sp.csr_matrix, valid: sp.csr_matrix, known: Known) -> Floats:
    """Weigh the signals of each half of the users by what the other half chose in `valid`."""
    chosen = draw_targets(valid, known.has, _FIT_SEED)
    choices = choices_of(train, known, chosen, seed=_FIT_SEED)
    half = chosen.users % _HALVES
    networks = [fit_tastes(choices, np.flatnonzero(half != own), seed=_FIT_SEED) for own in range(_HALVES)]
    return tastes(train, known, networks)
