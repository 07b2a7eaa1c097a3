"""The encoder's core: what a text may be, how texts are queued, batched, cached and encoded. It knows no transport."""

from chatrec.encoder.domain.card import Card, CardFile, Prefixes, SelfTest
from chatrec.encoder.domain.engine import Engine, EngineLimits
from chatrec.encoder.domain.ports import EncoderModel
from chatrec.encoder.domain.texts import Encoding, Role, Timings, TokenisedText

__all__ = [
    "Card",
    "CardFile",
    "EncoderModel",
    "Encoding",
    "Engine",
    "EngineLimits",
    "Prefixes",
    "Role",
    "SelfTest",
    "Timings",
    "TokenisedText",
]
