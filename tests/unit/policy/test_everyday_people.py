"""People who speak vaguely and change their minds, and the log of conversations with them."""

import warnings
from dataclasses import replace

import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env

from chatrec.offline.policy.beliefs import ItemBelief, facts_of
from chatrec.offline.policy.environment import ConversationEnv
from chatrec.offline.policy.evaluation import NeverAsk
from chatrec.offline.policy.ope.replay import replay
from chatrec.offline.policy.people import EVERYDAY, Population, changed_person, draw_person
from chatrec.offline.policy.simulated_log import log_of
from chatrec.offline.policy.simulator import Conversation, moves, play
from chatrec.offline.policy.tables import synthetic_table
from chatrec.policy.adapters import load_network, open_artefact
from chatrec.policy.domain import LearnedDecider, Planner, check_choice
from chatrec.policy.domain.rewards import Rewarding, join
from chatrec.policy.settings import SHIPPED_ARTEFACT
from chatrec.vocabulary.learning import Decided, Entry, Happened, entry_from_text, entry_text
from chatrec.vocabulary.words import Move

FACTS = [facts_of(synthetic_table(np.random.default_rng(seed))) for seed in range(6)]
FICKLE = replace(EVERYDAY, changing=1.0, vague=0.5)
seeds = pytest.mark.parametrize("seed", range(12))


def exploring() -> LearnedDecider:
    artefact = open_artefact(SHIPPED_ARTEFACT)
    return LearnedDecider(load_network(artefact.network), artefact.card.policy_id, temperature=1.0)


def simulated(talks: int, population: Population = EVERYDAY) -> list[Entry]:
    decider = exploring()
    entries: list[Entry] = []
    for number in range(talks):
        facts = FACTS[number % len(FACTS)]
        conversation = Conversation(facts, np.random.default_rng(number), population=population)
        entries += log_of(conversation, decider, f"s{number}")
    return entries


def test_a_vague_word_that_fits_all_values_says_nothing_of_those_who_have_one() -> None:
    facts = FACTS[0]
    columns = facts.table.columns(0)
    belief = ItemBelief(facts, sureness=1.0)
    before = belief.probabilities()
    belief.tell(*range(columns.start, columns.stop), as_limit=False)
    after = belief.probabilities()
    have = facts.table.has[:, columns].any(axis=1)
    assert after[have] / after[have].sum() == pytest.approx(before[have] / before[have].sum())


def test_a_vague_word_tells_less_than_a_plain_one() -> None:
    facts = FACTS[1]
    facet = int(np.argmax(np.diff([*facts.table.starts, facts.table.has.shape[1]])))
    columns = facts.table.columns(facet)
    held = [column for column in range(columns.start, columns.stop) if facts.table.has[:, column].any()]
    plain, vague = (ItemBelief(facts, sureness=1.0) for _ in range(2))
    plain.tell(held[0], as_limit=False)
    vague.tell(*held[:3], as_limit=False)
    has = facts.table.has[:, held[0]]
    assert plain.probabilities()[has].sum() > vague.probabilities()[has].sum()


@seeds
def test_a_changed_mind_wants_another_value_and_keeps_the_rest(seed: int) -> None:
    rng, facts = np.random.default_rng(seed), FACTS[seed % len(FACTS)]
    table = facts.table
    person = draw_person(table, EVERYDAY, rng)
    held = [int(column) for column in np.flatnonzero(table.has[person.target])]
    pairs = [(table.facet_of(one), [other]) for one in held for other in held if other != one]
    tried = ((facet, kept, changed_person(table, person, facet, kept, rng)) for facet, kept in pairs)
    facet, kept, changed = next((facet, kept, changed) for facet, kept, changed in tried if changed is not None)
    columns = table.columns(facet)
    assert not (table.has[person.target, columns] & table.has[changed.target, columns]).any()
    assert table.has[changed.target, kept].all()
    assert changed.utility[changed.target] == pytest.approx(1.0)
    assert changed.manner == person.manner


@seeds
def test_conversations_with_fickle_people_end_and_show_nothing_twice(seed: int) -> None:
    conversation = Conversation(FACTS[seed % len(FACTS)], np.random.default_rng(seed), population=FICKLE)
    shown: list[int] = []
    for played in moves(conversation, NeverAsk()):
        check_choice(played.choice)
        shown += played.outcome.slate
    assert len(shown) == len(set(shown))


@seeds
def test_people_without_whims_talk_as_they_did_before_there_were_any(seed: int) -> None:
    steady, never = Population(), replace(Population(), changing=0.0, vague=0.0)
    talks = [
        play(Conversation(FACTS[0], np.random.default_rng(seed), population=one), Planner()) for one in (steady, never)
    ]
    assert talks[0] == talks[1]


def test_the_environment_with_everyday_people_passes_gymnasiums_checker() -> None:
    with warnings.catch_warnings(record=True) as complaints:
        warnings.simplefilter("always")
        check_env(ConversationEnv(FACTS, FICKLE), skip_render_check=True)
    assert [str(complaint.message) for complaint in complaints] == []


def test_a_simulated_log_holds_the_probability_of_each_move() -> None:
    decider = exploring()
    decisions = [entry for entry in simulated(30) if isinstance(entry, Decided)]
    assert any(decided.propensity < 1.0 for decided in decisions)
    for decided in decisions:
        allowed = decider.probabilities(decided.choice)
        assert any(decided.propensity == pytest.approx(float(chance), abs=1e-6) for chance in allowed)


def test_a_simulated_log_is_read_as_a_live_one_is() -> None:
    entries = [entry_from_text(entry_text(entry)) for entry in simulated(40)]
    decider = exploring()
    log, odds = replay(join(entries, Rewarding()).conversations, decider, decider)
    assert log.propensities.shape[0] == 40
    taken = np.take_along_axis(odds.running, log.actions[..., np.newaxis], axis=-1)[..., 0]
    for row, length in enumerate(log.lengths):
        assert taken[row, :length] == pytest.approx(log.propensities[row, :length], abs=1e-6)


def test_what_is_accepted_was_on_the_slate_of_its_turn() -> None:
    entries = simulated(40)
    slates = {
        (entry.session_id, entry.turn): {item.item_id for item in entry.shown}
        for entry in entries
        if isinstance(entry, Decided)
    }
    accepted = [entry for entry in entries if isinstance(entry, Happened)]
    assert accepted
    assert all(event.item_id in slates[event.session_id, event.turn] for event in accepted)
    asked = [entry for entry in entries if isinstance(entry, Decided) and entry.move is Move.ASK]
    assert all(entry.facet and not entry.shown for entry in asked)
