"""What the policy decides on and what it decides."""

from dataclasses import dataclass

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
    `item_ids`; a step is the (relation, entity) by which a path reaches the item.
    """

    belief: Belief
    facets: tuple[str, ...] = ()
    gain_bits: tuple[float, ...] = ()
    coverage: tuple[float, ...] = ()
    may_ask: bool = True
    item_ids: tuple[str, ...] = ()
    scores: tuple[float, ...] = ()
    steps: tuple[tuple[tuple[str, str], ...], ...] = ()
    subject: str = ""
    catalogue: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """`ask` or `recommend`, the learned value of every candidate in (0, 1], and how likely the move was chosen.

    `values_propensity` is the probability with which the values were drawn to explore, where they were, and with which
    they were not, where they were not; 1 where nothing is explored.
    """

    move: Move
    facet: str = ""
    f_rl: tuple[float, ...] = ()
    propensity: float = 1.0
    policy_id: str = ""
    values_propensity: float = 1.0
