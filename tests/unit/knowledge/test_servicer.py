"""The knowledge service over gRPC, as it is composed."""

from collections.abc import Iterator

import grpc
import pytest

from chatrec.knowledge.domain.reasoner import Reasoner
from chatrec.knowledge.domain.snapshot.build import build_snapshot
from chatrec.knowledge.servicer import KnowledgeServicer
from chatrec.knowledge.settings import Settings
from chatrec.knowledge.v1 import knowledge_pb2 as pb
from chatrec.knowledge.v1.knowledge_pb2_grpc import KnowledgeServiceStub, add_KnowledgeServiceServicer_to_server
from chatrec.serving import Server, read_settings
from chatrec.vocabulary.errors import InvalidInputError
from chatrec.vocabulary.graph import RankQuery
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.wire import knowledge as wire
from chatrec.vocabulary.words import Operator

from .film_shelf import SHELF

SETTINGS = {"CHATREC_KNOWLEDGE_SNAPSHOTS": "films", "CHATREC_KNOWLEDGE_PORT": "0"}
COMEDY = RankQuery("films", (Preference("genre", Operator.EQUAL, ("comedy",)),))


@pytest.fixture(scope="module")
def stub() -> Iterator[KnowledgeServiceStub]:
    reasoner = Reasoner([build_snapshot(SHELF)])
    servicer = KnowledgeServicer(reasoner)
    server = Server(
        "knowledge",
        read_settings(Settings, "knowledge", SETTINGS),
        lambda one: add_KnowledgeServiceServicer_to_server(servicer, one),
        reasoner.check,
    )
    address = server.start()
    with grpc.insecure_channel(address) as channel:
        yield KnowledgeServiceStub(channel)
    server.drain()


def test_what_words_speak_of_comes_back_over_the_wire(stub: KnowledgeServiceStub) -> None:
    found = wire.grounding(stub.GroundUtterance(pb.GroundUtteranceRequest(text="看诺兰的电影")))
    assert [mention.target for mention in found.mentions] == ["nolan", "film"]


def test_a_ranking_over_the_wire_is_the_ranking_of_the_domain(stub: KnowledgeServiceStub) -> None:
    ranking = wire.ranking(stub.RankItems(wire.rank_query_message(COMEDY, "r1")))
    assert ranking == Reasoner([build_snapshot(SHELF)]).rank(COMEDY)
    assert ranking.paths[0]


def test_cards_explanations_and_catalogues_come_over_the_wire(stub: KnowledgeServiceStub) -> None:
    request = pb.DescribeItemsRequest(catalogue="films", item_ids=["up"], label_ids=["comedy"])
    cards, labels = wire.description(stub.DescribeItems(request))
    assert (cards[0].name.zh, labels[0].name.zh) == ("飞屋环游记", "喜剧")
    explained = pb.ExplainItemRequest(ranking=wire.rank_query_message(COMEDY, "r"), item_id="amelie")
    assert wire.explanation(stub.ExplainItem(explained)).rank == 1
    assert [row.name for row in stub.ListCatalogues(pb.ListCataloguesRequest()).schemas] == ["films"]


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        pytest.param(pb.RankItemsRequest(catalogue="nowhere"), grpc.StatusCode.NOT_FOUND, id="catalogue"),
        pytest.param(
            pb.RankItemsRequest(catalogue="films", max_items=201), grpc.StatusCode.INVALID_ARGUMENT, id="size"
        ),
        pytest.param(
            pb.RankItemsRequest(catalogue="films", vector=b"abc"), grpc.StatusCode.INVALID_ARGUMENT, id="vector"
        ),
    ],
)
def test_bad_requests_get_their_code(
    stub: KnowledgeServiceStub, request_: pb.RankItemsRequest, code: grpc.StatusCode
) -> None:
    with pytest.raises(grpc.RpcError) as refused:
        stub.RankItems(request_)
    assert refused.value.code() is code


def test_a_service_without_snapshots_does_not_start() -> None:
    with pytest.raises(InvalidInputError, match="SNAPSHOTS"):
        read_settings(Settings, "knowledge", {})
