"""Makes the pool of items with their attributes from a graph and from what else is known."""

import re
from collections import defaultdict
from collections.abc import Mapping

import numpy as np
from scipy import sparse

from chatrec.offline.evaluate.dialogues.graph import Graph, bare_title
from chatrec.offline.knowledge.dialogue_corpus import Items, attribute_matrix
from chatrec.offline.knowledge.dialogue_experts import KINDS_OF_CONTENT

__all__ = ["make_items"]

_YEARS_A_PERIOD = 5
_CONTENT = ("musicComposer", "productionCompany", "writer", "country")
_TITLE_WORD = re.compile(r"[^\W\d_]{4,}")
_LEAST_STEM = 4
_WORD = re.compile(r"[^\W_](?:[\w'’-]*\w)?")
_LEAST_TITLE = 7


def make_items(graph: Graph, years: Mapping[int, float], told: Mapping[str, Mapping[int, set[str]]]) -> Items:
    """Join the graph's attributes with others that were told, by kind and item; years are those of the items."""
    count = len(graph.items)
    values = _joined(graph.values, told)
    when = np.full(count, np.nan)
    for place, entity in enumerate(graph.items):
        name = graph.names[entity]
        when[place] = years.get(place, name.year or np.nan)
        values["title"][place].update(_TITLE_WORD.findall(name.title))
        if len(stem := bare_title(name.title)) >= _LEAST_STEM:
            values["title"][place].add(f"series {stem}")
        if not np.isnan(when[place]):
            values["decade"][place].add(str(int(when[place]) // _YEARS_A_PERIOD))
    kept = dict.fromkeys((*KINDS_OF_CONTENT, *_CONTENT, "person"))
    made = {kind: attribute_matrix(values.get(kind, {}), count) for kind in kept}
    matrices: dict[str, sparse.csr_matrix] = {kind: matrix for kind, (matrix, _) in made.items()}
    people = {name: column for name, column in made["person"][1].items() if " " in name}
    return Items(count, when, matrices, ("genre", "decade"), people, _titles(graph))


def _titles(graph: Graph) -> Mapping[str, tuple[int, ...]]:
    """Give what each title, whole or bare, may mean; short single words mean anything."""
    found: dict[str, list[int]] = defaultdict(list)
    for place, entity in enumerate(graph.items):
        title = graph.names[entity].title
        for name in sorted({" ".join(_WORD.findall(some)) for some in (title, bare_title(title))}):
            if " " in name or len(name) >= _LEAST_TITLE:
                found[name].append(place)
    return {name: tuple(places) for name, places in found.items()}


def _joined(
    graph: Mapping[str, Mapping[int, set[str]]], told: Mapping[str, Mapping[int, set[str]]]
) -> dict[str, dict[int, set[str]]]:
    found: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for source in (graph, told):
        for kind, by_item in source.items():
            for item, some in by_item.items():
                found[kind][item].update(some)
    return found
