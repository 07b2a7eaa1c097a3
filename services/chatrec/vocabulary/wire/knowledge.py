"""Requests and replies of the knowledge service."""

from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import TypeVar

from chatrec.knowledge.v1 import knowledge_pb2 as pb
from chatrec.vocabulary.errors import InvalidInputError
from chatrec.vocabulary.graph import Explanation, FacetGain, FollowUp, Grounding, ItemCard, Label, Ranking, RankQuery
from chatrec.vocabulary.wire.graph import (
    answer,
    answer_message,
    card,
    card_message,
    change,
    change_message,
    label,
    label_message,
    mention,
    mention_message,
    path,
    path_message,
)
from chatrec.vocabulary.wire.values import preference, preference_message, vector, vector_bytes

__all__ = [
    "description",
    "description_message",
    "explanation",
    "explanation_message",
    "follow_up",
    "follow_up_message",
    "grounding",
    "grounding_message",
    "rank_query",
    "rank_query_message",
    "ranking",
    "ranking_message",
    "split",
]

_DEFAULT_MAX_ITEMS = 50

Part = TypeVar("Part")


def split(flat: Sequence[Part], counts: Iterable[int]) -> tuple[tuple[Part, ...], ...]:
    """Cut a flat column into one tuple a candidate; the counts say how many parts each has.

    Raises:
        InvalidInputError: the counts do not add up to the parts.
    """
    ends = list(accumulate(counts, initial=0))
    if ends[-1] != len(flat):
        raise InvalidInputError("Counts do not add up to the parts.", field="counts", parts=len(flat))
    return tuple(tuple(flat[start:end]) for start, end in pairwise(ends))


def follow_up_message(after: FollowUp) -> pb.FollowUp:
    """Write what an utterance may lean on."""
    return pb.FollowUp(
        catalogue=after.catalogue, answer_id=after.answer_id, text=after.text, vector=vector_bytes(after.vector)
    )


def follow_up(message: pb.FollowUp) -> FollowUp | None:
    """Read what an utterance may lean on; None where there is no vector of both."""
    both = vector(message.vector)
    return None if both is None else FollowUp(message.catalogue, message.answer_id, message.text, both)


def grounding_message(found: Grounding) -> pb.GroundUtteranceResponse:
    """Write what an utterance may speak of."""
    return pb.GroundUtteranceResponse(
        mentions=map(mention_message, found.mentions),
        answers=map(answer_message, found.answers),
        emergency_score=found.emergency_score,
    )


def grounding(message: pb.GroundUtteranceResponse) -> Grounding:
    """Read what an utterance may speak of."""
    return Grounding(
        mentions=tuple(map(mention, message.mentions)),
        answers=tuple(map(answer, message.answers)),
        emergency_score=message.emergency_score,
    )


def rank_query_message(query: RankQuery, request_id: str) -> pb.RankItemsRequest:
    """Write what to rank for."""
    return pb.RankItemsRequest(
        request_id=request_id,
        catalogue=query.catalogue,
        preferences=map(preference_message, query.preferences),
        liked_item_ids=query.liked_item_ids,
        rejected_item_ids=query.rejected_item_ids,
        excluded_item_ids=query.excluded_item_ids,
        vector=vector_bytes(query.vector),
        max_items=query.max_items,
        without_gains=not query.gains,
        with_likeness=query.likeness,
    )


def rank_query(message: pb.RankItemsRequest) -> RankQuery:
    """Read what to rank for."""
    return RankQuery(
        catalogue=message.catalogue,
        preferences=tuple(map(preference, message.preferences)),
        liked_item_ids=tuple(message.liked_item_ids),
        rejected_item_ids=tuple(message.rejected_item_ids),
        excluded_item_ids=tuple(message.excluded_item_ids),
        vector=vector(message.vector),
        max_items=message.max_items or _DEFAULT_MAX_ITEMS,
        gains=not message.without_gains,
        likeness=message.with_likeness,
    )


def ranking_message(ranked: Ranking) -> pb.RankItemsResponse:
    """Write candidates as columns."""
    return pb.RankItemsResponse(
        item_ids=ranked.item_ids,
        f_llm=ranked.f_llm,
        f_kg=ranked.f_kg,
        popularity=ranked.popularity,
        collaborative=ranked.collaborative,
        paths=[path_message(walk) for walks in ranked.paths for walk in walks],
        path_counts=map(len, ranked.paths),
        misses=[facet for facets in ranked.misses for facet in facets],
        miss_counts=map(len, ranked.misses),
        relaxed=ranked.relaxed,
        relaxed_facets=ranked.relaxed_facets,
        matched=ranked.matched,
        entropy_bits=ranked.entropy_bits,
        gains=map(_gain_message, ranked.gains),
        generation=ranked.generation,
        likeness=ranked.likeness,
    )


def ranking(message: pb.RankItemsResponse) -> Ranking:
    """Read candidates from columns."""
    return Ranking(
        item_ids=tuple(message.item_ids),
        f_llm=tuple(message.f_llm),
        f_kg=tuple(message.f_kg),
        popularity=tuple(message.popularity),
        collaborative=tuple(message.collaborative),
        paths=split([path(walk) for walk in message.paths], message.path_counts),
        misses=split(message.misses, message.miss_counts),
        relaxed=message.relaxed,
        relaxed_facets=tuple(message.relaxed_facets),
        matched=message.matched,
        entropy_bits=message.entropy_bits,
        gains=tuple(map(_gain, message.gains)),
        generation=message.generation,
        likeness=message.likeness,
    )


def _gain_message(gain: FacetGain) -> pb.FacetGain:
    return pb.FacetGain(
        facet=gain.facet,
        gain_bits=gain.gain_bits,
        coverage=gain.coverage,
        options=map(label_message, gain.options),
    )


def _gain(message: pb.FacetGain) -> FacetGain:
    return FacetGain(message.facet, message.gain_bits, message.coverage, tuple(map(label, message.options)))


def description_message(cards: Iterable[ItemCard], labels: Iterable[Label]) -> pb.DescribeItemsResponse:
    """Write facts and names."""
    return pb.DescribeItemsResponse(cards=map(card_message, cards), labels=map(label_message, labels))


def description(message: pb.DescribeItemsResponse) -> tuple[tuple[ItemCard, ...], tuple[Label, ...]]:
    """Read facts and names."""
    return tuple(map(card, message.cards)), tuple(map(label, message.labels))


def explanation_message(why: Explanation) -> pb.ExplainItemResponse:
    """Write why an item has its score."""
    return pb.ExplainItemResponse(
        paths=map(path_message, why.paths),
        f_llm=why.f_llm,
        f_kg=why.f_kg,
        rank=why.rank,
        misses=why.misses,
        decisive_facets=why.decisive_facets,
        labels=map(label_message, why.labels),
        drops=change_message(why.drops) if why.drops else None,
        brings=change_message(why.brings) if why.brings else None,
        facets=map(label_message, why.facets),
    )


def explanation(message: pb.ExplainItemResponse) -> Explanation:
    """Read why an item has its score."""
    return Explanation(
        paths=tuple(map(path, message.paths)),
        f_llm=message.f_llm,
        f_kg=message.f_kg,
        rank=message.rank,
        misses=tuple(message.misses),
        decisive_facets=tuple(message.decisive_facets),
        labels=tuple(map(label, message.labels)),
        drops=change(message.drops) if message.HasField("drops") else None,
        brings=change(message.brings) if message.HasField("brings") else None,
        facets=tuple(map(label, message.facets)),
    )
