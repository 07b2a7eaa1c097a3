"""What a set of dialogues teaches about items: the counts behind every expert."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.linalg import svds

from chatrec.offline.knowledge.dialogue_corpus import Dialogue, Items, words
from chatrec.offline.knowledge.lift import counted, indicator, log_lift, share_lift

__all__ = ["DialogueStatistics", "learn_statistics"]

Singles = npt.NDArray[np.float32]

_LEAST_CONCEPT, _LEAST_WORD, _MOST_WORD_SHARE = 5, 4, 0.3
_CONCEPT_MASS, _WORD_MASS, _ITEM_MASS, _CONTENT_MASS = 20.0, 30.0, 10.0, 100.0
_LEAST_VALUE = 3
_DIMENSIONS = 96
_UNSEEN = 0.3


@dataclass(frozen=True, slots=True, eq=False)
class DialogueStatistics:
    """Counts and lifts; rows are dialogues, items, concepts or words, columns are items unless said.

    Attributes:
        popularity: How many dialogues name an item.
        opening: In how many it is among the first items that the recommender names, with nothing named before.
        co_mention: P(item | item), shrunk to nought.
        dialogues: (dialogues, items), each row of unit length.
        vectors: (items, dimensions) of the truncated singular value decomposition of `dialogues`.
        content: Lift of an item's content in dialogues that name another.
        concepts: Row of each concept; `by_concept` has its lift for each item, `kind_by_concept` for the item's genres.
        words: Row of each word; likewise.
    """

    popularity: Singles
    opening: Singles
    co_mention: Singles
    dialogues: sparse.csr_matrix
    vectors: Singles
    content: Singles
    concepts: Mapping[str, int]
    by_concept: Singles
    kind_by_concept: Singles
    words: Mapping[str, int]
    by_word: Singles
    kind_by_word: Singles

    @property
    def prior(self) -> Singles:
        """Share of each item in what is named, those never named included."""
        counts = self.popularity + np.float32(_UNSEEN)
        return np.asarray(counts / counts.sum(), dtype=np.float32)


def learn_statistics(dialogues: Sequence[Dialogue], items: Items) -> DialogueStatistics:
    """Count what is said together in dialogues.

    Some items are found only in the dialogues whose text is known, because the ids of the others leave them out; their
    counts are scaled up to all dialogues.
    """
    named = _named(dialogues, items, lambda dialogue: (item for turn in dialogue.turns for item in turn.items))
    with_text = np.array([dialogue.has_text for dialogue in dialogues])
    scale = _scale(named, with_text)
    scaled = named @ sparse.diags(scale)
    kinds = sparse.hstack([items.attributes[kind] for kind in items.kinds]).tocsr()
    concepts, said = _vocabulary([{c for turn in d.turns for c in turn.concepts} for d in dialogues], _LEAST_CONCEPT)
    texts = [words(" ".join(turn.text for turn in d.turns)) for d in dialogues if d.has_text]
    spoken, written = _vocabulary(texts, _LEAST_WORD, most=_MOST_WORD_SHARE)
    read = named[with_text]
    co_mention = counted(named, scaled)
    np.fill_diagonal(co_mention, 0.0)
    counts = _sums(named)
    return DialogueStatistics(
        popularity=_sums(scaled),
        opening=_sums(_named(dialogues, items, _opening)) * scale,
        co_mention=co_mention / (counts[:, None] + np.float32(_ITEM_MASS)),
        dialogues=(rows := _unit_rows(named)),
        vectors=_vectors(rows, counts),
        content=_content(named, items),
        concepts=concepts,
        by_concept=log_lift(said, scaled, mass=_CONCEPT_MASS),
        kind_by_concept=_mean_over(share_lift(said, named @ kinds, mass=_CONTENT_MASS), kinds),
        words=spoken,
        by_word=log_lift(written, read, mass=_WORD_MASS),
        kind_by_word=_mean_over(share_lift(written, read @ kinds, mass=_CONTENT_MASS), kinds),
    )


def _named(dialogues: Sequence[Dialogue], items: Items, pick: Callable[[Dialogue], Iterable[int]]) -> sparse.csr_matrix:
    places = [(row, item) for row, dialogue in enumerate(dialogues) for item in sorted(set(pick(dialogue)))]
    return indicator([row for row, _ in places], [item for _, item in places], (len(dialogues), items.count))


def _opening(dialogue: Dialogue) -> tuple[int, ...]:
    first = next((turn for turn in dialogue.turns if turn.items), None)
    return first.items if first and first.recommends else ()


def _scale(named: sparse.csr_matrix, with_text: npt.NDArray[np.bool_]) -> Singles:
    read = _sums(named[with_text])
    only_read = (read > 0) & (read == _sums(named))
    whole = np.float32(len(with_text) / max(int(with_text.sum()), 1))
    return np.where(only_read, whole, np.float32(1.0)).astype(np.float32)


def _vocabulary(said: Sequence[set[str]], least: int, *, most: float = 1.0) -> tuple[dict[str, int], sparse.csr_matrix]:
    counts: dict[str, int] = {}
    for some in said:
        for word in some:
            counts[word] = counts.get(word, 0) + 1
    kept = sorted(word for word, count in counts.items() if least <= count <= max(most * len(said), least))
    places = {word: place for place, word in enumerate(kept)}
    cells = [(row, places[word]) for row, some in enumerate(said) for word in sorted(some) if word in places]
    shape = (len(said), max(len(places), 1))
    return places, indicator([row for row, _ in cells], [column for _, column in cells], shape)


def _vectors(rows: sparse.csr_matrix, counts: Singles) -> Singles:
    damped = (rows @ sparse.diags(np.maximum(counts, 3.0) ** np.float32(-0.35))).tocsr().astype(np.float32)
    size = min(_DIMENSIONS, min(damped.shape) - 1)
    _, _, right = svds(damped, k=size, v0=np.ones(min(damped.shape), np.float32))
    return np.ascontiguousarray(right.T, dtype=np.float32)


def _content(named: sparse.csr_matrix, items: Items) -> Singles:
    values = sparse.hstack([items.attributes[kind] for kind in sorted(items.attributes)]).tocsr()
    values = values[:, _sums(values) >= _LEAST_VALUE]
    return _mean_over(share_lift(named, named @ values, mass=2 * _CONTENT_MASS), values)


def _mean_over(lifts: Singles, values: sparse.csr_matrix) -> Singles:
    sizes = np.maximum(np.asarray(values.sum(axis=1), dtype=np.float32).ravel(), 1.0)
    return np.asarray((values @ lifts.T).T / sizes, dtype=np.float32)


def _unit_rows(named: sparse.csr_matrix) -> sparse.csr_matrix:
    sizes = np.maximum(np.asarray(named.sum(axis=1), dtype=np.float32).ravel(), 1.0)
    return (sparse.diags(1.0 / np.sqrt(sizes)) @ named).tocsr().astype(np.float32)


def _sums(named: sparse.csr_matrix) -> Singles:
    return np.asarray(named.sum(axis=0), dtype=np.float32).ravel()
