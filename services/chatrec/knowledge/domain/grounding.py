"""What an utterance may speak of in one catalogue: mentions, needs, support answers, signs of an emergency."""

from collections.abc import Iterator

import numpy as np

from chatrec.knowledge.domain.folding import Folded
from chatrec.knowledge.domain.graph import Graph
from chatrec.knowledge.domain.likeness import checked
from chatrec.knowledge.domain.linking import Linker
from chatrec.knowledge.domain.phrasebook import Phrasebook
from chatrec.knowledge.domain.snapshot import AnswerTable, Floats, Ints
from chatrec.vocabulary.graph import Grounding, Mention, SupportAnswer, Vector
from chatrec.vocabulary.schema import Need
from chatrec.vocabulary.words import MentionType, Text

__all__ = ["MOST_ANSWERS", "Grounder"]

MOST_ANSWERS = 3
_MOST_NEEDS = 3
_CLEAR = 0.5
_LEAST_ANSWER = 0.05


class Grounder:
    """All that is needed to ground utterances in one catalogue, made once."""

    def __init__(self, graph: Graph) -> None:
        self._snapshot = graph.snapshot
        self._linker = Linker(graph)
        vectors, schema = graph.snapshot.vectors, graph.snapshot.schema
        answers = list(_questions(graph.snapshot.answers))
        needs = [(number, text) for number, need in enumerate(schema.needs) for text in need.phrases.every()]
        signs = schema.notices.signs.every()
        harmless = [part for part in (vectors.answers, vectors.needs) if len(part)]
        self._answers = _book(answers, vectors.answers, vectors.answer_of, vectors.needs)
        self._needs = _book(needs, vectors.needs, vectors.need_of, vectors.answers)
        self._signs = Phrasebook(
            signs,
            [0] * len(signs),
            vectors.signs,
            np.zeros(len(vectors.signs), dtype=np.int32),
            np.concatenate(harmless) if harmless else vectors.signs[:0],
        )
        self._dimensions = max(part.shape[1] for part in (vectors.items, vectors.answers, vectors.needs, vectors.signs))

    def ground(self, folded: Folded, vector: Vector | None) -> Grounding:
        """Ground a folded utterance and its vector.

        Raises:
            InvalidInputError: the vector has other dimensions than the snapshot's.
        """
        vector = checked(vector, self._dimensions, "vector")
        mentions = self._linker.mentions(folded)
        return Grounding(
            mentions=(*mentions, *self._similar_needs(vector, mentions)),
            answers=self._similar_answers(folded, vector),
            emergency_score=self._emergency(folded, vector),
        )

    def _similar_needs(self, vector: Vector | None, mentions: tuple[Mention, ...]) -> Iterator[Mention]:
        cosines = self._needs.cosines(vector)
        likeness = self._needs.likeness(cosines)
        named = {mention.target for mention in mentions if mention.type is MentionType.NEED}
        for number in np.argsort(-cosines, kind="stable")[:_MOST_NEEDS].tolist():
            if likeness[number] >= _CLEAR and str(number) not in named:
                need = self._snapshot.schema.needs[number]
                yield self._need(number, need, float(min(max(cosines[number], 0.0), 1.0)))

    def _need(self, number: int, need: Need, score: float) -> Mention:
        return Mention(
            start=0,
            end=0,
            type=MentionType.NEED,
            catalogue=self._snapshot.schema.name,
            target=str(number),
            facets=tuple(part.facet for part in need.facets),
            score=score,
            name=Text(en=next(iter(need.phrases.en), ""), zh=next(iter(need.phrases.zh), "")),
        )

    def _similar_answers(self, folded: Folded, vector: Vector | None) -> tuple[SupportAnswer, ...]:
        scores = np.maximum(self._answers.likeness(self._answers.cosines(vector)), self._answers.overlap(folded))
        best = np.argsort(-scores, kind="stable")[:MOST_ANSWERS].tolist()
        return tuple(self._answer(number, float(scores[number])) for number in best if scores[number] >= _LEAST_ANSWER)

    def _answer(self, number: int, score: float) -> SupportAnswer:
        table = self._snapshot.answers
        return SupportAnswer(
            id=table.ids[number],
            catalogue=self._snapshot.schema.name,
            score=min(score, 1.0),
            question=table.questions[number],
            answer=table.answers[number],
            item_ids=table.item_ids[number],
        )

    def _emergency(self, folded: Folded, vector: Vector | None) -> float:
        if self._signs.holds(folded):
            return 1.0
        likeness = self._signs.likeness(self._signs.cosines(vector))
        return float(np.maximum(likeness, self._signs.overlap(folded)).max(initial=0.0))


def _book(phrases: list[tuple[int, str]], vectors: Floats, owners: Ints, others: Floats) -> Phrasebook:
    texts, numbers = [text for _, text in phrases], [number for number, _ in phrases]
    return Phrasebook(texts, numbers, vectors, owners, others)


def _questions(table: AnswerTable) -> Iterator[tuple[int, str]]:
    for number, (question, variants) in enumerate(zip(table.questions, table.variants, strict=True)):
        for text in dict.fromkeys(filter(None, (question.en, question.zh, *variants.every()))):
            yield number, text
