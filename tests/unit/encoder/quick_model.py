"""Parts for the encoder's tests: a model that is quick and whose vectors are known."""

import hashlib
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from chatrec.encoder.domain import Card, Prefixes, Role, TokenisedText

DIMENSIONS = 8


def make_card() -> Card:
    return Card(
        name="tiny",
        version="1",
        licence="MIT",
        origin="made in a test",
        languages=("en", "zh"),
        dimensions=DIMENSIONS,
        max_tokens=512,
        precision="float32",
        tokeniser="tokenizers",
        prefixes=Prefixes(query="q: ", passage="p: "),
        files=(),
        self_tests=(),
        recipe={},
    )


@dataclass
class QuickModel:
    """The port made quick: one token a character, the vector a digest of the tokens. It can be held at a gate."""

    card: Card = field(default_factory=make_card)
    provider: str = "QuickProvider"
    batches: list[list[int]] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)
    busy: threading.Event = field(default_factory=threading.Event)
    failure: Exception | None = None

    def __post_init__(self) -> None:
        self.gate.set()

    def tokenise(self, text: str, role: Role) -> TokenisedText:
        return TokenisedText(np.array([ord(letter) for letter in self.card.prefixes.of(role) + text], np.int64))

    def infer(self, batch: Sequence[TokenisedText]) -> NDArray[np.float32]:
        self.busy.set()
        self.gate.wait(10.0)
        self.batches.append([len(text) for text in batch])
        if self.failure is not None:
            raise self.failure
        return np.stack([vector_of(text) for text in batch])


def vector_of(text: TokenisedText) -> NDArray[np.float32]:
    digest = hashlib.sha256(text.ids.tobytes()).digest()
    vector = np.frombuffer(digest[:DIMENSIONS], np.uint8).astype(np.float32) + 1
    unit: NDArray[np.float32] = vector / np.linalg.norm(vector)
    return unit
