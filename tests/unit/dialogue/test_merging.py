"""What a correction keeps of what it replaces."""

import pytest

from chatrec.dialogue.domain.catalogues import KnownCatalogue
from chatrec.dialogue.domain.reading.wishes.merging import merged
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.words import FacetType, Operator
from tests.unit.dialogue.harbour import BOATS

HARBOUR = KnownCatalogue(BOATS)
ALBA = Preference("yard", Operator.EQUAL, ("alba",), phrase="Alba", turn=1)
BRIX = Preference("yard", Operator.EQUAL, ("brix",), phrase="Brix", turn=2)


def test_what_takes_the_place_of_something_required_is_required() -> None:
    required = Preference("yard", Operator.EQUAL, ("alba",), hard=True, phrase="Alba", turn=1)
    assert [wish.hard for wish in merged([required], [BRIX], HARBOUR, frozenset({"yard"}))] == [True]
    assert [wish.hard for wish in merged([ALBA], [BRIX], HARBOUR, frozenset({"yard"}))] == [False]


@pytest.mark.parametrize(
    ("lower", "upper", "both_hold"),
    [
        (Operator.AT_LEAST, Operator.AT_MOST, True),
        (Operator.GREATER, Operator.AT_MOST, False),
        (Operator.AT_LEAST, Operator.LESS, False),
        (Operator.GREATER, Operator.LESS, False),
    ],
)
def test_two_ends_at_the_same_number_hold_together_where_it_meets_both(
    lower: Operator, upper: Operator, *, both_hold: bool
) -> None:
    facet = next(facet.name for facet in BOATS.facets if facet.type is FacetType.NUMBER)
    low = Preference(facet, lower, (5.0,), hard=True, turn=1)
    high = Preference(facet, upper, (5.0,), hard=True, turn=2)
    assert merged([low], [high], HARBOUR) == ((low, high) if both_hold else (high,))


def test_a_word_that_is_refused_lets_go_of_all_that_it_stood_for() -> None:
    refused = Preference("mood", Operator.NOT_EQUAL, ("alba_like",), hard=True, phrase="alba", turn=2)
    assert merged([ALBA], [refused], HARBOUR) == (refused,)
    assert merged([BRIX], [refused], HARBOUR) == (BRIX, refused)
