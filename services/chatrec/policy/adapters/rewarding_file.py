"""What happenings are worth, from a JSON file of a tenant's own."""

import json
from dataclasses import fields
from pathlib import Path

from chatrec.policy.domain.rewards import Rewarding
from chatrec.vocabulary.errors import InvalidInputError

__all__ = ["read_rewarding"]


def read_rewarding(path: Path | None) -> Rewarding:
    """Read what happenings are worth from a JSON object of `Rewarding`'s fields; None for the default.

    Raises:
        InvalidInputError: it is no such object, or a weight is out of range; it is named.
    """
    if path is None:
        return Rewarding()
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
        unknown = sorted(set(facts) - {weight.name for weight in fields(Rewarding)})
        if unknown:
            raise InvalidInputError(f"There is no reward {unknown[0]}.", file=path, field=unknown[0])
        return Rewarding(**{name: float(value) for name, value in facts.items()})
    except (OSError, ValueError, TypeError) as error:
        raise InvalidInputError("The rewards cannot be read: a JSON object of numbers is needed.", file=path) from error
