"""Small catalogues for tests of reasoning, by hand and drawn by hypothesis."""

from dataclasses import replace
from itertools import repeat

import numpy as np
from hypothesis import strategies as st

from chatrec.knowledge.domain.catalogue.catalogue import Catalogue, Entity, Interaction, Item
from chatrec.knowledge.domain.reasoning.graph import Graph
from chatrec.knowledge.domain.snapshot.arrays import Association
from chatrec.knowledge.domain.snapshot.associations import associate
from chatrec.knowledge.domain.snapshot.build import build_snapshot
from chatrec.vocabulary.graph import Path, RankQuery, Triple
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.schema import CatalogueSchema, Facet, Kind
from chatrec.vocabulary.words import Better, FacetType, Language, Operator, Phrases, Text, Value

KINDS = ("phone", "laptop")
BRANDS = tuple(f"b{n}" for n in range(4))
USES = tuple(f"u{n}" for n in range(5))
TIERS = ("entry", "mid", "high")
DAYS = ("2024-01-01", "2025-06-30", "2026-03-01")
SCHEMA = CatalogueSchema(
    name="shop",
    domain="ecommerce",
    generation="",
    languages=(Language.EN, Language.ZH),
    currency="CNY",
    kinds=tuple(Kind(kind, Phrases(en=(kind,))) for kind in KINDS),
    facets=(
        Facet("price", FacetType.NUMBER, relation="price", better=Better.LOW, money=True),
        Facet("screen", FacetType.NUMBER, relation="screen", better=Better.HIGH),
        Facet("brand", FacetType.ENTITY, relation="made_by"),
        Facet("use", FacetType.ENTITY, relation="suited_to", many=True),
        Facet("tier", FacetType.ORDINAL, relation="tier", values=TIERS, better=Better.HIGH),
        Facet("five_g", FacetType.FLAG, relation="five_g"),
        Facet("released", FacetType.DATE, relation="released", better=Better.HIGH),
    ),
)
ENTITIES = (
    *(Entity(brand, "brand", Text(en=brand)) for brand in BRANDS),
    *(Entity(use, "use", Text(en=use)) for use in USES),
    Entity("group", "group", Text(en="Group")),
)


def graph_of(catalogue: Catalogue) -> Graph:
    return Graph.of(build_snapshot(catalogue))


def item(item_id: str, kind: str = "phone", popularity: float = 1.0, **facets: object) -> Item:
    values = {name: value if isinstance(value, tuple) else (value,) for name, value in facets.items()}
    return Item(item_id, Text(en=item_id), kind=kind, popularity=popularity, facets=values)


def shop(*items: Item, triples: tuple[Triple, ...] = ()) -> Catalogue:
    return Catalogue(SCHEMA, items, ENTITIES, triples)


_VALUES: dict[str, st.SearchStrategy[Value]] = {
    "price": st.sampled_from([99.0, 999.0, 1999.5, 2999.0, 6.7]),
    "screen": st.sampled_from([5.4, 6.1, 6.7, 13.3]),
    "brand": st.sampled_from(BRANDS),
    "use": st.sampled_from(USES),
    "tier": st.sampled_from(TIERS),
    "five_g": st.booleans(),
    "released": st.sampled_from(DAYS),
    "kind": st.sampled_from(KINDS),
}
_ORDERED = ("price", "screen", "tier", "released")
_ALL = [operator for operator in Operator if operator is not Operator.IN]


@st.composite
def items(draw: st.DrawFn, number: int) -> Item:
    facets = {}
    for facet in SCHEMA.facets:
        size = 3 if facet.many else 1
        values = draw(st.lists(_VALUES[facet.name], max_size=size, unique=True))
        if values:
            facets[facet.name] = tuple(values)
    return Item(
        id=f"i{number}",
        name=Text(en=f"Item {number}"),
        kind=draw(st.sampled_from((*KINDS, ""))),
        facets=facets,
        available=draw(st.integers(0, 9)) > 0,
        popularity=float(draw(st.integers(0, 5))),
    )


@st.composite
def catalogues(draw: st.DrawFn) -> Catalogue:
    count = draw(st.integers(2, 12))
    rows = tuple(draw(items(number)) for number in range(count))
    ids = [row.id for row in rows]
    heads = st.sampled_from([*ids, *BRANDS])
    triples = draw(
        st.lists(
            st.builds(Triple, heads, st.sampled_from(("sequel_of", "part_of")), st.sampled_from([*ids, "group"])),
            max_size=6,
            unique=True,
        )
    )
    kept = tuple(triple for triple in triples if triple.head != triple.tail)
    users = st.builds(Interaction, st.sampled_from(("x", "y")), st.sampled_from(ids), st.just(1.0), st.integers(1, 9))
    return Catalogue(SCHEMA, rows, ENTITIES, kept, interactions=tuple(draw(st.lists(users, max_size=8))))


