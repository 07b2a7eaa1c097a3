"""Dialogues that ask for attributes as a Gymnasium environment, over a belief state that no catalogue's size enters.

The actions are to show the slate or to ask one of the planner's best questions; the state holds how the belief is
spread, the moves left, and what the planner sees one move ahead. `state` and `Following` serve training and use alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol

import gymnasium
import numpy as np
import numpy.typing as npt

from chatrec.offline.policy.attribute_beliefs import AttributeBeliefs
from chatrec.offline.policy.attribute_dialogues import Answers, Setting, Talk
from chatrec.offline.policy.attribute_planner import Ahead, AttributePlanner, Moves
from chatrec.offline.policy.cost_to_go import imagine
from chatrec.offline.policy.spread import ORDERS

__all__ = [
    "ACTIONS",
    "QUESTIONS",
    "STATE",
    "AttributeEnv",
    "Following",
    "Scorer",
    "mask",
    "moves_of",
    "planned",
    "planned_values",
    "state",
]

Floats = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]

QUESTIONS: Final = 4
SHOW: Final = 0
ACTIONS: Final = ("show", *(f"ask_{rank}" for rank in range(1, QUESTIONS + 1)))
STATE: Final = (
    *(f"entropy_{order}_bits" for order in ORDERS),
    "moves_left",
    "hit",
    "wrong_share",
    "showing",
    *(f"{name}_{rank}" for name in ("advantage", "affirmed", "gain_bits") for rank in range(1, QUESTIONS + 1)),
)
_SHOWING: Final = STATE.index("showing")
_ADVANTAGES: Final = slice(STATE.index("advantage_1"), STATE.index("advantage_1") + QUESTIONS)
_MOST_BITS: Final = np.float32(16.0)
_MOST_MOVES: Final = np.float32(15.0)
_SCALE: Final = np.float32(5.0)
"""What asking is worth above showing is a few hundredths where it is close."""


def state(ahead: Ahead, moves_left: int, wrong_share: float) -> Floats:
    """Describe what is known, dialogues x STATE, each within [-1, 1]; a question that is not there is all 0."""
    count, offered = ahead.asking.shape
    there = np.isfinite(ahead.asking)
    of_questions = np.zeros((3, count, QUESTIONS), np.float32)
    above = np.where(there, ahead.asking, 0.0) - ahead.showing[:, None]
    of_questions[:, :, :offered] = np.where(there, (above * _SCALE, ahead.affirmed, ahead.gains_bits), 0.0)
    of_dialogues = (np.full(count, moves_left / _MOST_MOVES), ahead.hit, np.full(count, wrong_share), ahead.showing)
    columns = [ahead.entropies_bits / _MOST_BITS, np.column_stack(of_dialogues), *of_questions]
    return np.asarray(np.clip(np.concatenate(columns, axis=1), -1.0, 1.0), np.float32)


def planned_values(states: Floats) -> Floats:
    """Read what the planner thinks actions are worth before the move's cost, dialogues x ACTIONS; linear in states.

    A question that is not there has the worth of showing.
    """
    values = np.repeat(states[:, [_SHOWING]], len(ACTIONS), axis=1)
    values[:, 1:] += states[:, _ADVANTAGES] / _SCALE
    return values


def mask(ahead: Ahead) -> Bools:
    """Say which actions are allowed, dialogues x ACTIONS: showing always, asking where there is something to learn."""
    allowed = np.zeros((len(ahead.showing), len(ACTIONS)), np.bool_)
    allowed[:, SHOW] = True
    allowed[:, 1 : 1 + ahead.asking.shape[1]] = np.isfinite(ahead.asking)
    return allowed


class Scorer(Protocol):
    """Knows what actions are worth."""

    def __call__(self, states: Floats) -> Floats:
        """Give the worth of every action, dialogues x ACTIONS."""
        ...


@dataclass(frozen=True, slots=True)
class Following:
    """Does what a scorer prefers among the planner's offers, the mask outside of it.

    Attributes:
        scorer: Knows what actions are worth.
        planner: Whose offers these are.
        wrong_share: Share of answers that are expected to be wrong.
        margin: An action must be worth so much more than the planner's to be done instead; inf follows the planner.
    """

    scorer: Scorer
    planner: AttributePlanner
    wrong_share: float
    margin: float = 0.0

    def decide(self, beliefs: AttributeBeliefs, moves_left: int) -> Moves:
        """Take the allowed action of highest worth in each dialogue, or the planner's own."""
        ahead = self.planner.look(beliefs, moves_left, QUESTIONS)
        worth = np.where(mask(ahead), self.scorer(state(ahead, moves_left, self.wrong_share)), -np.inf)
        best, usual = worth.argmax(axis=1), planned(ahead)
        gain = np.take_along_axis(worth, best[:, None], axis=1) - np.take_along_axis(worth, usual[:, None], axis=1)
        return moves_of(ahead, np.where(gain[:, 0] > self.margin, best, usual))


