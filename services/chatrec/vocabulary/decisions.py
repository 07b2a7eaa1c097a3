"""What the policy decides on and what it decides."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from chatrec.vocabulary.steps import Steps
from chatrec.vocabulary.words import Move

__all__ = ["Belief", "Choice", "Decision"]


@dataclass(frozen=True, slots=True)
class Belief:
    """What is known so far, in numbers that do not depend on the catalogue's size."""

    turn: int = 0
    questions: int = 0
    slates: int = 0
    rejections: int = 0
    preferences: int = 0
    matched: int = 0
    entropy_bits: float = 0.0
    slate_size: int = 5
    impatient: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """The belief, the facets that may be asked for and the candidates, as columns.

    `gain_bits` and `coverage` run beside `facets`, best first. `scores` (f_LLM * f_KG) and `steps` run beside
    `item_ids`, which stay with the caller: the policy knows candidates by their place. Off the
    wire the scores are an `array`, whose memory numpy reads as it is.
    """

    belief: Belief
    facets: tuple[str, ...] = ()
    gain_bits: tuple[float, ...] = ()
    coverage: tuple[float, ...] = ()
    may_ask: bool = True
    item_ids: tuple[str, ...] = ()
    scores: Sequence[float] = ()
    steps: Steps = field(default_factory=lambda: Steps.of(()))
    subject: str = ""
    catalogue: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """`ask` or `recommend`, the learned value of every candidate in (0, 1], and how likely the move was chosen.

    `values_propensity` is the probability with which the values were drawn to explore, where they were, and with which
    they were not, where they were not; 1 where nothing is explored.

    `experiment_arm` is the arm that the subject is in: that of a release ("stable", "canary"), of an experiment
    ("NAME/POLICY"), or "fallback" where no policy answered. `trial_policy_id` is the policy on trial that was asked as
    well, or first, and `trial_failed` says that it had no answer.
    """

    move: Move
    facet: str = ""
    f_rl: tuple[float, ...] = ()
    propensity: float = 1.0
    policy_id: str = ""
    values_propensity: float = 1.0
    experiment_arm: str = ""
    trial_policy_id: str = ""
    trial_failed: bool = False
