"""Tells the classes of utterances by their likeness to known ones; nothing in it is drawn."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from chatrec.offline.dialogue.least_squares import Floats, solve, solve_and_leave_out
from chatrec.offline.dialogue.thresholds import best_thresholds
from chatrec.offline.dialogue.views import Likeness, Shares, Utterances

__all__ = ["ActClassifier", "Classifier", "ClassifierOptions"]

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class ClassifierOptions:
    """How likeness is made up, and the ridge: how far the known classes themselves may be wrong."""

    shares: Shares = field(default_factory=Shares)
    ridge: float = 0.1


class Classifier:
    """Scores classes of which each utterance has one."""

    def __init__(self, known: Utterances, targets: Floats, options: ClassifierOptions) -> None:
        """Learn from `targets` (known, classes), 1 where a class holds and else 0."""
        self._likeness = Likeness(known, options.shares)
        # What is like nothing known falls back to how often each class is met.
        self._usual = targets.mean(axis=0)
        self._coefficients = solve(self._likeness.among_known(), targets - self._usual, ridge=options.ridge)

    def scores(self, asked: Utterances) -> Floats:
        """Give (asked, classes): about 1 where a class holds for sure, about its usual share where nothing is alike."""
        return np.asarray(self._likeness.to_known(asked) @ self._coefficients + self._usual)


class ActClassifier:
    """Tells acts of which an utterance may do several, and does one at least."""

    def __init__(self, known: Utterances, acts: Mask, options: ClassifierOptions) -> None:
        """Learn from `acts` (known, acts), and choose each act's threshold on what the others say of each known one."""
        self._likeness = Likeness(known, options.shares)
        targets = acts.astype(np.float32)
        self._usual = targets.mean(axis=0)
        self._coefficients, left_out = solve_and_leave_out(
            self._likeness.among_known(), targets - self._usual, ridge=options.ridge
        )
        self._thresholds = best_thresholds(left_out + self._usual, acts)

    def acts(self, asked: Utterances) -> Mask:
        """Give (asked, acts): those over their thresholds, and the nearest to its own where none is."""
        above = self._likeness.to_known(asked) @ self._coefficients + self._usual - self._thresholds
        return np.asarray((above >= 0) | (above == above.max(axis=1, keepdims=True)), dtype=np.bool_)
