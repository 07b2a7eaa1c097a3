"""The card of a policy artefact: which files make it, what its network reads and does, and how it fared in training."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from chatrec.policy.domain.features import ACTIONS, FEATURE_VERSION, FEATURES
from chatrec.vocabulary.errors import UnavailableError

__all__ = ["CARD_FILE", "CARD_FORMAT", "NETWORK_FILE", "VALUES_FILE", "Card", "CardFile", "read_card", "write_card"]

CARD_FILE: Final = "card.json"
NETWORK_FILE: Final = "policy.onnx"
VALUES_FILE: Final = "values.json"
CARD_FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class CardFile:
    """One file of the artefact, by its name in the folder."""

    name: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Card:
    """What a policy artefact is.

    `features` and `actions` are the network's inputs and outputs in order. `training` holds arguments and seeds,
    `results` what each policy reached in the simulator, both for people.
    """

    name: str
    version: str
    feature_version: int
    features: tuple[str, ...]
    actions: tuple[str, ...]
    files: tuple[CardFile, ...]
    training: Mapping[str, Any]
    results: Mapping[str, Any]

    @property
    def policy_id(self) -> str:
        """Name and version, as replies give it."""
        return f"{self.name}-{self.version}"

    def check(self) -> None:
        """Check that the network reads the features and takes the actions of this very program.

        Raises:
            UnavailableError: it does not; it names what differs.
        """
        ours = {"feature_version": FEATURE_VERSION, "features": FEATURES, "actions": ACTIONS}
        for name, expected in ours.items():
            if getattr(self, name) != expected:
                raise UnavailableError(f"The policy's {name} are not those of this program.", card=self.policy_id)


def write_card(card: Card) -> str:
    """Give the card as JSON text."""
    return json.dumps({"format": CARD_FORMAT, **asdict(card)}, ensure_ascii=False, indent=1) + "\n"


def read_card(text: str) -> Card:
    """Read a card from JSON text.

    Raises:
        UnavailableError: it is no card of a known format.
    """
    try:
        facts = json.loads(text)
        found = facts.pop("format")
        card = _card(facts)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnavailableError(
            "The policy's card cannot be read.", problem=f"{type(error).__name__}: {error}"
        ) from error
    if found != CARD_FORMAT:
        raise UnavailableError("The policy's card has an unknown format.", format=found, known=CARD_FORMAT)
    return card


def _card(facts: dict[str, Any]) -> Card:
    return Card(
        **{
            **facts,
            "features": tuple(facts["features"]),
            "actions": tuple(facts["actions"]),
            "files": tuple(CardFile(**file) for file in facts["files"]),
        }
    )
