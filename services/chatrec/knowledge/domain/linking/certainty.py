"""How likely a match means what it may mean: a name that is also an everyday word needs a sign that a name is meant."""

from typing import Final

from chatrec.knowledge.domain.linking.common_words import COMMON_WORDS, FUNCTION_WORDS
from chatrec.knowledge.domain.linking.folding import Folded, is_cjk
from chatrec.knowledge.domain.linking.lexicon import Meaning, Pattern
from chatrec.vocabulary.words import MentionType

__all__ = ["certainty"]

_QUOTES: Final = {"《": "》", "“": "”", "‘": "’", "「": "」", "『": "』", '"': '"', "'": "'", "〈": "〉", "<": ">"}
_SENTENCE_ENDS: Final = frozenset(".!?。！？\n:：")
_NAMED: Final = frozenset({MentionType.ITEM, MentionType.ENTITY, MentionType.ORDINAL})
_UNLIKELY: Final = 0.5
_LIKELY: Final = 0.8
_SHORT_WORD: Final = 5
_SHORT_CHINESE: Final = 2
_LONG_TITLE: Final = 14


def certainty(
    meaning: Meaning, pattern: Pattern, folded: Folded, span: tuple[int, int], everyday: frozenset[str]
) -> float:
    """Rate a match from 0 to 1.

    Quoted names, names that are the whole message, and names written with capitals inside a sentence are meant. Without
    such a sign, a title of an item that is one short or everyday word (of English, or of this catalogue's own texts) is
    unlikely, and so is an entity that is written like one. What is named like a word of grammar is not meant at all.
    """
    start, end = folded.span(*span)
    whole = span == (0, len(folded.letters))
    if whole or _is_quoted(folded.text, start, end):
        return meaning.certainty
    written = folded.text[start:end]
    if meaning.type in _NAMED and pattern.letters in FUNCTION_WORDS:
        return meaning.certainty if _is_capitalised([written], folded.text[:start]) else 0.0
    if meaning.type is MentionType.ITEM:
        return meaning.certainty * _title(pattern, written, folded.text[:start], everyday)
    if meaning.type is MentionType.ENTITY:
        return meaning.certainty * _entity(pattern.letters, written)
    if meaning.type is MentionType.ORDINAL and len(meaning.facets) > 1:
        return meaning.certainty * _LIKELY
    return meaning.certainty


def _is_quoted(text: str, start: int, end: int) -> bool:
    before, after = text[:start].rstrip()[-1:], text[end:].lstrip()[:1]
    return before in _QUOTES and _QUOTES[before] == after


def _entity(letters: str, written: str) -> float:
    if is_cjk(letters[0]):
        return 0.6 if len(letters) == 1 else 1.0
    short = len(letters) < _SHORT_WORD and letters in COMMON_WORDS
    return _UNLIKELY if (short or len(letters) == 1) and written.islower() else 1.0


def _title(pattern: Pattern, written: str, before: str, everyday: frozenset[str]) -> float:
    letters = pattern.letters
    if is_cjk(letters[0]):
        return _chinese_title(letters, common=letters in everyday)
    if letters.isdigit():
        return _UNLIKELY
    words = written.split()
    common = letters in everyday or all(word.strip("'’,.!?:").lower() in COMMON_WORDS for word in words)
    if _is_capitalised(words, before):
        return 1.0
    if len(words) == 1:
        return _UNLIKELY if common or len(letters) < _SHORT_WORD else _LIKELY
    if not common:
        return 1.0
    return _LIKELY if len(letters) >= _LONG_TITLE else 0.6


def _chinese_title(letters: str, *, common: bool) -> float:
    if len(letters) == 1:
        return 0.4
    if common:
        return _UNLIKELY
    return 0.6 if len(letters) == _SHORT_CHINESE else 1.0


def _is_capitalised(words: list[str], before: str) -> bool:
    """Tell whether capitals say that a name is meant: not those of a sentence's first word, nor of shouted text."""
    first = before.rstrip()[-1:]
    begins = not first or first in _SENTENCE_ENDS
    shouted = before.isupper() and len(before) > _SHORT_WORD
    if shouted or not words[0][:1].isupper():
        return False
    if len(words) == 1:
        return not begins
    return words[-1][:1].isupper() or words[-1][:1].isdigit()
