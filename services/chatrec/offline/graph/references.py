"""References of a catalogue to what is not there: ids of nothing, pictures and documents that no file is."""

import re
from collections.abc import Callable, Iterable, Iterator

from chatrec.knowledge.domain.catalogue.catalogue import Catalogue
from chatrec.offline.graph.facts import Finding, FindingType, edges_of
from chatrec.vocabulary.slots import slots

__all__ = ["references"]

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_IN_TEXT = re.compile(r"\]\(([^)\s]+)\)|\b((?:documents|pictures|images)/[\w./-]*\w)")
_HOST = re.compile(r"https?://[\w\[][^\s/?#]*")


def references(catalogue: Catalogue, is_file: Callable[[str], bool] | None) -> Iterator[Finding]:
    """Find ids that name nothing, and with `is_file` pictures and links in texts whose file is missing.

    `is_file` is asked for paths within the catalogue's folder. Nothing is fetched: an http(s) address is only dead
    where it names no host.
    """
    yield from _ids(catalogue)
    for owner, where in _links(catalogue):
        if _ADDRESS.match(where):
            if not _HOST.match(where):
                yield _dead((owner,), f"names no host: {where}")
        elif is_file is not None and not is_file(where.partition("#")[0]):
            yield _dead((owner,), f"there is no file {where}")


def _ids(catalogue: Catalogue) -> Iterator[Finding]:
    items = {item.id for item in catalogue.items}
    nodes = items | {entity.id for entity in catalogue.entities}
    for head, relation, tail in edges_of(catalogue):
        for end in (head, tail):
            if end not in nodes:
                yield _dead((head, tail), f"{relation}: there is no {end}")
    named = [(answer.id, item) for answer in catalogue.answers for item in answer.item_ids]
    yield from (_dead((answer,), f"the answer names no item: {item}") for answer, item in named if item not in items)
    facets = {item.id: item.facets.keys() for item in catalogue.items}
    for answer in catalogue.answers:
        for item, facet in dict.fromkeys(slots(f"{answer.answer.en} {answer.answer.zh}")):
            if facet not in facets.get(item, ()):
                yield _dead((answer.id,), f"nothing fills the answer's slot: {item}.{facet}")
    used = dict.fromkeys(row.item for row in catalogue.interactions)
    yield from (_dead((item,), "interactions name no item") for item in used if item not in items)


def _dead(ids: tuple[str, ...], what: str) -> Finding:
    return Finding(FindingType.DEAD_LINK, ids, what)


def _links(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    for item in catalogue.items:
        if item.image:
            yield item.id, item.image
        yield from ((item.id, where) for where in _written((item.text.en, item.text.zh)))
    for answer in catalogue.answers:
        yield from ((answer.id, where) for where in _written((answer.answer.en, answer.answer.zh)))


def _written(texts: Iterable[str]) -> Iterator[str]:
    found = (link or path for text in texts for link, path in _IN_TEXT.findall(text))
    return iter(dict.fromkeys(where for where in found if where and not where.startswith(("#", "mailto:"))))
