"""Items, paths, mentions and answers: what the graph says, on the wire."""

from functools import lru_cache

from chatrec.vocabulary.graph import Change, Fact, ItemCard, ItemRef, Label, Mention, Path, SupportAnswer, Triple
from chatrec.vocabulary.v1 import vocabulary_pb2 as pb
from chatrec.vocabulary.wire.enums import MENTION_TYPES
from chatrec.vocabulary.wire.values import preference, preference_message, text, text_message, value, value_message

__all__ = [
    "answer",
    "answer_message",
    "card",
    "card_message",
    "change",
    "change_message",
    "item_ref",
    "item_ref_message",
    "label",
    "label_message",
    "mention",
    "mention_message",
    "path",
    "path_message",
]

# Cards are most of a conversation's state, which crosses the wire four times a turn; the same few are met again and
# again. They never change, so one that was read before is looked up by its bytes, and one that was written before by
# its identity (the entry holds the card, so that its id is not given away).
_CARDS_KEPT = 1024
_written_cards: dict[int, tuple[ItemCard, pb.ItemCard]] = {}


def change_message(change: Change) -> pb.Change:
    """Write a change of what was said."""
    return pb.Change(
        given_up=map(preference_message, change.given_up),
        unliked_item_ids=change.unliked,
        added=map(preference_message, change.added),
        smallest=change.smallest,
    )


def change(message: pb.Change) -> Change:
    """Read a change of what was said.

    Raises:
        InvalidInputError: a preference lacks facet, operator or values.
    """
    return Change(
        given_up=tuple(map(preference, message.given_up)),
        unliked=tuple(message.unliked_item_ids),
        added=tuple(map(preference, message.added)),
        smallest=message.smallest,
    )


def path_message(walk: Path) -> pb.Path:
    """Write a path."""
    return pb.Path(
        triples=[
            pb.Triple(head=edge.head, relation=edge.relation, tail=value_message(edge.tail)) for edge in walk.triples
        ],
        contribution=walk.contribution,
        preference=walk.preference,
    )


def path(message: pb.Path) -> Path:
    """Read a path."""
    return Path(
        triples=tuple(Triple(edge.head, edge.relation, value(edge.tail)) for edge in message.triples),
        contribution=message.contribution,
        preference=message.preference,
    )


def item_ref_message(ref: ItemRef) -> pb.ItemRef:
    """Write a reference to an item."""
    return pb.ItemRef(catalogue=ref.catalogue, item=ref.item)


def item_ref(message: pb.ItemRef) -> ItemRef:
    """Read a reference to an item."""
    return ItemRef(catalogue=message.catalogue, item=message.item)


def label_message(name: Label) -> pb.Label:
    """Write a label."""
    return pb.Label(id=name.id, name=text_message(name.name))


def label(message: pb.Label) -> Label:
    """Read a label."""
    return Label(id=message.id, name=text(message.name))


def _fact_message(fact: Fact) -> pb.Fact:
    return pb.Fact(facet=fact.facet, values=map(value_message, fact.values), names=map(text_message, fact.names))


def _fact(message: pb.Fact) -> Fact:
    return Fact(facet=message.facet, values=tuple(map(value, message.values)), names=tuple(map(text, message.names)))


def card_message(item: ItemCard) -> pb.ItemCard:
    """Write an item's card; do not change the message, it may be given again."""
    written = _written_cards.get(id(item))
    if written is None:
        if len(_written_cards) >= _CARDS_KEPT:
            _written_cards.clear()
        written = _written_cards[id(item)] = (item, _card_message(item))
    return written[1]


def card(message: pb.ItemCard) -> ItemCard:
    """Read an item's card."""
    return _card(message.SerializeToString(deterministic=True))


def _card_message(item: ItemCard) -> pb.ItemCard:
    return pb.ItemCard(
        id=item.id,
        kind=item.kind,
        name=text_message(item.name),
        text=text_message(item.text),
        facts=map(_fact_message, item.facts),
        available=item.available,
        popularity=item.popularity,
    )


@lru_cache(maxsize=_CARDS_KEPT)
def _card(data: bytes) -> ItemCard:
    message = pb.ItemCard.FromString(data)
    return ItemCard(
        id=message.id,
        kind=message.kind,
        name=text(message.name),
        text=text(message.text),
        facts=tuple(map(_fact, message.facts)),
        available=message.available,
        popularity=message.popularity,
    )


def mention_message(found: Mention) -> pb.Mention:
    """Write a mention."""
    return pb.Mention(
        start=found.start,
        end=found.end,
        type=MENTION_TYPES.number(found.type),
        catalogue=found.catalogue,
        target=found.target,
        facets=found.facets,
        score=found.score,
        name=text_message(found.name),
        kind=found.kind,
    )


def mention(message: pb.Mention) -> Mention:
    """Read a mention."""
    return Mention(
        start=message.start,
        end=message.end,
        type=MENTION_TYPES.word(message.type),
        catalogue=message.catalogue,
        target=message.target,
        facets=tuple(message.facets),
        score=message.score,
        name=text(message.name),
        kind=message.kind,
    )


def answer_message(found: SupportAnswer) -> pb.SupportAnswer:
    """Write a support answer."""
    return pb.SupportAnswer(
        id=found.id,
        catalogue=found.catalogue,
        score=found.score,
        question=text_message(found.question),
        answer=text_message(found.answer),
        item_ids=found.item_ids,
        facts=[pb.ItemFact(item_id=item, fact=_fact_message(fact)) for item, fact in found.facts],
    )


def answer(message: pb.SupportAnswer) -> SupportAnswer:
    """Read a support answer."""
    return SupportAnswer(
        id=message.id,
        catalogue=message.catalogue,
        score=message.score,
        question=text(message.question),
        answer=text(message.answer),
        item_ids=tuple(message.item_ids),
        facts=tuple((one.item_id, _fact(one.fact)) for one in message.facts),
    )
