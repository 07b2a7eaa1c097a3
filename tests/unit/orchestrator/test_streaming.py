"""A turn in pieces."""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatrec.orchestrator.domain.streaming import Piece, stream
from chatrec.vocabulary.errors import NotFoundError
from chatrec.vocabulary.turn import Turn
from chatrec.vocabulary.words import Language, Move
from tests.unit.orchestrator.small_world import World


def a_turn(reply: str) -> Turn:
    return Turn("s", 1, "r", Language.EN, reply, Move.CHAT)


@given(st.text(st.sampled_from(".!?。！？ \n\tab中,"), max_size=60) | st.text(max_size=60))
def test_the_pieces_of_a_reply_are_the_reply(reply: str) -> None:
    pieces = list(stream(lambda _: a_turn(reply)))
    assert pieces[-1] == Piece(a_turn(reply))
    assert "".join(piece.content for piece in pieces[:-1]) == reply  # type: ignore[misc]
    assert all(piece.is_reply for piece in pieces[:-1])


def test_a_reply_comes_sentence_by_sentence() -> None:
    pieces = list(stream(lambda _: a_turn("你好！想看点什么？ First. Second")))
    assert [piece.content for piece in pieces[:-1]] == ["你好！", "想看点什么？ ", "First. ", "Second"]


def test_a_long_reply_without_an_end_is_cut_in_time() -> None:
    reply = "ab " * 50_000
    assert "".join(str(piece.content) for piece in stream(lambda _: a_turn(reply)) if piece.is_reply) == reply


def test_steps_come_first_then_the_reply_then_the_turn() -> None:
    world = World()
    session = world.start()
    pieces = list(stream(lambda progress: world.say(session, "seek:phone", progress)))
    steps = [piece.content for piece in pieces if not piece.is_reply][:-1]
    assert steps == ["encode", "ground", "interpret", "rank", "choose", "describe", "phrase"]
    replies = [piece.is_reply for piece in pieces[:-1]]
    assert replies == sorted(replies)
    assert isinstance(pieces[-1].content, Turn)


def test_a_step_is_told_before_the_turn_ends() -> None:
    go_on = threading.Event()

    def take(progress: Callable[[str], None]) -> Turn:
        progress("encode")
        assert go_on.wait(5)
        return a_turn("Done.")

    pieces = stream(take)
    assert next(pieces).content == "encode"
    go_on.set()
    assert [str(piece.content) for piece in pieces if piece.is_reply] == ["Done."]


@pytest.mark.parametrize("error", [NotFoundError("No such session."), ValueError("a bug")])
def test_what_goes_wrong_aside_is_raised_here(error: Exception) -> None:
    def take(progress: Callable[[str], None]) -> Turn:
        progress("encode")
        raise error

    pieces = stream(take)
    assert next(pieces).content == "encode"
    with pytest.raises(type(error)):
        next(pieces)


def test_the_thread_aside_knows_the_call_that_it_serves() -> None:
    call = contextvars.ContextVar("call", default="none")
    call.set("mine")
    (piece, _) = stream(lambda _: a_turn(call.get()))
    assert piece.content == "mine"


def test_who_leaves_early_leaves_nothing_hanging() -> None:
    pieces = stream(lambda progress: progress("encode") or a_turn("Done."))  # type: ignore[func-returns-value]
    next(pieces)
    pieces.close()  # type: ignore[attr-defined]
    for thread in [one for one in threading.enumerate() if one.name == "stream"]:
        thread.join(5.0)
        assert not thread.is_alive()
