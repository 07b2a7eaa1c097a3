"""The state of a conversation and what was read out of an utterance."""

from dataclasses import dataclass, field

from chatrec.vocabulary.graph import Grounding, ItemCard, ItemRef, Label, Mention, Path, SupportAnswer, Vector
from chatrec.vocabulary.plans import Plan, PlanChange
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.words import Act, Language, Move

__all__ = ["DialogueState", "PhrasedItem", "Reading", "Reply", "Speech", "Topic", "Utterance"]


@dataclass(frozen=True, slots=True)
class Topic:
    """A kind of items, or a whole catalogue, and all that was said about it.

    `slate` are the items shown last, in order, and `compared` those set side by side since; `shown_item_ids` all shown
    so far and `wishes` the user's soft wishes as text, the latest last.
    """

    catalogue: str = ""
    kind: str = ""
    preferences: tuple[Preference, ...] = ()
    asked_facets: tuple[str, ...] = ()
    declined_facets: tuple[str, ...] = ()
    slate: tuple[ItemCard, ...] = ()
    focus_item_id: str = ""
    liked_item_ids: tuple[str, ...] = ()
    wishes: tuple[str, ...] = ()
    shown_item_ids: tuple[str, ...] = ()
    plan: Plan | None = None
    compared: tuple[ItemCard, ...] = ()

    @property
    def table(self) -> tuple[ItemCard, ...]:
        """Give the items that the talk is about: those compared since the last slate, else the slate."""
        return self.compared or self.slate


@dataclass(frozen=True, slots=True)
class DialogueState:
    """The state of a conversation; tuples hold the latest last. `answered` is the answer that the talk is about.

    `questioned_facets` and `checks` are what the last message asked: "and the second one?" asks it again.
    `last_acts` are the acts of the last message that was read: "that one too" does them again.
    """

    language: Language = Language.EN
    turn: int = 0
    active: Topic = Topic()
    parked: tuple[Topic, ...] = ()
    previous: tuple[Topic, ...] = ()
    rejected: tuple[ItemRef, ...] = ()
    seen: tuple[ItemRef, ...] = ()
    last_move: Move | None = None
    last_asked_facet: str = ""
    options: tuple[Mention, ...] = ()
    said: tuple[int, ...] = ()
    relaxed_facets: tuple[str, ...] = ()
    offered_answers: tuple[SupportAnswer, ...] = ()
    answered: SupportAnswer | None = None
    questioned_facets: tuple[str, ...] = ()
    checks: tuple[Preference, ...] = ()
    last_acts: tuple[Act, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read out of an utterance; the main act comes first.

    `unread` are words that refuse or ask for something which nothing in the catalogue records. `checks` is what a
    question asks whether it holds of the items, "is it indoors?"; a moment of the week is one of an opening facet.
    """

    acts: tuple[Act, ...] = ()
    preferences: tuple[Preference, ...] = ()
    item_ids: tuple[str, ...] = ()
    asked_facets: tuple[str, ...] = ()
    answer_id: str = ""
    language: Language = Language.EN
    options: tuple[Mention, ...] = ()
    unknown_name: str = ""
    emergency: bool = False
    unclear: bool = False
    unread: str = ""
    plan_changes: tuple[PlanChange, ...] = ()
    checks: tuple[Preference, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Utterance:
    """What a user said, in its conversation; `locale` is the language to reply in whatever is said."""

    text: str
    state: DialogueState = field(default_factory=DialogueState)
    vector: Vector | None = None
    grounding: Grounding = field(default_factory=Grounding)
    locale: Language | None = None
    catalogues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PhrasedItem:
    """An item to speak of, with what led to it; `known` tells that the user turned it down before or knows it."""

    card: ItemCard
    paths: tuple[Path, ...] = ()
    misses: tuple[str, ...] = ()
    known: bool = False


@dataclass(frozen=True, slots=True)
class Speech:
    """A move to word."""

    move: Move
    language: Language
    catalogue: str
    reading: Reading
    state: DialogueState
    items: tuple[PhrasedItem, ...] = ()
    labels: tuple[Label, ...] = ()
    asked_facet: str = ""
    options: tuple[Label, ...] = ()
    relaxed_facets: tuple[str, ...] = ()
    answer: SupportAnswer | None = None
    seed: int = 0
    matched: int = 0
    plan: Plan | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """The words: the reply, one reason an item ("" where there is no path), digests of the sentences said."""

    text: str
    reasons: tuple[str, ...] = ()
    said: tuple[int, ...] = ()
