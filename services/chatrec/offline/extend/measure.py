"""How many hidden facts extension finds again: `python -m chatrec.offline.extend.measure DIR...`.

Of the facet values that a catalogue's texts say, 30 % are hidden at random, and the catalogue is extended from its
texts. A fact is *said* in a language if an item's text of that language holds, after Unicode NFKC and case folding, the
value's name or an alias as a substring that no Latin letter or digit touches; a number in digits with a word of its
unit within 3 characters (a year: its four digits); a flag by its label or one of its phrases. This matcher shares no
code with the extractor: no lexicon, inflection, simplified characters, correction or scope.

Precision: share of the triples accepted on evidence of that language that the full catalogue holds. Recall: share of
the hidden facts said in that language that were so accepted. Intervals: 95 %, items drawn anew 1,000 times. Baseline:
every lexicon match counts.
"""

import argparse
import json
import sys
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from chatrec.knowledge.adapters.catalogue_files import read_catalogue
from chatrec.knowledge.domain.catalogue.catalogue import Catalogue, Item
from chatrec.knowledge.domain.ports import TextEncoder
from chatrec.offline.evaluate.evaluation import Doubles, Figure
from chatrec.offline.evaluate.intervals import percentiles
from chatrec.offline.extend.candidates import Fact, Facts, gather
from chatrec.offline.extend.extend import THRESHOLD
from chatrec.offline.extend.finding import Finder
from chatrec.offline.extend.judging import judge
from chatrec.offline.extend.likeness import Floats, text_vectors
from chatrec.offline.extend.passages import NAME, Passage, item_passages
from chatrec.offline.preparing import folder_encoder
from chatrec.vocabulary.schema import Facet
from chatrec.vocabulary.words import FacetType, Language, Value

__all__ = ["Row", "hide", "main", "measure", "said"]

HIDDEN = 0.3
TEXTS = ("text", "name and text")
_SEEDS = (1, 2, 3)
_RESAMPLES = 1_000
_NEAR = 3
_UNITS: Mapping[str, tuple[str, ...]] = {
    "hours": ("hour", "小时"),
    "min": ("min", "分钟"),
    "month": ("month", "个月"),
    "inch": ("inch", "英寸", "寸"),
    "g": ("g", "gram", "克"),
    "GB": ("gb",),
    "Hz": ("hz", "赫兹"),
    "mAh": ("mah", "毫安"),
    "CNY": ("元", "yuan"),
    "currency": ("元", "yuan"),
    "year": ("",),
}

Found = Iterator[tuple[Fact, frozenset[str]]]
Method = Callable[[Catalogue, Sequence[Passage], "Setting"], Found]


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """How ours is run: seed, least confidence, and the vectors of the texts."""

    seed: int
    threshold: float
    vectors: Floats | None


@dataclass(frozen=True, slots=True)
class Row:
    """What one method reached on some catalogues in one language."""

    catalogue: str
    texts: str
    language: str
    method: str
    hidden: int
    accepted: int
    precision: Figure
    recall: Figure


def said(catalogue: Catalogue, texts: str) -> dict[Fact, frozenset[str]]:
    """Give the facts that an item's own texts say, with the languages that do."""
    names = {row.id: (row.name.en, row.name.zh, *row.aliases) for row in catalogue.items}
    names |= {row.id: (row.name.en, row.name.zh, *row.aliases) for row in catalogue.entities}
    found: dict[Fact, set[str]] = {}
    for item in catalogue.items:
        for language in Language:
            text = _plain(_text(item, language, texts))
            for facet in catalogue.schema.facets:
                for value in item.facets.get(facet.name, ()):
                    if text and _says(text, facet, value, names):
                        found.setdefault(Fact(item.id, facet.name, value), set()).add(language)
    return {fact: frozenset(languages) for fact, languages in found.items()}


