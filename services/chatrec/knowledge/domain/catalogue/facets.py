"""How a facet is declared, and how its type is guessed from values where it is not."""

from collections import Counter
from collections.abc import Iterable, Mapping

from chatrec.knowledge.domain.catalogue.fields import Field
from chatrec.knowledge.domain.catalogue.wording import worded
from chatrec.vocabulary.schema import Facet
from chatrec.vocabulary.words import Better, Demand, FacetType, Language, Phrases, Text, Value

__all__ = ["FACET_KEYS", "guess_type", "inferred", "read_facet", "read_value"]

FACET_KEYS = frozenset(
    {
        "type",
        "label",
        "question",
        "phrases",
        "unit",
        "better",
        "many",
        "demands",
        "relation",
        "relation_label",
        "values",
        "value_names",
    }
)
_OF_TYPE = {
    "unit": {FacetType.NUMBER},
    "better": {FacetType.NUMBER, FacetType.ORDINAL, FacetType.FLAG, FacetType.DATE},
    "relation": {FacetType.ENTITY},
    "relation_label": {FacetType.ENTITY},
    "values": {FacetType.ORDINAL},
    "value_names": {FacetType.ORDINAL},
}
_CURRENCY = "currency"
_MOST_VALUES = 100


def read_facet(name: str, keys: Mapping[str, Field], currency: str, language: Language) -> Facet | None:
    """Read a facet from its keys; "." among them is the facet as a whole, for what is missing."""
    at = keys["."]
    kind = keys.get("type", at.child("type"))
    if kind.missing:
        kind.wrong(f"is missing; known are {', '.join(FacetType)}")
        return None
    type_ = kind.word(FacetType, ", ".join(FacetType))
    if type_ is None or not name:
        return None
    for key, types in _OF_TYPE.items():
        if key in keys and not keys[key].missing and type_ not in types:
            keys[key].wrong(f"a facet of type {type_} has no {key}")
    values, names = _values(keys, at) if type_ is FacetType.ORDINAL else ((), ())
    unit = keys["unit"].line() if "unit" in keys else ""
    money = unit == _CURRENCY
    many = keys.get("many", at.child("many"))
    better = keys.get("better", at.child("better"))
    demand = _demand(keys.get("demands", at.child("demands")), type_)
    facet = Facet(
        name=name,
        type=type_,
        label=_text(keys, "label"),
        question=_text(keys, "question"),
        phrases=keys["phrases"].phrases() if "phrases" in keys else Phrases(),
        unit=currency if money else unit,
        better=None if better.missing else better.word(Better, "high, low"),
        many=False if many.missing else bool(many.flag()),
        relation=_relation(keys) if type_ is FacetType.ENTITY else "",
        relation_label=_text(keys, "relation_label"),
        values=values,
        value_names=names,
        money=money,
        demand=demand,
    )
    return worded(facet, language) if all(map(bool, values)) else None


def _text(keys: Mapping[str, Field], key: str) -> Text:
    return keys[key].text(lines=False) if key in keys else Text()


def _demand(field: Field, type_: FacetType) -> Demand | None:
    if field.missing:
        return None
    demand = field.word(Demand, ", ".join(Demand))
    if demand is not None and type_ is not {Demand.LEAST: FacetType.NUMBER, Demand.NONE_OF: FacetType.ENTITY}[demand]:
        field.wrong(f"a facet of type {type_} demands nothing of that kind")
    return demand


def _relation(keys: Mapping[str, Field]) -> str:
    return keys["relation"].identifier(spaces=True) if "relation" in keys else ""


def _values(keys: Mapping[str, Field], at: Field) -> tuple[tuple[str, ...], tuple[Text, ...]]:
    field = keys.get("values", at.child("values"))
    if field.missing or not isinstance(field.value, list) or not field.value:
        field.wrong("an ordinal needs a list of values, lowest first")
        return (), ()
    values = tuple(_level(entry).identifier(spaces=True) for entry in field.entries())
    if len(set(values)) < len(values):
        field.wrong("holds a value twice")
    if len(values) > _MOST_VALUES:
        field.wrong(f"{len(values)} values are too many; at most {_MOST_VALUES}")
    return values, _value_names(keys.get("value_names", at.child("value_names")), values)


def _level(field: Field) -> Field:
    """Take the whole numbers that levels are often called by as names: 1 to 5 stars."""
    whole = isinstance(field.value, int) and not isinstance(field.value, bool)
    return field._replace(value=str(field.value)) if whole else field


def _value_names(field: Field, values: tuple[str, ...]) -> tuple[Text, ...]:
    if field.missing:
        return (Text(),) * len(values)
    if isinstance(field.value, list):
        names = tuple(entry.name() for entry in field.entries())
        if len(names) != len(values):
            field.wrong(f"{len(names)} names for {len(values)} values")
            return (Text(),) * len(values)
        return names
    field.only(frozenset(values))
    return tuple(field.child(value).text(lines=False) for value in values)


def read_value(field: Field, facet: Facet) -> Value | None:
    """Read a value of a facet, whose type decides what it may be; None where it is wrong."""
    match facet.type:
        case FacetType.NUMBER:
            return field.number()
        case FacetType.FLAG:
            return field.flag()
        case FacetType.DATE:
            return field.day() or None
        case FacetType.ORDINAL:
            return _level(field).word(lambda word: _member(word, facet.values), ", ".join(facet.values))
        case FacetType.ENTITY:
            return field.identifier(spaces=True) or None


def _member(word: str, values: tuple[str, ...]) -> str:
    if word not in values:
        raise ValueError(word)
    return word


def guess_type(values: Iterable[object]) -> FacetType:
    """Guess a facet's type from its values: the type of most of them."""
    counts = Counter(map(_type_of, values))
    return counts.most_common(1)[0][0] if counts else FacetType.ENTITY


def _type_of(value: object) -> FacetType:
    if isinstance(value, bool):
        return FacetType.FLAG
    if isinstance(value, (int, float)):
        return FacetType.NUMBER
    if isinstance(value, str):
        parts = value.split("-")
        if [len(part) for part in parts] == [4, 2, 2] and all(part.isdigit() for part in parts):
            return FacetType.DATE
    return FacetType.ENTITY


def inferred(name: str, values: list[object], *, many: bool, language: Language) -> Facet:
    """Make a facet that nobody declared out of its values, in default words."""
    return worded(Facet(name=name, type=guess_type(values), many=many), language)
