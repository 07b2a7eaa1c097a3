"""Catalogue schemas; the bytes of the message are also the snapshot's `schema.pb`."""

from chatrec.vocabulary.schema import (
    CatalogueSchema,
    Facet,
    FacetStatistics,
    Kind,
    Need,
    NeedFacet,
    Notices,
    RelationLabel,
)
from chatrec.vocabulary.v1 import vocabulary_pb2 as pb
from chatrec.vocabulary.wire.enums import BETTERS, DEMANDS, FACET_TYPES, LANGUAGES
from chatrec.vocabulary.wire.plans import rules, rules_message
from chatrec.vocabulary.wire.values import phrases, phrases_message, text, text_message, value, value_message

__all__ = ["schema", "schema_bytes", "schema_from_bytes", "schema_message"]


def schema_bytes(catalogue: CatalogueSchema) -> bytes:
    """Write a schema as the bytes of its message."""
    return schema_message(catalogue).SerializeToString(deterministic=True)


def schema_from_bytes(data: bytes) -> CatalogueSchema:
    """Read a schema from the bytes of its message."""
    return schema(pb.CatalogueSchema.FromString(data))


def schema_message(catalogue: CatalogueSchema) -> pb.CatalogueSchema:
    """Write a schema."""
    return pb.CatalogueSchema(
        name=catalogue.name,
        domain=catalogue.domain,
        generation=catalogue.generation,
        languages=map(LANGUAGES.number, catalogue.languages),
        currency=catalogue.currency,
        kinds=[pb.Kind(id=kind.id, words=phrases_message(kind.words)) for kind in catalogue.kinds],
        facets=map(_facet_message, catalogue.facets),
        needs=map(_need_message, catalogue.needs),
        notices=pb.Notices(
            advice=text_message(catalogue.notices.advice),
            emergency=text_message(catalogue.notices.emergency),
            signs=phrases_message(catalogue.notices.signs),
        ),
        statistics=[
            pb.FacetStatistics(kind=row.kind, facet=row.facet, deciles=row.deciles, item_count=row.item_count)
            for row in catalogue.statistics
        ],
        item_count=catalogue.item_count,
        has_answers=catalogue.has_answers,
        relations=[pb.RelationLabel(name=row.name, label=text_message(row.label)) for row in catalogue.relations],
        plans=rules_message(catalogue.plans),
    )


def schema(message: pb.CatalogueSchema) -> CatalogueSchema:
    """Read a schema."""
    return CatalogueSchema(
        name=message.name,
        domain=message.domain,
        generation=message.generation,
        languages=tuple(map(LANGUAGES.word, message.languages)),
        currency=message.currency,
        kinds=tuple(Kind(id=kind.id, words=phrases(kind.words)) for kind in message.kinds),
        facets=tuple(map(_facet, message.facets)),
        needs=tuple(map(_need, message.needs)),
        notices=Notices(
            advice=text(message.notices.advice),
            emergency=text(message.notices.emergency),
            signs=phrases(message.notices.signs),
        ),
        statistics=tuple(
            FacetStatistics(row.kind, row.facet, tuple(row.deciles), row.item_count) for row in message.statistics
        ),
        item_count=message.item_count,
        has_answers=message.has_answers,
        relations=tuple(RelationLabel(row.name, text(row.label)) for row in message.relations),
        plans=rules(message.plans) if message.HasField("plans") else None,
    )


def _facet_message(facet: Facet) -> pb.Facet:
    return pb.Facet(
        name=facet.name,
        type=FACET_TYPES.number(facet.type),
        label=text_message(facet.label),
        question=text_message(facet.question),
        phrases=phrases_message(facet.phrases),
        unit=facet.unit,
        better=BETTERS.number(facet.better),
        many=facet.many,
        relation=facet.relation,
        relation_label=text_message(facet.relation_label),
        values=facet.values,
        value_names=map(text_message, facet.value_names),
        money=facet.money,
        demand=DEMANDS.number(facet.demand),
    )


def _facet(message: pb.Facet) -> Facet:
    return Facet(
        name=message.name,
        type=FACET_TYPES.word(message.type),
        label=text(message.label),
        question=text(message.question),
        phrases=phrases(message.phrases),
        unit=message.unit,
        better=BETTERS.word_or_none(message.better),
        many=message.many,
        relation=message.relation,
        relation_label=text(message.relation_label),
        values=tuple(message.values),
        value_names=tuple(map(text, message.value_names)),
        money=message.money,
        demand=DEMANDS.word_or_none(message.demand),
    )


def _need_message(need: Need) -> pb.Need:
    facets = [pb.NeedFacet(facet=part.facet, values=map(value_message, part.values)) for part in need.facets]
    return pb.Need(phrases=phrases_message(need.phrases), facets=facets, common=need.common)


def _need(message: pb.Need) -> Need:
    facets = tuple(NeedFacet(part.facet, tuple(map(value, part.values))) for part in message.facets)
    return Need(phrases=phrases(message.phrases), facets=facets, common=message.common)