@st.composite
def preferences(draw: st.DrawFn) -> Preference:
    facet = draw(st.sampled_from(tuple(_VALUES)))
    operators = _ALL if facet in _ORDERED else [Operator.EQUAL, Operator.NOT_EQUAL]
    operator = draw(st.sampled_from([*operators, Operator.IN]))
    size = 3 if operator is Operator.IN else 1
    values = draw(st.lists(_VALUES[facet], min_size=1, max_size=size, unique=True))
    return Preference(facet, operator, tuple(values), hard=draw(st.booleans()))


@st.composite
def queries(draw: st.DrawFn, most_preferences: int = 5) -> RankQuery:
    ids = st.lists(st.integers(0, 12).map(lambda number: f"i{number}"), max_size=3, unique=True).map(tuple)
    return RankQuery(
        "shop",
        tuple(draw(st.lists(preferences(), max_size=most_preferences))),
        liked_item_ids=draw(ids),
        rejected_item_ids=draw(ids),
        excluded_item_ids=draw(ids),
        max_items=draw(st.sampled_from((1, 5, 50))),
    )


def without(catalogue: Catalogue, path: Path) -> Catalogue:
    """Take the edges of a path out of a catalogue."""
    gone = {(edge.head, edge.relation, edge.tail) for edge in path.triples}
    rows = tuple(_stripped(row, gone) for row in catalogue.items)
    triples = tuple(row for row in catalogue.triples if (row.head, row.relation, row.tail) not in gone)
    return replace(catalogue, items=rows, triples=triples)


def graph_without(catalogue: Catalogue, path: Path) -> Graph:
    """Take the edges of a path, be they stored or learned, out of a catalogue's graph; what else was learned stays."""
    snapshot, whole = build_snapshot(without(catalogue, path)), build_snapshot(catalogue)
    gone = {(edge.head, edge.relation, edge.tail) for edge in path.triples}
    kept = tuple(_unlearned(row, whole.nodes.ids, snapshot.nodes.ids, gone) for row in whole.associations)
    return Graph.of(replace(snapshot, associations=kept))


def _unlearned(
    row: Association, before: tuple[str, ...], now: tuple[str, ...], gone: set[tuple[str, str, Value]]
) -> Association:
    heads = np.repeat(np.arange(len(before)), np.diff(row.edges.offsets)).tolist()
    numbers = {id_: number for number, id_ in enumerate(now)}
    edges = zip(heads, row.edges.neighbours.tolist(), row.weights.tolist(), strict=True)
    named = [(before[head], before[tail], weight) for head, tail, weight in edges]
    kept = [edge for edge in named if (edge[0], row.name, edge[1]) not in gone and {*edge[:2]} <= numbers.keys()]
    cells = (
        np.array([numbers[head] for head, _, _ in kept], dtype=np.int64),
        np.array([numbers[tail] for _, tail, _ in kept], dtype=np.int64),
        np.array([weight for _, _, weight in kept], dtype=np.float64),
    )
    return associate(row.name, cells, len(now), most=1.0)


def _stripped(row: Item, gone: set[tuple[str, str, Value]]) -> Item:
    facets = {}
    for facet in SCHEMA.facets:
        values = row.facets.get(facet.name, ())
        kept = tuple(value for value in values if (row.id, facet.relation, value) not in gone)
        if kept:
            facets[facet.name] = kept
    return replace(row, facets=facets)


def stored(catalogue: Catalogue) -> set[tuple[str, str, Value]]:
    """List every triple that is stored or learned."""
    found = {(row.head, row.relation, row.tail) for row in catalogue.triples}
    for row in catalogue.items:
        for facet in SCHEMA.facets:
            found.update((row.id, facet.relation, value) for value in row.facets.get(facet.name, ()))
    snapshot = build_snapshot(catalogue)
    for association in snapshot.associations:
        heads = np.repeat(snapshot.nodes.ids, np.diff(association.edges.offsets)).tolist()
        tails = (snapshot.nodes.ids[node] for node in association.edges.neighbours.tolist())
        found.update(zip(heads, repeat(association.name), tails))
    return found
