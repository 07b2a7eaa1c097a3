"""The knowledge service's work over all catalogues that are loaded; snapshots are swapped whole."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, repeat

from chatrec.knowledge.domain.bounds import MOST_IDS, check_count, check_query, check_text
from chatrec.knowledge.domain.linking.folding import fold
from chatrec.knowledge.domain.linking.grounding import MOST_ANSWERS, Grounder
from chatrec.knowledge.domain.ports import VectorIndex
from chatrec.knowledge.domain.reasoning.describing import cards, labels
from chatrec.knowledge.domain.reasoning.explaining import explain
from chatrec.knowledge.domain.reasoning.graph import Graph
from chatrec.knowledge.domain.reasoning.ranking import rank
from chatrec.knowledge.domain.reasoning.weights import Weights
from chatrec.knowledge.domain.snapshot.arrays import Snapshot
from chatrec.vocabulary.errors import NotFoundError, UnavailableError
from chatrec.vocabulary.graph import Explanation, FollowUp, Grounding, ItemCard, Label, Ranking, RankQuery, Vector
from chatrec.vocabulary.schema import CatalogueSchema

__all__ = ["Reasoner"]


class Reasoner:
    """Grounds, ranks, describes and explains over snapshots, one a catalogue."""

    def __init__(
        self,
        snapshots: Iterable[Snapshot],
        weights: Weights | None = None,
        indexes: Iterable[VectorIndex | None] = (),
    ) -> None:
        """Make snapshots ready; `indexes` run beside them, None or nothing where vectors are few."""
        self._weights = weights or Weights()
        found = zip(snapshots, chain(indexes, repeat(None)), strict=False)
        self._graphs = {snapshot.schema.name: Graph.of(snapshot, index) for snapshot, index in found}
        self._grounders = {name: Grounder(graph) for name, graph in self._graphs.items()}

    def schemas(self) -> tuple[CatalogueSchema, ...]:
        """List the catalogues that are loaded."""
        return tuple(graph.snapshot.schema for graph in self._graphs.values())

    def replace(self, snapshot: Snapshot) -> None:
        """Put a snapshot in place of its catalogue's, for all calls that begin from now on.

        Names are understood as before until `refresh_names`, which takes many times longer.
        """
        name = snapshot.schema.name
        graph = Graph.of(snapshot, before=self._graphs.get(name))
        if name not in self._grounders:
            self._grounders = {**self._grounders, name: Grounder(graph)}
        self._graphs = {**self._graphs, name: graph}

    def refresh_names(self, catalogue: str) -> None:
        """Learn to understand the names of a catalogue's present snapshot.

        Raises:
            NotFoundError: the catalogue is not loaded.
        """
        self._grounders = {**self._grounders, catalogue: Grounder(self._graph(catalogue))}

    def snapshot(self, catalogue: str) -> Snapshot:
        """Give the present snapshot of a catalogue.

        Raises:
            NotFoundError: the catalogue is not loaded.
        """
        return self._graph(catalogue).snapshot

    def numbers(self, catalogue: str) -> Mapping[str, int]:
        """Give the numbers of the nodes of the present snapshot of a catalogue, by id.

        Raises:
            NotFoundError: the catalogue is not loaded.
        """
        return self._graph(catalogue).number_of

    def ground(
        self,
        text: str,
        vector: Vector | None = None,
        catalogues: Sequence[str] = (),
        after: FollowUp | None = None,
    ) -> Grounding:
        """Find what an utterance may speak of, in some catalogues or in all; `after` is what it may lean on.

        Raises:
            InvalidInputError: a text is too long, or a vector has the wrong size.
            NotFoundError: a catalogue is not loaded.
        """
        check_text(text)
        if after is not None:
            check_text(after.text)
        folded = fold(text)
        found = [
            self._grounder(name).ground(folded, vector, after) for name in dict.fromkeys(catalogues or self._graphs)
        ]
        answers = sorted((answer for part in found for answer in part.answers), key=lambda answer: -answer.score)
        return Grounding(
            mentions=tuple(mention for part in found for mention in part.mentions),
            answers=tuple(answers[:MOST_ANSWERS]),
            emergency_score=max((part.emergency_score for part in found), default=0.0),
        )

    def rank(self, query: RankQuery) -> Ranking:
        """Rank items for preferences, with the paths that carried the score.

        Raises:
            InvalidInputError: something is too much, or a value does not go with its facet.
            NotFoundError: the catalogue is not loaded.
        """
        check_query(query)
        return rank(self._graph(query.catalogue), self._weights, query)

    def explain(self, query: RankQuery, item_id: str) -> Explanation:
        """Explain the score of one item for a query.

        Raises:
            InvalidInputError: as for `rank`.
            NotFoundError: the catalogue is not loaded, or has no such item.
        """
        check_query(query)
        return explain(self._graph(query.catalogue), self._weights, query, item_id)

    def describe(
        self, catalogue: str, item_ids: Sequence[str], label_ids: Sequence[str] = ()
    ) -> tuple[tuple[ItemCard, ...], tuple[Label, ...]]:
        """Give the facts of items and the names of nodes, in the order asked; what does not exist is left out.

        Raises:
            InvalidInputError: too many are asked for.
            NotFoundError: the catalogue is not loaded.
        """
        check_count("item_ids", item_ids, MOST_IDS)
        check_count("label_ids", label_ids, MOST_IDS)
        graph = self._graph(catalogue)
        return cards(graph, item_ids), labels(graph, label_ids)

    def check(self) -> None:
        """Answer a tiny query over every catalogue, as a true sign of health.

        Raises:
            UnavailableError: no catalogue is loaded.
        """
        if not self._graphs:
            raise UnavailableError("No catalogue is loaded.")
        for name in self._graphs:
            self.rank(RankQuery(name, max_items=1))

    def _graph(self, catalogue: str) -> Graph:
        graph = self._graphs.get(catalogue)
        if graph is None:
            raise NotFoundError("No such catalogue.", catalogue=catalogue[:64])
        return graph

    def _grounder(self, catalogue: str) -> Grounder:
        self._graph(catalogue)
        return self._grounders[catalogue]
