"""What the cache keeps."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from chatrec.encoder.domain import Role
from chatrec.encoder.domain.cache import CachedVector, VectorCache


def entry(number: int) -> CachedVector:
    return CachedVector(vector=np.full(4, number, np.float32), tokens=number)


@given(uses=st.lists(st.integers(0, 9), max_size=60), entries=st.integers(1, 6))
def test_it_holds_the_last_used_and_never_more_than_its_bound(uses: list[int], entries: int) -> None:
    cache = VectorCache(entries)
    for number in uses:
        if cache.get(bytes([number])) is None:
            cache.put(bytes([number]), entry(number))
        assert len(cache) <= entries
    newest = list(dict.fromkeys(reversed(uses)))[:entries]
    for number in newest:
        found = cache.get(bytes([number]))
        assert found is not None
        assert found.tokens == number


def test_keys_part_texts_and_roles_and_are_small() -> None:
    keys = {VectorCache.key(text, role) for text in ("a", "b", "a" * 4000) for role in Role}
    assert len(keys) == 6
    assert {len(key) for key in keys} == {16}


def test_a_text_with_half_a_character_has_a_key_too() -> None:
    assert VectorCache.key("\ud800", Role.QUERY)
