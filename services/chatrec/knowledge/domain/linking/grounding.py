"""What an utterance may speak of in one catalogue: mentions, needs, support answers, signs of an emergency."""

from collections.abc import Iterator

import numpy as np

from chatrec.knowledge.domain.linking.folding import Folded, fold, is_cjk
from chatrec.knowledge.domain.linking.leaning import Leaning
from chatrec.knowledge.domain.linking.meanings import SIGNS, Meanings, Phrase
from chatrec.knowledge.domain.linking.mentions import Linker
from chatrec.knowledge.domain.linking.phrasebook import Phrasebook
from chatrec.knowledge.domain.reasoning.describing import cards
from chatrec.knowledge.domain.reasoning.graph import Graph
from chatrec.knowledge.domain.reasoning.likeness import checked
from chatrec.knowledge.domain.snapshot.arrays import AnswerTable, Floats, Snapshot
from chatrec.knowledge.domain.snapshot.talk import mild_talk
from chatrec.vocabulary.graph import Fact, FollowUp, Grounding, Mention, SupportAnswer, Vector
from chatrec.vocabulary.schema import Need
from chatrec.vocabulary.slots import slots
from chatrec.vocabulary.words import MentionType, Text

__all__ = ["MOST_ANSWERS", "Grounder"]

MOST_ANSWERS = 3
_MOST_NEEDS = 3
_FOREIGN = 2.5
"""How much weaker the same question comes out where the catalogue has its questions in the other language alone."""

_LEAST_ANSWER = 0.05
_VERBATIM = 0.9
_NEED = 0.36
_SURE_ANSWER = (0.2, 0.9)
"""Least strength of one answer, and least of it and of all answers together, that make a question a known one."""

_KNOWN = 0.28
_ANSWER_SCALE = ((0.0, 0.14, _KNOWN, 0.35, 0.7, 1.0), (0.0, 0.3, 0.66, 0.82, 0.95, 1.0))
_SIGN_SCALE = ((0.0, 0.2, 0.43, 0.8), (0.0, 0.3, 0.8, 0.97))
"""Strengths as `Meanings` gives them, and the scores they stand for; measured on `tests/integration/talk`."""


class Grounder:
    """All that is needed to ground utterances in one catalogue, made once."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        snapshot = self._snapshot = graph.snapshot
        self._linker = Linker(graph)
        vectors, signs = snapshot.vectors, snapshot.schema.notices.signs.every()
        questions = list(_questions(snapshot.answers))
        self._answer_count = len(snapshot.answers.ids)
        self._chinese = frozenset(_is_chinese(fold(text)) for _, text in questions)
        self._answers = Phrasebook([text for _, text in questions], [number for number, _ in questions])
        self._leaning = Leaning(snapshot.answers.ids, vectors.answers, vectors.answer_of)
        self._signs = Phrasebook(signs, [0] * len(signs))
        self._meanings = _meanings(snapshot, questions)
        self._danger = _danger(snapshot, questions)
        self._dimensions = max(part.shape[1] for part in (vectors.items, vectors.answers, vectors.needs, vectors.signs))

    def ground(self, folded: Folded, vector: Vector | None, after: FollowUp | None = None) -> Grounding:
        """Ground a folded utterance and its vector; `after` is what it may lean on.

        Raises:
            InvalidInputError: a vector has other dimensions than the snapshot's.
        """
        vector = checked(vector, self._dimensions, "vector")
        mentions = self._linker.mentions(folded)
        strengths = None
        if vector is not None and self._meanings is not None and folded.letters:
            strengths = self._meanings.judge(folded, vector)
        return Grounding(
            mentions=(*mentions, *self._similar_needs(strengths, mentions)),
            answers=self._similar_answers(folded, self._leant(strengths, after)),
            emergency_score=self._emergency(folded, vector),
        )

    def _leant(self, strengths: Floats | None, after: FollowUp | None) -> Floats | None:
        """Give the strengths of the answers, with the question before where it is one of this catalogue."""
        if strengths is None or self._meanings is None:
            return None
        alone = strengths[: self._answer_count]
        if after is None or after.catalogue != self._snapshot.schema.name:
            return alone
        vector = checked(after.vector, self._dimensions, "after.vector")
        if vector is None:
            return alone
        together = self._meanings.judge(fold(after.text), vector)[: self._answer_count]
        return self._leaning.weigh(alone, together, after.answer_id)

    def _similar_needs(self, strengths: Floats | None, mentions: tuple[Mention, ...]) -> Iterator[Mention]:
        if strengths is None:
            return
        each = strengths[self._answer_count :]
        named = {mention.target for mention in mentions if mention.type is MentionType.NEED}
        for number in np.argsort(-each, kind="stable")[:_MOST_NEEDS].tolist():
            if each[number] >= _NEED and str(number) not in named:
                score = float(np.interp(each[number], *_ANSWER_SCALE))
                yield self._need(number, self._snapshot.schema.needs[number], score)

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

    def _similar_answers(self, folded: Folded, strengths: Floats | None) -> tuple[SupportAnswer, ...]:
        """Score answers by likeness, or by shared words where there is no vector or hardly another word."""
        scores = self._answers.overlap(folded)
        if strengths is not None:
            if _is_chinese(folded) not in self._chinese:
                strengths = strengths * np.float32(_FOREIGN)
            scores = np.where(scores >= _VERBATIM, scores, _answer_scores(strengths))
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
            facts=tuple(self._facts(table.answers[number])),
        )

    def _facts(self, answer: Text) -> Iterator[tuple[str, Fact]]:
        """Find the facts that an answer's slots stand for; what is not recorded is left out."""
        for item, facet in dict.fromkeys(slots(f"{answer.en} {answer.zh}")):
            for card in cards(self._graph, [item]):
                fact = card.fact(facet)
                if fact is not None:
                    yield item, fact

    def _emergency(self, folded: Folded, vector: Vector | None) -> float:
        if self._signs.holds(folded):
            return 1.0
        score = float(self._signs.overlap(folded).max(initial=0.0))
        if vector is None or self._danger is None or not folded.letters:
            return score
        strength = float(self._danger.judge(folded, vector)[0])
        return max(score if score >= _VERBATIM else 0.0, float(np.interp(strength, *_SIGN_SCALE)))


