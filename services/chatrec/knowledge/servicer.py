"""The knowledge service's side of `chatrec.knowledge.v1`: messages to words, words to messages."""

import grpc

from chatrec.knowledge.domain.reasoner import Reasoner
from chatrec.knowledge.v1 import knowledge_pb2 as pb
from chatrec.knowledge.v1 import knowledge_pb2_grpc
from chatrec.vocabulary.wire import knowledge as wire
from chatrec.vocabulary.wire.schemas import schema_message
from chatrec.vocabulary.wire.values import vector

__all__ = ["KnowledgeServicer"]


class KnowledgeServicer(knowledge_pb2_grpc.KnowledgeServiceServicer):
    """Serves one reasoner."""

    def __init__(self, reasoner: Reasoner) -> None:
        self._reasoner = reasoner

    def GroundUtterance(
        self, request: pb.GroundUtteranceRequest, context: grpc.ServicerContext
    ) -> pb.GroundUtteranceResponse:
        """Find what an utterance may speak of."""
        del context
        found = self._reasoner.ground(
            request.text, vector(request.vector), tuple(request.catalogues), wire.follow_up(request.after)
        )
        return wire.grounding_message(found)

    def RankItems(self, request: pb.RankItemsRequest, context: grpc.ServicerContext) -> pb.RankItemsResponse:
        """Rank items, with the paths that carried the score."""
        del context
        return wire.ranking_message(self._reasoner.rank(wire.rank_query(request)))

    def DescribeItems(
        self, request: pb.DescribeItemsRequest, context: grpc.ServicerContext
    ) -> pb.DescribeItemsResponse:
        """Give the facts of items and the names of nodes."""
        del context
        cards, labels = self._reasoner.describe(request.catalogue, tuple(request.item_ids), tuple(request.label_ids))
        return wire.description_message(cards, labels)

    def ExplainItem(self, request: pb.ExplainItemRequest, context: grpc.ServicerContext) -> pb.ExplainItemResponse:
        """Explain the score of one item."""
        del context
        return wire.explanation_message(self._reasoner.explain(wire.rank_query(request.ranking), request.item_id))

    def ListCatalogues(
        self, request: pb.ListCataloguesRequest, context: grpc.ServicerContext
    ) -> pb.ListCataloguesResponse:
        """List the catalogues that are loaded."""
        del request, context
        return pb.ListCataloguesResponse(schemas=map(schema_message, self._reasoner.schemas()))
