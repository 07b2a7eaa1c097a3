"""A recurrent conditional random field (Lample et al., NAACL 2016) on contextual word states and characters."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from chatrec.offline.dialogue.chain import chain_loss, chain_marginals
from chatrec.offline.dialogue.spans import OUTSIDE
from chatrec.offline.dialogue.word_states import WordStates

__all__ = ["RecurrentField", "RecurrentOptions", "fit_recurrent"]

_PADDING, _UNKNOWN, _FIRST = 0, 1, 2
_LONGEST_WORD: Final = 12
_POOL: Final = 20
_JUDGED_AT_ONCE: Final = 128


@dataclass(frozen=True, slots=True)
class RecurrentOptions:
    """How a field is built and fitted.

    Attributes:
        words: Dimensions of the learned vector of a word.
        characters: Dimensions of the learned vector of a character.
        shapes: Filters over a word's characters.
        projected: Dimensions that the word's states are brought to.
        hidden: Units of the recurrent layer in each direction.
        dropout: Share of the inputs and outputs of the recurrent layer that is left out.
        hidden_words: Share of the words that are taken as unknown while learning.
        epochs: How often the sentences are gone through.
        batch: Sentences in a step.
        rate: The highest rate of the one-cycle schedule (Smith and Topin, 2018).
    """

    words: int = 100
    characters: int = 25
    shapes: int = 50
    projected: int = 200
    hidden: int = 150
    dropout: float = 0.4
    hidden_words: float = 0.1
    epochs: int = 8
    batch: int = 32
    rate: float = 3e-3


@dataclass(frozen=True, slots=True, eq=False)
class _Batch:
    words: torch.Tensor
    characters: torch.Tensor
    states: torch.Tensor
    held: torch.Tensor


class _Vocabulary:
    """Numbers of words seen at least twice, and of characters."""

    def __init__(self, sentences: Sequence[Sequence[str]]) -> None:
        counts = Counter(word for sentence in sentences for word in sentence)
        self._words = {word: _FIRST + n for n, word in enumerate(word for word, count in counts.items() if count > 1)}
        letters = sorted({letter for word in counts for letter in word})
        self._letters = {letter: _FIRST + number for number, letter in enumerate(letters)}

    @property
    def sizes(self) -> tuple[int, int]:
        """How many numbers words and characters have."""
        return len(self._words) + _FIRST, len(self._letters) + _FIRST

    def batch(self, sentences: Sequence[Sequence[str]], states: Sequence[WordStates]) -> _Batch:
        """Put sentences side by side."""
        shape = len(sentences), max(map(len, sentences))
        words = torch.zeros(shape, dtype=torch.long)
        characters = torch.zeros(*shape, _LONGEST_WORD, dtype=torch.long)
        joined = torch.zeros(*shape, *states[0].shape[1:])
        for row, sentence in enumerate(sentences):
            words[row, : len(sentence)] = torch.tensor([self._words.get(word, _UNKNOWN) for word in sentence])
            joined[row, : len(sentence)] = torch.from_numpy(states[row].astype(np.float32))
            for column, word in enumerate(sentence):
                letters = [self._letters.get(letter, _UNKNOWN) for letter in word[:_LONGEST_WORD]]
                characters[row, column, : len(letters)] = torch.tensor(letters)
        return _Batch(words, characters, joined, words != _PADDING)


class _Network(nn.Module):
    def __init__(self, sizes: tuple[int, int], states: tuple[int, int], tags: int, options: RecurrentOptions) -> None:
        super().__init__()
        layers, dimensions = states
        self._hidden_words = options.hidden_words
        self._words = nn.Embedding(sizes[0], options.words, padding_idx=_PADDING)
        self._characters = nn.Embedding(sizes[1], options.characters, padding_idx=_PADDING)
        self._shapes = nn.Conv1d(options.characters, options.shapes, 3, padding=1)
        self._mixture = nn.Parameter(torch.zeros(layers))
        self._norm = nn.LayerNorm(dimensions, elementwise_affine=False)
        self._projection = nn.Linear(dimensions, options.projected)
        inputs = options.words + options.shapes + options.projected
        self._dropout = nn.Dropout(options.dropout)
        self._recurrent = nn.LSTM(inputs, options.hidden, batch_first=True, bidirectional=True)
        self._scores = nn.Linear(2 * options.hidden, tags)
        self.moves = nn.Parameter(torch.zeros(tags, tags))

    def forward(self, batch: _Batch) -> torch.Tensor:
        """Score (sentences, words, tags)."""
        words = batch.words
        if self.training:
            hidden = (torch.rand(words.shape) < self._hidden_words) & batch.held
            words = words.masked_fill(hidden, _UNKNOWN)
        letters = self._characters(batch.characters).flatten(0, 1).transpose(1, 2)
        shapes = torch.relu(self._shapes(letters)).amax(dim=2).unflatten(0, words.shape)
        mixed = (self._norm(batch.states) * self._mixture.softmax(dim=0)[:, None]).sum(dim=2)
        projected = torch.relu(self._projection(self._norm(mixed)))
        inputs = self._dropout(torch.cat([self._words(words), shapes, projected], dim=2))
        packed = nn.utils.rnn.pack_padded_sequence(
            inputs, batch.held.sum(dim=1), batch_first=True, enforce_sorted=False
        )
        outputs, _ = nn.utils.rnn.pad_packed_sequence(self._recurrent(packed)[0], batch_first=True)
        scores: torch.Tensor = self._scores(self._dropout(outputs))
        return scores


class RecurrentField:
    """A fitted field."""

    def __init__(self, network: _Network, vocabulary: _Vocabulary, tags: tuple[str, ...]) -> None:
        self._network, self._vocabulary = network.eval(), vocabulary
        self._tags = tags

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags, in the order of the columns of `marginals`."""
        return self._tags

    def marginals(
        self, sentences: Sequence[Sequence[str]], states: Sequence[WordStates]
    ) -> list[npt.NDArray[np.float64]]:
        """Give how likely each tag is at each word of each sentence, (words, tags)."""
        found: list[npt.NDArray[np.float64]] = []
        for start in range(0, len(sentences), _JUDGED_AT_ONCE):
            part = sentences[start : start + _JUDGED_AT_ONCE]
            batch = self._vocabulary.batch(part, states[start : start + _JUDGED_AT_ONCE])
            with torch.no_grad():
                scores = self._network(batch)
            likely = chain_marginals(scores, self._network.moves, batch.held).numpy().astype(np.float64)
            found += [rows[: len(sentence)] for rows, sentence in zip(likely, part, strict=True)]
        return found


