"""The words of a turn: which relation they ask for, and which earlier turns they are like."""

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

from chatrec.offline.evaluate.opendialkg.corpus import Corpus
from chatrec.offline.knowledge.typed_walks import TypedGraph

__all__ = ["similar_turns", "words_of"]

Floats = npt.NDArray[np.float32]
_TOKEN = "[a-z0-9]+"  # noqa: S105 - a pattern of words, no secret
_NEIGHBOURS = 60
_DOUBT = 0.3
_BATCH = 500


def words_of(corpus: Corpus, graph: TypedGraph) -> sp.csr_matrix:
    """Give turns x words: one- and two-word phrases with names masked by their roles, and how far the dialogue is."""
    texts = [_masked(corpus, graph, row) for row in range(len(corpus.turns))]
    lengths = np.array([len(turn.context) for turn in corpus.turns])
    focus = np.array(corpus.focus)
    silent = np.array([not mentions for mentions in corpus.given])
    facts = [np.ones(len(texts)), lengths == 1, lengths == 3, lengths > 4, *(focus == age for age in range(4)), silent]  # noqa: PLR2004 - turns alternate
    last = CountVectorizer(token_pattern=_TOKEN, ngram_range=(1, 2), min_df=_least(6, corpus), binary=True)
    before = CountVectorizer(token_pattern=_TOKEN, min_df=_least(15, corpus), binary=True)
    parts = [
        _counted(last, [text for text, _ in texts], corpus.learned),
        _counted(before, [text for _, text in texts], corpus.learned),
        sp.csr_matrix(3.0 * np.stack(facts, axis=1)),
    ]
    return sp.hstack(parts).tocsr().astype(np.float32)


def similar_turns(corpus: Corpus) -> dict[str, sp.csr_matrix]:
    """Give the items of the learned turns that are most alike, by cosine of TF-IDF; the own dialogue is left out."""
    last = [turn.context[-1] if turn.context else "" for turn in corpus.turns]
    recent = [" ".join(turn.context[-3:]) for turn in corpus.turns]
    return {"last": _alike(corpus, last, longest=2), "recent": _alike(corpus, recent, longest=1)}


def _alike(corpus: Corpus, texts: list[str], *, longest: int) -> sp.csr_matrix:
    reader = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, longest)).fit(texts[: corpus.learned])
    vectors = reader.transform(texts).astype(np.float32)
    known = vectors[: corpus.learned]
    picked = [_nearest(vectors[start : start + _BATCH], known, corpus, start) for start in range(0, len(texts), _BATCH)]
    return (sp.vstack(picked) @ _answers(corpus)).tocsr().astype(np.float32)


def _nearest(vectors: sp.csr_matrix, known: sp.csr_matrix, corpus: Corpus, start: int) -> sp.csr_matrix:
    cosine = (vectors @ known.T).toarray()
    own = corpus.dialogues[start : start + len(cosine), None] == corpus.dialogues[None, : corpus.learned]
    cosine[own] = 0.0
    count = min(_NEIGHBOURS, cosine.shape[1])
    order = np.argsort(-cosine, axis=1, kind="stable")[:, :count]
    weights = np.take_along_axis(cosine, order, axis=1) ** 2
    weights /= weights.sum(axis=1, keepdims=True) + np.float32(_DOUBT)
    rows = np.repeat(np.arange(len(cosine)), count)
    return sp.csr_matrix((weights.ravel(), (rows, order.ravel())), shape=cosine.shape)


def _answers(corpus: Corpus) -> sp.csr_matrix:
    cells = [(row, item) for row in range(corpus.learned) for item in corpus.targets[row] if item >= 0]
    rows, columns = np.array(cells, dtype=np.int64).reshape(-1, 2).T
    ones = np.ones(len(cells), dtype=np.float32)
    return sp.csr_matrix((ones, (rows, columns)), shape=(corpus.learned, len(corpus.places)))


def _masked(corpus: Corpus, graph: TypedGraph, row: int) -> tuple[str, str]:
    """Give the last utterance and the one before it with `ent` for each name, and the roles of the last's names."""
    context = [text.lower() for text in corpus.turns[row].context]
    names = {entity: corpus.catalogue.names[entity].lower() for entity in corpus.leading[row]}
    last, before = (context[-1] if context else ""), (context[-2] if len(context) > 1 else "opening")
    roles: list[str] = []
    for entity, name in sorted(names.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        mention = corpus.leading[row][entity]
        if mention.age == 0 and not mention.covered:
            last = last.replace(name, " ent ")
            roles.append(_roles(corpus, graph, entity))
        if mention.age == 1:
            before = before.replace(name, " ent ")
    return " ".join((last, *roles)), before


def _roles(corpus: Corpus, graph: TypedGraph, entity: int) -> str:
    edges = (matrix.indptr[entity + 1] - matrix.indptr[entity] for matrix in graph.backward)
    roles = "".join(str(place) for place, count in enumerate(edges) if count)
    return f"role{roles}" + ("item" if entity in corpus.places else "")


def _counted(reader: CountVectorizer, texts: list[str], learned: int) -> sp.csr_matrix:
    return reader.fit(texts[:learned]).transform(texts)


def _least(count: int, corpus: Corpus) -> int:
    return min(count, 1 + corpus.learned // 100)
