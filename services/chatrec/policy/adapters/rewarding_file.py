"""What happenings are worth, from a JSON file of a tenant's own: `{"accept": 1, "catalogues": {"shop": {...}}}`."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from chatrec.policy.domain.rewards import REWARDS, Rewarding
from chatrec.vocabulary.errors import InvalidInputError

__all__ = ["read_rewarding"]

_CATALOGUES: Final = "catalogues"


def read_rewarding(path: Path | None) -> Rewarding:
    """Read what happenings are worth from a JSON object of `Rewarding`'s fields; None for the default.

    Under `catalogues` a catalogue may have weights of its own; what it does not name is as for all.

    Raises:
        InvalidInputError: it is no such object, or a weight is out of range; it is named.
    """
    if path is None:
        return Rewarding()
    try:
        facts = dict(json.loads(path.read_text(encoding="utf-8")))
        apart = dict(facts.pop(_CATALOGUES, {}))
        for_all = _weighed(Rewarding(), facts, path)
        return replace(for_all, catalogues={name: _weighed(for_all, own, path) for name, own in apart.items()})
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise InvalidInputError("The rewards cannot be read: a JSON object of numbers is needed.", file=path) from error


def _weighed(base: Rewarding, facts: Mapping[str, Any], path: Path) -> Rewarding:
    unknown = sorted(set(facts) - set(REWARDS))
    if unknown:
        raise InvalidInputError(f"There is no reward {unknown[0]}.", file=path, field=unknown[0])
    weights: dict[str, Any] = {name: float(value) for name, value in facts.items()}
    return replace(base, **weights)
