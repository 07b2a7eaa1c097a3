"""A unigram tokeniser (Kudo, "Subword Regularization", arXiv:1804.10959) over sorted arrays instead of a trie.

All substrings of the text up to the longest piece are hashed at once, looked up in the sorted hashes of the pieces, and
the best path through those found is the text's tokens.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

__all__ = ["NORMALISER_FILE", "PIECES_FILE", "Pieces", "UnigramTokeniser", "hashes_of", "pieces_array"]

NORMALISER_FILE = "normaliser.json"
PIECES_FILE = "pieces.npy"
MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
MARK = "▁"  # before each word, as SentencePiece writes spaces
UNKNOWN_PENALTY = 10.0  # below the least likely piece, as SentencePiece has it
BEGIN, END, UNKNOWN = 0, 2, 3  # the ids of XLM-R, and of all that descend from it
ROW = np.dtype([("hash", "<u8"), ("id", "<i4"), ("score", "<f4"), ("length", "<i4")])


def hashes_of(text: str, longest: int) -> NDArray[np.uint64]:
    """Hash all substrings of up to `longest` characters: (longest, characters), by length - 1 and by start.

    Where a substring would reach over the end, the hash is that of the rest padded with zeros, which no piece has.
    """
    codes = np.concatenate([_codes(text), np.zeros(longest, np.uint64)])
    starts = len(codes) - longest
    hashes = np.empty((longest, starts), np.uint64)
    running = np.zeros(starts, np.uint64)
    for length in range(longest):
        running = running * MULTIPLIER + codes[length : length + starts]
        hashes[length] = _mixed(running)
    return hashes


def pieces_array(pieces: Mapping[str, tuple[int, float]]) -> NDArray[np.void]:
    """Lay pieces, given with id and log-probability, out as the array of a pieces file, sorted by hash."""
    by_length: dict[int, list[str]] = {}
    for piece in pieces:
        by_length.setdefault(len(piece), []).append(piece)
    rows = np.concatenate([_rows(alike, length, pieces) for length, alike in by_length.items()])
    rows.sort(order="hash")
    return rows


def _rows(alike: list[str], length: int, pieces: Mapping[str, tuple[int, float]]) -> NDArray[np.void]:
    rows = np.empty(len(alike), ROW)
    running = np.zeros(len(alike), np.uint64)
    for column in _codes("".join(alike)).reshape(-1, length).T:
        running = running * MULTIPLIER + column
    rows["hash"], rows["length"] = _mixed(running), length
    rows["id"] = [pieces[piece][0] for piece in alike]
    rows["score"] = [pieces[piece][1] for piece in alike]
    return rows


def _codes(text: str) -> NDArray[np.uint64]:
    """Give the characters as numbers from 1 on."""
    return np.frombuffer(text.encode("utf-32-le", "replace"), "<u4").astype(np.uint64) + np.uint64(1)


def _mixed(hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    return hashes ^ (hashes >> np.uint64(29))


@dataclass(frozen=True, slots=True)
class Pieces:
    """The vocabulary, sorted by hash."""

    hashes: NDArray[np.uint64]
    ids: NDArray[np.int32]
    scores: NDArray[np.float64]
    longest: int

    @classmethod
    def from_array(cls, rows: NDArray[np.void]) -> "Pieces":
        """Take the columns of a pieces file apart."""
        return cls(
            hashes=np.ascontiguousarray(rows["hash"]),
            ids=np.ascontiguousarray(rows["id"]),
            scores=rows["score"].astype(np.float64),
            longest=int(rows["length"].max()),
        )


class UnigramTokeniser:
    """Cuts text into its most likely pieces. `outline` normalises; its own model rests."""

    def __init__(self, outline: Tokenizer, pieces: Pieces, max_tokens: int) -> None:
        self._normalizer = outline.normalizer
        self._pieces = pieces
        self._unknown_score = float(pieces.scores.min()) - UNKNOWN_PENALTY
        self._most = max_tokens - 2

    def ids(self, text: str) -> list[int]:
        """Give the ids; never empty."""
        return [BEGIN, *self._cut(_marked(self._normalizer.normalize_str(text)))[: self._most], END]

    def _cut(self, text: str) -> list[int]:
        if not text:
            return []
        starts, lengths, ids, scores = self._matches(text)
        best = [-np.inf] * (len(text) + 1)
        best[0] = 0.0
        back = [(0, UNKNOWN)] * (len(text) + 1)
        match, count = 0, len(starts)
        for start in range(len(text)):
            here, single = best[start], False
            while match < count and starts[match] == start:
                end, total = start + lengths[match], here + scores[match]
                if total > best[end]:
                    best[end], back[end] = total, (start, ids[match])
                single = single or lengths[match] == 1
                match += 1
            if not single and here + self._unknown_score > best[start + 1]:
                best[start + 1], back[start + 1] = here + self._unknown_score, (start, UNKNOWN)
        return _walk_back(back)

    def _matches(self, text: str) -> tuple[list[int], list[int], list[int], list[float]]:
        """Find all pieces in the text: starts, lengths, ids, scores, by start and then by length."""
        pieces = self._pieces
        room = _room(text)
        hashes = hashes_of(text, min(pieces.longest, int(room.max()))).T
        starts, lengths = np.nonzero(np.arange(hashes.shape[1]) < room[:, None])
        wanted = hashes[starts, lengths]
        places = np.minimum(np.searchsorted(pieces.hashes, wanted), len(pieces.hashes) - 1)
        met = pieces.hashes[places] == wanted
        found = places[met]
        return (
            starts[met].tolist(),
            (lengths[met] + 1).tolist(),
            pieces.ids[found].tolist(),
            pieces.scores[found].tolist(),
        )


def _marked(text: str) -> str:
    """Put the mark that begins a word before each word, in place of the space between; a word may have its own."""
    return "".join(word if word.startswith(MARK) else MARK + word for word in text.split())


def _room(text: str) -> NDArray[np.intp]:
    """Give for each character how many there are from it to the end of its word: no piece reaches further."""
    marks = np.flatnonzero(np.frombuffer(text.encode("utf-32-le", "replace"), "<u4") == ord(MARK))
    bounds = np.append(marks, len(text))  # the text begins with a mark
    return np.repeat(bounds[1:], np.diff(bounds)) - np.arange(len(text))


def _walk_back(back: list[tuple[int, int]]) -> list[int]:
    """Read the best path from its end; neighbours that are unknown become one token."""
    ids: list[int] = []
    end = len(back) - 1
    while end > 0:
        end, identity = back[end]
        if not (identity == UNKNOWN and ids and ids[-1] == UNKNOWN):
            ids.append(identity)
    ids.reverse()
    return ids
