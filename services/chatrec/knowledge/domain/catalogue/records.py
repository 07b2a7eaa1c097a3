"""A catalogue as plain records, as its files hold them, and the digest of its content."""

import hashlib
import json
from collections.abc import Iterator, Mapping

from chatrec.knowledge.domain.catalogue.catalogue import Answer, Catalogue, Entity, Item
from chatrec.knowledge.domain.catalogue.plans import plan_record
from chatrec.vocabulary.schema import CatalogueSchema, Facet, Need, NeedFacet
from chatrec.vocabulary.words import Phrases, Text, Value

__all__ = [
    "Record",
    "answer_record",
    "content_digest",
    "entity_record",
    "head_record",
    "item_record",
    "item_records",
    "plain_value",
]

Record = dict[str, object]
_FORMAT = 1
_DIGITS = 16


def _filled(record: Mapping[str, object]) -> Record:
    """Leave out what is empty; false and 0 are not."""
    return {key: value for key, value in record.items() if value not in ("", None, [], {})}


def _text(text: Text) -> Record:
    return _filled({"en": text.en, "zh": text.zh})


def _phrases(words: Phrases) -> Record:
    return _filled({"en": list(words.en), "zh": list(words.zh)})


def plain_value(value: Value) -> object:
    """Write whole numbers as whole numbers."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _values(values: tuple[Value, ...], *, many: bool) -> object:
    plain = [plain_value(value) for value in values]
    return plain if many else plain[0]


def item_record(item: Item, many: frozenset[str]) -> Record:
    """Write an item; `many` names the facets that hold lists."""
    facets = {name: _values(values, many=name in many) for name, values in sorted(item.facets.items())}
    record = _filled(
        {
            "id": item.id,
            "kind": item.kind,
            "name": _text(item.name),
            "aliases": list(item.aliases),
            "text": _text(item.text),
            "facets": facets,
            "added": item.added,
            "image": item.image,
        }
    )
    if not item.available:
        record["available"] = False
    if item.popularity:
        record["popularity"] = plain_value(item.popularity)
    return record


def item_records(catalogue: Catalogue) -> Iterator[Record]:
    """Write all items."""
    many = frozenset(facet.name for facet in catalogue.schema.facets if facet.many)
    return (item_record(item, many) for item in catalogue.items)


def entity_record(entity: Entity) -> Record:
    """Write an entity."""
    names = _text(entity.name)
    return _filled({"id": entity.id, "kind": entity.kind, "name": names, "aliases": list(entity.aliases)})


def answer_record(answer: Answer) -> Record:
    """Write a support answer."""
    return _filled(
        {
            "id": answer.id,
            "question": _text(answer.question),
            "variants": _phrases(answer.variants),
            "answer": _text(answer.answer),
            "items": list(answer.item_ids),
        }
    )


def head_record(schema: CatalogueSchema, licence: str) -> Record:
    """Write `catalogue.yaml` with everything declared, so that it needs no domain pack."""
    notices = schema.notices
    emergency = _filled({"text": _text(notices.emergency), "signs": _phrases(notices.signs)})
    record: Record = {"format": _FORMAT, "name": schema.name, "domain": schema.domain, "complete": True}
    record |= _filled(
        {
            "languages": list(map(str, schema.languages)),
            "currency": schema.currency,
            "licence": licence,
            "kinds": {kind.id: _phrases(kind.words) for kind in schema.kinds},
            "facets": {facet.name: _facet(facet) for facet in schema.facets},
            "relations": {relation.name: _text(relation.label) for relation in schema.relations},
            "needs": [_need(need) for need in schema.needs],
            "notices": _filled({"advice": _text(notices.advice), "emergency": emergency}),
            "plans": plan_record(schema.plans),
        }
    )
    return record


def _facet(facet: Facet) -> Record:
    record = _filled(
        {
            "type": str(facet.type),
            "label": _text(facet.label),
            "question": _text(facet.question),
            "phrases": _phrases(facet.phrases),
            "unit": "currency" if facet.money else facet.unit,
            "better": None if facet.better is None else str(facet.better),
            "demands": None if facet.demand is None else str(facet.demand),
            "relation": facet.relation,
            "relation_label": _text(facet.relation_label),
            "values": list(facet.values),
            "value_names": [_text(name) for name in facet.value_names],
        }
    )
    return record | ({"many": True} if facet.many else {})


def _need(need: Need) -> Record:
    return {**_phrases(need.phrases), "facets": {part.facet: _wanted(part) for part in need.facets}}


def _wanted(part: NeedFacet) -> object:
    if not part.values:
        return {"better": True}
    values = [plain_value(value) for value in part.values]
    return values if len(values) > 1 else values[0]


def content_digest(catalogue: Catalogue, model_id: str = "") -> str:
    """Give 16 hexadecimal digits that tell this content, and the model that encoded it, from any other."""
    digest = hashlib.sha256(model_id.encode())
    for record in _content(catalogue):
        digest.update(json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode())
        digest.update(b"\n")
    return digest.hexdigest()[:_DIGITS]


def _content(catalogue: Catalogue) -> Iterator[object]:
    yield head_record(catalogue.schema, catalogue.licence)
    # Mappings are sorted in the digest, yet the order of kinds and facets is what the user sees.
    yield [kind.id for kind in catalogue.schema.kinds]
    yield [facet.name for facet in catalogue.schema.facets]
    yield [relation.name for relation in catalogue.schema.relations]
    yield from item_records(catalogue)
    yield from map(entity_record, catalogue.entities)
    for triple in catalogue.triples:
        yield [triple.head, triple.relation, triple.tail]
    yield from map(answer_record, catalogue.answers)
    for row in catalogue.interactions:
        yield [row.user, row.item, row.value, row.unix_s]
