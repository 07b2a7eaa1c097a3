"""What the dialogues that are learned from show: which items come up, and after what."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from chatrec.offline.evaluate.opendialkg.corpus import Corpus
from chatrec.offline.evaluate.opendialkg.linking import fold
from chatrec.offline.evaluate.opendialkg.reading import Talk
from chatrec.offline.knowledge.co_mentions import CoMentions, count_co_mentions

__all__ = ["Evidence", "evidence_of"]

Floats = npt.NDArray[np.float32]
Pairs = defaultdict[int, set[tuple[int, int]]]
Items = defaultdict[int, set[int]]
_TELLING = 30
"""Letters from which on a shared utterance makes two dialogues the same."""


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """Counts over dialogues.

    Attributes:
        after: Recommended items by entities named before.
        beside: Items by entities in the same utterance or the one before, as found in the texts.
        recommended: Items recommended, a set a dialogue.
        named: Items named by the data, the same.
        told: Items found in the texts, the same.
    """

    after: CoMentions
    beside: CoMentions
    recommended: Mapping[int, set[int]]
    named: Mapping[int, set[int]]
    told: Mapping[int, set[int]]


def evidence_of(corpus: Corpus, talks: Sequence[Talk]) -> Evidence:
    """Count over the learned turns and over further dialogues.

    A further dialogue that shares its opening or a long utterance with a turn counts as that turn's dialogue and is
    left out of its cases too; one that touches several dialogues is not used.
    """
    after: Pairs = defaultdict(set)
    beside: Pairs = defaultdict(set)
    recommended: Items = defaultdict(set)
    named: Items = defaultdict(set)
    told: Items = defaultdict(set)
    for row in range(corpus.learned):
        turn, dialogue = corpus.turns[row], int(corpus.dialogues[row])
        targets = [place for place in corpus.targets[row] if place >= 0]
        recommended[dialogue].update(targets)
        named[dialogue].update(corpus.places[entity] for entity in corpus.given[row] if entity in corpus.places)
        after[dialogue].update((entity, place) for place in targets for entity in corpus.given[row])
        _side_by_side(corpus, (*turn.context, turn.response), beside[dialogue], told[dialogue])
    for dialogue, talk in _placed(corpus, talks):
        _side_by_side(corpus, [message.text for message in talk.messages], beside[dialogue], told[dialogue])
        _followed(corpus, talk, after[dialogue], recommended[dialogue])
    shape = (len(corpus.catalogue.names), len(corpus.catalogue.items))
    return Evidence(count_co_mentions(after, *shape), count_co_mentions(beside, *shape), recommended, named, told)


def _side_by_side(corpus: Corpus, texts: Sequence[str], pairs: set[tuple[int, int]], told: set[int]) -> None:
    before: list[int] = []
    for text in texts:
        here = [entity for link in corpus.find(text) for entity in link.entities]
        for item in (entity for entity in here if entity in corpus.places):
            told.add(corpus.places[item])
            pairs.update((entity, corpus.places[item]) for entity in (*here, *before) if entity != item)
        before = here


def _followed(corpus: Corpus, talk: Talk, pairs: set[tuple[int, int]], recommended: set[int]) -> None:
    seen: set[int] = set()
    for message in talk.messages:
        here = {link.entities[0] for link in corpus.find(message.text) if len(link.entities) == 1}
        if message.sender == "assistant":
            fresh = [corpus.places[entity] for entity in here - seen if entity in corpus.places]
            recommended.update(fresh)
            pairs.update((entity, place) for place in fresh for entity in seen)
        seen |= here
    for start, end in talk.steps:
        place = corpus.places.get(corpus.numbers.get(end, -1), -1)
        if start in corpus.numbers and place >= 0:
            pairs.add((corpus.numbers[start], place))


def _placed(corpus: Corpus, talks: Iterable[Talk]) -> Iterable[tuple[int, Talk]]:
    known: defaultdict[str, set[int]] = defaultdict(set)
    for turn, dialogue in zip(corpus.turns, corpus.dialogues.tolist(), strict=True):
        for key in _telling((*turn.context, turn.response)):
            known[key].add(dialogue)
    following = int(corpus.dialogues.max(initial=-1)) + 1
    for talk in talks:
        touched = set().union(*(known.get(key, ()) for key in _telling([message.text for message in talk.messages])))
        if not touched:
            yield following, talk
            following += 1
        elif len(touched) == 1:
            yield touched.pop(), talk


def _telling(texts: Sequence[str]) -> list[str]:
    folded = [fold(text) for text in texts]
    return folded[:1] + [text for text in folded[1:] if len(text) >= _TELLING]
