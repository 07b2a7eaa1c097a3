"""The simulator as a Gymnasium environment with masked actions."""

from collections.abc import Sequence
from typing import Any

import gymnasium
import numpy as np
import numpy.typing as npt

from chatrec.offline.policy.beliefs import Facts
from chatrec.offline.policy.people import Population
from chatrec.offline.policy.simulator import PEOPLE, REWARDS, Conversation, Outcome, Rewards
from chatrec.policy.domain.features import ACTIONS, FEATURES, RECOMMEND, action_mask, best_facets, features
from chatrec.policy.domain.ports import Floats
from chatrec.vocabulary.decisions import Choice

__all__ = ["ConversationEnv"]


class ConversationEnv(gymnasium.Env[Floats, np.int64]):
    """Conversations over catalogues, a new person and a catalogue drawn anew in every episode.

    Observations are the belief state, (FEATURES,) in [0, 1]; actions are `ACTIONS`. `action_masks` says which are
    allowed now; one that is not is taken as "recommend", as the service would.
    """

    metadata: dict[str, Any] = {"render_modes": []}  # noqa: RUF012 - Gymnasium's own declaration

    def __init__(
        self, catalogues: Sequence[Facts], population: Population = PEOPLE, rewards: Rewards = REWARDS
    ) -> None:
        """Keep the catalogues to draw from."""
        self.observation_space = gymnasium.spaces.Box(0.0, 1.0, (len(FEATURES),), np.float32)
        self.action_space = gymnasium.spaces.Discrete(len(ACTIONS))
        self._catalogues, self._population, self._rewards = catalogues, population, rewards
        self._conversation: Conversation
        self._choice: Choice
        self._askable: tuple[int, ...] = ()

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[Floats, dict[str, Any]]:
        """Begin a conversation."""
        super().reset(seed=seed, options=options)
        drawn = self._catalogues[int(self.np_random.integers(len(self._catalogues)))]
        self._conversation = Conversation(drawn, self.np_random, population=self._population, rewards=self._rewards)
        return self._observe(), {}

    def step(self, action: np.int64) -> tuple[Floats, float, bool, bool, dict[str, Any]]:
        """Make a move."""
        outcome = self._move(int(action))
        return self._observe(), outcome.reward, outcome.ended, False, {"accepted": outcome.accepted}

    def action_masks(self) -> npt.NDArray[np.bool_]:
        """Say which actions are allowed now, (ACTIONS,)."""
        return action_mask(self._choice, self._askable)

    def _move(self, action: int) -> Outcome:
        if action == RECOMMEND or not self.action_masks()[action]:
            return self._conversation.recommend()
        return self._conversation.ask(self._choice.facets[self._askable[action - 1]])

    def _observe(self) -> Floats:
        self._choice = self._conversation.choice()
        self._askable = best_facets(self._choice)
        return features(self._choice, self._askable)
