"""What people say to a shop or a guide on any day: wishes, limits, critiques, choices, small talk, figures of speech.

None of it asks support staff a question, speaks of a special need, or is an emergency: it is what likeness to those has
to be told apart from. Written for this project.
"""

from typing import Final

from chatrec.knowledge.domain.snapshot.ordinary_chinese import CHINESE
from chatrec.knowledge.domain.snapshot.ordinary_english import ENGLISH

__all__ = ["ORDINARY_TALK"]

ORDINARY_TALK: Final = (*ENGLISH.splitlines(), *CHINESE.splitlines())
"""One utterance each, English first."""