def _is_chinese(folded: Folded) -> bool:
    return any(map(is_cjk, folded.letters))


def _answer_scores(strengths: Floats) -> Floats:
    """Score answers: one may stand out among the others, or all together say that this is a question at all."""
    alone, together = _SURE_ANSWER
    asked = np.minimum(strengths / alone, (strengths + strengths.sum()) / together) * _KNOWN
    return np.asarray(np.interp(np.maximum(strengths, np.minimum(asked, _KNOWN)), *_ANSWER_SCALE), dtype=np.float32)


def _meanings(snapshot: Snapshot, questions: list[tuple[int, str]]) -> Meanings | None:
    """Learn what questions and needs mean, answers first, each against the other and against ordinary talk."""
    vectors = snapshot.vectors
    if not len(vectors.answers) and not len(vectors.needs):
        return None
    rows = [Phrase(text, number, vector) for (number, text), vector in zip(questions, vectors.answers, strict=True)]
    first = len(snapshot.answers.ids)
    needs = zip(_need_phrases(snapshot), vectors.need_of.tolist(), vectors.needs, strict=True)
    rows += [Phrase(text, first + number, vector) for text, number, vector in needs]
    mild = frozenset(mild_talk())  # small ailments may be what a question or a need is about
    return Meanings(rows + [phrase for phrase in _ordinary(snapshot) if phrase.text not in mild])


def _danger(snapshot: Snapshot, questions: list[tuple[int, str]]) -> Meanings | None:
    """Learn what the signs of an emergency mean, against all else that is said."""
    vectors, signs = snapshot.vectors, snapshot.schema.notices.signs.every()
    if not len(vectors.signs):
        return None
    rows = [Phrase(text, 0, vector) for text, vector in zip(signs, vectors.signs, strict=True)]
    rows += [Phrase(text, 0, vector) for text, vector in zip(snapshot.talk.dangers, vectors.dangers, strict=True)]
    rows += [Phrase(text, -1, vector) for (_, text), vector in zip(questions, vectors.answers, strict=True)]
    rows += [Phrase(text, -1, vector) for text, vector in zip(_need_phrases(snapshot), vectors.needs, strict=True)]
    return Meanings(rows + _ordinary(snapshot), **SIGNS)


def _need_phrases(snapshot: Snapshot) -> list[str]:
    return [text for need in snapshot.schema.needs for text in need.phrases.every()]


def _ordinary(snapshot: Snapshot) -> list[Phrase]:
    pairs = zip(snapshot.talk.ordinary, snapshot.vectors.ordinary, strict=True)
    return [Phrase(text, -1, vector) for text, vector in pairs]


def _questions(table: AnswerTable) -> Iterator[tuple[int, str]]:
    for number, (question, variants) in enumerate(zip(table.questions, table.variants, strict=True)):
        for text in dict.fromkeys(filter(None, (question.en, question.zh, *variants.every()))):
            yield number, text
