"""The terminal chat, played by a script; and its pages."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace

import pytest
from rich.console import Console

from chatrec.cli.commands.chat import talk
from chatrec.cli.pages import explanation_page, graph_page, turn_page
from chatrec.client import ChatClient
from chatrec.client.chat import Explained
from chatrec.vocabulary.graph import Change, Path, Triple
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.turn import Shares, Turn, TurnItem
from chatrec.vocabulary.words import Language, Move, Operator, Text
from tests.unit.client.served import served
from tests.unit.orchestrator.small_world import Knowledge, World, shop_cards

MARKUP = "[/red] [bold] [link=x]"
ITEM = TurnItem(
    "p1",
    f"Phone {MARKUP}",
    0.5,
    Shares(-0.2, -0.4, -0.1),
    f"because {MARKUP}",
    (Path((Triple("p1", "brand", "acme"), Triple("p1", "price", 2999.0))),),
    ("price",),
)
TURN = Turn("s", 1, "r", Language.EN, f"Look: {MARKUP}", Move.RELAX, items=(ITEM,), degraded=("policy",))


@pytest.fixture
def client() -> Iterator[ChatClient]:
    cards = tuple(replace(card, name=Text(f"{card.name.en} {MARKUP}")) for card in shop_cards())
    with served(World(knowledge=Knowledge(cards={"shop": cards}))) as one:
        yield one


def console() -> Console:
    return Console(file=io.StringIO(), width=160)


def shown(page: object) -> str:
    screen = console()
    screen.print(page)
    return screen.file.getvalue()  # type: ignore[attr-defined, no-any-return]


def play(client: ChatClient, *lines: str) -> str:
    screen, script = console(), iter(lines)

    def read() -> str:
        try:
            return next(script)
        except StopIteration:
            raise EOFError from None

    talk(screen, client, client.start("u1"), read)
    return screen.file.getvalue()  # type: ignore[attr-defined, no-any-return]


def test_a_chat_shows_items_and_obeys_its_commands(client: ChatClient) -> None:
    screen = play(client, "seek:phone brand=acme!", "/why 1", "/graph 1", "/like 2", "/no 1", "/history", "/quit", "x")
    assert "Item 9" in screen
    assert "ln(score)" in screen
    assert f"♥ Item 7 {MARKUP}" in screen
    assert f"✗ Item 9 {MARKUP}" in screen
    assert "> seek:phone brand=acme!" in screen
    assert "> x" not in screen


def test_what_was_turned_down_by_a_command_does_not_come_back(client: ChatClient) -> None:
    screen = play(client, "seek:phone", "/no 1", "seek:phone")
    refused, _, after = screen.partition("✗ Item 10")
    assert "Item 10" in refused
    assert "Item 9" in after
    assert "Item 10" not in after


@pytest.mark.parametrize(
    "line", ["/why", "/why 0", "/why 99", "/why x", "/why ²", "/why " + "9" * 9_000, "/", "/nope 1"]
)
def test_a_command_that_makes_no_sense_shows_the_commands(line: str, client: ChatClient) -> None:
    assert play(client, "seek:phone", line).count("/history") == 2


def test_an_error_is_shown_and_the_chat_goes_on(client: ChatClient) -> None:
    screen = play(client, "x" * 20_000, "half \udc80 of it", "seek:phone")
    assert "text has more than 16 KB" in screen
    assert "cannot be sent" in screen
    assert "Item 10" in screen


@pytest.mark.parametrize("language", Language)
def test_names_that_look_like_markup_are_shown_as_they_are(language: Language) -> None:
    turn = replace(TURN, language=language)
    explained = Explained(ITEM, 1, (), {"acme": (f"Acme {MARKUP}", ""), "p1": ("", "手机")})
    for page in (turn_page(turn), explanation_page(explained, language), graph_page(ITEM, explained.names, language)):
        assert MARKUP in shown(page)


def test_a_turn_says_what_is_missed_and_what_was_lost() -> None:
    page = shown(turn_page(TURN))
    assert "misses: price" in page
    assert "without: policy" in page


def test_an_explanation_shows_shares_that_add_up_and_paths_by_name() -> None:
    page = shown(explanation_page(Explained(ITEM, 1, (), {"acme": ("Acme", ""), "p1": ("", "手机")}), Language.EN))
    assert "-0.700" in page
    assert "手机 ─brand→ Acme" in page
    assert "2999" in page


def test_an_item_without_reason_is_explained_as_such() -> None:
    bare = TurnItem("p1", "Phone", 1.0, Shares())
    assert "No path" in shown(explanation_page(Explained(bare, 0, (), {}), Language.EN))


APPLE = Preference("brand", Operator.EQUAL, ("acme",))
LIMIT = Preference("price", Operator.AT_MOST, (3000.0,), hard=True, phrase="三千以内")
NAMES = {"acme": ("Acme", "爱可"), "p2": ("Other", "别的")}
FACETS = {"brand": ("brand", "品牌")}


@pytest.mark.parametrize(
    ("language", "dropped", "brought"),
    [
        (
            Language.EN,
            "It would leave the first five without “三千以内”, if you did not like Other",
            "It would be among the first five for instance if you asked for brand Acme",
        ),
        (Language.ZH, "这样它就不在前五了：不要求“三千以内”，不喜欢别的", "这样它就能进前五：例如要求品牌是爱可"),
    ],
)
def test_an_explanation_says_what_would_change_the_place(language: Language, dropped: str, brought: str) -> None:
    drops, brings = Change(given_up=(LIMIT,), unliked=("p2",)), Change(added=(APPLE,), smallest=False)
    explained = Explained(ITEM, 1, (), NAMES, drops, brings, FACETS)
    page = shown(explanation_page(explained, language))
    assert dropped in page
    assert brought in page


def test_an_explanation_says_where_variety_moved_an_item() -> None:
    explained = Explained(replace(ITEM, place_by_score=4), 1, (), {})
    page = shown(explanation_page(explained, Language.EN))
    assert "place by score" in page
    assert "place by score" not in shown(explanation_page(Explained(ITEM, 1, (), {}), Language.EN))


def test_why_shows_what_would_drop_an_item(client: ChatClient) -> None:
    screen = play(client, "seek:phone brand=acme", "/why 1")
    assert "leave the first five for instance without" in screen
