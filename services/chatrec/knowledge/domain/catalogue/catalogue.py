"""A catalogue as it was read: items, entities, triples, answers, interactions, and the schema they follow."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from chatrec.vocabulary.graph import Triple
from chatrec.vocabulary.schema import CatalogueSchema
from chatrec.vocabulary.words import Phrases, Text, Value

__all__ = ["Answer", "Catalogue", "Entity", "Interaction", "Item"]


@dataclass(frozen=True, slots=True)
class Item:
    """Something that can be recommended; `facets` holds at least one value a facet; `added` is an ISO 8601 day."""

    id: str
    name: Text
    kind: str = ""
    aliases: tuple[str, ...] = ()
    text: Text = Text()
    facets: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    added: str = ""
    available: bool = True
    popularity: float = 0.0
    image: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """A value of a facet, or a node that only triples speak of."""

    id: str
    kind: str
    name: Text
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """A question that support staff answer."""

    id: str
    question: Text
    variants: Phrases
    answer: Text
    item_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Interaction:
    """What a user did with an item before."""

    user: str
    item: str
    value: float
    unix_s: int


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A whole catalogue; `triples` are those of `triples.tsv`, item facets are not among them."""

    schema: CatalogueSchema
    items: tuple[Item, ...]
    entities: tuple[Entity, ...] = ()
    triples: tuple[Triple, ...] = ()
    answers: tuple[Answer, ...] = ()
    interactions: tuple[Interaction, ...] = ()
    licence: str = ""
