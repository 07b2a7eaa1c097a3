"""How plans are declared: which facets say what a plan needs to know, and that no prerequisite leads back to itself."""

import re
from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter

from chatrec.knowledge.domain.catalogue.catalogue import Item
from chatrec.knowledge.domain.catalogue.fields import Field, show
from chatrec.vocabulary.plans import Meal, PlanRules
from chatrec.vocabulary.schema import Facet
from chatrec.vocabulary.words import FacetType, Language

__all__ = ["check_prerequisites", "plan_record", "read_plan_rules"]

_FACET_TYPES = {
    "hours": FacetType.NUMBER,
    "cost": FacetType.NUMBER,
    "latitude": FacetType.NUMBER,
    "longitude": FacetType.NUMBER,
    "opening": FacetType.ENTITY,
    "requires": FacetType.ENTITY,
    "gives": FacetType.ENTITY,
    "level": FacetType.ORDINAL,
}
_KEYS = frozenset(_FACET_TYPES) | {"words", "days", "stay", "meals"}
_CLOCK = re.compile(r"([01]\d|2[0-4]):([0-5]\d)")
_MINUTES_A_DAY = 1_440
_MOST_DAYS = 14
_MOST_MEALS = 6


def read_plan_rules(
    fields: Mapping[str, Field], facets: Iterable[Facet], kinds: Iterable[str], root: Field
) -> PlanRules | None:
    """Read the keys under `plans`, the pack's and the catalogue's together; None where there are none."""
    if not fields:
        return None
    root.child("plans")._replace(value=dict(fields)).only(_KEYS)
    by_name = {facet.name: facet for facet in facets}
    named = {key: _facet(fields, key, by_name) for key in _FACET_TYPES}
    days = fields["days"].number() if "days" in fields else 0
    if days is not None and days != 0 and not (days == int(days) and 1 <= days <= _MOST_DAYS):
        fields["days"].wrong(f"{show(days)} is not a number of days from 1 to {_MOST_DAYS}")
    if days and not (named["hours"] and named["latitude"] and named["longitude"]):
        fields["days"].wrong("plans by days need hours, latitude and longitude")
    if not days and not named["requires"]:
        root.child("plans").wrong("needs days, or requires")
    known = frozenset(kinds)
    return PlanRules(
        words=fields["words"].phrases() if "words" in fields else PlanRules().words,
        days=int(days or 0),
        stay=_kind(fields["stay"], known) if "stay" in fields else "",
        meals=_meals(fields["meals"], known) if "meals" in fields else (),
        **named,
    )


def _facet(fields: Mapping[str, Field], key: str, by_name: Mapping[str, Facet]) -> str:
    if key not in fields:
        return ""
    name = fields[key].identifier(spaces=True)
    facet = by_name.get(name)
    if name and facet is None:
        fields[key].wrong(f"there is no facet {show(name)}")
    elif facet is not None and facet.type is not _FACET_TYPES[key]:
        fields[key].wrong(f"the facet {show(name)} is of type {facet.type}, not {_FACET_TYPES[key]}")
    return name if facet is not None else ""


def _kind(field: Field, kinds: frozenset[str]) -> str:
    kind = field.identifier(spaces=True)
    if kind and kind not in kinds:
        field.wrong(f"there is no kind {show(kind)}")
    return kind


def _meals(field: Field, kinds: frozenset[str]) -> tuple[Meal, ...]:
    found = []
    for entry in field.entries():
        if not entry.only(frozenset({"kind", "from", "to"})):
            continue
        start, end = _minute(entry.child("from")), _minute(entry.child("to"))
        if start > end:
            entry.wrong("ends before it begins")
        found.append(Meal(_kind(entry.child("kind"), kinds), start, end))
    if len(found) > _MOST_MEALS:
        field.wrong(f"{len(found)} are too many; at most {_MOST_MEALS}")
    return tuple(found)


def _minute(field: Field) -> int:
    clock = _CLOCK.fullmatch(field.line())
    minute = int(clock[1]) * 60 + int(clock[2]) if clock else _MINUTES_A_DAY + 1
    if minute > _MINUTES_A_DAY:
        field.wrong(f"{show(field.value)} is not a time like 09:30")
        return 0
    return minute


def plan_record(rules: PlanRules | None) -> dict[str, object]:
    """Write rules as the keys they are read from."""
    if rules is None:
        return {}
    words = {
        str(language): list(said)
        for language, said in zip(Language, (rules.words.en, rules.words.zh), strict=True)
        if said
    }
    record: dict[str, object] = {"words": words, "days": rules.days, "stay": rules.stay}
    record |= {key: getattr(rules, key) for key in _FACET_TYPES}
    record["meals"] = [
        {"kind": meal.kind, "from": _clock(meal.from_minute), "to": _clock(meal.to_minute)} for meal in rules.meals
    ]
    return {key: value for key, value in record.items() if value}


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def check_prerequisites(rules: PlanRules | None, items: Iterable[Item], field: Field) -> None:
    """Note the first circle of items each of which needs what the one before gives; an item gives itself too.

    An item that requires what it gives leads deeper into it, and gives it to nobody else.

    Depth-first topological sorting (Tarjan 1976), linear in the items and what they require.
    """
    if rules is None or not rules.requires:
        return
    rows = tuple(items)
    givers: dict[str, list[str]] = {item.id: [item.id] for item in rows}
    for item in rows:
        for value in map(str, set(item.facets.get(rules.gives, ())) - set(item.facets.get(rules.requires, ()))):
            givers.setdefault(value, []).append(item.id)
    needs = {
        item.id: {giver for value in item.facets.get(rules.requires, ()) for giver in givers.get(str(value), ())}
        for item in rows
    }
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        circle = " needs ".join(reversed(error.args[1][:6]))
        field.child("plans").wrong(f"prerequisites go in a circle: {circle}")
