"""The head of a catalogue: what its kinds, facets, needs and notices are, its domain pack's and its own together."""

from collections.abc import Mapping
from dataclasses import dataclass

from chatrec.knowledge.domain.catalogue.facets import FACET_KEYS, read_facet, read_value
from chatrec.knowledge.domain.catalogue.fields import Field, show
from chatrec.knowledge.domain.catalogue.plans import read_plan_rules
from chatrec.knowledge.domain.catalogue.wording import spoken
from chatrec.vocabulary.plans import PlanRules
from chatrec.vocabulary.schema import ITEM, KIND, Facet, Kind, Need, NeedFacet, Notices, RelationLabel
from chatrec.vocabulary.words import Language, Phrases, Text

__all__ = ["DECLARING_KEYS", "Declarations", "Head", "read_declarations", "read_head"]

DECLARING_KEYS = frozenset({"kinds", "facets", "relations", "needs", "notices", "plans"})
_KEYS = DECLARING_KEYS | {"format", "name", "domain", "languages", "currency", "licence", "complete"}
_FORMAT = 1
_CURRENCY_LETTERS = 3
_MOST_FACETS = 200
_MOST_DECLARED = 5_000


@dataclass(frozen=True, slots=True)
class Head:
    """What `catalogue.yaml` says of the catalogue itself; `complete` means that it needs no domain pack."""

    name: str
    domain: str
    languages: tuple[Language, ...]
    currency: str
    licence: str
    complete: bool


@dataclass(frozen=True, slots=True)
class Declarations:
    """Kinds, facets, needs, notices, how relations of triples are said, and how plans are made."""

    kinds: tuple[Kind, ...]
    facets: tuple[Facet, ...]
    needs: tuple[Need, ...]
    notices: Notices
    relations: tuple[RelationLabel, ...] = ()
    plans: PlanRules | None = None


def read_head(field: Field) -> Head:
    """Read all of `catalogue.yaml` but its declarations; `field` is the whole document."""
    field.only(_KEYS)
    version = field.child("format")
    if version.value != _FORMAT or isinstance(version.value, bool):
        version.wrong("is missing; this is format 1" if version.missing else f"{show(version.value)} is not 1")
    complete = field.child("complete")
    currency = field.child("currency")
    code = currency.line()
    if code and not (len(code) == _CURRENCY_LETTERS and code.isascii() and code.isalpha() and code.isupper()):
        currency.wrong(f"{show(code)} is not an ISO 4217 code like CNY")
    return Head(
        name=field.child("name").identifier(spaces=True),
        domain=field.child("domain").identifier(),
        languages=_languages(field.child("languages")),
        currency=code,
        licence=field.child("licence").line(),
        complete=False if complete.missing else bool(complete.flag()),
    )


def _languages(field: Field) -> tuple[Language, ...]:
    if field.missing:
        field.wrong("is missing; known are en, zh")
    found = (entry.word(lambda code: Language(code.split("-")[0].lower()), "en, zh") for entry in field.entries())
    return tuple(dict.fromkeys(filter(None, found))) or (Language.EN,)


def read_declarations(parts: tuple[Field, ...], head: Head) -> Declarations:
    """Join what the domain pack and the catalogue declare; the later part overrides the earlier, key by key."""
    kinds: dict[str, Kind] = {}
    facets: dict[str, dict[str, Field]] = {}
    notices: dict[str, Field] = {}
    needs: dict[Need, None] = {}
    relations: dict[str, Field] = {}
    plans: dict[str, Field] = {}
    for part in parts:
        for key, field in part.child("kinds").children():
            kinds[key] = Kind(_kind_id(field, key), _worded(field.phrases(), key, field))
        for key, field in part.child("facets").children():
            facets[key] = _override(facets.get(key, {}), field)
        notices.update(part.child("notices").children())
        relations.update(part.child("relations").children())
        plans.update(part.child("plans").children())
    declared = _facets(facets, head)
    by_name = {facet.name: facet for facet in declared}
    for part in parts:
        field = part.child("needs")
        if not field.missing and not isinstance(field.value, list):
            field.wrong("is not a list")
            continue
        needs.update((need, None) for need in (_need(entry, by_name) for entry in field.entries()) if need)
    _bound(parts[-1], kinds=len(kinds), needs=len(needs), relations=len(relations))
    labels = _relation_labels(relations, declared, head.languages[0])
    rules = read_plan_rules(plans, declared, kinds, parts[-1])
    return Declarations(tuple(kinds.values()), declared, tuple(needs), _notices(notices), labels, rules)


