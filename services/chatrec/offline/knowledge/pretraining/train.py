"""Pretrains on a catalogue's graph: fits both families, keeps the better, and writes it with what it can tell."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from threadpoolctl import threadpool_limits

from chatrec.knowledge.adapters.catalogue_files import read_catalogue
from chatrec.knowledge.domain.catalogue.records import content_digest
from chatrec.offline.evaluate.intervals import bootstrap_mean
from chatrec.offline.graph.facts import edges_of
from chatrec.offline.knowledge.pretraining.artefact import write_embeddings
from chatrec.offline.knowledge.pretraining.completion import (
    Doubles,
    Score,
    completion_scores,
    filtered_ranks,
    questions,
)
from chatrec.offline.knowledge.pretraining.fitting import Embeddings, FitSettings, fit_embeddings
from chatrec.offline.knowledge.pretraining.frequency import MostFrequent
from chatrec.offline.knowledge.pretraining.triples import Facts, Parts, numbered, part_facts

__all__ = ["FAMILY_SETTINGS", "HELD_SHARE", "PRINTED", "PretrainingArguments", "compared", "judged", "train_embeddings"]

HELD_SHARE: Final = 0.05
"""Share of the facts that is held out to stop by, and again to judge by."""

PRINTED: Final = ("mrr", "hits@1", "hits@3", "hits@10")
FAMILY_SETTINGS: Final = (FitSettings("complex"), FitSettings("rotate", penalty=0.0))


@dataclass(frozen=True, slots=True)
class PretrainingArguments:
    """What pretraining takes.

    Attributes:
        catalogue: Folder of a catalogue.
        out: Folder of the artefact.
        seed: Draws what is held out, and the vectors to begin with.
    """

    catalogue: Path
    out: Path
    seed: int = 1


def train_embeddings(arguments: PretrainingArguments, progress: Callable[[float, str], None]) -> Path:
    """Fit ComplEx and RotatE on one thread, keep what tells the facts held out to stop by better, and give its card.

    Raises:
        CatalogueError: the catalogue has problems.
        InvalidInputError: it has too few facts.
    """
    catalogue = read_catalogue(arguments.catalogue)
    facts = numbered(edges_of(catalogue))
    parts = part_facts(facts, HELD_SHARE, seed=arguments.seed)
    with threadpool_limits(1):
        fitted = compared(facts, parts, FAMILY_SETTINGS, seed=arguments.seed, progress=progress)
        systems = {"most frequent": MostFrequent(facts, parts.train).score} | {
            name: found.score for name, found in fitted.items()
        }
        figures = {name: _figures(judged(score, facts, parts)) for name, score in systems.items()}
    best = max(fitted.values(), key=lambda found: found.valid_mrr)
    told = {
        "catalogue": catalogue.schema.name,
        "data": content_digest(catalogue),
        "seed": arguments.seed,
        "facts": {"fitted on": len(parts.train), "stopped by": len(parts.valid), "judged by": len(parts.test)},
        "settings": {settings.family: asdict(settings) for settings in FAMILY_SETTINGS}[best.family],
        "valid_mrr": {name: round(found.valid_mrr, 4) for name, found in fitted.items()},
        "figures": figures,
    }
    return write_embeddings(arguments.out, facts, best, told)


def compared(
    facts: Facts,
    parts: Parts,
    families: Sequence[FitSettings],
    *,
    seed: int,
    progress: Callable[[float, str], None],
) -> Mapping[str, Embeddings]:
    """Fit each family, and give them by name."""
    found = {}
    for number, settings in enumerate(families):

        def tell(done: float, settings: FitSettings = settings, number: int = number) -> None:
            progress((number + done) / len(families), settings.family)

        found[settings.family] = fit_embeddings(facts, parts, settings, seed=seed, progress=tell)
    return found


def judged(score: Score, facts: Facts, parts: Parts) -> Mapping[str, Doubles]:
    """Ask for both ends of every fact held out to judge by; give MRR and Hits of each question."""
    asked = questions(parts.test, len(facts.relations))
    return completion_scores(filtered_ranks(score, facts, parts.whole, asked))


def _figures(scores: Mapping[str, Doubles]) -> Mapping[str, Sequence[float]]:
    """Give every figure with its 95 % interval over questions."""
    figures = {name: bootstrap_mean([values]) for name, values in scores.items()}
    return {name: [round(value, 4) for value in (row.value, row.low, row.high)] for name, row in figures.items()}
