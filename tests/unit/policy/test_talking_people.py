"""People who talk: what they wish, how they say it, and how they take a turn."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from chatrec.knowledge.adapters.catalogue_files import read_catalogue
from chatrec.knowledge.domain.catalogue.catalogue import Catalogue
from chatrec.offline.dialogue.stories.conditions import Condition
from chatrec.offline.policy.people import EVERYDAY, Population, draw_manner
from chatrec.offline.policy.talking.person import TalkingPerson
from chatrec.offline.policy.talking.phrasebook import ACTS, read_phrasebook
from chatrec.offline.policy.talking.slips import mistyped
from chatrec.offline.policy.talking.voice import Quirks, Said, Voice
from chatrec.offline.policy.talking.wishes import Stock, another_wish, draw_taste, mistaken, stocks_of
from chatrec.offline.preparing import demo_catalogues
from chatrec.vocabulary.schema import KIND
from chatrec.vocabulary.turn import Shares, Turn, TurnItem
from chatrec.vocabulary.words import FacetType, Language, Move, Operator

PLAIN = Quirks(slip=0.0, mixed=0.0, alias=0.0, firm=0.0, chatty=0.0, lower=0.0)
STEADY = replace(
    EVERYDAY,
    wrong=(0.0, 0.0),
    unknown=(0.0, 0.0),
    vague=0.0,
    changing=0.0,
    leaving_asked=(0.0, 0.0),
    leaving_asked_again=0.0,
    leaving_missed=(0.0, 0.0),
    leaving_missed_again=0.0,
)
languages = pytest.mark.parametrize("language", list(Language))
seeds = pytest.mark.parametrize("seed", range(12))


@cache
def catalogues() -> tuple[Catalogue, ...]:
    return tuple(map(read_catalogue, demo_catalogues()))


def stock(seed: int) -> Stock:
    stocks = [one for catalogue in catalogues() for one in stocks_of(catalogue)]
    return stocks[seed % len(stocks)]


def person(seed: int, population: Population = STEADY, language: Language = Language.EN) -> TalkingPerson:
    rng, found = np.random.default_rng(seed), stock(seed)
    taste, manner = draw_taste(found, population, rng), draw_manner(population, rng)
    return TalkingPerson(found, taste, manner, population, Voice(found.catalogue, language, PLAIN, rng), rng)


def turn(move: Move, *item_ids: str, asked: str = "") -> Turn:
    items = tuple(TurnItem(item_id, item_id, 1.0, Shares()) for item_id in item_ids)
    return Turn("s", 1, "r", Language.EN, "", move, asked_facet=asked, items=items)


@seeds
def test_what_somebody_has_in_mind_meets_all_that_they_wish(seed: int) -> None:
    rng, found = np.random.default_rng(seed), stock(seed)
    taste = draw_taste(found, EVERYDAY, rng)
    assert all(wish.condition.holds(taste.target, found.schema) for wish in taste.wishes)
    assert taste.utility(taste.target, found.schema) == pytest.approx(1.0)
    facets = [wish.condition.facet for wish in taste.wishes]
    assert 2 <= len(set(facets)) == len(facets) <= 5


@seeds
def test_an_item_that_breaks_a_limit_is_worth_nothing(seed: int) -> None:
    found = stock(seed)
    taste = draw_taste(found, replace(EVERYDAY, hard=1.0), np.random.default_rng(seed))
    for item in found.items:
        meets = all(wish.condition.holds(item, found.schema) for wish in taste.wishes)
        assert taste.utility(item, found.schema) == (pytest.approx(1.0) if meets else 0.0)


@seeds
def test_a_mistake_is_of_the_same_facet_and_not_what_is_wished(seed: int) -> None:
    rng, found = np.random.default_rng(seed), stock(seed)
    for wish in draw_taste(found, EVERYDAY, rng).wishes:
        said = mistaken(found, wish, rng)
        assert said.facet == wish.condition.facet
        assert said != wish.condition or all(
            wish.condition.holds(item, found.schema) or wish.condition.facet not in item.facets for item in found.items
        )


@seeds
def test_who_changes_their_mind_wants_the_new_value_and_the_rest_as_before(seed: int) -> None:
    rng, found = np.random.default_rng(seed), stock(seed)
    taste = draw_taste(found, EVERYDAY, rng)
    changes = [(wish, another_wish(found, taste, wish, rng)) for wish in taste.wishes]
    for wish, changed in changes:
        if changed is None:
            continue
        after, new = changed
        assert new.condition != wish.condition
        assert {other for other in taste.wishes if other is not wish} == set(after.wishes) - {new}
        assert after.utility(after.target, found.schema) == pytest.approx(1.0)


@languages
@pytest.mark.parametrize("act", ACTS)
def test_every_act_is_said_in_thirty_ways_at_least(act: str, language: Language) -> None:
    found = stock(0)
    voice = Voice(found.catalogue, language, Quirks(slip=0.0), np.random.default_rng(1))
    wish = Said(Condition("genre", Operator.EQUAL, ("comedy",)))
    texts = {voice.say(act, (wish,), kind="movie", old=wish.condition) for _ in range(300)}
    assert len(texts) >= 30
    assert not any("{" in text or "}" in text for text in texts)


@languages
def test_a_plain_wish_names_its_value(language: Language) -> None:
    for seed in range(40):
        rng, found = np.random.default_rng(seed), stock(seed)
        voice = Voice(found.catalogue, language, PLAIN, rng)
        names = {entity.id: entity.name.speak(language) for entity in found.catalogue.entities}
        for wish in draw_taste(found, EVERYDAY, rng).wishes:
            facet = found.schema.facet(wish.condition.facet)
            assert facet is not None
            text = voice.say("want", (Said(wish.condition),))
            value = wish.condition.values[0]
            if facet.type is FacetType.ENTITY:
                assert names[str(value)] in text
            elif facet.type is FacetType.NUMBER:
                assert f"{float(value):g}" in text or f"{float(value):.0f}" in text
            elif facet.type is FacetType.FLAG:
                assert facet.label.speak(language) in text


@languages
def test_both_phrasebooks_have_the_same_acts_and_fragments(language: Language) -> None:
    here, there = read_phrasebook(language), read_phrasebook(Language.EN)
    assert here.acts.keys() == there.acts.keys()
    assert here.fragments.keys() == there.fragments.keys()
    assert here.units.keys() == there.units.keys()


@languages
def test_a_slip_leaves_numbers_and_short_words_alone(language: Language) -> None:
    book = read_phrasebook(language)
    for seed in range(60):
        rng = np.random.default_rng(seed)
        assert mistyped("3500 GB, 12.5 h, 8 x", book, rng) == "3500 GB, 12.5 h, 8 x"
        slipped = mistyped("battery 3500 mAh 充电续航时间长", book, rng)
        assert "3500" in slipped
        assert abs(len(slipped) - len("battery 3500 mAh 充电续航时间长")) <= 1


def test_a_need_says_vaguely_what_it_means() -> None:
    found = next(one for one in (stock(seed) for seed in range(10)) if one.kind == "phone")
    voice = Voice(found.catalogue, Language.EN, PLAIN, np.random.default_rng(1))
    cheap = Condition("price", Operator.AT_MOST, (3000.0,))
    phrases = [phrase for need in found.schema.needs for phrase in need.phrases.en]
    assert voice.can_be_vague(cheap)
    assert not voice.can_be_vague(Condition("price", Operator.AT_LEAST, (3000.0,)))
    texts = [voice.say("again", (Said(cheap, vague=True),)) for _ in range(20)]
    assert all("3000" not in text and any(phrase in text for phrase in phrases) for text in texts)


@seeds
def test_who_makes_no_mistakes_names_only_what_they_wish(seed: int) -> None:
    somebody = person(seed)
    wished = {wish.condition for wish in somebody.taste.wishes}
    message = somebody.open()
    for _ in range(8):
        named = {said.condition for said in message.named if said.condition.facet != KIND}
        assert named <= wished
        assert message.mistakes == 0
        verdict = somebody.react(turn(Move.CLARIFY))
        assert verdict.message is not None
        message = verdict.message


@seeds
def test_an_answer_names_the_facet_that_was_asked_for(seed: int) -> None:
    somebody = person(seed)
    somebody.open()
    for wish in somebody.taste.wishes:
        verdict = somebody.react(turn(Move.ASK, asked=wish.condition.facet))
        assert verdict.message is not None
        assert [said.condition for said in verdict.message.named] == [wish.condition]


def test_nobody_answers_for_a_facet_that_they_do_not_care_for() -> None:
    somebody = person(0)
    cared = {wish.condition.facet for wish in somebody.taste.wishes}
    other = next(facet.name for facet in somebody.stock.schema.facets if facet.name not in cared)
    verdict = somebody.react(turn(Move.ASK, asked=other))
    assert verdict.message is not None
    assert (verdict.message.act, verdict.message.named) == ("indifferent", ())


@pytest.mark.parametrize("seed", range(1, 6))
def test_what_is_taken_breaks_no_limit(seed: int) -> None:
    found, taken = stock(seed), 0
    for start in range(0, len(found.items), 5):
        somebody = person(seed, replace(STEADY, attention=(0.0, 0.0)))
        verdict = somebody.react(turn(Move.RECOMMEND, *(item.id for item in found.items[start : start + 5])))
        if verdict.accepted:
            item = next(item for item in found.items if item.id == verdict.accepted)
            limits = [wish.condition for wish in somebody.taste.wishes if wish.hard]
            assert all(limit.holds(item, found.schema) for limit in limits)
            taken += 1
    assert taken >= 1


def test_who_has_no_patience_leaves_after_the_first_slate_that_misses() -> None:
    impatient = replace(STEADY, leaving_missed=(1.0, 1.0))
    somebody = person(3, impatient)
    worst = min(somebody.stock.items, key=lambda item: somebody.taste.utility(item, somebody.stock.schema))
    assert somebody.react(turn(Move.RECOMMEND, worst.id)).left


def criticism(seed: int) -> str:
    somebody = person(seed, replace(STEADY, critique=1.0, attention=(0.0, 0.0)))
    worst = min(somebody.stock.items, key=lambda item: somebody.taste.utility(item, somebody.stock.schema))
    message = somebody.react(turn(Move.RECOMMEND, worst.id)).message
    assert message is not None
    lacking = [w.condition for w in somebody.taste.wishes if not w.condition.holds(worst, somebody.stock.schema)]
    assert message.named[0].condition in lacking
    return message.act


def test_a_critic_names_what_the_slate_lacks() -> None:
    assert {criticism(seed) for seed in range(10)} == {"want"}


@languages
def test_the_same_chance_gives_the_same_person_and_words(language: Language) -> None:
    first, second = (person(4, EVERYDAY, language) for _ in range(2))
    assert first.taste == second.taste
    assert first.open() == second.open()
    assert first.react(turn(Move.ASK, asked=KIND)) == second.react(turn(Move.ASK, asked=KIND))
