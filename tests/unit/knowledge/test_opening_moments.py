"""A moment of the week is a value of opening hours."""

from dataclasses import replace

import pytest

from chatrec.knowledge.domain.catalogue.catalogue import Entity
from chatrec.knowledge.domain.reasoning.ranking import rank
from chatrec.knowledge.domain.reasoning.weights import Weights
from chatrec.vocabulary.graph import RankQuery
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.words import Operator, Text
from tests.unit.knowledge.small_shop import graph_of, item, shop

HOURS = ("Tu-Su 09:00-17:00", "Mo-Su 10:00-22:00", "always, nearly")
CATALOGUE = shop(*(item(f"i{place}", use=(hours,)) for place, hours in enumerate(HOURS)))
GRAPH = graph_of(
    replace(CATALOGUE, entities=(*CATALOGUE.entities, *(Entity(hours, "use", Text(en=hours)) for hours in HOURS)))
)


@pytest.mark.parametrize(("moment", "open_then"), [("Mo", {"i1"}), ("Tu", {"i0", "i1"}), ("Tu 20:00", {"i1"})])
def test_who_asks_for_a_moment_gets_what_is_open_then(moment: str, open_then: set[str]) -> None:
    wish = Preference("use", Operator.EQUAL, (moment,), hard=True)
    assert set(rank(GRAPH, Weights(), RankQuery("shop", (wish,))).item_ids) == open_then
