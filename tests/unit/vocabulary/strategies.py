"""Strategies for every dataclass of the vocabulary, within what the wire can hold."""

from __future__ import annotations

from array import array

import numpy as np
from hypothesis import strategies as st

from chatrec.vocabulary.conversation import DialogueState, PhrasedItem, Reading, Reply, Speech, Topic, Utterance
from chatrec.vocabulary.decisions import Belief, Choice, Decision
from chatrec.vocabulary.graph import (
    Change,
    Explanation,
    FacetGain,
    Fact,
    FollowUp,
    Grounding,
    ItemCard,
    ItemRef,
    Label,
    Mention,
    Path,
    Ranking,
    RankQuery,
    SupportAnswer,
    Triple,
)
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.schema import (
    CatalogueSchema,
    Facet,
    FacetStatistics,
    Kind,
    Need,
    NeedFacet,
    Notices,
    RelationLabel,
)
from chatrec.vocabulary.steps import Steps
from chatrec.vocabulary.turn import (
    Context,
    Event,
    EventType,
    Message,
    RecordedTurn,
    Session,
    SessionTastes,
    Shares,
    Taste,
    Turn,
    TurnItem,
)
from chatrec.vocabulary.words import (
    Act,
    Better,
    Demand,
    FacetType,
    Language,
    MentionType,
    Move,
    Operator,
    Phrases,
    Source,
    Text,
)

strings = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
numbers = st.floats(allow_nan=False, width=64)
counts = st.integers(0, 2**32 - 1)
flags = st.booleans()


def some(elements: st.SearchStrategy, most: int = 2) -> st.SearchStrategy:  # type: ignore[type-arg]
    """Give tuples of a few."""
    return st.lists(elements, max_size=most).map(tuple)


def text_columns() -> st.SearchStrategy[tuple[str, ...]]:
    return some(strings)


values = st.one_of(strings, numbers, flags)
texts = st.builds(Text, strings, strings)
phrases = st.builds(Phrases, text_columns(), text_columns())
languages = st.sampled_from(Language)
vectors = st.none() | st.lists(st.floats(width=32, allow_nan=False), min_size=1, max_size=4).map(
    lambda row: np.array(row, dtype=np.float32)
)

preferences = st.builds(
    Preference,
    facet=names,
    operator=st.sampled_from(Operator),
    values=st.lists(values, min_size=1, max_size=2).map(tuple),
    hard=flags,
    source=st.sampled_from(Source),
    turn=counts,
    weight=numbers.filter(bool),
    phrase=strings,
)
triples = st.builds(Triple, strings, strings, values)
paths = st.builds(Path, some(triples), numbers, st.integers(-(2**31), 2**31 - 1))
item_refs = st.builds(ItemRef, strings, strings)
facts = st.builds(Fact, strings, some(values), some(texts))
cards = st.builds(ItemCard, strings, strings, texts, texts, some(facts), flags, numbers)
labels = st.builds(Label, strings, texts)
mentions = st.builds(
    Mention,
    start=counts,
    end=counts,
    type=st.sampled_from(MentionType),
    catalogue=strings,
    target=strings,
    facets=text_columns(),
    score=numbers,
    name=texts,
    kind=strings,
)
item_facts = st.tuples(strings, facts)
answers = st.builds(SupportAnswer, strings, strings, numbers, texts, texts, text_columns(), some(item_facts))
follow_ups = st.builds(FollowUp, strings, strings, strings, vectors.filter(lambda row: row is not None))
groundings = st.builds(Grounding, some(mentions), some(answers), numbers)
gains = st.builds(FacetGain, strings, numbers, numbers, some(labels))
rank_queries = st.builds(
    RankQuery,
    catalogue=strings,
    preferences=some(preferences),
    liked_item_ids=text_columns(),
    rejected_item_ids=text_columns(),
    excluded_item_ids=text_columns(),
    vector=vectors,
    max_items=st.integers(1, 2**32 - 1),
    gains=st.booleans(),
    likeness=st.booleans(),
)


@st.composite
def rankings(draw: st.DrawFn) -> Ranking:
    count = draw(st.integers(0, 3))

    def column(elements: st.SearchStrategy) -> tuple:  # type: ignore[type-arg]
        return tuple(draw(st.lists(elements, min_size=count, max_size=count)))

    return Ranking(
        item_ids=column(strings),
        f_llm=column(numbers),
        f_kg=column(numbers),
        popularity=column(numbers),
        collaborative=column(numbers),
        paths=column(some(paths)),
        misses=column(text_columns()),
        relaxed=draw(flags),
        relaxed_facets=draw(text_columns()),
        matched=draw(counts),
        entropy_bits=draw(numbers),
        gains=draw(some(gains)),
        generation=draw(strings),
        likeness=draw(st.binary(max_size=8)),
    )


changes = st.builds(Change, some(preferences), text_columns(), some(preferences), flags)

explanations = st.builds(
    Explanation,
    some(paths),
    numbers,
    numbers,
    counts,
    text_columns(),
    text_columns(),
    some(labels),
    st.none() | changes,
    st.none() | changes,
    some(labels),
)

