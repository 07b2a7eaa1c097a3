"""Who agreed is recognised in the next session, over real processes; erased, nobody is."""

import pytest

from chatrec.client import ChatClient
from chatrec.vocabulary.turn import Context, Turn
from tests.e2e.facts import items

AGREED = Context(remember=True)


def _films_of(turn: Turn, director: str) -> int:
    return sum(director in items("movies")[item.id]["facets"]["director"] for item in turn.items)


@pytest.mark.parametrize(
    ("words", "wish", "director"),
    [
        ("I love films by Hayao Miyazaki", "recommend me a film, you choose", "hayao_miyazaki"),
        ("我喜欢王家卫导演的电影", "推荐一部电影，你定", "wong_kar_wai"),
    ],
)
def test_who_agreed_is_recognised_until_erased(client: ChatClient, words: str, wish: str, director: str) -> None:
    user = f"fan of {director}"
    first = client.start(user, domain="movies", context=AGREED)
    first.send(words)
    client.end(first.id)
    known = client.start(user, domain="movies", context=AGREED).send(wish)
    silent = client.start(user, domain="movies").send(wish)
    client.erase_user(user)
    erased = client.start(user, domain="movies", context=AGREED).send(wish)
    assert _films_of(known, director) > max(_films_of(silent, director), _films_of(erased, director))
    assert [item.id for item in erased.items] == [item.id for item in silent.items]
