"""What is learned from: decisions as they were made, and what users did then, as lines of one append-only log."""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, TypeAlias

from chatrec.vocabulary.decisions import Belief, Choice
from chatrec.vocabulary.errors import InvalidInputError
from chatrec.vocabulary.steps import Steps
from chatrec.vocabulary.turn import EventType
from chatrec.vocabulary.words import Move

__all__ = ["Decided", "Entry", "Happened", "ShownItem", "entry_from_text", "entry_text"]


@dataclass(frozen=True, slots=True)
class ShownItem:
    """An item of a slate, in its place, with the steps by which paths reach it; `score` is f_LLM f_KG as weighted."""

    item_id: str
    steps: tuple[tuple[str, str], ...] = ()
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision of a turn: what was known, what was done with which probability, what was shown.

    `degraded` tells that the policy was lost and the planner decided, `elapsed_ms` how long the turn took in all steps.
    The choice holds no candidates' ids and steps: those of the items that were shown are in `shown`. A turn that was
    taken twice, as its session was changed meanwhile, has two of these with different `request_id`s. The arm and what
    became of the policy on trial are those of the `Decision`.
    """

    session_id: str
    turn: int
    request_id: str
    unix_ms: int
    catalogue: str
    choice: Choice
    move: Move
    facet: str
    propensity: float
    policy_id: str
    shown: tuple[ShownItem, ...] = ()
    degraded: bool = False
    elapsed_ms: float = 0.0
    values_propensity: float = 1.0
    experiment_arm: str = ""
    trial_policy_id: str = ""
    trial_failed: bool = False


@dataclass(frozen=True, slots=True)
class Happened:
    """What a user did with an item of a turn, and when the server heard of it."""

    event_id: str
    session_id: str
    turn: int
    item_id: str
    type: EventType
    value: float
    unix_ms: int
    heard_unix_ms: int
    user_id: str = ""


Entry: TypeAlias = Decided | Happened
"""One line of the log."""


def entry_text(entry: Entry) -> str:
    """Give an entry as one line of JSON."""
    if isinstance(entry, Decided):
        slim = replace(entry.choice, item_ids=(), steps=Steps.of(()))
        facts: dict[str, Any] = {"entry": "decided", **asdict(replace(entry, choice=slim))}
        del facts["choice"]["steps"]
    else:
        facts = {"entry": "happened", **asdict(entry)}
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def entry_from_text(text: str) -> Entry:
    """Read an entry.

    Raises:
        InvalidInputError: it is none.
    """
    try:
        facts = json.loads(text)
        kind = facts.pop("entry")
        return _decided(facts) if kind == "decided" else _happened(facts)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InvalidInputError("A line of the learning log cannot be read.", problem=error) from error


def _decided(facts: Mapping[str, Any]) -> Decided:
    choice = dict(facts["choice"])
    lists = {name: tuple(choice[name]) for name in ("facets", "gain_bits", "coverage", "scores")}
    belief = Belief(**choice["belief"])
    read = Choice(**(choice | lists | {"belief": belief, "item_ids": (), "steps": Steps.of(())}))
    shown = tuple(
        ShownItem(
            item["item_id"],
            tuple((str(relation), str(entity)) for relation, entity in item["steps"]),
            float(item["score"]),
        )
        for item in facts["shown"]
    )
    found = Decided(**{**facts, "choice": read, "move": Move(facts["move"]), "shown": shown})
    if not 0.0 < found.propensity <= 1.0:
        raise InvalidInputError("propensity must be above 0 and at most 1.", field="propensity")
    return found


def _happened(facts: Mapping[str, Any]) -> Happened:
    found = Happened(**{**facts, "type": EventType(facts["type"])})
    if not math.isfinite(found.value):
        raise InvalidInputError("value must be finite.", field="value")
    return found