def fit_recurrent(
    sentences: Sequence[Sequence[str]],
    states: Sequence[WordStates],
    tags: Sequence[Sequence[str]],
    options: RecurrentOptions,
    *,
    seed: int,
) -> RecurrentField:
    """Fit on sentences with their states and tags; the seed draws the start, the order and what is left out."""
    torch.manual_seed(seed)
    known = (OUTSIDE, *sorted({tag for row in tags for tag in row} - {OUTSIDE}))
    numbers = {tag: number for number, tag in enumerate(known)}
    vocabulary = _Vocabulary(sentences)
    layers, dimensions = states[0].shape[1:]
    network = _Network(vocabulary.sizes, (layers, dimensions), len(known), options).train()
    optimiser = torch.optim.AdamW(network.parameters(), lr=options.rate, weight_decay=1e-4)
    steps = options.epochs * -(-len(sentences) // options.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, options.rate, total_steps=steps + 1, pct_start=0.15)
    rng = random.Random(seed)  # noqa: S311 - the order of learning, no secret
    for _ in range(options.epochs):
        for places in _batches([len(sentence) for sentence in sentences], options.batch, rng):
            batch = vocabulary.batch([sentences[place] for place in places], [states[place] for place in places])
            wanted = torch.zeros_like(batch.words)
            for row, place in enumerate(places):
                wanted[row, : len(tags[place])] = torch.tensor([numbers[tag] for tag in tags[place]])
            loss = chain_loss(network(batch), network.moves, wanted, batch.held)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 5.0)
            optimiser.step()
            schedule.step()
    return RecurrentField(network, vocabulary, known)


def _batches(lengths: Sequence[int], size: int, rng: random.Random) -> Iterator[list[int]]:
    """Give batches of sentences of like length, in chance's order."""
    order = list(range(len(lengths)))
    rng.shuffle(order)
    pools = (
        sorted(order[start : start + _POOL * size], key=lengths.__getitem__)
        for start in range(0, len(order), _POOL * size)
    )
    batches = [pool[start : start + size] for pool in pools for start in range(0, len(pool), size)]
    rng.shuffle(batches)
    yield from batches