topics = st.builds(
    Topic,
    catalogue=strings,
    kind=strings,
    preferences=some(preferences),
    asked_facets=text_columns(),
    declined_facets=text_columns(),
    slate=some(cards, 1),
    focus_item_id=strings,
    liked_item_ids=text_columns(),
    wishes=text_columns(),
    shown_item_ids=text_columns(),
    compared=some(cards, 1),
)
states = st.builds(
    DialogueState,
    language=languages,
    turn=counts,
    active=topics,
    parked=some(topics, 1),
    previous=some(topics, 1),
    rejected=some(item_refs),
    seen=some(item_refs),
    last_move=st.none() | st.sampled_from(Move),
    last_asked_facet=strings,
    options=some(mentions, 1),
    said=some(counts),
    relaxed_facets=text_columns(),
    offered_answers=some(answers, 1),
    answered=st.none() | answers,
    last_acts=some(st.sampled_from(Act)),
)
readings = st.builds(
    Reading,
    acts=some(st.sampled_from(Act)),
    preferences=some(preferences),
    item_ids=text_columns(),
    asked_facets=text_columns(),
    answer_id=strings,
    language=languages,
    options=some(mentions, 1),
    unknown_name=strings,
    emergency=flags,
    unclear=flags,
)
utterances = st.builds(
    Utterance,
    text=strings,
    state=states,
    vector=vectors,
    grounding=groundings,
    locale=st.none() | languages,
    catalogues=text_columns(),
)
phrased_items = st.builds(PhrasedItem, cards, some(paths), text_columns(), flags)
speeches = st.builds(
    Speech,
    move=st.sampled_from(Move),
    language=languages,
    catalogue=strings,
    reading=readings,
    state=states,
    items=some(phrased_items),
    labels=some(labels),
    asked_facet=strings,
    options=some(labels),
    relaxed_facets=text_columns(),
    answer=st.none() | answers,
    seed=st.integers(0, 2**64 - 1),
    matched=counts,
)
replies = st.builds(Reply, strings, text_columns(), some(counts))

beliefs = st.builds(Belief, *[counts] * 6, numbers, counts, flags)


@st.composite
def choices(draw: st.DrawFn) -> Choice:
    count = draw(st.integers(0, 3))
    steps = some(st.tuples(strings, strings))
    return Choice(
        belief=draw(beliefs),
        facets=draw(text_columns()),
        gain_bits=draw(some(numbers)),
        coverage=draw(some(numbers)),
        may_ask=draw(flags),
        scores=array("d", draw(st.lists(numbers, min_size=count, max_size=count))),
        steps=Steps.of(draw(st.lists(steps, min_size=count, max_size=count))),
        subject=draw(strings),
    )


decisions = st.builds(
    Decision,
    st.sampled_from(Move),
    strings,
    some(numbers),
    numbers,
    strings,
    experiment_arm=strings,
    trial_policy_id=strings,
    trial_failed=flags,
)

facets = st.builds(
    Facet,
    name=strings,
    type=st.sampled_from(FacetType),
    label=texts,
    question=texts,
    phrases=phrases,
    unit=strings,
    better=st.none() | st.sampled_from(Better),
    demand=st.none() | st.sampled_from(Demand),
    many=flags,
    relation=strings,
    relation_label=texts,
    values=text_columns(),
    value_names=some(texts),
    money=flags,
)
schemas = st.builds(
    CatalogueSchema,
    name=strings,
    domain=strings,
    generation=strings,
    languages=some(languages),
    currency=strings,
    kinds=some(st.builds(Kind, strings, phrases)),
    facets=some(facets),
    needs=some(st.builds(Need, phrases, some(st.builds(NeedFacet, strings, some(values))))),
    notices=st.builds(Notices, texts, texts, phrases),
    statistics=some(st.builds(FacetStatistics, strings, strings, some(numbers), counts)),
    item_count=counts,
    has_answers=flags,
    relations=some(st.builds(RelationLabel, strings, texts)),
)

shares = st.builds(Shares, numbers, numbers, numbers)
turn_items = st.builds(TurnItem, strings, strings, numbers, shares, strings, some(paths), text_columns(), counts)
turns = st.builds(
    Turn,
    session_id=strings,
    turn=counts,
    request_id=strings,
    language=languages,
    reply=strings,
    move=st.sampled_from(Move),
    asked_facet=strings,
    items=some(turn_items),
    answer_id=strings,
    reading=readings,
    preferences=some(preferences),
    degraded=text_columns(),
    policy_id=strings,
    experiment_arm=strings,
    timings_ms=some(st.tuples(strings, numbers)),
    catalogue=strings,
    propensity=numbers,
)
recorded_turns = st.builds(RecordedTurn, strings, turns)
messages = st.builds(
    Message,
    session_id=strings,
    text=strings,
    request_id=strings,
    exclude_item_ids=text_columns(),
    filters=some(preferences),
    max_items=st.integers(1, 2**32 - 1),
    locale=st.none() | languages,
)
events = st.builds(
    Event,
    event_id=strings,
    session_id=strings,
    item_id=strings,
    type=st.sampled_from(EventType),
    turn=counts,
    value=numbers,
    unix_ms=st.integers(-(2**63), 2**63 - 1),
)
contexts = st.builds(Context, some(preferences), text_columns(), st.booleans())
tastes = st.builds(Taste, strings, strings, strings, st.booleans(), numbers)
session_tastes = st.builds(SessionTastes, strings, st.integers(0, 2**53), some(tastes))
sessions = st.builds(
    Session,
    session_id=strings,
    user_id=strings,
    catalogues=text_columns(),
    locale=st.none() | languages,
    state=states,
    slate_turn=st.none() | turns,
    context=contexts,
    excluded_item_ids=text_columns(),
    tastes=some(tastes),
)
