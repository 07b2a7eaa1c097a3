"""INSPIRED in the form of UniCRS: 1,123 films, 801 dialogues to learn from (Hayati et al., 2020; Wang et al., 2022)."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from chatrec.offline.evaluate.dialogues.files import read_lines
from chatrec.offline.evaluate.dialogues.graph import Graph, read_graph
from chatrec.offline.evaluate.dialogues.pool import make_items
from chatrec.offline.evaluate.dialogues.protocol import Corpus, evaluate_dialogues
from chatrec.offline.evaluate.evaluation import Evaluation, Options, folder_of
from chatrec.offline.knowledge.dialogue_corpus import Dialogue, Turn
from chatrec.offline.knowledge.dialogue_model import Fit
from chatrec.vocabulary.errors import InvalidInputError

__all__ = ["evaluate"]

_FIT = Fit(blocks=5, likely=250, others=250, l2=30.0)
_YEAR = re.compile(r"\((\d{4})\)\s*$")


def evaluate(options: Options) -> Evaluation:
    """Measure recall of the films that the recommender names.

    Raises:
        NotFoundError: the data are missing.
        InvalidInputError: a file is malformed.
    """
    folder = folder_of(options, "inspired")
    graph = read_graph(folder, "")
    parts = ("train", "valid") if options.split == "test" else ("train",)
    years: dict[int, float] = {}
    known = [dialogue for part in parts for dialogue in _read(folder, part, graph, years)]
    judged = _read(folder, options.split, graph, {})
    items = make_items(graph, years, {})
    return evaluate_dialogues(Corpus(items, known, judged), _FIT, options.seeds)


def _read(folder: Path, part: str, graph: Graph, years: dict[int, float]) -> list[Dialogue]:
    places = {entity: place for place, entity in enumerate(graph.items)}
    found = []
    for number, (place, line) in enumerate(read_lines(folder, f"{part}_data_dbpedia.jsonl")):
        try:
            turns = tuple(_turn(turn, graph, places) for turn in _turns(line))
            _note_years(_turns(line), graph, places, years)
        except (KeyError, TypeError, AttributeError) as error:
            raise InvalidInputError(f"{place}: a list of turns is needed.", file=place) from error
        found.append(Dialogue(f"{part}{number}", turns))
    return found


def _turns(line: object) -> Sequence[Mapping[str, Sequence[str]]]:
    if not isinstance(line, list):
        raise TypeError
    return line


def _turn(turn: Mapping[str, Sequence[str]], graph: Graph, places: Mapping[int, int]) -> Turn:
    named = (places.get(graph.ids.get(uri, -1)) for uri in turn["movie_link"])
    concepts = tuple(dict.fromkeys(uri for uri in turn["entity_link"] if uri))
    items = tuple(item for item in named if item is not None)
    return Turn(str(turn["role"]) == "RECOMMENDER", items, concepts, str(turn["text"]))


def _note_years(
    turns: Sequence[Mapping[str, Sequence[str]]], graph: Graph, places: Mapping[int, int], years: dict[int, float]
) -> None:
    for turn in turns:
        for title, uri in zip(turn["movie"], turn["movie_link"], strict=False):
            item, year = places.get(graph.ids.get(uri, -1)), _YEAR.search(title)
            if item is not None and year:
                years.setdefault(item, float(year.group(1)))