def _text(item: Item, language: Language, texts: str) -> str:
    text = getattr(item.text, language)
    return text if texts == "text" else f"{getattr(item.name, language)}\n{text}"


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _says(text: str, facet: Facet, value: Value, names: Mapping[str, tuple[str, ...]]) -> bool:
    if facet.type is FacetType.FLAG:
        return value is True and any(
            _stands(text, word) for word in (facet.label.en, facet.label.zh, *facet.phrases.every())
        )
    if facet.type is FacetType.NUMBER:
        return _counts(text, f"{value:g}", _UNITS.get(facet.unit, (facet.unit.casefold(),)))
    if facet.type is FacetType.ORDINAL and facet.value_names:
        name = facet.value_names[facet.values.index(str(value))]
        return any(_stands(text, word) for word in (name.en, name.zh))
    return any(_stands(text, word) for word in names.get(str(value), (str(value),)))


def _stands(text: str, word: str) -> bool:
    return next(_places(text, _plain(word)), None) is not None


def _places(text: str, word: str) -> Iterator[int]:
    start = text.find(word) if word else -1
    while start >= 0:
        before, after = text[max(0, start - 1) : start], text[start + len(word) : start + len(word) + 1]
        if not (_latin(word[0]) and _latin(before)) and not (_latin(word[-1]) and _latin(after)):
            yield start + len(word)
        start = text.find(word, start + 1)


def _counts(text: str, digits: str, units: Sequence[str]) -> bool:
    start = text.find(digits)
    while start >= 0:
        end = start + len(digits)
        whole = text[max(0, start - 1) : start] not in tuple("0123456789.") and not text[end : end + 1].isdigit()
        rest = text[end:].lstrip(" -")
        if whole and any(unit in rest[: _NEAR + len(unit)] for unit in units):
            return True
        start = text.find(digits, start + 1)
    return False


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def hide(catalogue: Catalogue, facts: Sequence[Fact], seed: int) -> tuple[Catalogue, frozenset[Fact]]:
    """Hide a share of facts, drawn by a seed."""
    rng = np.random.default_rng(seed)
    hidden = frozenset(facts[place] for place in rng.choice(len(facts), int(HIDDEN * len(facts)), replace=False))
    items = tuple(replace(item, facets=dict(_left(item, hidden))) for item in catalogue.items)
    return replace(catalogue, items=items), hidden


def _left(item: Item, hidden: frozenset[Fact]) -> Iterator[tuple[str, tuple[Value, ...]]]:
    for name, values in item.facets.items():
        left = tuple(value for value in values if Fact(item.id, name, value) not in hidden)
        if left:
            yield name, left


def _ours(catalogue: Catalogue, passages: Sequence[Passage], setting: Setting) -> Found:
    finder, facts = Finder(catalogue), Facts(catalogue, setting.vectors)
    judged = judge(gather(finder.find(finder.subjects(passages))), facts, seed=setting.seed)
    taken: set[tuple[str, str]] = set()
    for confidence, row in sorted(judged, key=lambda pair: -pair[0]):
        place = (row.fact.item, row.fact.facet)
        if confidence >= setting.threshold and (facts.facets[row.fact.facet].many or place not in taken):
            taken.add(place)
            yield row.fact, frozenset(finding.passage.language for finding in row.findings)


def _every_match(catalogue: Catalogue, passages: Sequence[Passage], _setting: Setting) -> Found:
    finder, facts = Finder(catalogue), Facts(catalogue)
    for row in gather(finder.find(finder.subjects(passages))):
        if not facts.holds(row.fact):
            yield row.fact, frozenset(finding.passage.language for finding in row.findings)


_METHODS: Mapping[str, Method] = {"ours": _ours, "every match": _every_match}


