"""Makes an artefact out of any Hugging Face encoder folder: config, weights, tokenizer. Needs the extra `training`."""

import hashlib
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

from chatrec.encoder.adapters.artefact import GRAPH_FILE, TOKENIZER_FILE
from chatrec.encoder.adapters.onnx_model import RuntimeOptions, load_model
from chatrec.encoder.domain.card import Card, Prefixes, SelfTest
from chatrec.encoder.domain.texts import Role
from chatrec.offline.encoder.artefacts import new_folder, write_card_file
from chatrec.vocabulary.errors import InvalidInputError, UnavailableError

__all__ = ["HuggingFaceFacts", "export_folder"]

OPSET = 17
COSINE_TOLERANCE = 0.02
NO_PREFIXES = Prefixes(query="", passage="")
SENTENCE_PAIRS = (("a cheap phone", "an affordable phone"), ("你好", "a film about the sea"))


@dataclass(frozen=True, slots=True)
class HuggingFaceFacts:
    """What the folder does not say of itself: for the card."""

    name: str
    licence: str
    languages: tuple[str, ...]
    prefixes: Prefixes = NO_PREFIXES
    self_tests: tuple[tuple[str, str], ...] = SENTENCE_PAIRS


def export_folder(source: Path, target: Path, facts: HuggingFaceFacts) -> Path:
    """Write `source` as an artefact at `target`, atomically: mean over tokens, then length 1, in float32.

    The cosines of the facts' sentence pairs (query, passage), as exported, become the card's self-tests.
    InvalidInputError where the folder has no fast tokenizer, UnavailableError where the training extra is missing.
    """
    torch, transformers = _training_packages()
    with new_folder(target) as fresh:
        tokenizer = transformers.AutoTokenizer.from_pretrained(source, local_files_only=True)
        if not tokenizer.is_fast:
            message = "The folder has no fast tokenizer (tokenizer.json)."
            raise InvalidInputError(message, folder=source)
        tokenizer.backend_tokenizer.save(str(fresh / TOKENIZER_FILE))
        model = transformers.AutoModel.from_pretrained(source, local_files_only=True, attn_implementation="eager")
        _write_graph(torch, model.eval(), fresh / GRAPH_FILE)
        card = _card(source, model.config, tokenizer.model_max_length, facts)
        write_card_file(fresh, card, [GRAPH_FILE, TOKENIZER_FILE])
        write_card_file(fresh, replace(card, self_tests=_self_tests(fresh, facts)), [GRAPH_FILE, TOKENIZER_FILE])
    return target


def _training_packages() -> tuple[ModuleType, ModuleType]:
    try:
        import torch  # noqa: PLC0415 - gigabytes that only this function needs
        import transformers  # noqa: PLC0415
    except ImportError as error:
        message = "Exporting a Hugging Face folder needs the training extra: pip install 'chatrec[training]'."
        raise UnavailableError(message, missing=error.name) from error
    return torch, transformers


def _card(source: Path, config: Any, tokenizer_limit: int, facts: HuggingFaceFacts) -> Card:  # noqa: ANN401 - any model's
    identity = hashlib.sha256()
    for path in sorted((*source.glob("*.safetensors"), source / "config.json")):
        identity.update(path.read_bytes())
    return Card(
        name=facts.name,
        version=f"float32-{identity.hexdigest()[:8]}",
        licence=facts.licence,
        origin=f"Hugging Face folder {source.name}, {config.model_type}",
        languages=facts.languages,
        dimensions=config.hidden_size,
        max_tokens=min(tokenizer_limit, _places(config)),
        precision="float32",
        tokeniser="tokenizers",
        prefixes=facts.prefixes,
        files=(),
        self_tests=(),
        recipe={"exported_by": "torch.onnx", "pooling": "mean"},
    )


def _places(config: Any) -> int:  # noqa: ANN401 - any model's
    """Count the tokens a model has places for; RoBERTa's begin behind the padding's."""
    places: int = config.max_position_embeddings
    return places - config.pad_token_id - 1 if "roberta" in config.model_type else places


def _write_graph(torch: Any, model: Any, path: Path) -> None:  # noqa: ANN401 - imported only where needed
    """Trace the model with a mean over the real tokens behind it."""

    class MeanPooled(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.encoder = model  # as a part of this module, so that its weights are the graph's

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:  # noqa: ANN401 - tensors
            hidden = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
            weights = attention_mask.unsqueeze(-1).to(hidden.dtype)
            mean = (hidden * weights).sum(1) / weights.sum(1).clamp(min=1e-9)
            return torch.nn.functional.normalize(mean, dim=1)

    ids = torch.ones((2, 5), dtype=torch.int64)
    mask = torch.tensor([[1, 1, 1, 1, 1], [1, 1, 1, 0, 0]])
    axes = {0: "batch", 1: "sequence"}
    with torch.no_grad(), _tracer_warnings_ignored():
        torch.onnx.export(
            MeanPooled().eval(),
            (ids, mask),
            str(path),
            dynamo=False,
            opset_version=OPSET,
            input_names=["input_ids", "attention_mask"],
            output_names=["sentence_embedding"],
            dynamic_axes={"input_ids": axes, "attention_mask": axes, "sentence_embedding": {0: "batch"}},
        )


@contextmanager
def _tracer_warnings_ignored() -> Iterator[None]:
    """Keep torch's remarks on its own tracer from users; the self-tests and the shapes are checked afterwards."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _self_tests(folder: Path, facts: HuggingFaceFacts) -> tuple[SelfTest, ...]:
    model = load_model(folder, RuntimeOptions())

    def bounded(query: str, passage: str) -> SelfTest:
        first = model.infer([model.tokenise(query, Role.QUERY)])[0]
        cosine = float(first @ model.infer([model.tokenise(passage, Role.PASSAGE)])[0])
        return SelfTest(query, passage, least=cosine - COSINE_TOLERANCE, most=cosine + COSINE_TOLERANCE)

    return tuple(bounded(query, passage) for query, passage in facts.self_tests)
