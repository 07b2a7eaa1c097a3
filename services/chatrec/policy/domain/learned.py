"""The learned policy: a network over the belief state, the mask outside of it.

With temperature 0 the allowed action of highest logit is taken, and its propensity is 1: the move could not have been
another. Above 0 the action is drawn from softmax(logits / temperature) over the allowed ones, and the propensity is its
probability there. The draw comes from the subject and the belief, so that a repeated request gets the same move.
"""

import hashlib

import numpy as np
import numpy.typing as npt

from chatrec.policy.domain.features import RECOMMEND, action_mask, best_facets, features
from chatrec.policy.domain.ports import NextMove, PolicyNetwork
from chatrec.vocabulary.decisions import Choice
from chatrec.vocabulary.errors import UnavailableError
from chatrec.vocabulary.words import Move

__all__ = ["LearnedDecider"]

_DRAW_BYTES = 7  # 56 bits: as many as a float holds without rounding up to 1


class LearnedDecider:
    """Decides by a trained network."""

    def __init__(self, network: PolicyNetwork, policy_id: str, temperature: float = 0.0) -> None:
        """Keep the network, its name and version, and how much it may try: 0 for not at all."""
        self._network = network
        self._policy_id = policy_id
        self._temperature = temperature

    @property
    def policy_id(self) -> str:
        """Name and version."""
        return self._policy_id

    def decide(self, choice: Choice) -> NextMove:
        """Take the best allowed action, or draw one."""
        probabilities = self.probabilities(choice)
        action = _drawn(probabilities, _uniform(choice))
        propensity = float(probabilities[action])
        if action == RECOMMEND:
            return NextMove(Move.RECOMMEND, propensity=propensity)
        return NextMove(Move.ASK, choice.facets[best_facets(choice)[action - 1]], propensity)

    def probabilities(self, choice: Choice) -> npt.NDArray[np.float64]:
        """Give the probability of every action, (ACTIONS,); 0 where it is not allowed.

        Raises:
            UnavailableError: the network failed, or gave what is no number.
        """
        askable = best_facets(choice)
        mask = action_mask(choice, askable)
        found = self._network.logits(features(choice, askable)).astype(np.float64)
        if not np.isfinite(found).all():
            raise UnavailableError("The policy's network gives what is no number.", policy=self._policy_id)
        logits = np.where(mask, found, -np.inf)
        if self._temperature == 0.0:
            return np.asarray(np.arange(len(logits)) == np.argmax(logits), np.float64)
        odds = np.exp((logits - logits.max()) / self._temperature)
        return np.asarray(odds / odds.sum(), np.float64)


def _drawn(probabilities: npt.NDArray[np.float64], uniform: float) -> int:
    """Draw an action; those of probability 0 cannot come."""
    allowed = np.flatnonzero(probabilities)
    drawn = int(np.searchsorted(np.cumsum(probabilities[allowed]), uniform, side="right"))
    return int(allowed[min(drawn, len(allowed) - 1)])


def _uniform(choice: Choice) -> float:
    """Give a number of [0, 1) that only the subject and where the conversation stands decide."""
    belief = choice.belief
    place = f"{choice.subject}\n{belief.turn}\n{belief.questions}\n{belief.slates}\n{belief.rejections}"
    drawn = hashlib.blake2b(place.encode(), digest_size=_DRAW_BYTES).digest()
    return int.from_bytes(drawn) / 2.0 ** (8 * _DRAW_BYTES)
