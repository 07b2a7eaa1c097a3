"""Choice among wordings: by the seed, and never one that was said just before."""

import zlib
from collections.abc import Mapping
from typing import Final

from chatrec.dialogue.domain.wording.chinese import CHINESE
from chatrec.dialogue.domain.wording.english import ENGLISH
from chatrec.vocabulary.words import Language

__all__ = ["Tongue"]

_TABLES: Final[Mapping[Language, Mapping[str, tuple[str, ...]]]] = {Language.EN: ENGLISH, Language.ZH: CHINESE}


class Tongue:
    """A language with its sentences; remembers which ones it said, and what it put into them."""

    def __init__(self, language: Language, seed: int, said: tuple[int, ...]) -> None:
        """Speak a language; `said` are digests of sentences said before, the latest last."""
        self.language = language
        self._table = _TABLES[language]
        self._seed = seed
        self._before = said
        self.said: list[int] = []
        self.parts: list[str] = []

    def say(self, occasion: str, **parts: str) -> str:
        """Fill one of the sentences of an occasion."""
        sentences = self._table[occasion]
        start = (self._seed + zlib.crc32(occasion.encode())) % len(sentences)
        turned = sentences[start:] + sentences[:start]
        chosen = min(turned, key=self._staleness)
        self.said.append(_digest(chosen))
        self.parts += parts.values()
        words = chosen.format(**parts)
        if self.language is Language.ZH:
            return words
        first = len(words) - len(words.lstrip())
        return words[:first] + words[first : first + 1].upper() + words[first + 1 :]

    def _staleness(self, sentence: str) -> int:
        digest = _digest(sentence)
        return max((place + 1 for place, one in enumerate(self._before) if one == digest), default=0)


def _digest(sentence: str) -> int:
    return zlib.crc32(sentence.encode())
