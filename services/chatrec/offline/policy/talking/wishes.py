"""What a person wishes: conditions on facets that an item they have in mind meets, some of them limits."""

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from chatrec.knowledge.domain.catalogue.catalogue import Catalogue, Item
from chatrec.offline.dialogue.stories.conditions import Condition
from chatrec.offline.policy.people import Population
from chatrec.vocabulary.schema import CatalogueSchema, Facet
from chatrec.vocabulary.words import Better, FacetType, Operator

__all__ = ["Stock", "Taste", "Wish", "another_wish", "draw_taste", "mistaken", "stocks_of"]

_LEAST_ITEMS: Final = 20
_WISHES: Final = (2, 5)
_RARE: Final = 3
_RARE_SHARE: Final = 0.01
_LEAST_WEIGHT: Final = 0.2
_COMMON: Final = 0.05
_AGAINST: Final = 0.12
_SLACK: Final = (0.02, 0.3)
_YEAR: Final = "year"
_SLACK_OF_YEARS: Final = 0.03
_BEFORE: Final = 0.35


@dataclass(frozen=True, slots=True)
class Wish:
    """A condition; a hard one must be met, and `weight` is its share of the utility, all of a taste's summing to 1."""

    condition: Condition
    hard: bool
    weight: float


@dataclass(frozen=True, slots=True)
class Taste:
    """What somebody wishes of a kind of items; `target` is an item that meets all of it."""

    kind: str
    target: Item
    wishes: tuple[Wish, ...]

    def utility(self, item: Item, schema: CatalogueSchema) -> float:
        """Give the weight of the wishes that an item meets, 0 to 1; 0 where it is of another kind or breaks a limit."""
        if item.kind != self.kind:
            return 0.0
        met = [wish for wish in self.wishes if wish.condition.holds(item, schema)]
        if any(wish.hard and wish not in met for wish in self.wishes):
            return 0.0
        return math.fsum(wish.weight for wish in met)


@dataclass(frozen=True, slots=True)
class Stock:
    """The items of one kind that can be had."""

    catalogue: Catalogue
    kind: str
    items: tuple[Item, ...]

    @property
    def schema(self) -> CatalogueSchema:
        """Give the catalogue's schema."""
        return self.catalogue.schema

    def draw(self, rng: np.random.Generator, fits: Callable[[Item], bool] = lambda _: True) -> Item | None:
        """Draw an item, popular ones more often; None where none fits."""
        found = [item for item in self.items if fits(item)]
        odds = np.sqrt([1.0 + max(item.popularity, 0.0) for item in found])
        return found[int(rng.choice(len(found), p=odds / odds.sum()))] if found else None


def stocks_of(catalogue: Catalogue) -> tuple[Stock, ...]:
    """Give the kinds that have enough items to choose from."""
    kinds = dict.fromkeys(item.kind for item in catalogue.items)
    stocks = (
        Stock(catalogue, kind, tuple(item for item in catalogue.items if item.kind == kind and item.available))
        for kind in kinds
    )
    return tuple(stock for stock in stocks if len(stock.items) >= _LEAST_ITEMS)


def draw_taste(stock: Stock, population: Population, rng: np.random.Generator) -> Taste:
    """Draw an item that somebody has in mind and wishes that it meets, each of a facet of its own.

    They are two at least, and go on until hardly an item meets them all, or five are there.
    """
    target = stock.draw(rng) or stock.items[0]
    facets = [facet for facet in stock.schema.facets if _sayable(facet, target)]
    conditions: list[Condition] = []
    fitting = stock.items
    for place in rng.permutation(len(facets)):
        conditions.append(_condition(facets[place], target, stock.items, rng))
        fitting = tuple(item for item in fitting if conditions[-1].holds(item, stock.schema))
        rare = len(fitting) <= max(_RARE, _RARE_SHARE * len(stock.items))
        if len(conditions) >= _WISHES[1] or (rare and len(conditions) >= _WISHES[0]):
            break
    weights = rng.exponential(size=len(conditions)) + _LEAST_WEIGHT
    wishes = [
        Wish(condition, bool(rng.random() < population.hard), float(weight))
        for condition, weight in zip(conditions, weights / weights.sum(), strict=True)
    ]
    return Taste(stock.kind, target, tuple(wishes))


