"""A model in ONNX Runtime, on the provider that was asked for and no other."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from onnxruntime.capi import onnxruntime_pybind11_state as runtime_errors

from chatrec.encoder.adapters.artefact import GRAPH_FILE, open_artefact
from chatrec.encoder.adapters.tokenisers import Tokeniser, load_tokeniser
from chatrec.encoder.domain.card import Card, SelfTest
from chatrec.encoder.domain.texts import Role, TokenisedText
from chatrec.vocabulary.errors import InvalidInputError, UnavailableError

__all__ = ["CPU", "CUDA", "OnnxModel", "RuntimeOptions", "load_model"]

CPU = "CPUExecutionProvider"
CUDA = "CUDAExecutionProvider"
INPUTS = {"input_ids", "attention_mask"}
OUTPUT = "sentence_embedding"
LOG_ERRORS_ONLY = 3
RUNTIME_ERRORS = tuple(
    getattr(runtime_errors, name)
    for name in (
        "EPFail",
        "Fail",
        "InvalidArgument",
        "InvalidGraph",
        "InvalidProtobuf",
        "NotImplemented",
        "RuntimeException",
    )
)


@dataclass(frozen=True, slots=True)
class RuntimeOptions:
    """Where and how wide to run: the provider by its ONNX Runtime name, and threads inside one operator."""

    provider: str = CPU
    threads: int = 1


class OnnxModel:
    """An encoder artefact, loaded. `tokenise` is safe for threads."""

    def __init__(self, card: Card, tokeniser: Tokeniser, session: onnxruntime.InferenceSession, provider: str) -> None:
        self._card = card
        self._tokeniser = tokeniser
        self._session = session
        self._provider = provider

    @property
    def card(self) -> Card:
        """What the model is."""
        return self._card

    @property
    def provider(self) -> str:
        """Where it really runs, in ONNX Runtime's words."""
        return self._provider

    def tokenise(self, text: str, role: Role) -> TokenisedText:
        """Prefix a text for its role and cut it into at least one token."""
        return TokenisedText(np.array(self._tokeniser.ids(self._card.prefixes.of(role) + text), np.int64))

    def infer(self, batch: Sequence[TokenisedText]) -> NDArray[np.float32]:
        """Give unit vectors, (texts, dimensions), in order; UnavailableError where the runtime fails."""
        shape = (len(batch), max(len(text) for text in batch))
        ids, mask = np.ones(shape, np.int64), np.zeros(shape, np.int64)  # no one reads under the mask
        for row, text in enumerate(batch):
            ids[row, : len(text)] = text.ids
            mask[row, : len(text)] = 1
        try:
            (vectors,) = self._session.run([OUTPUT], {"input_ids": ids, "attention_mask": mask})
        except RUNTIME_ERRORS as error:
            message = "The encoder's model failed."
            raise UnavailableError(message, problem=error) from error
        return np.asarray(vectors, np.float32)


def load_model(folder: Path, options: RuntimeOptions) -> OnnxModel:
    """Load an artefact, checked: its files by hash, its shape by the card, its meaning by the card's sentence pairs.

    InvalidInputError where the artefact is not what its card says, NotFoundError where there is none, UnavailableError
    where the provider is missing: nothing ever falls back to another one.
    """
    artefact = open_artefact(folder)
    session = _session(artefact.path(GRAPH_FILE), options)
    _check_shape(session, artefact.card)
    model = OnnxModel(artefact.card, load_tokeniser(artefact), session, options.provider)
    for test in artefact.card.self_tests:
        _check_meaning(model, test)
    return model


def _session(graph: Path, options: RuntimeOptions) -> onnxruntime.InferenceSession:
    available = onnxruntime.get_available_providers()
    if options.provider not in available:
        message = f"{options.provider} is not available on this machine."
        raise UnavailableError(message, provider=options.provider, available=", ".join(available))
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = options.threads
    settings.inter_op_num_threads = 1
    settings.log_severity_level = LOG_ERRORS_ONLY
    settings.add_session_config_entry("session.force_spinning_stop", "1")  # idle threads burn no CPU between two texts
    if options.provider != CPU:
        # A single node placed on the CPU would be a silent fall-back; with this it is an error.
        settings.add_session_config_entry("session.disable_cpu_ep_fallback", "1")
    try:
        session = onnxruntime.InferenceSession(graph, settings, providers=[options.provider])
    except RUNTIME_ERRORS as error:
        message = "The encoder's graph cannot be loaded."
        raise InvalidInputError(message, file=graph.name, problem=error) from error
    if session.get_providers()[0] != options.provider:
        message = f"The encoder's model does not run on {options.provider}."
        raise UnavailableError(message, provider=options.provider, found=", ".join(session.get_providers()))
    session.disable_fallback()
    return session


def _check_shape(session: onnxruntime.InferenceSession, card: Card) -> None:
    inputs = {tensor.name for tensor in session.get_inputs()}
    outputs = {tensor.name: tensor.shape for tensor in session.get_outputs()}
    if inputs != INPUTS or OUTPUT not in outputs:
        message = "The encoder's graph has other inputs or outputs than an encoder."
        raise InvalidInputError(message, inputs=", ".join(sorted(inputs)), outputs=", ".join(outputs))
    if outputs[OUTPUT][-1] != card.dimensions:
        message = "The encoder's graph has other dimensions than its card says."
        raise InvalidInputError(message, graph=outputs[OUTPUT][-1], card=card.dimensions)


def _check_meaning(model: OnnxModel, test: SelfTest) -> None:
    sides = ((test.query, Role.QUERY), (test.passage, Role.PASSAGE))
    first, second = itertools.chain(*(model.infer([model.tokenise(text, role)]) for text, role in sides))
    cosine = float(first @ second)
    if not test.least <= cosine <= test.most:
        message = "The encoder does not pass its card's self-test."
        raise InvalidInputError(
            message,
            query=test.query,
            passage=test.passage,
            cosine=f"{cosine:.3f}",
            least=test.least,
            most=test.most,
        )
