"""A Hugging Face BERT folder of a few kilobytes with random weights, and torch's own vectors for it."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

from chatrec.encoder.domain import Prefixes
from chatrec.offline.encoder import HuggingFaceFacts, export_folder

PREFIX = "ask: "
FACTS = HuggingFaceFacts(
    name="tiny-bert", licence="MIT", languages=("en", "zh"), prefixes=Prefixes(query=PREFIX, passage="")
)
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]


def write(folder: Path) -> None:
    """Write config, weights and tokenizer; the same every time."""
    import torch  # noqa: PLC0415 - only where the training extra is used
    import transformers  # noqa: PLC0415 - only where the training extra is used

    folder.mkdir(parents=True, exist_ok=True)
    letters = [chr(code) for code in range(33, 127)] + list("我想买一部新手机退货需要多长时间运费谁来出还有没别的办法")
    pieces = dict.fromkeys([*SPECIAL, *letters, *("##" + letter for letter in letters)])
    vocabulary = {piece: number for number, piece in enumerate(pieces)}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    names = {"cls_token": "[CLS]", "sep_token": "[SEP]", "pad_token": "[PAD]", "unk_token": "[UNK]"}
    transformers.PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=64, **names).save_pretrained(
        folder
    )
    torch.manual_seed(7)
    config = transformers.BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=64,
        max_position_embeddings=64,
        initializer_range=0.3,
    )
    transformers.BertModel(config).save_pretrained(folder)


def export(source: Path, target: Path) -> Path:
    """Export it as an artefact."""
    return export_folder(source, target, FACTS)


def torch_vectors(folder: Path, texts: Sequence[str]) -> NDArray[np.float32]:
    """Encode queries one by one with torch."""
    import torch  # noqa: PLC0415 - only where the training extra is used
    import transformers  # noqa: PLC0415 - only where the training extra is used

    model = transformers.AutoModel.from_pretrained(folder, local_files_only=True).eval()
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder, local_files_only=True, split_special_tokens=True)
    vectors = []
    with torch.no_grad():
        for text in texts:
            hidden = model(**tokenizer(PREFIX + text, return_tensors="pt")).last_hidden_state
            vectors.append(torch.nn.functional.normalize(hidden.mean(1), dim=1).numpy())
    return np.concatenate(vectors)
