"""Turns as the JSON lines of `chatrec converse`."""

from typing import Any

from chatrec.vocabulary.graph import Path, Triple
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.turn import Turn, TurnItem
from chatrec.vocabulary.words import Operator, Value

__all__ = ["event_line", "failure_line", "turn_line"]


def turn_line(session: str, turn: Turn) -> dict[str, Any]:
    """Give the line of a turn."""
    return {
        "session": session,
        "turn": turn.turn,
        "locale": str(turn.language),
        "reply": turn.reply,
        "move": str(turn.move),
        "asked_facet": turn.asked_facet or None,
        "items": [_item(item) for item in turn.items],
        "answer_id": turn.answer_id or None,
        "reading": {
            "acts": [str(act) for act in turn.reading.acts],
            "preferences": [_preference(wish) for wish in turn.reading.preferences],
        },
        "state": {"preferences": [_preference(wish) for wish in turn.preferences]},
        "degraded": list(turn.degraded),
        "error": None,
        "timings_ms": dict(turn.timings_ms),
    }


def event_line(session: str, turn: int, locale: str | None) -> dict[str, Any]:
    """Give the line of an event: nothing is said and no turn is counted."""
    return {
        "session": session,
        "turn": turn,
        "locale": locale,
        "reply": "",
        "move": None,
        "asked_facet": None,
        "items": [],
        "answer_id": None,
        "reading": {"acts": [], "preferences": []},
        "state": {"preferences": []},
        "degraded": [],
        "error": None,
        "timings_ms": {},
    }


def failure_line(session: str | None, turn: int, error: str) -> dict[str, Any]:
    """Give the line of a message that was refused."""
    return event_line(session or "", turn, None) | {"error": error}


def _item(item: TurnItem) -> dict[str, Any]:
    return {
        "id": item.id,
        "name": item.name,
        "score": item.score,
        "shares": {"llm": item.shares.llm, "kg": item.shares.kg, "rl": item.shares.rl},
        "reason": item.reason,
        "paths": [_path(path) for path in item.paths],
        "misses": list(item.misses),
    }


def _path(path: Path) -> list[dict[str, Any]]:
    return [_triple(triple) for triple in path.triples]


def _triple(triple: Triple) -> dict[str, Any]:
    return {"head": triple.head, "relation": triple.relation, "tail": _plain(triple.tail)}


def _preference(wish: Preference) -> dict[str, Any]:
    values = [_plain(value) for value in wish.values]
    return {
        "facet": wish.facet,
        "operator": str(wish.operator),
        "value": values if wish.operator is Operator.IN else values[0],
        "polarity": "+" if wish.liked else "-",
        "hard": wish.hard,
    }


def _plain(value: Value) -> Value:
    """Write whole numbers without a fraction."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
