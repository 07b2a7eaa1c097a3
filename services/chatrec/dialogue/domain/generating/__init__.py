"""What a language model may add: other words around the same facts, and soft wishes that the user's words bear out."""

from chatrec.dialogue.domain.generating.guard import Guard, Limits, Outcome
from chatrec.dialogue.domain.generating.rewording import Rewording
from chatrec.dialogue.domain.generating.second_reading import SecondReader

__all__ = ["Guard", "Limits", "Outcome", "Rewording", "SecondReader"]
