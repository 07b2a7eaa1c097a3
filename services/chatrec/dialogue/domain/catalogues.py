"""Catalogues as dialogue knows them: a schema with what reading and wording look up in it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from chatrec.dialogue.domain.own_words import OwnWords
from chatrec.dialogue.domain.units import dimension_of, unit_pattern
from chatrec.vocabulary.errors import InvalidInputError
from chatrec.vocabulary.schema import CatalogueSchema, Facet
from chatrec.vocabulary.words import FacetType

__all__ = ["Catalogues", "KnownCatalogue", "days_of", "iso_day"]

_OPENING: Final = re.compile(r"\b[Oo]pen(?:ing)?\b.*\b(?:hours|times?)\b|(?:营业|开放|开门)时间")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_YEAR_FROM: Final = 1500.0
_DAYS_PER_YEAR: Final = 365.2425


def iso_day(days: float) -> str:
    """Write days since 1970 as an ISO 8601 day."""
    return (_EPOCH + timedelta(days=max(-700_000, min(days, 2_900_000)))).date().isoformat()


def days_of(day: str) -> float:
    """Read an ISO 8601 day (or year, or month) as days since 1970; 0 where it is none."""
    parts = [int(part) for part in re.findall(r"\d+", day)[:3]]
    try:
        year, month, date = (*parts, 1, 1)[:3] if len(parts) > 1 else (parts[0], 1, 1)
        return float((datetime(year, month, date, tzinfo=UTC) - _EPOCH).days)
    except (IndexError, ValueError):
        return 0.0


@dataclass(frozen=True, slots=True)
class KnownCatalogue:
    """A schema with its facets by name and relation, their dimensions and the pattern of its units."""

    schema: CatalogueSchema
    by_name: dict[str, Facet] = field(init=False)
    by_relation: dict[str, Facet] = field(init=False)
    dimensions: dict[str, str] = field(init=False)
    units: re.Pattern[str] = field(init=False)
    facet_words: dict[str, tuple[str, ...]] = field(init=False)
    own_words: OwnWords = field(init=False)

    def __post_init__(self) -> None:
        """Index the schema once."""
        facets = self.schema.facets
        put = object.__setattr__
        put(self, "by_name", {facet.name: facet for facet in facets})
        put(
            self, "by_relation", {facet.relation or facet.name: facet for facet in facets} | {f.name: f for f in facets}
        )
        put(self, "dimensions", {facet.name: dimension_of(facet) for facet in facets})
        put(self, "units", unit_pattern(tuple(facet.unit for facet in facets if facet.type is FacetType.NUMBER)))
        put(self, "facet_words", {facet.name: _words_of(facet) for facet in facets})
        put(self, "own_words", OwnWords(self.schema))

    @property
    def money(self) -> Facet | None:
        """The facet that says what an item costs."""
        return next((facet for facet in self.schema.facets if facet.money), None)

    @property
    def opening(self) -> Facet | None:
        """The facet that says when a place is open: the one that plans go by, else the one so labelled."""
        plans = self.schema.plans
        if plans is not None and plans.opening in self.by_name:
            return self.by_name[plans.opening]
        entities = (facet for facet in self.schema.facets if facet.type is FacetType.ENTITY)
        return next((facet for facet in entities if _OPENING.search(f"{facet.label.en} {facet.label.zh}")), None)

    def demanding(self) -> list[Facet]:
        """Give the facets by which items demand something of their user."""
        return [facet for facet in self.schema.facets if facet.demand is not None]

    def measurable(self) -> list[Facet]:
        """Give the facets that hold numbers or days."""
        return [facet for facet in self.schema.facets if facet.type in {FacetType.NUMBER, FacetType.DATE}]

    def deciles(self, facet: Facet, kind: str) -> tuple[float, ...]:
        """Give the 11 deciles of a facet within a kind; empty where nothing is known."""
        row = self.schema.spread(kind, facet.name)
        return row.deciles if row is not None and len(row.deciles) == 11 else ()  # noqa: PLR2004

    def percentile(self, facet: Facet, kind: str, percent: int) -> float | None:
        """Give a facet's value at a percentile (a multiple of ten) within a kind."""
        deciles = self.deciles(facet, kind)
        return deciles[percent // 10] if deciles else None

    def plausible(self, facet: Facet, kind: str, value: float) -> bool:
        """Tell whether a value is of the size that the facet has; yes where nothing is known."""
        deciles = self.deciles(facet, kind)
        if self.is_calendar(facet):
            return 1850 <= value <= 2100  # noqa: PLR2004
        return not deciles or min(deciles[0], deciles[5]) / 8 <= value <= max(deciles[10], deciles[5]) * 8

    def is_calendar(self, facet: Facet) -> bool:
        """Tell whether a facet's values are days, or years of the calendar (not lengths of time)."""
        if facet.type is FacetType.DATE:
            return True
        if facet.type is not FacetType.NUMBER or facet.unit.lower() not in {"year", "years", "年"}:
            return False
        deciles = self.deciles(facet, "")
        return not deciles or deciles[5] > _YEAR_FROM

    def calendar(self) -> Facet | None:
        """Give the facet that says when an item is from."""
        return next((facet for facet in self.measurable() if self.is_calendar(facet)), None)

    def latest_year(self, facet: Facet) -> int | None:
        """Give the year of the newest item by a calendar facet."""
        deciles = self.deciles(facet, "")
        if not deciles:
            return None
        return int(iso_day(deciles[10])[:4]) if facet.type is FacetType.DATE else int(deciles[10])


def _words_of(facet: Facet) -> tuple[str, ...]:
    words = (*facet.phrases.every(), facet.label.en, facet.label.zh, facet.relation_label.en, facet.relation_label.zh)
    return tuple(dict.fromkeys(word.lower() for word in words if word))


class Catalogues:
    """All catalogues that are loaded, by name."""

    def __init__(self, schemas: Sequence[CatalogueSchema]) -> None:
        """Index the schemas.

        Raises:
            InvalidInputError: two have the same name.
        """
        self._known = {schema.name: KnownCatalogue(schema) for schema in schemas}
        if len(self._known) != len(schemas):
            raise InvalidInputError("Two catalogues have the same name.", names=[schema.name for schema in schemas])

    def __len__(self) -> int:
        return len(self._known)

    @property
    def names(self) -> tuple[str, ...]:
        """The names, in the order of loading."""
        return tuple(self._known)

    def find(self, name: str) -> KnownCatalogue | None:
        """Find a catalogue by name."""
        return self._known.get(name)
