"""DBpedia names and graph as both data sets have them: names to numbers, and triples by head."""

import re
import urllib.parse
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from chatrec.offline.evaluate.dialogues.files import read_json, read_object
from chatrec.vocabulary.errors import InvalidInputError

__all__ = ["Graph", "Name", "bare_title", "name_of", "read_graph"]

_YEAR = re.compile(r"\b(?:18|19|20)\d\d\b")
_SEQUEL = re.compile(r":| (?:ii|iii|iv|\d+|part|vol\.?|chapter)(?: |$)")
_PEOPLE = frozenset({"starring", "director", "writer"})


@dataclass(frozen=True, slots=True)
class Name:
    """A DBpedia resource as title, year and qualifier, such as `Get Out`, 2017, `2017 film`."""

    title: str
    year: int | None
    qualifier: str


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """Entities and items of a data set.

    Attributes:
        ids: URI to entity.
        items: Entity of each item: the pool.
        names: Name of each entity.
        values: Relation to item to what it leads to, as names of entities; `person` joins cast and crew.
    """

    ids: Mapping[str, int]
    items: Sequence[int]
    names: Mapping[int, Name]
    values: Mapping[str, Mapping[int, set[str]]]


def name_of(uri: str) -> Name:
    """Take a DBpedia URI apart."""
    text = urllib.parse.unquote(uri.strip("<>").rsplit("/resource/", 1)[-1]).replace("_", " ")
    found = re.fullmatch(r"(.*?)(?: \(([^()]*)\))?", text)
    title, qualifier = (found.group(1), found.group(2) or "") if found else (text, "")
    year = _YEAR.search(qualifier)
    return Name(title.lower().strip(), int(year.group()) if year else None, qualifier)


def bare_title(title: str) -> str:
    """Give a title without article, subtitle and number, by which films of a series are known."""
    return re.sub(r"^(?:the|a|an) ", "", _SEQUEL.split(title, maxsplit=1)[0].strip())


def read_graph(folder: Path, prefix: str) -> Graph:
    """Read entity2id, item_ids, relation2id and dbpedia_subkg, whose file names begin with `prefix`.

    Raises:
        NotFoundError: a file is missing.
        InvalidInputError: a file is no JSON, or holds something else.
    """
    try:
        ids = {uri: int(str(entity)) for uri, entity in read_object(folder, f"{prefix}entity2id.json").items()}
        items = [int(str(item)) for item in _sequence(folder, f"{prefix}item_ids.json")]
        relations = read_object(folder, f"{prefix}relation2id.json")
        edges = read_object(folder, f"{prefix}dbpedia_subkg.json")
        labels = {int(str(number)): str(uri).strip("<>").rsplit("/", 1)[-1] for uri, number in relations.items()}
        names = {entity: name_of(uri) for uri, entity in ids.items()}
        return Graph(ids, items, names, _values(edges, items, names, labels))
    except (TypeError, ValueError, KeyError) as error:
        raise InvalidInputError(f"{folder}: the graph files are not as expected.", folder=str(folder)) from error


def _values(
    edges: Mapping[str, object], items: Sequence[int], names: Mapping[int, Name], labels: Mapping[int, str]
) -> Mapping[str, Mapping[int, set[str]]]:
    places = {entity: place for place, entity in enumerate(items)}
    found: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for head, pairs in edges.items():
        item = places.get(int(head))
        if item is None or not isinstance(pairs, list):
            continue
        for relation, tail in pairs:
            label = labels[relation]
            if label != "self_loop":
                found[label][item].add(names[tail].title)
                if label in _PEOPLE:
                    found["person"][item].add(names[tail].title)
    return found


def _sequence(folder: Path, name: str) -> Sequence[object]:
    found = read_json(folder, name)
    if not isinstance(found, list):
        raise InvalidInputError(f"{folder / name}: a JSON list is needed.", file=str(folder / name))
    return found
