"""What is known of a catalogue without its items: kinds, facets, needs, notices and how values are spread."""

from dataclasses import dataclass

from chatrec.vocabulary.plans import PlanRules
from chatrec.vocabulary.words import Better, Demand, FacetType, Language, Phrases, Text, Value

__all__ = [
    "ITEM",
    "KIND",
    "POPULARITY",
    "CatalogueSchema",
    "Facet",
    "FacetStatistics",
    "Kind",
    "Need",
    "NeedFacet",
    "Notices",
    "RelationLabel",
]

KIND = "kind"
"""The reserved facet of a preference for a kind of items."""

ITEM = "item"
"""The reserved facet of a preference for, or against, an item itself."""

POPULARITY = "popularity"
"""The facet of a preference for how well known items are, 1 the best and 0 the least; a catalogue's own comes first."""


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet as the catalogue declares it; `value_names` run beside `values` of an ordinal, lowest first."""

    name: str
    type: FacetType
    label: Text = Text()
    question: Text = Text()
    phrases: Phrases = Phrases()
    unit: str = ""
    better: Better | None = None
    many: bool = False
    relation: str = ""
    relation_label: Text = Text()
    values: tuple[str, ...] = ()
    value_names: tuple[Text, ...] = ()
    money: bool = False
    demand: Demand | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of items; the first word of a language is its name."""

    id: str
    words: Phrases


@dataclass(frozen=True, slots=True)
class NeedFacet:
    """A facet and the values that a need asks for; no values ask for the facet's better end."""

    facet: str
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Need:
    """What people say and the soft preferences that they mean by it.

    `common` tells that it is known of values of this name in any catalogue, not written for this one.
    """

    phrases: Phrases
    facets: tuple[NeedFacet, ...]
    common: bool = False


@dataclass(frozen=True, slots=True)
class Notices:
    """Texts that a domain owes its users, and the signs that call for the emergency text."""

    advice: Text = Text()
    emergency: Text = Text()
    signs: Phrases = Phrases()


@dataclass(frozen=True, slots=True)
class RelationLabel:
    """How a relation of triples, which belongs to no facet, is said between its head and its tail."""

    name: str
    label: Text


@dataclass(frozen=True, slots=True)
class FacetStatistics:
    """Spread of a facet's values within a kind ("" for all): 11 deciles.

    Ordinals count by index, dates in days since 1970.
    """

    kind: str
    facet: str
    deciles: tuple[float, ...]
    item_count: int


@dataclass(frozen=True, slots=True)
class CatalogueSchema:
    """A catalogue without its items."""

    name: str
    domain: str
    generation: str
    languages: tuple[Language, ...]
    currency: str
    kinds: tuple[Kind, ...]
    facets: tuple[Facet, ...]
    needs: tuple[Need, ...] = ()
    notices: Notices = Notices()
    statistics: tuple[FacetStatistics, ...] = ()
    item_count: int = 0
    has_answers: bool = False
    relations: tuple[RelationLabel, ...] = ()
    plans: PlanRules | None = None

    def facet(self, name: str) -> Facet | None:
        """Find a facet by name."""
        return next((facet for facet in self.facets if facet.name == name), None)

    def kind(self, kind_id: str) -> Kind | None:
        """Find a kind by id."""
        return next((kind for kind in self.kinds if kind.id == kind_id), None)

    def relation_label(self, name: str) -> Text:
        """Find how a relation is said, be it a facet's or one of triples alone; an empty text where none is known."""
        facet = next((facet.relation_label for facet in self.facets if facet.relation == name), None)
        return facet or next((relation.label for relation in self.relations if relation.name == name), Text())

    def spread(self, kind_id: str, facet: str) -> FacetStatistics | None:
        """Find the spread of a facet within a kind, or within the catalogue where the kind has none."""
        rows = {row.kind: row for row in self.statistics if row.facet == facet}
        return rows.get(kind_id) or rows.get("")
