"""ReDial with the pool of UniCRS: 6,281 films; known dialogues mostly as id sequences (Li et al., 2018)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from chatrec.offline.evaluate.dialogues.files import read_object, read_table
from chatrec.offline.evaluate.dialogues.graph import read_graph
from chatrec.offline.evaluate.dialogues.pool import make_items
from chatrec.offline.evaluate.dialogues.protocol import Corpus, evaluate_dialogues
from chatrec.offline.evaluate.dialogues.redial_concepts import find_concepts, learn_lexicon
from chatrec.offline.evaluate.dialogues.redial_names import Films, join_films
from chatrec.offline.evaluate.dialogues.redial_reading import (
    RawDialogue,
    read_sequences,
    read_texts,
    texts_with_films,
    titles_of,
)
from chatrec.offline.evaluate.evaluation import Evaluation, Options, folder_of
from chatrec.offline.knowledge.dialogue_corpus import Dialogue
from chatrec.offline.knowledge.dialogue_model import Fit

__all__ = ["evaluate"]

_FIT = Fit()
_METADATA = "crbcrs-items_combined_metadata.csv"
_SEPARATORS = {"genres": "|", "actors": ",", "directors": ","}
_KINDS = {"genres": "genre", "actors": "person", "directors": "person"}


@dataclass(frozen=True, slots=True)
class _Parts:
    texts: tuple[str, ...]
    sequences: tuple[str, ...]


_KNOWN = {
    "valid": _Parts(("ievalm_valid_data.jsonl",), ("train",)),
    "test": _Parts(("ievalm_valid_data.jsonl", "kgsf_valid_data.jsonl"), ("train", "valid")),
}


def evaluate(options: Options) -> Evaluation:
    """Measure recall of the films that the recommender names.

    Raises:
        NotFoundError: the data are missing.
        InvalidInputError: a file is malformed.
    """
    folder = folder_of(options, "redial")
    parts = _KNOWN[options.split]
    judged = read_texts(folder, f"kgsf_{options.split}_data.jsonl")
    texts = _unjudged([raw for name in parts.texts for raw in read_texts(folder, name)], judged)
    graph = read_graph(folder, "unicrs_")
    metadata = [row for _, row in read_table(folder, _METADATA)]
    films = join_films(graph, _uris(folder), _titles(folder, metadata) | titles_of([*judged, *texts]))
    items = make_items(graph, films.years, _told(metadata, films))
    entities = {int(str(number)): uri for uri, number in read_object(folder, "vricr_entity2id.json").items()}
    sequences = {
        dialogue.id: dialogue
        for part in parts.sequences
        for dialogue in read_sequences(folder, f"kascrs-sequences_{part}.csv", films, entities)
    }
    read = texts_with_films(texts, films)
    lexicon = learn_lexicon(read, sequences)
    known = _known(sequences, [find_concepts(dialogue, lexicon) for dialogue in read], judged)
    measured = [find_concepts(dialogue, lexicon) for dialogue in texts_with_films(judged, films)]
    return evaluate_dialogues(Corpus(items, known, measured), _FIT, options.seeds)


def _unjudged(texts: Sequence[RawDialogue], judged: Sequence[RawDialogue]) -> list[RawDialogue]:
    held = {name for name, _, _ in judged}
    return list({raw[0]: raw for raw in texts if raw[0] not in held}.values())


def _known(
    sequences: Mapping[str, Dialogue], texts: Sequence[Dialogue], judged: Sequence[RawDialogue]
) -> list[Dialogue]:
    """Give each dialogue once, as text where that is known, in the order in which they were held."""
    held = {name for name, _, _ in judged}
    found = {**sequences, **{dialogue.id: dialogue for dialogue in texts}}
    return [found[name] for name in sorted(found, key=_order) if name not in held]


def _order(name: str) -> tuple[int, str]:
    return (int(name) if name.isdecimal() else 0, name)


def _uris(folder: Path) -> Mapping[str, str | None]:
    return {number: str(uri) if uri else None for number, uri in read_object(folder, "vricr_id2entity.jsonl").items()}


def _titles(folder: Path, metadata: Sequence[Mapping[str, str]]) -> dict[str, str]:
    bare = {number: str(title) for number, title in read_object(folder, "vricr_mid2name_redial.json").items()}
    dated = {row["databaseId"]: row["title"] + _bracketed(row["year"]) for row in metadata}
    return bare | dated


def _bracketed(year: str) -> str:
    return f" ({float(year):.0f})" if year else ""


def _told(metadata: Sequence[Mapping[str, str]], films: Films) -> Mapping[str, Mapping[int, set[str]]]:
    found: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in metadata:
        item = films.by_number.get(row["databaseId"])
        if item is None:
            continue
        for column, kind in _KINDS.items():
            names = (name.strip().lower() for name in row[column].split(_SEPARATORS[column]))
            found[kind][item].update(name for name in names if name)
    return found
