"""The snapshot: a catalogue as arrays, memory-mapped and shared by worker processes.

Nodes are numbered: items first (0 to items - 1), then entities. Edges are stored once and read both ways by two CSR
tables. An edge `(head, relation, tail)` comes from an entity facet of an item or from `triples.tsv`; literals (numbers,
ordinals, flags, dates) are columns, NaN where an item lacks the facet.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from chatrec.vocabulary.schema import CatalogueSchema
from chatrec.vocabulary.words import Phrases, Text

__all__ = [
    "Adjacency",
    "AnswerTable",
    "Association",
    "Bools",
    "Doubles",
    "Floats",
    "Ints",
    "Names",
    "Snapshot",
    "Talk",
    "Vectors",
]

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Adjacency:
    """Edges of every node in compressed sparse rows.

    The edges of node n are the positions `offsets[n]:offsets[n + 1]` of `neighbours` and `relations`; `offsets` has
    nodes + 1 entries. Within a node, edges are sorted by relation, then neighbour.
    """

    offsets: npt.NDArray[np.int64]
    neighbours: Ints
    relations: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Association:
    """Learned edges from nodes (rows) to items (neighbours), walked like stored ones under the relation `name`.

    `weights` runs beside the edges, in (0, 1]: the largest is 1. The `relations` of the edges are all 0.
    """

    name: str
    edges: Adjacency
    weights: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """Ids, names, aliases and kinds of all nodes, in node order."""

    ids: tuple[str, ...]
    names: tuple[Text, ...]
    aliases: tuple[tuple[str, ...], ...]
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Talk:
    """Utterances that likeness is learned from beside the catalogue's own: of any day, and of danger like its signs."""

    ordinary: tuple[str, ...] = ()
    dangers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Vectors:
    """Unit vectors of the encoder, float32, row-major; all have 0 rows and columns where no encoder was there.

    `items` has a row an item; `answers`, `needs` and `signs` a row a phrase, with its answer's or need's index;
    `ordinary` and `dangers` a row an utterance of the snapshot's talk.
    """

    model_id: str
    items: Floats
    answers: Floats
    answer_of: Ints
    needs: Floats
    need_of: Ints
    signs: Floats
    ordinary: Floats
    dangers: Floats


@dataclass(frozen=True, slots=True, eq=False)
class AnswerTable:
    """Support answers in order."""

    ids: tuple[str, ...] = ()
    questions: tuple[Text, ...] = ()
    variants: tuple[Phrases, ...] = ()
    answers: tuple[Text, ...] = ()
    item_ids: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """A catalogue as arrays.

    `relations` names the relations by number; `facet_of_relation` the entity facet (its index in `schema.facets`) that
    a relation belongs to, -1 for relations of triples alone. `outgoing` reads edges head to tail, `incoming` tail to
    head. `literals` is items x len(literal_facets), float64: numbers as they are, ordinals by index, flags 0 or 1,
    dates in days since 1970, NaN where missing. `texts` are the items' descriptions. `associations` are the edges
    learned from what people did or said; none without interactions.
    """

    schema: CatalogueSchema
    nodes: Names
    item_count: int
    relations: tuple[str, ...]
    facet_of_relation: Ints
    outgoing: Adjacency
    incoming: Adjacency
    literal_facets: tuple[str, ...]
    literals: Doubles
    kind_of_item: Ints
    available: Bools
    popularity: Floats
    added_days: Floats
    texts: tuple[Text, ...]
    vectors: Vectors
    answers: AnswerTable
    talk: Talk
    associations: tuple[Association, ...] = ()
