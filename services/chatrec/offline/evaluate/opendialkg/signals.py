"""What speaks for an item: walks from what is named, co-mention, like contexts, each turns x items."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from chatrec.offline.evaluate.opendialkg.corpus import Corpus
from chatrec.offline.evaluate.opendialkg.evidence import Evidence
from chatrec.offline.evaluate.opendialkg.wording import similar_turns
from chatrec.offline.knowledge.typed_walks import TypedGraph, three_step_mass, walk_masses

__all__ = ["Counts", "Kind", "Signal", "counts_of", "signals_of"]

Floats = npt.NDArray[np.float32]
Kind = str
_PEOPLE = ("actor", "director", "writer")
_EARLIER = 0.7
_TELLING = ("actor", "director", "genre", "writer")


@dataclass(frozen=True, slots=True, eq=False)
class Signal:
    """A mass of items for each turn.

    Attributes:
        kind: `walk`, `co-mention`, `text` or `mention`.
        mass: Turns x items, 0 or above.
    """

    kind: Kind
    mass: sp.csr_matrix


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """In how many dialogues an item came up, the turn's own dialogue left out.

    Attributes:
        all: By item.
        own: Turns x items: what to take off.
    """

    all: Floats
    own: sp.csr_matrix

    def rows(self, rows: slice) -> Floats:
        """Give the counts of some turns as a table."""
        return np.asarray(np.maximum(self.all - self.own[rows].toarray(), 0.0), dtype=np.float32)


def counts_of(corpus: Corpus, items: Mapping[int, set[int]]) -> Counts:
    """Count items over dialogues."""
    size = len(corpus.places)
    flat = [item for found in items.values() for item in found]
    cells = [(row, item) for row, group in enumerate(corpus.dialogues.tolist()) for item in items.get(group, ())]
    rows, columns = np.array(cells, dtype=np.int64).reshape(-1, 2).T
    own = sp.csr_matrix((np.ones(len(cells), dtype=np.float32), (rows, columns)), shape=(len(corpus.turns), size))
    return Counts(np.bincount(flat, minlength=size).astype(np.float32), own)


def signals_of(corpus: Corpus, graph: TypedGraph, evidence: Evidence) -> dict[str, Signal]:
    """Compute all signals.

    Names start with whose mention it is: `last` utterance that names anything, `earlier` ones, `within` a longer name,
    `text` for names that only the finder saw.
    """
    mentions = {
        "last": corpus.matrix(corpus.leading, lambda it, focus: float(it.age == focus and not it.covered)),
        "earlier": corpus.matrix(
            corpus.leading, lambda it, focus: _EARLIER ** (it.age - focus) if it.age > focus and not it.covered else 0.0
        ),
        "within": corpus.matrix(corpus.leading, lambda it, _: float(it.covered)),
        "text": corpus.matrix(corpus.found, lambda it, _: 0.6**it.age / it.choices),
    }
    masses = {name: Signal("walk", mass) for name, mass in _walks(corpus, graph, mentions)}
    masses |= {name: Signal("co-mention", mass) for name, mass in _co_mentions(corpus, evidence, mentions)}
    masses |= {name: Signal("mention", mass) for name, mass in _mentioned(corpus, mentions)}
    near = similar_turns(corpus)
    return masses | {f"alike {name}": Signal("text", mass) for name, mass in near.items()}


def _walks(
    corpus: Corpus, graph: TypedGraph, mentions: Mapping[str, sp.csr_matrix]
) -> Iterator[tuple[str, sp.csr_matrix]]:
    items = list(corpus.catalogue.items)
    same = [(name, name) for name in graph.relations]
    crossed = [(a, b) for a in _PEOPLE for b in _PEOPLE if a != b and {a, b} <= set(graph.relations)]
    pairs = {"last": same + crossed, "earlier": same + crossed, "within": [], "text": same}
    for whose, matrix in mentions.items():
        for name, mass in walk_masses(matrix, graph, pairs[whose]):
            yield whose + name, mass[:, items]
    telling = [name for name in _TELLING if name in graph.relations]
    yield "three steps", three_step_mass(mentions["last"] + 0.5 * mentions["earlier"], graph, telling)[:, items]


def _co_mentions(
    corpus: Corpus, evidence: Evidence, mentions: Mapping[str, sp.csr_matrix]
) -> Iterator[tuple[str, sp.csr_matrix]]:
    fading = corpus.matrix(corpus.leading, lambda it, _: 0.3 if it.covered else 0.75**it.age)
    for whose in ("last", "earlier", "text"):
        yield f"after {whose}", evidence.after.shares(mentions[whose], corpus.dialogues, prior=3.0)
    yield "after any", evidence.after.shares(fading, corpus.dialogues, prior=3.0)
    yield "soon after any", evidence.after.shares(fading, corpus.dialogues, prior=0.3)
    yield "beside last", evidence.beside.shares(mentions["last"], corpus.dialogues, prior=2.0)
    yield "beside any", evidence.beside.shares((fading + mentions["text"]).tocsr(), corpus.dialogues, prior=2.0)


def _mentioned(corpus: Corpus, mentions: Mapping[str, sp.csr_matrix]) -> Iterator[tuple[str, sp.csr_matrix]]:
    items = list(corpus.catalogue.items)
    for whose, matrix in mentions.items():
        yield f"named {whose}", matrix[:, items]
    recommender = corpus.matrix(corpus.leading, lambda it, _: float(it.age % 2 == 1))
    yield "named by recommender", recommender[:, items]
