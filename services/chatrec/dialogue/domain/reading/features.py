"""Surface features of an utterance that the learned head takes beside the vector."""

import re
from typing import Final

import numpy as np

from chatrec.dialogue.domain.ports import Features

__all__ = ["NAMES", "surface_features"]

NAMES: Final = ("question", "short", "long", "number", "quoted", "exclaimed", "why", "negated", "greeting", "pointing")
_QUESTION: Final = re.compile(r"[?？]|[吗呢]\s*$")
_NUMBER: Final = re.compile(r"\d|[一二两三四五六七八九十]{1,3}[百千万块]")
_QUOTED: Final = re.compile(r"[《「“\"]")
_WHY: Final = re.compile(r"\bwhy\b|为什么|为啥|为何", re.IGNORECASE)
_NEGATED: Final = re.compile(r"\b(?:not?|don't|never|without)\b|不|没|别", re.IGNORECASE)
_GREETING: Final = re.compile(r"^\s*(?:hi|hello|hey|你好|您好|嗨)", re.IGNORECASE)
_POINTING: Final = re.compile(
    r"\b(?:it|this|that|these|those|them|first|second|third|last)\b|这|那|它|第[一二三四五]", re.IGNORECASE
)
_UNITS: Final = re.compile(r"[\u3400-\u9fff]|[A-Za-z]+")
_SHORT, _LONG = 4, 14


def surface_features(text: str) -> Features:
    """Give the features of a text, 0 or 1, in the order of `NAMES`."""
    count = len(_UNITS.findall(text))
    flags = (
        _QUESTION.search(text) is not None,
        count <= _SHORT,
        count >= _LONG,
        _NUMBER.search(text) is not None,
        _QUOTED.search(text) is not None,
        "!" in text or "！" in text,
        _WHY.search(text) is not None,
        _NEGATED.search(text) is not None,
        _GREETING.search(text) is not None,
        _POINTING.search(text) is not None,
    )
    return np.array(flags, dtype=np.float32)
