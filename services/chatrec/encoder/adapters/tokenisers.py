"""Two tokenisers: any Hugging Face `tokenizer.json`, and a compact one for unigram vocabularies.

The `tokenizers` package spends about 300 MB on the 250,000 pieces of XLM-R; the compact one finds the same pieces in
sorted arrays of 4 MB. A test holds the two equal.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import numpy as np
from tokenizers import Tokenizer

from chatrec.encoder.adapters.artefact import TOKENIZER_FILE, Artefact
from chatrec.encoder.adapters.unigram import NORMALISER_FILE, PIECES_FILE, Pieces, UnigramTokeniser
from chatrec.vocabulary.errors import InvalidInputError

__all__ = ["FullTokeniser", "Tokeniser", "load_tokeniser"]


class Tokeniser(Protocol):
    """Cuts a text into token ids, special tokens around them, at most `max_tokens`. Safe for threads."""

    def ids(self, text: str) -> list[int]:
        """Give the ids; never empty."""
        ...


class FullTokeniser:
    """A tokenizer.json as it is."""

    def __init__(self, path: Path, max_tokens: int) -> None:
        self._tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.encode_special_tokens = True  # "</s>" in a user's words is text
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(max_tokens)

    def ids(self, text: str) -> list[int]:
        """Give the ids; never empty."""
        found: list[int] = self._tokenizer.encode(text).ids
        return found


def load_tokeniser(artefact: Artefact) -> Tokeniser:
    """Load the tokeniser that an artefact's card names."""
    try:
        load = _LOADERS[artefact.card.tokeniser]
    except KeyError:
        message = "The encoder's card names an unknown tokeniser."
        raise InvalidInputError(message, tokeniser=artefact.card.tokeniser, known=", ".join(_LOADERS)) from None
    return load(artefact)


def _full(artefact: Artefact) -> Tokeniser:
    return FullTokeniser(artefact.path(TOKENIZER_FILE), artefact.card.max_tokens)


def _unigram(artefact: Artefact) -> Tokeniser:
    outline = Tokenizer.from_file(str(artefact.path(NORMALISER_FILE)))
    pieces = Pieces.from_array(np.load(artefact.path(PIECES_FILE), allow_pickle=False))
    return UnigramTokeniser(outline, pieces, artefact.card.max_tokens)


_LOADERS: dict[str, Callable[[Artefact], Tokeniser]] = {"tokenizers": _full, "unigram": _unigram}
