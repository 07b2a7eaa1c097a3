"""Reading: from words and what they may speak of to acts, preferences and the state after."""

from chatrec.dialogue.domain.reading.interpreter import Interpreter

__all__ = ["Interpreter"]
