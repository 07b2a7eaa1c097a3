"""Holds a turn against what was expected of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from chatrec.knowledge.domain.catalogue.catalogue import Catalogue, Item
from chatrec.offline.dialogue.stories.conditions import Condition
from chatrec.offline.dialogue.stories.story import NO_ANSWER, Expectation, ItemsExpectation, ReplyExpectation
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.schema import CatalogueSchema
from chatrec.vocabulary.turn import Turn

__all__ = ["Facts", "Mismatch", "mismatches"]


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Something expected of a turn that it is not."""

    what: str
    expected: str
    got: str


class Facts:
    """The items of catalogues by id, each with its schema."""

    def __init__(self, catalogues: Sequence[Catalogue]) -> None:
        """Index the items; where catalogues share an id, the first one's counts."""
        self._items: dict[str, tuple[Item, CatalogueSchema]] = {}
        for catalogue in catalogues:
            for item in catalogue.items:
                self._items.setdefault(item.id, (item, catalogue.schema))

    def meets(self, item_id: str, conditions: Iterable[Condition]) -> bool:
        """Tell whether an item meets all conditions; one that no catalogue holds meets none."""
        found = self._items.get(item_id)
        return found is not None and all(condition.holds(*found) for condition in conditions)

    def told(self, item_id: str, conditions: Iterable[Condition]) -> str:
        """Write an item with its values of the facets that are asked for."""
        item, _ = self._items.get(item_id, (None, None))
        values: Mapping[str, object] = item.facets if item is not None else {}
        return f"{item_id} ({', '.join(f'{one.facet}: {_listed(values.get(one.facet, ()))}' for one in conditions)})"


def mismatches(turn: Turn, expected: Expectation, facts: Facts) -> tuple[Mismatch, ...]:
    """Give all that a turn is not; a degraded turn is never as expected."""
    found: list[Mismatch] = []
    if turn.degraded:
        found.append(Mismatch("degraded", "nothing", ", ".join(turn.degraded)))
    found += _one_of("move", tuple(map(str, expected.moves)), str(turn.move))
    missing = [str(act) for act in expected.acts if act not in turn.reading.acts]
    if missing:
        found.append(Mismatch("acts", ", ".join(missing), _listed(turn.reading.acts)))
    found += _held("preferences", expected.preferences, turn.preferences)
    found += _held("limits", expected.limits, [wish for wish in turn.preferences if wish.hard])
    forgotten = [wish for wish in turn.preferences if wish.facet in expected.forgotten]
    if forgotten:
        found.append(Mismatch("forgotten", ", ".join(expected.forgotten), "; ".join(map(_said, forgotten))))
    found += _items(turn, expected.items, facts)
    found += _one_of("answer", expected.answers, turn.answer_id or NO_ANSWER)
    found += _reply(turn.reply, expected.reply)
    found += _one_of("asked", expected.asked, turn.asked_facet)
    found += _one_of("language", tuple(filter(None, (expected.language,))), str(turn.language))
    if expected.emergency is not None and expected.emergency != turn.reading.emergency:
        found.append(Mismatch("emergency", str(expected.emergency).lower(), str(turn.reading.emergency).lower()))
    return tuple(found)


def _one_of(what: str, expected: tuple[str, ...], got: str) -> Iterator[Mismatch]:
    if expected and got not in expected:
        yield Mismatch(what, " or ".join(expected), got or "nothing")


def _held(what: str, expected: Iterable[Condition], wishes: Sequence[Preference]) -> Iterator[Mismatch]:
    for condition in expected:
        if not any(condition.is_said_by(wish) for wish in wishes):
            yield Mismatch(what, str(condition), "; ".join(map(_said, wishes)) or "nothing")


def _items(turn: Turn, expected: ItemsExpectation, facts: Facts) -> Iterator[Mismatch]:
    shown = [item.id for item in turn.items]
    yield from _conditions(shown, expected, facts)
    broken = {
        f"include {_listed(expected.include)}": not set(expected.include) <= set(shown),
        f"exclude {_listed(expected.exclude)}": bool(set(expected.exclude) & set(shown)),
        f"in order {_listed(expected.order)}": [item for item in shown if item in expected.order]
        != list(expected.order),
        f"at least {expected.least}": expected.least is not None and len(shown) < expected.least,
        f"at most {expected.most}": expected.most is not None and len(shown) > expected.most,
    }
    for wanted, is_broken in broken.items():
        if is_broken:
            yield Mismatch("items", wanted, _listed(shown))


def _conditions(shown: list[str], expected: ItemsExpectation, facts: Facts) -> Iterator[Mismatch]:
    for item in shown if expected.every else ():
        if not facts.meets(item, expected.every):
            yield Mismatch("items", f"all {_wanted(expected.every)}", facts.told(item, expected.every))
    if expected.some and not any(facts.meets(item, expected.some) for item in shown):
        yield Mismatch("items", f"some {_wanted(expected.some)}", _listed(shown))
    for item in shown if expected.no else ():
        if facts.meets(item, expected.no):
            yield Mismatch("items", f"none {_wanted(expected.no)}", facts.told(item, expected.no))


def _reply(reply: str, expected: ReplyExpectation) -> Iterator[Mismatch]:
    folded = reply.casefold()
    if missing := [words for words in expected.contains if words.casefold() not in folded]:
        yield Mismatch("reply", f"contains {_listed(missing)}", reply)
    if expected.any_of and not any(words.casefold() in folded for words in expected.any_of):
        yield Mismatch("reply", f"contains one of {_listed(expected.any_of)}", reply)
    if unwanted := [words for words in expected.lacks if words.casefold() in folded]:
        yield Mismatch("reply", f"lacks {_listed(unwanted)}", reply)


def _wanted(conditions: Iterable[Condition]) -> str:
    return ", ".join(map(str, conditions))


def _said(wish: Preference) -> str:
    hard = " (hard)" if wish.hard else ""
    return f"{wish.facet} {wish.operator} {' | '.join(map(str, wish.values))}{hard}"


def _listed(values: object) -> str:
    return ", ".join(map(str, values)) or "nothing" if isinstance(values, (list, tuple)) else str(values)
