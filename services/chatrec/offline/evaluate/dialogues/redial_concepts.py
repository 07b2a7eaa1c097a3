"""Learns which phrases stand for which concept, from dialogues that are known both as text and as ids."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from chatrec.offline.knowledge.dialogue_corpus import Dialogue, Turn, phrases

__all__ = ["Lexicon", "find_concepts", "learn_lexicon"]

Lexicon = Mapping[str, frozenset[str]]

_LEAST_TOGETHER = 3
_LEAST_PRECISION = 0.6


def learn_lexicon(texts: Sequence[Dialogue], sequences: Mapping[str, Dialogue]) -> Lexicon:
    """Keep a phrase for a concept where most dialogues with the phrase have the concept."""
    said: Counter[str] = Counter()
    together: Counter[tuple[str, str]] = Counter()
    for dialogue in texts:
        sequence = sequences.get(dialogue.id)
        if sequence is None:
            continue
        concepts = {concept for turn in sequence.turns for concept in turn.concepts}
        heard = {phrase for turn in dialogue.turns for phrase in phrases(turn.text)}
        said.update(heard)
        together.update((phrase, concept) for phrase in heard for concept in concepts)
    found: dict[str, set[str]] = defaultdict(set)
    for (phrase, concept), count in together.items():
        if count >= _LEAST_TOGETHER and count >= _LEAST_PRECISION * said[phrase]:
            found[phrase].add(concept)
    return {phrase: frozenset(concepts) for phrase, concepts in found.items()}


def find_concepts(dialogue: Dialogue, lexicon: Lexicon) -> Dialogue:
    """Give the dialogue with the concepts that its phrases stand for."""
    return Dialogue(dialogue.id, tuple(_turn(turn, lexicon) for turn in dialogue.turns))


def _turn(turn: Turn, lexicon: Lexicon) -> Turn:
    found = sorted({concept for phrase in phrases(turn.text) for concept in lexicon.get(phrase, ())})
    return Turn(turn.recommends, turn.items, tuple(found), turn.text)
