"""The experts: what each kind of evidence in a dialogue says about every item, as log factors of one product."""

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse

from chatrec.offline.knowledge.dialogue_corpus import Case, Items, Turn, phrases, words
from chatrec.offline.knowledge.dialogue_statistics import DialogueStatistics

__all__ = ["GROUPS", "KINDS_OF_CONTENT", "echoes", "expert_names", "judge", "mentions", "named_before", "titles_said"]

Singles = npt.NDArray[np.float32]

KINDS_OF_CONTENT = ("starring", "director", "genre", "title", "decade")
GROUPS: Mapping[str, tuple[str, ...]] = {
    "popularity": ("popular", "never_named", "recent", "old", "undated", "popular_first", "opens", "popular_later"),
    "co_mention": ("co_mention", "dialogues", "vectors"),
    "concepts": ("concept", "kind_of_concept"),
    "words": ("word", "kind_of_word"),
    "said": ("person", "person_lately", "title"),
    "content": ("content_sum", "content_mean", *(f"same_{kind}" for kind in KINDS_OF_CONTENT), "years_apart"),
}
_FORGET = 0.7
_NEW_YEAR, _OLD_YEAR = 2015.0, 1995.0
_UNKNOWN_DISTANCE = 0.8
_SHARPER = 1.5
_LATELY = 2
_TITLE_WORDS = 4


def expert_names() -> tuple[str, ...]:
    """Give the names of the experts in the order of the columns that `judge` makes."""
    return tuple(name for names in GROUPS.values() for name in names)


def mentions(cases: Sequence[Case], count: int, *, forget: float = 1.0) -> sparse.csr_matrix:
    """Make (cases, items): what was named before, weighted by `forget` for each later turn that names any."""
    cells: list[tuple[int, int, float]] = []
    for row, case in enumerate(cases):
        weight = 1.0
        found: dict[int, float] = {}
        for turn in reversed(case.before):
            for item in turn.items:
                found.setdefault(item, weight)
            weight *= forget if turn.items else 1.0
        cells += [(row, item, value) for item, value in sorted(found.items())]
    rows, columns, values = zip(*cells, strict=True) if cells else ((), (), ())
    return sparse.csr_matrix((np.array(values, np.float32), (rows, columns)), (len(cases), count))


def named_before(cases: Sequence[Case], count: int) -> npt.NDArray[np.bool_]:
    """Give the mask (cases, items) of what somebody named before."""
    return np.asarray(mentions(cases, count).toarray() > 0)


def echoes(cases: Sequence[Case], count: int) -> Singles:
    """Give (3, cases, items): whether an item was named before, in the last turn, and by the recommender."""
    last = [Case(case.id, case.before[-1:], case.target, case.new) for case in cases]
    spoken = [tuple(turn for turn in case.before if turn.recommends) for case in cases]
    by_recommender = [Case(case.id, turns, case.target, case.new) for case, turns in zip(cases, spoken, strict=True)]
    return np.stack([named_before(some, count) for some in (cases, last, by_recommender)]).astype(np.float32)


def judge(cases: Sequence[Case], statistics: DialogueStatistics, items: Items) -> Singles:
    """Give what every expert says: (experts, cases, items), in the order of `expert_names`."""
    recent = mentions(cases, items.count, forget=_FORGET)
    named = mentions(cases, items.count)
    sizes = np.asarray(named.sum(axis=1), dtype=np.float32)
    said = (
        *_popularity(statistics, items, sizes),
        *_co_mention(statistics, named, recent),
        *_said(cases, statistics.concepts, (statistics.by_concept, statistics.kind_by_concept), _concepts, power=0.0),
        *_said(cases, statistics.words, (statistics.by_word, statistics.kind_by_word), _words, power=0.5),
        np.log1p(_people([case.before for case in cases], items)),
        np.log1p(_people([case.before[-_LATELY:] for case in cases], items)),
        titles_said(cases, items),
        *_content(statistics, items, named, recent),
    )
    found = np.empty((len(said), len(cases), items.count), np.float32)
    for place, expert in enumerate(said):
        found[place] = expert
    return found


def titles_said(cases: Sequence[Case], items: Items) -> Singles:
    """Give (cases, items): 1 where the words said before hold a title of the item."""
    found = np.zeros((len(cases), items.count), np.float32)
    for row, case in enumerate(cases):
        for name in {name for turn in case.before for name in phrases(turn.text, longest=_TITLE_WORDS)}:
            found[row, list(items.titles.get(name, ()))] = 1.0
    return found


