"""Other forms of the phrases that a catalogue lists: who speaks changes the person and the verb, not what is meant.

"Makes you sleepy" is said as "make me sleepy", "for my dad" as "for our dad" or "for dad".
"""

import re
from collections.abc import Iterator
from typing import Final

__all__ = ["spoken_forms"]

_PERSONS: Final = (("you", "me", "him", "her", "us", "them"), ("your", "my", "his", "her", "our", "their", "the", "a"))
_WORD: Final = re.compile(r"[a-z']+")
_WITH: Final = re.compile(r"(?<![a-z])(for|with|to|like) (?:my|your|a|an|the) (?=[a-z]+$)")
_THIRD: Final = re.compile(r"(?:[^su]|(?:sh|ch|ss|x|o)e)s$")
_SIBILANT: Final = ("shes", "ches", "sses", "xes", "oes")
_FEWEST_WORDS: Final = 2


def spoken_forms(phrase: str) -> Iterator[str]:
    """Give the forms of an English phrase of several words for other persons; none of one word or of another script."""
    words = phrase.lower().split(" ")
    if len(words) < _FEWEST_WORDS or not all(_WORD.fullmatch(word) for word in words):
        return
    found = dict.fromkeys([" ".join(words), *_other_persons(words)])
    for form in list(found):
        found |= dict.fromkeys(_other_verb(form))
    for form in list(found):
        bare = _WITH.sub(r"\1 ", form)
        found[bare] = None
    yield from (form for form in found if form != phrase.lower())


def _other_persons(words: list[str]) -> Iterator[str]:
    for place, word in enumerate(words):
        for persons in _PERSONS:
            if word in persons[:2]:
                yield from (
                    " ".join([*words[:place], other, *words[place + 1 :]]) for other in persons if other != word
                )


def _other_verb(form: str) -> Iterator[str]:
    """Give "survive water" for "survives water"."""
    first, rest = form.split(" ", 1)
    if _THIRD.search(first) and len(first) > len("has"):
        yield f"{first[:-2] if first.endswith(_SIBILANT) else first[:-1]} {rest}"
