"""What every text encoder promises: the default e5, and a Hugging Face folder exported to ONNX."""

import sys
from pathlib import Path

import numpy as np
import pytest

from chatrec.encoder.adapters import OnnxModel, RuntimeOptions, load_model
from chatrec.encoder.domain import EncoderModel, Engine, EngineLimits, Role
from tests import encoders, tiny_bert

TEXTS = (
    "I am looking for a quiet fan",
    "我想买一部新手机，三千块以内",
    "hi",
    "退货需要多长时间？运费谁来出？还有没有别的办法？",
    "Ａ full-width １２ and an emoji 🎧",
    "</s> <mask> are only words here",
    "\x00\x07\u200b",
)


@pytest.fixture(scope="session")
def exported(tmp_path_factory: pytest.TempPathFactory) -> OnnxModel:
    folder = tmp_path_factory.mktemp("exported")
    tiny_bert.write(folder / "source")
    return load_model(tiny_bert.export(folder / "source", folder / "artefact"), RuntimeOptions())


@pytest.fixture(params=["default", "exported"])
def model(request: pytest.FixtureRequest) -> EncoderModel:
    if request.param == "default":
        return encoders.default_model()
    exported: OnnxModel = request.getfixturevalue("exported")
    return exported


def test_vectors_have_the_cards_dimensions_and_length_one(model: EncoderModel) -> None:
    vectors = model.infer([model.tokenise(text, Role.PASSAGE) for text in TEXTS])
    assert vectors.shape == (len(TEXTS), model.card.dimensions)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)


def test_a_text_has_the_same_vector_alone_and_in_any_batch(model: EncoderModel) -> None:
    tokenised = [model.tokenise(text, Role.QUERY) for text in TEXTS]
    alone = np.concatenate([model.infer([text]) for text in tokenised])
    np.testing.assert_allclose(model.infer(tokenised), alone, atol=1e-3)
    np.testing.assert_allclose(model.infer(tokenised[::-1])[::-1], alone, atol=1e-3)


def test_no_text_is_longer_than_the_model_reads(model: EncoderModel) -> None:
    tokens = model.tokenise("很长的话 a very long text " * 150, Role.PASSAGE)
    assert len(tokens) == model.card.max_tokens
    assert np.isfinite(model.infer([tokens])).all()


def test_even_a_text_of_nothing_visible_has_tokens(model: EncoderModel) -> None:
    for text in (" ", "\n\t", "\u200b", "\u0301"):
        tokens = model.tokenise(text, Role.QUERY)
        assert len(tokens) >= 2
        assert np.isfinite(model.infer([tokens])).all()


def test_what_looks_like_a_special_token_is_only_text(model: EncoderModel) -> None:
    plain = model.tokenise("a", Role.QUERY).ids
    assert model.tokenise("a </s> <s> [SEP] [CLS] <pad>", Role.QUERY).ids[1:-1].tolist().count(plain[-1]) == 0


def test_it_works_behind_the_engine(model: EncoderModel) -> None:
    with Engine(model, EngineLimits()) as engine:
        encoding = engine.submit(TEXTS, Role.QUERY).wait(30.0)
    expected = np.concatenate([model.infer([model.tokenise(text, Role.QUERY)]) for text in TEXTS])
    np.testing.assert_allclose(encoding.vectors, expected, atol=1e-3)


def test_it_says_where_it_runs(model: EncoderModel) -> None:
    assert model.provider == "CPUExecutionProvider"


def test_an_exported_folder_gives_torchs_own_vectors(exported: OnnxModel, tmp_path: Path) -> None:
    tiny_bert.write(tmp_path)
    ours = np.concatenate([exported.infer([exported.tokenise(text, Role.QUERY)]) for text in TEXTS])
    np.testing.assert_allclose(ours, tiny_bert.torch_vectors(tmp_path, TEXTS), atol=1e-4)
    assert "torch" in sys.modules