def _bound(field: Field, **counts: int) -> None:
    for name, count in counts.items():
        if count > _MOST_DECLARED:
            field.child(name).wrong(f"{count} are too many; at most {_MOST_DECLARED}")


def _relation_labels(
    fields: Mapping[str, Field], facets: tuple[Facet, ...], language: Language
) -> tuple[RelationLabel, ...]:
    owners = {facet.relation: facet.name for facet in facets if facet.relation}
    found: list[RelationLabel] = []
    for name, field in fields.items():
        if name in owners:
            field.wrong(f"the relation {show(name)} belongs to the facet {show(owners[name])}")
        elif field._replace(value=name).identifier(spaces=True):
            found.append(RelationLabel(name, field.text(lines=False) or spoken(name, language)))
    return tuple(found)


def _kind_id(field: Field, key: str) -> str:
    return field._replace(value=key).identifier(spaces=True)


def _worded(words: Phrases, key: str, field: Field) -> Phrases:
    if words.every():
        return words
    field.wrong("has no words")
    return Phrases(en=(key,))


def _override(before: Mapping[str, Field], field: Field) -> dict[str, Field]:
    """Lay a facet's keys over those of the pack; with another type, the pack keeps its words alone."""
    if not field.only(FACET_KEYS):
        return dict(before)
    own = dict(field.children())
    own["."] = field
    if "type" in own and "type" in before and own["type"].value != before["type"].value:
        before = {key: value for key, value in before.items() if key in {"label", "question", "phrases"}}
    return {**before, **own}


def _facets(raw: Mapping[str, Mapping[str, Field]], head: Head) -> tuple[Facet, ...]:
    found: list[Facet] = []
    relations: dict[str, str] = {}
    for name, keys in raw.items():
        at = keys["."]
        if name in (KIND, ITEM):
            at.wrong("the name is reserved")
            continue
        facet = read_facet(at._replace(value=name).identifier(spaces=True), keys, head.currency, head.languages[0])
        if facet is None:
            continue
        if facet.relation and relations.setdefault(facet.relation, name) != name:
            at.wrong(f"the relation {show(facet.relation)} belongs to the facet {show(relations[facet.relation])}")
        found.append(facet)
        if len(found) > _MOST_FACETS:
            at.wrong(f"too many facets; at most {_MOST_FACETS}")
            break
    return tuple(found)


def _need(field: Field, facets: Mapping[str, Facet]) -> Need | None:
    if not field.only(frozenset({"en", "zh", "facets"})):
        return None
    words = Phrases(en=field.child("en").strings(), zh=field.child("zh").strings())
    if not words.every():
        field.wrong("a need has no words")
    wanted = field.child("facets")
    if wanted.missing:
        field.wrong("a need has no facets")
    parts = tuple(part for part in (_need_facet(name, value, facets) for name, value in wanted.children()) if part)
    return Need(words, parts) if parts and words.every() else None


def _need_facet(name: str, field: Field, facets: Mapping[str, Facet]) -> NeedFacet | None:
    facet = facets.get(name)
    if facet is None:
        field.wrong(f"there is no facet {show(name)}")
        return None
    if isinstance(field.value, dict):
        if field.value != {"better": True}:
            field.wrong(f"{show(field.value)} is neither a value nor {{better: true}}")
        elif facet.better is None:
            field.wrong(f"the facet {show(name)} has no better end")
        return NeedFacet(name)
    values = tuple(value for value in (read_value(entry, facet) for entry in field.entries()) if value is not None)
    return NeedFacet(name, values) if values else None


def _notices(fields: Mapping[str, Field]) -> Notices:
    advice, emergency = Text(), Text()
    signs = Phrases()
    for key, field in fields.items():
        if key == "advice":
            advice = field.text()
        elif key == "emergency" and field.only(frozenset({"text", "signs"})):
            emergency, signs = field.child("text").text(), field.child("signs").phrases()
            if bool(emergency) != bool(signs.every()):
                field.wrong("needs both text and signs")
        elif key != "emergency":
            field.wrong("unknown key; known are advice, emergency")
    return Notices(advice, emergency, signs)
