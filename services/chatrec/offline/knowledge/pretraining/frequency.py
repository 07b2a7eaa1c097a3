"""What knows of a question its relation alone."""

import numpy as np

from chatrec.offline.knowledge.pretraining.completion import Floats, questions
from chatrec.offline.knowledge.pretraining.triples import Facts, Longs

__all__ = ["MostFrequent"]


class MostFrequent:
    """Answers with the entities that are most often the answer to the relation: the trivial row of every table."""

    def __init__(self, facts: Facts, known: Longs) -> None:
        """Count the answers that some facts give."""
        asked = questions(known, len(facts.relations))
        self._counts = np.zeros((2 * len(facts.relations), len(facts.entities)), dtype=np.float32)
        np.add.at(self._counts, (asked.relations, asked.answers), 1.0)

    def score(self, entities: Longs, relations: Longs) -> Floats:
        """Score every entity as the other end, questions x entities."""
        return np.asarray(self._counts[relations][: len(entities)])
