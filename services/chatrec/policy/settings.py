"""The policy's settings, read once from `CHATREC_POLICY_*`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from chatrec.serving import ServingSettings
from chatrec.vocabulary.errors import InvalidInputError

__all__ = ["SHIPPED_ARTEFACT", "Settings"]

SHIPPED_ARTEFACT = Path(__file__).parent / "artefacts"
_MOST_TEMPERATURE = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(ServingSettings):
    """What the policy takes.

    Attributes:
        policy: Who decides: the network of the artefact, or the planner.
        artefact: Folder of the artefact: network, values of relations and entities, card.
        temperature: How much the learned policy may try other moves than its best: 0 for not at all. Above 0 moves are
            drawn from softmax(logits / temperature), and each reply gives the probability of its move.
    """

    port: int = 50054
    policy: Literal["learned", "planner"] = "learned"
    artefact: Path = SHIPPED_ARTEFACT
    temperature: float = 0.0

    def __post_init__(self) -> None:
        """Refuse values that no policy can work with."""
        ServingSettings.__post_init__(self)
        if not 0.0 <= self.temperature <= _MOST_TEMPERATURE:
            raise InvalidInputError(f"TEMPERATURE must be from 0 to {_MOST_TEMPERATURE:g}.", value=self.temperature)