def measure(
    folders: Sequence[Path],
    seeds: Sequence[int] = _SEEDS,
    threshold: float = THRESHOLD,
    encoder: TextEncoder | None = None,
) -> list[Row]:
    """Measure on each catalogue and on all together, for texts alone and for names and texts."""
    counts: dict[tuple[str, str, str, str], list[Doubles]] = {}
    for folder in folders:
        catalogue = read_catalogue(folder)
        vectors = None if encoder is None else text_vectors(catalogue, encoder)
        for texts in TEXTS:
            stated = said(catalogue, texts)
            passages = [row for row in item_passages(catalogue) if texts != "text" or not row.source.endswith(NAME)]
            for seed in seeds:
                shown, hidden = hide(catalogue, list(stated), seed)
                for method, find in _METHODS.items():
                    found = dict(find(shown, passages, Setting(seed, threshold, vectors)))
                    for language in Language:
                        key = (texts, language, method)
                        table = _counted(
                            catalogue, {fact for fact in hidden if language in stated[fact]}, found, language
                        )
                        counts.setdefault((catalogue.schema.name, *key), []).append(table)
    rows = [_row(key, np.sum(tables, axis=0), len(seeds)) for key, tables in counts.items()]
    for texts in TEXTS:
        for language in Language:
            for method in _METHODS:
                parts = [
                    np.sum(tables, axis=0) for key, tables in counts.items() if key[1:] == (texts, language, method)
                ]
                rows.append(_row(("all", texts, language, method), np.concatenate(parts), len(seeds)))
    return [row for row in rows if row.hidden]


def _counted(
    catalogue: Catalogue, hidden: set[Fact], found: Mapping[Fact, frozenset[str]], language: Language
) -> Doubles:
    """Count for each item: accepted, right ones of them, hidden, recovered ones of them."""
    rows = {item.id: number for number, item in enumerate(catalogue.items)}
    full = {
        Fact(item.id, name, value)
        for item in catalogue.items
        for name, values in item.facets.items()
        for value in values
    }
    table = np.zeros((len(rows), 4))
    for fact, languages in found.items():
        if language in languages:
            table[rows[fact.item]] += (1, fact in full, 0, fact in hidden)
    for fact in hidden:
        table[rows[fact.item], 2] += 1
    return table


def _row(key: tuple[str, str, str, str], table: Doubles, seeds: int) -> Row:
    rng = np.random.default_rng(0)
    drawn = np.stack([table[rng.integers(len(table), size=len(table))].sum(axis=0) for _ in range(_RESAMPLES)])
    whole = table.sum(axis=0)
    precision = percentiles(float(whole[1] / max(whole[0], 1)), drawn[:, 1] / np.maximum(drawn[:, 0], 1))
    recall = percentiles(float(whole[3] / max(whole[2], 1)), drawn[:, 3] / np.maximum(drawn[:, 2], 1))
    return Row(*key, round(whole[2] / seeds), round(whole[0] / seeds), precision, recall)


def main(arguments: Sequence[str]) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m chatrec.offline.extend.measure")
    parser.add_argument("folders", nargs="+", type=Path, metavar="DIR")
    parser.add_argument("--seeds", default="1,2,3")
    parser.add_argument("--threshold", type=float, default=THRESHOLD)
    parser.add_argument("--likeness", choices=("encoder", "words"), default="encoder")
    parser.add_argument("--json", type=Path, metavar="FILE")
    given = parser.parse_args(arguments)
    encoder = folder_encoder() if given.likeness == "encoder" else None
    rows = measure(given.folders, [int(seed) for seed in given.seeds.split(",")], given.threshold, encoder)
    for row in rows:
        figures = "  ".join(
            f"{figure.value:.3f} [{figure.low:.3f}, {figure.high:.3f}]" for figure in (row.precision, row.recall)
        )
        sys.stdout.write(
            f"{row.catalogue:10} {row.texts:14} {row.language:3} {row.method:12} "
            f"{row.hidden:5} {row.accepted:5}  {figures}\n"
        )
    if given.json:
        given.json.write_text(json.dumps([asdict(row) for row in rows], indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
