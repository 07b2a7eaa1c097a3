"""Wording: from a move and what it is about to a reply, with a reason for every item."""

from chatrec.dialogue.domain.wording.speaker import Speaker

__all__ = ["Speaker"]
