"""What the catalogues on disk say, read without the project's own reader: the judge must not be the judged."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from chatrec.offline.preparing import demo_catalogues

FOLDERS = {
    "movies": demo_catalogues()[0],
    "shop": demo_catalogues()[1],
    "pharmacy": Path(__file__).parent / "catalogues" / "pharmacy",
}


@cache
def items(catalogue: str) -> dict[str, dict[str, Any]]:
    lines = (FOLDERS[catalogue] / "items.jsonl").read_text("utf-8").splitlines()
    return {item["id"]: item for item in map(json.loads, filter(None, lines))}


@cache
def relations(catalogue: str) -> dict[str, str]:
    """Relation of every entity facet."""
    folder = FOLDERS[catalogue]
    own = yaml.safe_load((folder / "catalogue.yaml").read_text("utf-8"))
    pack = folder.parent / "pack.yaml"
    facets = (yaml.safe_load(pack.read_text("utf-8")) if pack.exists() else {}).get("facets", {})
    facets |= own.get("facets", {})
    return {name: facet.get("relation", name) for name, facet in facets.items()}


@cache
def triples(catalogue: str) -> frozenset[tuple[str, str, Any]]:
    """Every triple that the catalogue's files hold, literals too."""
    found: set[tuple[str, str, Any]] = set()
    for item in items(catalogue).values():
        for facet, given in item.get("facets", {}).items():
            for value in given if isinstance(given, list) else [given]:
                found |= {(item["id"], facet, value), (item["id"], relations(catalogue).get(facet, facet), value)}
    path = FOLDERS[catalogue] / "triples.tsv"
    if path.exists():
        found |= {tuple(line.split("\t")) for line in path.read_text("utf-8").splitlines() if line}  # type: ignore[misc]
    return frozenset(found)
