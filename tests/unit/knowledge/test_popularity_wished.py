"""What a wish for well or little known things does to a ranking."""

import pytest

from chatrec.knowledge.domain.reasoning.ranking import rank
from chatrec.knowledge.domain.reasoning.weights import Weights
from chatrec.vocabulary.graph import RankQuery
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.schema import POPULARITY
from chatrec.vocabulary.words import Operator

from .small_shop import graph_of, item, shop


def _ranked(wanted: float, *popularity: float) -> list[str]:
    phones = (item(f"p{place}", popularity=known, price=999.0) for place, known in enumerate(popularity))
    wish = Preference(POPULARITY, Operator.EQUAL, (wanted,))
    return list(rank(graph_of(shop(*phones)), Weights(), RankQuery("shop", (wish,))).item_ids)


@pytest.mark.parametrize(("wanted", "first"), [(1.0, "p2"), (0.0, "p1")])
def test_the_best_or_the_least_known_comes_first_as_wished(wanted: float, first: str) -> None:
    assert _ranked(wanted, 40.0, 2.0, 90.0, 70.0)[0] == first


def test_nothing_is_told_apart_where_all_are_known_alike() -> None:
    assert _ranked(0.0, 5.0, 5.0, 5.0) == _ranked(1.0, 5.0, 5.0, 5.0)
