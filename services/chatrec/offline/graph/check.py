"""Looks a catalogue over for what its reader lets pass and people should know of: what `chatrec graph check` prints."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from chatrec.knowledge.domain.catalogue.catalogue import Catalogue, Item
from chatrec.offline.graph.contradictions import contradictions
from chatrec.offline.graph.duplicates import duplicates
from chatrec.offline.graph.facts import Finding, FindingType, edges_of, facts_by_node, nodes_of
from chatrec.offline.graph.references import references

__all__ = ["check_graph", "counts", "file_in", "findings_record"]


def check_graph(
    catalogue: Catalogue,
    today: date,
    *,
    days: int = 365,
    is_file: Callable[[str], bool] | None = None,
    acyclic: Collection[str] = (),
) -> tuple[Finding, ...]:
    """Give everything found, by type, then in the catalogue's order.

    Args:
        catalogue: What is checked.
        today: The day that "lately" is counted from.
        days: What is older than so many days is old.
        is_file: Tells whether a path in the catalogue's folder is a file; None leaves links to files unchecked.
        acyclic: Relations that must not lead in a circle, besides those known to be such.
    """
    return (
        *_orphans(catalogue),
        *contradictions(catalogue, edges_of(catalogue), acyclic),
        *duplicates(catalogue, facts_by_node(catalogue)),
        *references(catalogue, is_file),
        *_stale(catalogue, today - timedelta(days=days), days),
    )


def file_in(folder: Path) -> Callable[[str], bool]:
    """Tell of paths whether they are files in a folder; one that leads out of it is none."""
    root = folder.resolve()

    def is_file(where: str) -> bool:
        try:
            path = (root / where).resolve()
            return path.is_relative_to(root) and path.is_file()
        except (OSError, ValueError):  # a name that no file system takes
            return False

    return is_file


def _orphans(catalogue: Catalogue) -> Iterator[Finding]:
    tied = {end for head, _, tail in edges_of(catalogue) for end in (head, tail)}
    used = {row.item for row in catalogue.interactions}
    ordinals = {value for facet in catalogue.schema.facets for value in facet.values}
    for row in nodes_of(catalogue):
        if row.id not in tied and row.id not in ordinals:
            more = ", only interactions" if row.id in used else ""
            yield Finding(FindingType.ORPHAN, (row.id,), f"nothing is tied to it{more}")


def _stale(catalogue: Catalogue, since: date, days: int) -> Iterator[Finding]:
    """Find items that are old, and that nobody has touched or nobody can have."""
    last: dict[str, int] = {}
    for row in catalogue.interactions:
        last[row.item] = max(row.unix_s, last.get(row.item, 0))
    begin_s = int(datetime(since.year, since.month, since.day, tzinfo=UTC).timestamp())
    for item in catalogue.items:
        old = not item.added or date.fromisoformat(item.added) < since
        untouched = last.get(item.id, 0) < begin_s
        if old and untouched and (not item.available or (item.added and last)):
            yield Finding(FindingType.STALE, (item.id,), _staleness(item, days, last.get(item.id)))


def _staleness(item: Item, days: int, last_s: int | None) -> str:
    parts = [f"added {item.added}" if item.added else "added at an unknown time"]
    if not item.available:
        parts.append("not available")
    seen = f"last interaction {datetime.fromtimestamp(last_s, UTC).date()}" if last_s is not None else "no interaction"
    return ", ".join((*parts, f"{seen}, nothing in {days} days"))


def counts(findings: Sequence[Finding]) -> Mapping[str, int]:
    """Count the findings by type, types without any included."""
    found = Counter(finding.type for finding in findings)
    return {str(type_): found[type_] for type_ in FindingType}


def findings_record(catalogue: str, findings: Sequence[Finding]) -> dict[str, object]:
    """Write findings as what JSON can hold."""
    rows = [{"type": str(one.type), "ids": list(one.ids), "what": one.what} for one in findings]
    return {"catalogue": catalogue, "counts": dict(counts(findings)), "findings": rows}
