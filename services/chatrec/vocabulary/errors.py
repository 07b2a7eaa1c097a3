"""What can go wrong, as classes that carry facts.

ChatRecError
├── InvalidInputError        the caller sent something that can never work
├── NotFoundError            what was named does not exist
├── ConflictError            somebody else was quicker; read again and retry
├── OverloadedError          too much at once; retry later
├── UnavailableError         a part is down or not ready
├── DeadlineExceededError    no time was left
├── UnauthenticatedError     who calls is not known
└── PermissionDeniedError    who calls may not do this
"""

from typing import ClassVar

__all__ = [
    "ChatRecError",
    "ConflictError",
    "DeadlineExceededError",
    "InvalidInputError",
    "NotFoundError",
    "OverloadedError",
    "PermissionDeniedError",
    "UnauthenticatedError",
    "UnavailableError",
    "one_line",
]


class ChatRecError(Exception):
    """Any expected failure: a sentence for people and facts for programs."""

    reason: ClassVar[str] = "UNKNOWN"

    def __init__(self, message: str, **facts: object) -> None:
        """Keep the sentence and the facts; facts become strings."""
        super().__init__(message)
        self.message = message
        self.facts = {name: str(value) for name, value in facts.items()}


class InvalidInputError(ChatRecError):
    """The caller sent something that can never work."""

    reason = "INVALID_INPUT"


class NotFoundError(ChatRecError):
    """What was named does not exist."""

    reason = "NOT_FOUND"


class ConflictError(ChatRecError):
    """Somebody else was quicker; read again and retry."""

    reason = "CONFLICT"


class OverloadedError(ChatRecError):
    """Too much at once; retry later."""

    reason = "OVERLOADED"


class UnavailableError(ChatRecError):
    """A part is down or not ready."""

    reason = "UNAVAILABLE"


class DeadlineExceededError(ChatRecError):
    """No time was left."""

    reason = "DEADLINE_EXCEEDED"


class UnauthenticatedError(ChatRecError):
    """Who calls is not known."""

    reason = "UNAUTHENTICATED"


class PermissionDeniedError(ChatRecError):
    """Who calls may not do this."""

    reason = "PERMISSION_DENIED"


def one_line(error: ChatRecError) -> str:
    """Say an error and those of its facts that the sentence does not hold, in one line, as a command ends with it."""
    facts = [f"{name} {value}" for name, value in error.facts.items() if value not in error.message]
    more = f" ({', '.join(facts)})" if facts else ""
    return " ".join(f"chatrec: {error.message}{more}".split())
