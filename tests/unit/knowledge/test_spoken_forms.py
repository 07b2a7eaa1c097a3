"""Phrases of a catalogue as another person says them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatrec.knowledge.domain.linking.spoken_forms import spoken_forms


@pytest.mark.parametrize(
    ("phrase", "form"),
    [
        ("makes you sleepy", "make me sleepy"),
        ("makes you sleepy", "makes her sleepy"),
        ("for my dad", "for our dad"),
        ("for my dad", "for dad"),
        ("survives water", "survive water"),
        ("catches your eye", "catch my eye"),
    ],
)
def test_another_person_says_the_same_otherwise(phrase: str, form: str) -> None:
    assert form in set(spoken_forms(phrase))


@pytest.mark.parametrize("phrase", ["waterproof", "防水", "mAh 5000", "pet friendly", ""])
def test_one_word_another_script_and_no_person_have_no_other_form(phrase: str) -> None:
    assert not list(spoken_forms(phrase))


@given(st.lists(st.sampled_from(["for", "my", "makes", "you", "a", "dog", "has", "ss"]), max_size=5).map(" ".join))
def test_no_form_is_the_phrase_itself_or_comes_twice(phrase: str) -> None:
    forms = list(spoken_forms(phrase))
    assert phrase not in forms
    assert len(forms) == len(set(forms))