class AttributeEnv(gymnasium.Env[Floats, np.int64]):
    """One dialogue with an imagined user in every episode; how many answers are wrong is drawn anew."""

    metadata: dict[str, Any] = {"render_modes": []}  # noqa: RUF012 - Gymnasium's own declaration

    def __init__(
        self, setting: Setting, odds: Floats, planner: AttributePlanner, wrong_shares: Sequence[float] = (0.0, 0.1, 0.2)
    ) -> None:
        """Keep what dialogues are held over.

        Args:
            setting: Items and moves; its own share of wrong answers is not used.
            odds: Log odds, users x items, of which `setting.prior` tells parts.
            planner: Whose best questions are offered.
            wrong_shares: Shares to draw from; the system is told the one that was drawn.
        """
        self.observation_space = gymnasium.spaces.Box(-1.0, 1.0, (len(STATE),), np.float32)
        self.action_space = gymnasium.spaces.Discrete(len(ACTIONS))
        self._setting, self._odds, self._planner, self._shares = setting, odds, planner, wrong_shares
        self._talk: Talk
        self._ahead: Ahead
        self._wrong_share = 0.0

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[Floats, dict[str, Any]]:
        """Begin a dialogue."""
        super().reset(seed=seed, options=options)
        self._wrong_share = float(self.np_random.choice(self._shares))
        setting = replace(self._setting, wrong_share=self._wrong_share)
        targets = imagine(self._odds, setting, 1, self.np_random)
        answers = Answers(self._wrong_share, int(self.np_random.integers(2**31)))
        self._talk = Talk(setting, targets, np.zeros(1, np.int64), answers)
        return self._observe(), {}

    def step(self, action: np.int64) -> tuple[Floats, float, bool, bool, dict[str, Any]]:
        """Make a move; one that is not allowed is taken as showing."""
        allowed = self.action_masks()[int(action)]
        done, _, _ = self._talk.make(moves_of(self._ahead, np.array([action if allowed else SHOW])))
        if len(done):
            return np.zeros(len(STATE), np.float32), 1.0, True, False, {"success": True}
        over = self._talk.moves_left == 0
        return self._observe(), -self._planner.move_cost, over, False, {"success": False}

    def action_masks(self) -> Bools:
        """Say which actions are allowed now, (ACTIONS,)."""
        return np.asarray(mask(self._ahead)[0])

    def _observe(self) -> Floats:
        self._ahead = self._planner.look(self._talk.beliefs, max(1, self._talk.moves_left), QUESTIONS)
        return np.asarray(state(self._ahead, self._talk.moves_left, self._wrong_share)[0])


def planned(ahead: Ahead) -> npt.NDArray[np.int64]:
    """Give the planner's own actions, (dialogues,): to show, or to ask its best question."""
    return np.asarray(ahead.asking[:, 0] > ahead.showing, np.int64)


def moves_of(ahead: Ahead, actions: npt.NDArray[np.integer]) -> Moves:
    """Give the moves that actions stand for."""
    ranks = np.maximum(actions - 1, 0)
    attributes = np.take_along_axis(ahead.attributes, ranks[:, None], axis=1)[:, 0]
    return Moves(shows=actions == SHOW, slates=ahead.slates, attributes=attributes)