def _popularity(statistics: DialogueStatistics, items: Items, sizes: Singles) -> Iterable[Singles]:
    popular = np.log(statistics.popularity + np.float32(0.3))
    years = np.where(np.isnan(items.years), _OLD_YEAR, items.years).astype(np.float32)
    first = (sizes == 0).astype(np.float32)
    return (
        popular,
        (statistics.popularity == 0).astype(np.float32),
        np.maximum(years - np.float32(_NEW_YEAR), 0.0),
        np.minimum(years - np.float32(_OLD_YEAR), 0.0) / 20,
        np.isnan(items.years).astype(np.float32),
        popular * first,
        np.log(statistics.opening + np.float32(0.3)) * first,
        popular * np.log(np.maximum(sizes, 1.0)),
    )


def _co_mention(
    statistics: DialogueStatistics, named: sparse.csr_matrix, recent: sparse.csr_matrix
) -> Iterable[Singles]:
    prior = statistics.prior
    common = named @ statistics.dialogues.T
    common.data **= np.float32(_SHARPER)
    seen, vectors = _unit(recent @ statistics.vectors, 1e-6), _unit(statistics.vectors, 0.02)
    return (
        np.log(recent @ statistics.co_mention + np.float32(0.5) * prior) - np.log(prior),
        np.log1p((common @ statistics.dialogues).toarray()),
        seen @ vectors.T,
    )


def _said(
    cases: Sequence[Case],
    places: Mapping[str, int],
    lifts: tuple[Singles, Singles],
    pick: Callable[[Turn], Iterable[str]],
    *,
    power: float,
) -> Iterable[Singles]:
    cells = [
        (row, places[word])
        for row, case in enumerate(cases)
        for word in sorted({word for turn in case.before for word in pick(turn)})
        if word in places
    ]
    found = _sparse(cells, len(cases), len(lifts[0]))
    counts = np.maximum(np.asarray(found.sum(axis=1), dtype=np.float32), 1.0) ** np.float32(power)
    return tuple((found @ lift) / counts for lift in lifts)


def _concepts(turn: Turn) -> Iterable[str]:
    return turn.concepts


def _words(turn: Turn) -> Iterable[str]:
    return words(turn.text)


def _people(texts: Sequence[Sequence[Turn]], items: Items) -> Singles:
    cells = [
        (row, items.people[name])
        for row, turns in enumerate(texts)
        for name in sorted({name for turn in turns for name in phrases(turn.text)})
        if name in items.people
    ]
    people = items.attributes["person"]
    return np.asarray((_sparse(cells, len(texts), people.shape[1]) @ people.T).toarray(), dtype=np.float32)


def _content(
    statistics: DialogueStatistics, items: Items, named: sparse.csr_matrix, recent: sparse.csr_matrix
) -> Iterable[Singles]:
    total = named @ statistics.content
    sizes = np.maximum(np.asarray(named.sum(axis=1), dtype=np.float32), 1.0)
    units = (_rare_units(items.attributes[kind]) for kind in KINDS_OF_CONTENT)
    alike = (np.log1p(4 * (recent @ unit @ unit.T).toarray()) for unit in units)
    return (total, total / sizes, *alike, _years_apart(named, items.years))


def _rare_units(values: sparse.csr_matrix) -> sparse.csr_matrix:
    counts = np.asarray(values.sum(axis=0)).ravel()
    kept = counts > 1
    rarity = np.log(values.shape[0] / counts[kept])
    weighted = values[:, kept] @ sparse.diags(rarity)
    length = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel()) + 0.5 * rarity.sum() / max(
        len(rarity), 1
    )
    return (sparse.diags(1.0 / np.maximum(length, 1e-6)) @ weighted).tocsr().astype(np.float32)


def _years_apart(named: sparse.csr_matrix, years: npt.NDArray[np.float64]) -> Singles:
    known = ~np.isnan(years)
    counts = named @ known.astype(np.float64)
    mean = (named @ np.where(known, years, 0.0)) / np.where(counts > 0, counts, np.nan)
    apart = np.log1p(np.abs(mean[:, None] - years[None]) / 3)
    return np.where(np.isnan(apart), _UNKNOWN_DISTANCE, apart).astype(np.float32)


def _unit(rows: Singles, least: float) -> Singles:
    return np.asarray(rows / (np.linalg.norm(rows, axis=1, keepdims=True) + np.float32(least)), dtype=np.float32)


def _sparse(cells: Sequence[tuple[int, int]], rows: int, columns: int) -> sparse.csr_matrix:
    places = np.array(cells, dtype=np.int64).reshape(-1, 2).T
    return sparse.csr_matrix((np.ones(len(cells), np.float32), (places[0], places[1])), (rows, columns))
