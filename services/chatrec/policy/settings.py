"""The policy's settings, read once from `CHATREC_POLICY_*`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from chatrec.serving import ServingSettings, secret
from chatrec.vocabulary.errors import InvalidInputError

__all__ = ["SHIPPED_ARTEFACT", "Settings"]

SHIPPED_ARTEFACT = Path(__file__).parent / "artefacts"
_MOST_TEMPERATURE = 10.0
_MOST_EXPLORATION = 0.5
_LEAST_HALF_LIFE_H, _MOST_HALF_LIFE_H = 0.1, 87_600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(ServingSettings):
    """What the policy takes.

    Attributes:
        policy: Who decides: the network of the artefact, or the planner.
        artefact: Folder of the artefact: network, values of relations and entities, card.
        temperature: How much the learned policy may try other moves than its best: 0 for not at all. Above 0 moves are
            drawn from softmax(logits / temperature), and each reply gives the probability of its move.
        registry: Folder of `chatrec models`: what is promoted there runs in place of the artefact, without a restart.
        learning_log: The orchestrator's learning log, from which values are learned: `sqlite:PATH` or a Redis URL;
            empty for none.
        redis_password: Password of Redis, where it is not in the URL.
        learned: File of what was learned.
        exploration: Share of the decisions, 0 to 0.5, in which values are drawn to explore, where they are learned.
        half_life_h: Hours after which half of what was learned has faded.
        rl_exponent: The orchestrator's exponent of f_RL, by which learned values are scaled.
        rewards: JSON file of what happenings are worth to the tenant, in accepted items from -10 to 10; none for the
            default.
        learning_kept: Entries of the learning log that stay after they were learned, for gates and reports.
    """

    port: int = 50054
    policy: Literal["learned", "planner"] = "learned"
    artefact: Path = SHIPPED_ARTEFACT
    temperature: float = 0.0
    registry: Path | None = None
    learning_log: str = ""
    redis_password: str = secret()
    learned: Path = Path("learned.json")
    exploration: float = 0.05
    half_life_h: float = 168.0
    rl_exponent: float = 0.3
    rewards: Path | None = None
    learning_kept: int = 100_000

    def __post_init__(self) -> None:
        """Refuse values that no policy can work with."""
        ServingSettings.__post_init__(self)
        if not 0.0 <= self.temperature <= _MOST_TEMPERATURE:
            raise InvalidInputError(f"TEMPERATURE must be from 0 to {_MOST_TEMPERATURE:g}.", value=self.temperature)
        if not 0.0 <= self.exploration <= _MOST_EXPLORATION:
            raise InvalidInputError(f"EXPLORATION must be from 0 to {_MOST_EXPLORATION:g}.", value=self.exploration)
        if not _LEAST_HALF_LIFE_H <= self.half_life_h <= _MOST_HALF_LIFE_H:
            raise InvalidInputError(
                f"HALF_LIFE_H must be from {_LEAST_HALF_LIFE_H:g} to {_MOST_HALF_LIFE_H:g}.", value=self.half_life_h
            )
        if self.learning_kept < 0:
            raise InvalidInputError("LEARNING_KEPT must be 0 or more.", value=self.learning_kept)
