"""Extends a catalogue: reads, judges, and parts what is sure from what people shall look at."""

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from chatrec.knowledge.adapters.catalogue_files import read_catalogue
from chatrec.knowledge.adapters.catalogue_writing import write_catalogue
from chatrec.knowledge.domain.catalogue.catalogue import Catalogue
from chatrec.knowledge.domain.ports import TextEncoder
from chatrec.offline.extend.candidates import Candidate, Facts, gather
from chatrec.offline.extend.endpoint import EndpointReader
from chatrec.offline.extend.extension import (
    ACCEPTED,
    REJECTED,
    REVIEW,
    Extension,
    extended,
    extension_id,
    read_extensions,
    write_extensions,
)
from chatrec.offline.extend.finding import Finder, Finding
from chatrec.offline.extend.judging import judge
from chatrec.offline.extend.likeness import text_vectors
from chatrec.offline.extend.new_entities import new_values
from chatrec.offline.extend.passages import Passage, item_passages, read_documents
from chatrec.serving import Endpoint
from chatrec.vocabulary.words import FacetType

__all__ = ["THRESHOLD", "Outcome", "extend_folder", "propose", "write_out"]

THRESHOLD = 0.7
"""Least confidence to enter. Chosen on seeds 1 to 6 of `measure` for nine right of ten among all that enters: most of
it is far surer than the least sure."""
_LEAST = 0.05
_DOCUMENTS = "documents"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What went into the catalogue, and what waits for review."""

    accepted: tuple[Extension, ...]
    review: tuple[Extension, ...]


def propose(
    catalogue: Catalogue,
    passages: Sequence[Passage],
    endpoint: Endpoint | None = None,
    *,
    encoder: TextEncoder | None = None,
    seed: int = 0,
) -> tuple[Extension, ...]:
    """Give every new triple that the passages may say, each once, with evidence and confidence."""
    finder = Finder(catalogue)
    facts = Facts(catalogue, None if encoder is None else text_vectors(catalogue, encoder))
    subjects = finder.subjects(passages)
    findings = list(finder.find(subjects))
    if endpoint is not None:
        second = EndpointReader(endpoint, catalogue).find(subjects)
        findings += [row for row in second if facts.knows(row.item)]
    known = [_extension(confidence, row, facts) for confidence, row in judge(gather(findings), facts, seed=seed)]
    rows: dict[str, Extension] = {}
    for row in (*known, *new_values(catalogue, facts, findings, subjects)):
        rows.setdefault(row.id, row)
    return tuple(row for row in rows.values() if row.confidence >= _LEAST)


def extend_folder(
    folder: Path,
    out: Path,
    *,
    threshold: float = THRESHOLD,
    endpoint: Endpoint | None = None,
    encoder: TextEncoder | None = None,
    seed: int = 0,
) -> Outcome:
    """Extend the catalogue of a folder into another: the sure triples are in its items, all have their evidence beside.

    Raises:
        CatalogueError: the catalogue, a document or an earlier extension has mistakes.
        UnavailableError: the endpoint does not answer; nothing is written.
    """
    catalogue = read_catalogue(folder)
    before = read_extensions(folder / ACCEPTED)
    refused = read_extensions(folder / REJECTED)
    passages = (*item_passages(catalogue), *read_documents(folder))
    hidden = {row.id for row in refused}
    found = propose(catalogue, passages, endpoint, encoder=encoder, seed=seed)
    rows = [row for row in found if row.id not in hidden]
    rows.sort(key=lambda row: (-row.confidence, row.id))
    whole, accepted = extended(catalogue, [row for row in rows if row.confidence >= threshold])
    taken = {row.id for row in accepted}
    review = tuple(row for row in rows if row.id not in taken)
    write_out(whole, folder, out, {ACCEPTED: (*before, *accepted), REVIEW: review, REJECTED: refused})
    return Outcome(accepted, review)


def write_out(catalogue: Catalogue, folder: Path, out: Path, files: dict[str, Iterable[Extension]]) -> None:
    """Write a catalogue that was read from a folder, its documents, and the files of evidence."""
    head = yaml.safe_load((folder / "catalogue.yaml").read_text("utf-8"))
    write_catalogue(catalogue, out, head)
    if out.resolve() != folder.resolve() and (folder / _DOCUMENTS).is_dir():
        shutil.copytree(folder / _DOCUMENTS, out / _DOCUMENTS, dirs_exist_ok=True)
    for name, rows in files.items():
        write_extensions(out / name, rows)


def _extension(confidence: float, candidate: Candidate, facts: Facts) -> Extension:
    fact, first = candidate.fact, candidate.findings[0]
    return Extension(
        id=extension_id(*fact),
        item=fact.item,
        facet=fact.facet,
        value=fact.value,
        name="",
        language=first.passage.language,
        sentence=first.passage.text,
        source=first.passage.source,
        confidence=confidence,
        method=_method(first, facts),
    )


def _method(finding: Finding, facts: Facts) -> str:
    if finding.method:
        return finding.method
    return {FacetType.NUMBER: "amount", FacetType.FLAG: "flag"}.get(facts.facets[finding.facet].type, "lexicon")
