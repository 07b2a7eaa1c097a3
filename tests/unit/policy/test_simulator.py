"""The simulator: catalogues as tables, people, and conversations that end."""

import itertools
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from chatrec.knowledge.adapters.catalogue_files import read_catalogue
from chatrec.knowledge.domain.snapshot.build import build_snapshot
from chatrec.offline.policy.beliefs import ItemBelief, entropy_bits, facts_of
from chatrec.offline.policy.evaluation import AlwaysAsk, NeverAsk, gain, try_out
from chatrec.offline.policy.people import Population, draw_person
from chatrec.offline.policy.simulator import Conversation, play
from chatrec.offline.policy.tables import ItemTable, snapshot_tables, synthetic_table
from chatrec.offline.preparing import demo_catalogues
from chatrec.policy.domain import Planner, check_choice
from chatrec.vocabulary.words import Move

FACTS = [facts_of(synthetic_table(np.random.default_rng(seed))) for seed in range(8)]


@pytest.fixture(scope="module")
def shop() -> tuple[ItemTable, ...]:
    folder = next(path for path in demo_catalogues() if "ecommerce" in Path(path).parts)
    return snapshot_tables(build_snapshot(read_catalogue(folder)))


def test_a_snapshot_becomes_a_table_for_every_kind_of_items(shop: tuple[ItemTable, ...]) -> None:
    assert len(shop) > 1
    for table in shop:
        assert table.has.shape == (table.item_count, len(table.entities))
        assert table.has.any(axis=1).all()
        assert "made_by" in table.relations
        price, brand = table.facets.index("price"), table.facets.index("brand")
        assert not any(table.entities[table.columns(price)])
        assert all(table.entities[table.columns(brand)])
        assert table.has[:, table.columns(price)].sum(axis=1).max() == 1


@pytest.mark.parametrize("seed", range(20))
def test_made_up_catalogues_are_sound(seed: int) -> None:
    table = synthetic_table(np.random.default_rng(seed))
    assert 40 <= table.item_count <= 1500
    assert 3 <= len(table.facets) <= 12
    assert (table.popularity > 0).all()
    for facet in range(len(table.facets)):
        columns = table.columns(facet)
        assert columns.stop > columns.start
        assert {table.facet_of(column) for column in range(columns.start, columns.stop)} == {facet}


def test_an_answer_raises_what_fits_and_lowers_the_entropy() -> None:
    belief = ItemBelief(FACTS[0], sureness=1.0)
    before = belief.probabilities()
    column = int(np.argmax(FACTS[0].table.has.sum(axis=0) == 3)) or 0
    belief.tell(column, as_limit=False)
    after, has = belief.probabilities(), FACTS[0].table.has[:, column]
    assert (after[has] >= before[has]).all()
    assert after.sum() == pytest.approx(1.0)


def test_a_limit_that_nothing_meets_leaves_all_in_play() -> None:
    belief = ItemBelief(FACTS[0], sureness=1.0)
    belief.strike(np.flatnonzero(FACTS[0].table.has[:, 0]).tolist())
    kept = belief.in_play.sum()
    belief.tell(0, as_limit=True)
    assert belief.in_play.sum() == kept


def test_gains_are_bounded_by_the_entropy_and_coverage_is_a_share() -> None:
    for facts in FACTS:
        belief = ItemBelief(facts, sureness=0.5)
        probabilities = belief.probabilities()
        gains, coverage = belief.gains(probabilities)
        assert (gains >= 0.0).all()
        assert (gains <= entropy_bits(probabilities) + 1e-9).all()
        assert ((coverage >= 0.0) & (coverage <= 1.0)).all()


def test_people_are_happy_with_what_they_have_in_mind() -> None:
    rng = np.random.default_rng(1)
    for facts in FACTS:
        person = draw_person(facts.table, Population(), rng)
        assert person.utility[person.target] == pytest.approx(1.0)
        assert (person.utility <= 1.0 + 1e-9).all()


def test_people_who_are_never_wrong_name_what_they_have_in_mind() -> None:
    rng, facts = np.random.default_rng(2), FACTS[1]
    population = Population(wrong=(0.0, 0.0), unknown=(0.0, 0.0))
    for _ in range(50):
        person = draw_person(facts.table, population, rng)
        for facet in range(len(facts.table.facets)):
            column = person.answer(facts, facet, population, rng)
            assert column is None or facts.table.has[person.target, column]


def test_nothing_below_an_accepted_item_is_looked_at() -> None:
    rng = np.random.default_rng(3)
    person = draw_person(FACTS[0].table, Population(), rng)
    for _ in range(50):
        seen = person.judge(rng.permutation(FACTS[0].table.item_count)[:6].tolist(), Population(), rng)
        assert all(not pleased for _, pleased in seen[:-1])


@pytest.mark.parametrize("decider", [Planner(), AlwaysAsk(), NeverAsk()], ids=lambda one: one.policy_id)
def test_every_conversation_ends_and_sends_only_what_the_service_takes(decider: Planner) -> None:
    for number, facts in enumerate(FACTS * 5):
        talk = play(Conversation(facts, np.random.default_rng(number)), decider)
        assert len(talk) <= 12
        for choice, outcome in talk:
            check_choice(choice)
            assert outcome.ended == (outcome is talk[-1][1])


def test_no_item_is_shown_twice_and_no_facet_asked_twice() -> None:
    for number, facts in enumerate(FACTS * 5):
        talk = play(Conversation(facts, np.random.default_rng(number)), AlwaysAsk())
        asked = [choice.facets[int(np.argmax(choice.gain_bits))] for choice, _ in talk if choice.may_ask]
        assert len(set(asked)) == len(asked)
        for (before, _), (after, _) in itertools.pairwise(talk):
            if after.belief.slates > before.belief.slates:
                assert set(before.item_ids[: before.belief.slate_size]).isdisjoint(after.item_ids)


def test_the_same_chance_gives_the_same_conversation() -> None:
    first, second = (play(Conversation(FACTS[0], np.random.default_rng(5)), Planner()) for _ in range(2))
    assert first == second


def test_who_is_tired_of_questions_is_better_served_without() -> None:
    fed_up = Population(leaving_asked=(0.9, 0.9))
    rewards = {Move.ASK: 0.0, Move.RECOMMEND: 0.0}
    for move, decider in ((Move.ASK, AlwaysAsk()), (Move.RECOMMEND, NeverAsk())):
        for number in range(200):
            conversation = Conversation(FACTS[0], np.random.default_rng(number), population=fed_up)
            rewards[move] += sum(outcome.reward for _, outcome in play(conversation, decider))
    assert rewards[Move.RECOMMEND] > rewards[Move.ASK]


def test_a_decider_has_no_gain_over_itself() -> None:
    scores = try_out(NeverAsk(), FACTS, 100, seed=1)
    assert gain(scores, scores).mean == 0.0
    better = replace(scores, rewards=scores.rewards + 0.1)
    assert gain(better, scores).low > 0.0
