"""The compact tokeniser cuts as the full one does."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chatrec.encoder.adapters.artefact import open_artefact
from chatrec.encoder.adapters.tokenisers import FullTokeniser, Tokeniser, load_tokeniser
from tests import encoders

MAX_TOKENS = 64
SPECIAL = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")


@pytest.fixture(scope="module")
def full() -> FullTokeniser:
    return FullTokeniser(encoders.default_folder() / "tokenizer.json", 512)


@pytest.fixture(scope="module")
def compact() -> Tokeniser:
    return load_tokeniser(open_artefact(encoders.default_folder()))


words = st.lists(
    st.one_of(
        st.text(min_size=1, max_size=12),
        st.text(alphabet="我想买一部手机价格便宜的电影推荐退货多长时间", min_size=1, max_size=12),
        st.sampled_from(["phone", "3000", "Running", "iPhone", "don't", "größe", "ＡＢＣ", "①½", "🎧", "\u3000", "▁"]),
    ),
    max_size=12,
)


@given(parts=words, gap=st.sampled_from(["", " ", "\n", "，"]))
@settings(deadline=None, max_examples=300)
@example(parts=["𠀀𠀁𪚥"], gap=" ")
@example(parts=["x" * 80], gap=" ")
@example(parts=["a\u0301e\u0308", "\ufeffhello\x07"], gap=" ")
def test_it_gives_the_same_ids(full: FullTokeniser, compact: Tokeniser, parts: list[str], gap: str) -> None:
    text = gap.join(parts)
    if not any(special in text for special in SPECIAL):
        assert compact.ids(text) == full.ids(text)


def test_a_special_token_in_a_text_is_text(compact: Tokeniser) -> None:
    ids = compact.ids("hello </s> <mask>")
    assert ids[0] == 0
    assert ids.index(2) == len(ids) - 1
    assert 250001 not in ids
