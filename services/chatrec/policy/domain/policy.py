"""The policy: a decider for the move, learned values for the candidates."""

from typing import Final

from chatrec.policy.domain.door import check_choice
from chatrec.policy.domain.ports import Decider
from chatrec.policy.domain.values import Values
from chatrec.policy.domain.valuing import FixedValues, Valuing
from chatrec.vocabulary.decisions import Belief, Choice, Decision
from chatrec.vocabulary.steps import Steps

__all__ = ["Policy"]

_PROBE: Final = Choice(
    belief=Belief(turn=1, preferences=1, matched=40, entropy_bits=5.0),
    facets=("brand", "price"),
    gain_bits=(1.5, 1.0),
    coverage=(1.0, 0.9),
    scores=(0.6, 0.4),
    steps=Steps.of(((("made_by", "x"),), ())),
)


class Policy:
    """Chooses the next move and values the candidates."""

    def __init__(self, decider: Decider, values: Values | Valuing) -> None:
        """Keep who decides, and what was learned of relations and entities or who tells of it."""
        self._decider = decider
        self._valuing = FixedValues(values) if isinstance(values, Values) else values

    def choose(self, choice: Choice) -> Decision:
        """Choose the next move and give f_RL of every candidate, in order.

        Raises:
            InvalidInputError: a number of the choice is not what it stands for.
            UnavailableError: the network failed.
        """
        check_choice(choice)
        chosen = self._decider.decide(choice)
        valued = self._valuing.value(choice)
        return Decision(
            move=chosen.move,
            facet=chosen.facet,
            f_rl=valued.f_rl,
            propensity=chosen.propensity,
            policy_id=self._decider.policy_id,
            values_propensity=valued.propensity,
        )

    def check(self) -> None:
        """Make one real decision, so that health is true.

        Raises:
            UnavailableError: the network failed.
        """
        self.choose(_PROBE)
