"""What comes out of the knowledge graph: paths, candidates, cards."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.words import MentionType, Text, Value

__all__ = [
    "Change",
    "Explanation",
    "FacetGain",
    "Fact",
    "FollowUp",
    "Grounding",
    "ItemCard",
    "ItemRef",
    "Label",
    "Mention",
    "Path",
    "RankQuery",
    "Ranking",
    "SupportAnswer",
    "Triple",
    "Vector",
    "last_step",
]

Vector = npt.NDArray[np.float32]
"""A unit vector of the encoder; of length 0 where there is none."""


@dataclass(frozen=True, slots=True)
class Triple:
    """A stored edge; the tail is an id or a literal."""

    head: str
    relation: str
    tail: Value


@dataclass(frozen=True, slots=True)
class Path:
    """Stored triples in walking order from what the user said or did to the item.

    `contribution` is the share of f_KG that it carries, 0 to 1; `preference` the index of the preference that it starts
    from, -1 where it starts from an item.
    """

    triples: tuple[Triple, ...]
    contribution: float = 0.0
    preference: int = -1


@dataclass(frozen=True, slots=True)
class ItemRef:
    """An item of a catalogue."""

    catalogue: str
    item: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of an item; `names` run beside `values` for entities and ordinals, and are empty for others."""

    facet: str
    values: tuple[Value, ...]
    names: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemCard:
    """What is shown of an item; facts in the order of the schema's facets."""

    id: str
    kind: str
    name: Text
    text: Text = Text()
    facts: tuple[Fact, ...] = ()
    available: bool = True
    popularity: float = 0.0

    def fact(self, facet: str) -> Fact | None:
        """Find the fact of a facet."""
        return next((fact for fact in self.facts if fact.facet == facet), None)


@dataclass(frozen=True, slots=True)
class Label:
    """The name of an item or entity."""

    id: str
    name: Text


@dataclass(frozen=True, slots=True)
class Mention:
    """A part of an utterance and one thing of a catalogue that it may speak of.

    `start` and `end` are characters of the original text; equal where the whole utterance means it (a need met by
    likeness). `target` is the id of an item, entity, kind or answer, an ordinal value, the name of a facet or
    catalogue, or the index of a need. `facets` are those whose value it is, most frequent first. `score` is 1 for a
    literal match.
    """

    start: int
    end: int
    type: MentionType
    catalogue: str
    target: str
    facets: tuple[str, ...] = ()
    score: float = 1.0
    name: Text = Text()
    kind: str = ""


@dataclass(frozen=True, slots=True)
class SupportAnswer:
    """A support answer and its likeness to the utterance, 0 to 1; `facts`, by item, fill the slots of its text."""

    id: str
    catalogue: str
    score: float
    question: Text
    answer: Text
    item_ids: tuple[str, ...] = ()
    facts: tuple[tuple[str, Fact], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class FollowUp:
    """An utterance read together with what the talk was about: "how long does delivery take? and for abroad?".

    `text` is the question answered before, else the name of the item shown, with the utterance after it; `vector` is
    that text's. `answer_id` is "" where an item was spoken of.
    """

    catalogue: str
    answer_id: str
    text: str
    vector: Vector


_EMERGENCY_SCORE = 0.7


@dataclass(frozen=True, slots=True)
class Grounding:
    """What an utterance may speak of; `emergency_score` is 1 for a literal sign of an emergency."""

    mentions: tuple[Mention, ...] = ()
    answers: tuple[SupportAnswer, ...] = ()
    emergency_score: float = 0.0

    @property
    def emergency(self) -> bool:
        """Whether to warn: a sign that is missed costs more than a warning too many."""
        return self.emergency_score >= _EMERGENCY_SCORE


@dataclass(frozen=True, slots=True)
class FacetGain:
    """What asking for a facet is expected to give; `coverage` is the share of matching items that have it."""

    facet: str
    gain_bits: float
    coverage: float
    options: tuple[Label, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class RankQuery:
    """What to rank for; `vector` is that of the user's wishes, `liked_item_ids` are in the order of liking.

    `gains` says whether to work out what could be asked: a third of the time of a ranking. `likeness` says whether to
    tell how alike the candidates are.
    """

    catalogue: str
    preferences: tuple[Preference, ...] = ()
    liked_item_ids: tuple[str, ...] = ()
    rejected_item_ids: tuple[str, ...] = ()
    excluded_item_ids: tuple[str, ...] = ()
    vector: Vector | None = None
    max_items: int = 50
    gains: bool = True
    likeness: bool = False


@dataclass(frozen=True, slots=True)
class Ranking:
    """Candidates as columns, best first by f_LLM * f_KG; `paths` and `misses` hold one tuple a candidate.

    `likeness` is that of every two candidates as `chatrec.vocabulary.likeness` packs it; empty where it is not told.
    """

    item_ids: tuple[str, ...] = ()
    f_llm: tuple[float, ...] = ()
    f_kg: tuple[float, ...] = ()
    popularity: tuple[float, ...] = ()
    collaborative: tuple[float, ...] = ()
    paths: tuple[tuple[Path, ...], ...] = ()
    misses: tuple[tuple[str, ...], ...] = ()
    relaxed: bool = False
    relaxed_facets: tuple[str, ...] = ()
    matched: int = 0
    entropy_bits: float = 0.0
    gains: tuple[FacetGain, ...] = ()
    generation: str = ""
    likeness: bytes = b""


@dataclass(frozen=True, slots=True)
class Change:
    """A change of what was said: preferences given up, liked items forgotten, preferences added.

    `smallest` tells whether every smaller change, and every one before it of the same size, was tried in vain.
    """

    given_up: tuple[Preference, ...] = ()
    unliked: tuple[str, ...] = ()
    added: tuple[Preference, ...] = ()
    smallest: bool = True


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an item has its score; `rank` from 1, 0 where it does not match.

    `drops` is the change that would take it off the first five, `brings` the one that would bring it among them; at
    most one is there. `labels` name the nodes on the paths and in that change, `facets` its facets.
    """

    paths: tuple[Path, ...]
    f_llm: float
    f_kg: float
    rank: int
    misses: tuple[str, ...] = ()
    decisive_facets: tuple[str, ...] = ()
    labels: tuple[Label, ...] = ()
    drops: Change | None = None
    brings: Change | None = None
    facets: tuple[Label, ...] = ()


def last_step(path: Path) -> tuple[str, str]:
    """Give relation and entity by which a path reaches its item, "" for a literal; learned values are kept on these."""
    last = path.triples[-1]
    return last.relation, last.tail if isinstance(last.tail, str) else ""
