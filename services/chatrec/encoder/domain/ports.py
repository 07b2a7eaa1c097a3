"""What the core needs from a model."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from chatrec.encoder.domain.card import Card
from chatrec.encoder.domain.texts import Role, TokenisedText

__all__ = ["EncoderModel"]


class EncoderModel(Protocol):
    """A model that is loaded and ready. `tokenise` is called from many threads at once, `infer` from one."""

    @property
    def card(self) -> Card:
        """What the model is."""
        ...

    @property
    def provider(self) -> str:
        """Where it really runs, in the runtime's own words."""
        ...

    def tokenise(self, text: str, role: Role) -> TokenisedText:
        """Prefix a text for its role and cut it into at least one token."""
        ...

    def infer(self, batch: Sequence[TokenisedText]) -> NDArray[np.float32]:
        """Give unit vectors, (texts, dimensions), in order; UnavailableError where the runtime fails."""
        ...
