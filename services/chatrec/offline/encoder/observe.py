"""Watches the float32 encoder read the parallel utterances: what the finished graph is calibrated by."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from chatrec.encoder.adapters.artefact import GRAPH_FILE, open_artefact
from chatrec.encoder.adapters.onnx_model import CPU
from chatrec.encoder.adapters.tokenisers import load_tokeniser
from chatrec.encoder.domain.texts import Role
from chatrec.offline.encoder.debias import LanguageBias, estimate, parallel_utterances
from chatrec.offline.encoder.quantise import Reaches

__all__ = ["Observation", "observe"]

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Observation:
    """How far the inputs of each product reach, and how the languages differ."""

    reaches: Reaches
    bias: LanguageBias


def observe(folder: Path) -> Observation:
    """Encode the parallel utterances, in both roles, with the artefact in a folder, whose graph is a watched one."""
    watcher = _Watcher(folder)
    pairs = parallel_utterances()
    english = watcher.encode([pair.english for pair in pairs])
    chinese = watcher.encode([pair.chinese for pair in pairs])
    return Observation(reaches=watcher.reaches, bias=estimate(english, chinese))


class _Watcher:
    def __init__(self, folder: Path) -> None:
        artefact = open_artefact(folder)
        self._prefixes = artefact.card.prefixes
        self._tokeniser = load_tokeniser(artefact)
        self._session = onnxruntime.InferenceSession(folder / GRAPH_FILE, providers=[CPU])
        self.reaches: dict[str, Floats] = {}

    def encode(self, texts: Sequence[str]) -> Floats:
        return np.concatenate([self._encode(self._prefixes.of(role) + text) for role in Role for text in texts])

    def _encode(self, text: str) -> Floats:
        ids = np.array([self._tokeniser.ids(text)], np.int64)
        names = [output.name for output in self._session.get_outputs()]
        vector, *reaches = self._session.run(names, {"input_ids": ids, "attention_mask": np.ones_like(ids)})
        for name, reach in zip(names[1:], reaches, strict=True):
            self.reaches[name] = np.maximum(self.reaches.get(name, reach), reach)
        return np.asarray(vector, np.float32)
