"""A generator behind an OpenAI-compatible endpoint, asked within what is left of the call that is served."""

from typing import Final

from chatrec.dialogue.domain.ports import Prompt
from chatrec.serving import CompletionClient, remaining_s
from chatrec.vocabulary.errors import DeadlineExceededError

__all__ = ["EndpointGenerator"]

_MARGIN_S: Final = 0.15
"""Kept of the caller's deadline, so that the reply without a generator still arrives."""
_LEAST_S: Final = 0.05


class EndpointGenerator:
    """Asks an endpoint."""

    def __init__(self, client: CompletionClient, timeout_s: float) -> None:
        """Keep the client and the longest wait for one answer."""
        self._client = client
        self._timeout_s = timeout_s

    def complete(self, prompt: Prompt) -> str:
        """Give the endpoint's text.

        Raises:
            UnavailableError: no sound answer came in time.
            OverloadedError: too many questions are out.
            DeadlineExceededError: too little time is left to ask.
        """
        timeout_s = min(self._timeout_s, remaining_s() - _MARGIN_S)
        if timeout_s < _LEAST_S:
            raise DeadlineExceededError("No time is left to ask the generator.")
        return self._client.ask(prompt.instructions, prompt.data, timeout_s=timeout_s, max_tokens=prompt.max_tokens)
