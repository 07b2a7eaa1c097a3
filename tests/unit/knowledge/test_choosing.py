"""Which paths are shown: those that carry weight, then the recent, popular and varied ones."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from chatrec.knowledge.domain.reasoning.choosing import MOST_PATHS, Candidate, PathTaste, choose
from chatrec.knowledge.domain.reasoning.ranking import rank
from chatrec.knowledge.domain.reasoning.weights import Weights
from chatrec.vocabulary.graph import RankQuery, Triple
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.words import Operator

from .small_shop import graph_of, item, shop

PLAIN = PathTaste(0.0, 0.0, 0.0)
SHARES = st.floats(0.001, 1.0)
CANDIDATES = st.lists(st.builds(Candidate, SHARES, SHARES, SHARES, st.sampled_from("abc")), max_size=9)
TASTES = st.builds(PathTaste, st.floats(0, 5), st.floats(0, 5), st.floats(0, 5), st.floats(0, 0.2))


def row(contribution: float, recency: float = 0.0, popularity: float = 0.0, kind: str = "a") -> Candidate:
    return Candidate(contribution, recency, popularity, kind)


def test_without_taste_the_heaviest_are_chosen_in_order() -> None:
    assert choose([row(0.1), row(0.4), row(0.2), row(0.3)], PLAIN) == (1, 3, 2)


def test_what_carries_next_to_nothing_is_not_shown_however_recent() -> None:
    rows = [row(0.5), row(0.02, recency=1.0, popularity=1.0, kind="b")]
    assert choose(rows, PathTaste(recency=9.0, popularity=9.0, variety=9.0)) == (0,)


def test_an_item_keeps_its_heaviest_path_where_none_carries_the_least_share() -> None:
    assert choose([row(0.01), row(0.02)], PLAIN) == (1,)
    assert choose([], PLAIN) == choose([row(0.0)], PLAIN) == ()


def test_each_property_brings_in_a_lighter_path() -> None:
    heavy = [row(0.3), row(0.29), row(0.28)]
    lights = (row(0.2, recency=1.0), row(0.2, popularity=1.0), row(0.2, kind="b"))
    for light, taste in zip(
        lights, (PathTaste(1.0, 0.0, 0.0), PathTaste(0.0, 1.0, 0.0), PathTaste(0.0, 0.0, 1.0)), strict=True
    ):
        assert choose([*heavy, light], PLAIN) == (0, 1, 2)
        assert choose([*heavy, light], taste) == (0, 1, 3)


@given(CANDIDATES, TASTES)
def test_the_choice_is_short_heaviest_first_and_carries_the_least_share(
    candidates: list[Candidate], taste: PathTaste
) -> None:
    places = choose(candidates, taste)
    shares = [candidates[place].contribution for place in places]
    assert len(set(places)) == len(places) <= MOST_PATHS
    assert shares == sorted(shares, reverse=True)
    assert bool(places) is bool(candidates)
    assert len(places) == 1 or all(share >= taste.least for share in shares)


@given(CANDIDATES, TASTES)
def test_a_light_candidate_beyond_the_reach_of_taste_changes_nothing(
    candidates: list[Candidate], taste: PathTaste
) -> None:
    """What `paths` relies on when it stops looking at ways."""
    heaviest = sorted((row.contribution for row in candidates), reverse=True)
    if len(heaviest) < MOST_PATHS or heaviest[MOST_PATHS - 1] < taste.least:
        return
    reach = heaviest[MOST_PATHS - 1] - taste.most * heaviest[0]
    if reach > 0.0:
        late = Candidate(reach * 0.999, 1.0, 1.0, "late")
        assert choose([*candidates, late], taste) == choose(candidates, taste)


def test_the_latest_liked_item_is_named_where_recency_counts() -> None:
    shelf = shop(item("old", brand="b0", popularity=9.0), item("late", brand="b0"), item("new", brand="b0"))
    query = RankQuery("shop", liked_item_ids=("old", "late"), excluded_item_ids=("old", "late"))
    graph = graph_of(shelf)
    known = rank(graph, Weights(taste=PLAIN), query).paths[0][0]
    recent = rank(graph, Weights(), query).paths[0][0]
    assert known.triples == (Triple("old", "made_by", "b0"), Triple("new", "made_by", "b0"))
    assert recent.triples == (Triple("late", "made_by", "b0"), Triple("new", "made_by", "b0"))


def test_the_latest_wish_is_a_reason_sooner_than_an_equal_one() -> None:
    shelf = shop(item("a", brand="b0", use=("u0", "u1", "u2")))
    wishes = tuple(Preference("use", Operator.EQUAL, (f"u{turn}",), turn=turn) for turn in range(3))
    first = Preference("brand", Operator.EQUAL, ("b0",), turn=0)
    query = RankQuery("shop", (first, *wishes))
    plain = rank(graph_of(shelf), Weights(fading=1.0, taste=PLAIN), query).paths[0]
    taste = replace(PLAIN, recency=50.0)
    recent = rank(graph_of(shelf), Weights(fading=1.0, taste=taste), query).paths[0]
    assert {2, 3} <= {path.preference for path in recent}
    assert len(plain) == len(recent) == MOST_PATHS
