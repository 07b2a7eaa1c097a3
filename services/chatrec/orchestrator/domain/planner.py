"""The planner that stands in when the policy service is lost: ask while much is unknown, then recommend."""

from chatrec.vocabulary.decisions import Choice, Decision
from chatrec.vocabulary.words import Move

__all__ = ["plan"]

_NAME = "planner"
_ARM = "fallback"
_WORTH_ASKING_BITS = 0.8
_LEAST_COVERAGE = 0.5


def plan(choice: Choice) -> Decision:
    """Ask for the facet of highest gain where nothing was said yet and the gain is worth a turn; else recommend."""
    worthy = [
        (gain, facet)
        for facet, gain, coverage in zip(choice.facets, choice.gain_bits, choice.coverage, strict=True)
        if gain >= _WORTH_ASKING_BITS and coverage >= _LEAST_COVERAGE
    ]
    if choice.may_ask and choice.belief.preferences == 0 and worthy:
        return Decision(move=Move.ASK, facet=max(worthy)[1], policy_id=_NAME, experiment_arm=_ARM)
    return Decision(move=Move.RECOMMEND, policy_id=_NAME, experiment_arm=_ARM)
