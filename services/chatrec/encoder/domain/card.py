"""The card of an encoder artefact: what the model is, which files make it, and what it must be able to do."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from chatrec.encoder.domain.texts import Role
from chatrec.vocabulary.errors import InvalidInputError

__all__ = ["CARD_FILE", "CARD_FORMAT", "Card", "CardFile", "Prefixes", "SelfTest", "read_card", "write_card"]

CARD_FILE = "card.json"
CARD_FORMAT = 1


@dataclass(frozen=True, slots=True)
class CardFile:
    """One file of the artefact, by its name in the folder."""

    name: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Prefixes:
    """What the model wants before a text, by the text's role; empty for most models."""

    query: str
    passage: str

    def of(self, role: Role) -> str:
        """Give the prefix of a role."""
        return self.query if role is Role.QUERY else self.passage


@dataclass(frozen=True, slots=True)
class SelfTest:
    """Two texts, the first read as a query and the second as a passage, and the bounds of their cosine."""

    query: str
    passage: str
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Card:
    """What an encoder artefact is.

    `tokeniser` is "unigram" (compact table) or "tokenizers" (a tokenizer.json); `origin` says where the weights come
    from; `recipe` holds facts on how it was made, for people.
    """

    name: str
    version: str
    licence: str
    origin: str
    languages: tuple[str, ...]
    dimensions: int
    max_tokens: int
    precision: str
    tokeniser: str
    prefixes: Prefixes
    files: tuple[CardFile, ...]
    self_tests: tuple[SelfTest, ...]
    recipe: Mapping[str, str]

    @property
    def model_id(self) -> str:
        """Name and version, as replies give it; the folder of a built artefact is called so."""
        return f"{self.name}-{self.version}"


def write_card(card: Card) -> str:
    """Give the card as JSON text."""
    return json.dumps({"format": CARD_FORMAT, **asdict(card)}, ensure_ascii=False, indent=2) + "\n"


def read_card(text: str) -> Card:
    """Read a card from JSON text; InvalidInputError where it is no card of a known format."""
    try:
        facts = json.loads(text)
        if facts.pop("format") != CARD_FORMAT:
            message = "The encoder's card has an unknown format."
            raise InvalidInputError(message, known=CARD_FORMAT)
        return _card(facts)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        message = "The encoder's card cannot be read."
        raise InvalidInputError(message, problem=f"{type(error).__name__}: {error}") from error


def _card(facts: dict[str, Any]) -> Card:
    return Card(
        **{
            **facts,
            "languages": tuple(facts["languages"]),
            "prefixes": Prefixes(**facts["prefixes"]),
            "files": tuple(CardFile(**file) for file in facts["files"]),
            "self_tests": tuple(SelfTest(**test) for test in facts["self_tests"]),
        }
    )