def another_wish(stock: Stock, taste: Taste, wish: Wish, rng: np.random.Generator) -> tuple[Taste, Wish] | None:
    """Let somebody want another value of a wish's facet, all else as before; None where no item would do."""
    rest = tuple(other for other in taste.wishes if other is not wish)
    facet = stock.schema.facet(wish.condition.facet)

    def fits(item: Item) -> bool:
        return (
            facet is not None
            and _sayable(facet, item)
            and not wish.condition.holds(item, stock.schema)
            and all(other.condition.holds(item, stock.schema) for other in rest)
        )

    target = stock.draw(rng, fits)
    if facet is None or target is None or wish.condition.operator is Operator.NOT_EQUAL:
        return None
    condition = _wanted(facet, target, rng)
    if condition == wish.condition:
        return None
    new = Wish(condition, wish.hard, wish.weight)
    return Taste(taste.kind, target, (*rest, new)), new


def mistaken(stock: Stock, wish: Wish, rng: np.random.Generator) -> Condition:
    """Give what somebody says in error: another value of the facet, or the opposite where there are but two.

    It is the wish itself where every item meets it: then nobody could tell.
    """
    wanted, facet = wish.condition, stock.schema.facet(wish.condition.facet)
    if wanted.operator is Operator.NOT_EQUAL:
        return Condition(wanted.facet, Operator.EQUAL, wanted.values)
    if facet is None or facet.type is FacetType.FLAG:
        return Condition(wanted.facet, Operator.NOT_EQUAL, wanted.values)
    item = stock.draw(rng, lambda item: _sayable(facet, item) and not wanted.holds(item, stock.schema))
    return _wanted(facet, item, rng) if item is not None else wanted


def _sayable(facet: Facet, item: Item) -> bool:
    """Tell whether somebody could wish for what an item has of a facet; what it lacks nobody asks to be without."""
    values = item.facets.get(facet.name, ())
    if facet.demand is not None or facet.type is FacetType.DATE:
        return False
    if facet.type is FacetType.ORDINAL and facet.better is None:
        # Of a value in the middle nobody could tell whether those above it are meant as well.
        return values[:1] in {facet.values[:1], facet.values[-1:]}
    return values == (True,) if facet.type is FacetType.FLAG else bool(values)


def _condition(facet: Facet, target: Item, items: Sequence[Item], rng: np.random.Generator) -> Condition:
    counts = Counter(value for item in items for value in item.facets.get(facet.name, ()))
    unwanted = [
        value
        for value, count in counts.items()
        if count >= _COMMON * len(items) and value not in target.facets[facet.name]
    ]
    if facet.type is FacetType.ENTITY and unwanted and rng.random() < _AGAINST:
        return Condition(facet.name, Operator.NOT_EQUAL, (unwanted[int(rng.integers(len(unwanted)))],))
    return _wanted(facet, target, rng)


def _wanted(facet: Facet, target: Item, rng: np.random.Generator) -> Condition:
    values = target.facets[facet.name]
    value = values[int(rng.integers(len(values)))]
    if facet.type is FacetType.NUMBER:
        return _limit(facet, float(value), rng)
    ranged = facet.type is FacetType.ORDINAL and facet.better is not None
    lowest = facet.values and value == facet.values[0]
    operator = Operator.AT_LEAST if ranged and not lowest else Operator.EQUAL
    return Condition(facet.name, operator, (value,))


def _limit(facet: Facet, value: float, rng: np.random.Generator) -> Condition:
    """Give a round limit that the value meets: on the side that people like, for years on either side."""
    years = facet.unit == _YEAR
    at_most = rng.random() < _BEFORE if years or facet.better is None else facet.better is Better.LOW
    slack = rng.uniform(*_SLACK) * (_SLACK_OF_YEARS if years else 1.0)
    step = 5.0 if years else 0.5 * 10.0 ** math.floor(math.log10(max(value, 1.0)))
    limits = _round_numbers(value * (1.0 + slack if at_most else 1.0 - slack), step)
    fitting = (limit for limit in limits if (value <= limit if at_most else value >= limit))
    return Condition(facet.name, Operator.AT_MOST if at_most else Operator.AT_LEAST, (next(fitting, value),))


def _round_numbers(value: float, step: float) -> Iterator[float]:
    """Give round numbers near a value, the roundest first: people say 3000, 2.5 or 1990, not 2843."""
    for size in (step, step / 5.0):
        yield from (round(size * math.floor(value / size), 3), round(size * math.ceil(value / size), 3))
