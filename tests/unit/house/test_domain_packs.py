"""The packs that ship: their demo catalogues are sound, and their conversations speak of what is in them."""

from pathlib import Path

import pytest

import chatrec
from chatrec.knowledge.adapters.catalogue_files import read_catalogue
from chatrec.knowledge.domain.linking.folding import fold, is_cjk
from chatrec.offline.dialogue.stories.messages import read_messages
from chatrec.offline.dialogue.stories.reading import read_stories

DOMAINS = Path(chatrec.__file__).parent / "domains"
WITH_STORIES = sorted(folder.name for folder in DOMAINS.iterdir() if (folder / "conversations").is_dir())
LEAST_STORIES, LEAST_LOCKED = 60, 14
WITH_MESSAGES = sorted(folder.name for folder in DOMAINS.iterdir() if (folder / "messages").is_dir())


def is_chinese(text: str) -> bool:
    return any(map(is_cjk, fold(text).letters))


@pytest.mark.parametrize("domain", WITH_STORIES)
def test_a_pack_has_enough_conversations_some_of_them_locked_and_half_in_each_language(domain: str) -> None:
    folder = DOMAINS / domain
    catalogue = read_catalogue(folder / "demo")
    parts = [read_stories(folder / "conversations" / part, [catalogue]) for part in ("development", "locked")]
    assert sum(map(len, parts)) >= LEAST_STORIES
    assert len(parts[1]) >= LEAST_LOCKED
    chinese = sum(is_chinese(story.steps[0].user) for part in parts for story in part)
    assert abs(2 * chinese - sum(map(len, parts))) <= 2


@pytest.mark.parametrize("domain", WITH_MESSAGES)
def test_the_messages_of_a_pack_want_answers_that_it_has(domain: str) -> None:
    folder = DOMAINS / domain
    catalogue = read_catalogue(folder / "demo")
    parts = [read_messages(folder / "messages" / f"{part}.tsv", [catalogue]) for part in ("development", "locked")]
    texts = [message.text for part in parts for message in part]
    assert len(texts) == len(set(texts)) >= 120


def test_every_support_answer_has_four_variants_in_each_language() -> None:
    answers = read_catalogue(DOMAINS / "customer_service" / "demo").answers
    assert len(answers) >= 120
    thin = [one.id for one in answers if min(len(one.variants.en), len(one.variants.zh)) < 4]
    assert thin == []
    assert all(one.answer.en and one.answer.zh for one in answers)


def test_no_message_that_is_measured_stands_among_the_variants() -> None:
    catalogue = read_catalogue(DOMAINS / "customer_service" / "demo")
    known = {text for row in catalogue.answers for text in (*row.variants.every(), row.question.en, row.question.zh)}
    for part in ("development", "locked"):
        measured = read_messages(DOMAINS / "customer_service" / "messages" / f"{part}.tsv", [catalogue])
        assert not known & {message.text for message in measured}


def test_every_health_item_names_its_source_and_the_age_it_is_for() -> None:
    catalogue = read_catalogue(DOMAINS / "medical" / "demo")
    assert len(catalogue.items) >= 120
    assert all(item.facets.get("source") and item.facets.get("min_age") for item in catalogue.items)
    notices = catalogue.schema.notices
    assert min(len(notices.signs.en), len(notices.signs.zh)) >= 40
    assert notices.advice.en
    assert notices.advice.zh
