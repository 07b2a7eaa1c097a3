"""Explanations measured on a tiny data set in RecBole's format, and each measure by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from chatrec.knowledge.domain.catalogue.catalogue import Interaction
from chatrec.knowledge.domain.reasoning.weights import Weights
from chatrec.offline.evaluate.evaluation import Options
from chatrec.offline.evaluate.explanations.controls import random_paths, roads_of, shortest_paths
from chatrec.offline.evaluate.explanations.measuring import World, deletion, measured
from chatrec.offline.evaluate.explanations.quality import (
    linking,
    popularity_of,
    recency_of,
    shared,
    smoothed,
    variety,
)
from chatrec.offline.evaluate.explanations.reading import read_films, split
from chatrec.offline.evaluate.explanations.reasoning import listed, score_without
from chatrec.offline.evaluate.explanations.task import evaluate
from chatrec.vocabulary.errors import InvalidInputError, NotFoundError
from chatrec.vocabulary.graph import Path, Triple

if TYPE_CHECKING:
    import pathlib

WEIGHTS = Weights()
USERS, FILMS = 8, 12


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """Write two circles of users who like the even or the odd films, and actors who play in one kind."""
    found = tmp_path_factory.mktemp("ml-100k")
    ratings = [
        f"{user}\t{film}\t4\t{1000 + 100 * film + user}"
        for user in range(USERS)
        for film in range(FILMS)
        if film % 2 == user % 2 or film == user
    ]
    links = [f"{film}\tf{film}" for film in range(FILMS)]
    edges = [f"f{film}\tfilm.film.actor\ta{film % 2}" for film in range(FILMS)]
    edges += [f"f{film}\tfilm.film.language\ten" for film in range(FILMS)]
    edges += ["g0\tfilm.film_genre.films_in_this_genre\tf0", "f0\tfilm.film.sequel\tf2", "x\tfilm.film.actor\ta0"]
    parts = {
        "inter": ("user_id:token\titem_id:token\trating:float\ttimestamp:float", ratings),
        "link": ("item_id:token\tentity_id:token", links),
        "kg": ("head_id:token\trelation_id:token\ttail_id:token", edges),
    }
    for name, (header, rows) in parts.items():
        (found / f"ml-100k.{name}").write_text("\n".join([header, *rows]) + "\n")
    return found


@pytest.fixture(scope="module")
def world(folder: pathlib.Path) -> World:
    return World.of(read_films(folder), 1)


def test_films_are_linked_by_title_and_year_where_a_list_of_the_numbers_is_there(
    folder: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    for path in folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    films = [f"{film}\tTitle {film}\t1990\tDrama" for film in range(FILMS)]
    header = "item_id:token\tmovie_title:token_seq\trelease_year:token\tclass:token_seq"
    (tmp_path / "ml-100k.item").write_text("\n".join([header, *films]) + "\n")
    sequel = Triple("m0", "film.film.sequel", "m2")
    assert sequel in read_films(tmp_path).triples
    (tmp_path / "movies.dat").write_text("0::Title 7 (1990)::Drama\n2::Title 5 (1990)::Drama\n")
    found = read_films(tmp_path).triples
    assert Triple("m7", "film.film.sequel", "m5") in found
    assert sequel not in found


def test_the_average_follows_ascending_values_and_runs_from_0_to_1() -> None:
    assert smoothed([0.0, 10.0, 10.0], beta=0.5).tolist() == pytest.approx([0.0, 5.0 / 7.5, 1.0])
    assert smoothed([3.0, 3.0]).tolist() == [0.0, 0.0]
    assert smoothed([]).tolist() == []


def test_the_latest_interaction_is_the_most_recent_and_one_second_is_one_time() -> None:
    rows = [Interaction("u", item, 1.0, at) for item, at in (("a", 1), ("b", 50), ("c", 50), ("d", 90))]
    found = recency_of(rows)
    assert found["a"] == 0.0
    assert found["d"] == 1.0
    assert 0.0 < found["b"] == found["c"] < 1.0


def test_an_entity_is_popular_among_those_of_its_relation_only() -> None:
    edges = [Triple(f"m{n}", "genre", "drama") for n in range(5)] + [Triple("m0", "genre", "noir")]
    edges += [Triple("m0", "actor", "x"), Triple("m1", "actor", "x"), Triple("m0", "actor", "y")]
    found = popularity_of(edges, {"m0": 3, "m1": 9})
    assert (found.of("genre", "drama"), found.of("actor", "x")) == (1.0, 1.0)
    assert (found.of("genre", "noir"), found.of("actor", "y"), found.of("actor", "nobody")) == (0.0, 0.0, 0.0)
    assert (found.of("liked_with", "m1"), found.of("liked_with", "m0")) == (1.0, 0.0)


def test_a_path_is_linked_by_the_item_taken_up_and_shares_what_comes_before_the_item() -> None:
    over = Path((Triple("m0", "actor", "x"), Triple("m1", "actor", "x")))
    direct = Path((Triple("m1", "sequel", "m0"),))
    assert (linking(over, "m1"), shared(over, "m1")) == ("m0", "x")
    assert (linking(direct, "m1"), shared(direct, "m1")) == ("m0", "m0")
    assert linking(Path((Triple("m0", "liked_with", "m1"),)), "m1") == "m0"


def test_variety_is_measured_against_what_a_list_could_have() -> None:
    assert variety(["a", "b", "a"], 10) == pytest.approx(2 / 3)
    assert variety(["a", "b"] * 10, 4) == pytest.approx(0.5)
    assert variety([], 4) == 0.0


def test_the_graph_is_read_in_one_direction_and_only_where_films_are(folder: pathlib.Path) -> None:
    films = read_films(folder)
    assert len(films.triples) == 2 * FILMS + 1
    assert Triple("m0", "film.film.sequel", "m2") in films.triples
    assert all(row.head.startswith("m") for row in films.triples)


def test_a_seed_draws_three_quarters_of_each_user_in_the_order_of_time(folder: pathlib.Path) -> None:
    films = read_films(folder)
    first, again = split(films, 1), split(films, 1)
    assert (first.train, first.test) == (again.train, again.test)
    assert first.test != split(films, 2).test
    for user, rows in first.train.items():
        assert [row.unix_s for row in rows] == sorted(row.unix_s for row in rows)
        assert not first.test[user].intersection(row.item for row in rows)
        assert len(rows) == round(0.75 * (len(rows) + len(first.test[user])))


def test_shown_paths_exist_and_without_them_the_score_falls(world: World) -> None:
    ours = listed(world.graph, WEIGHTS, world.parts.train["0"], 3)
    found = measured(world, "0", ours.shown) | deletion(world, WEIGHTS, ours, ours.shown)
    assert (found["path_exists"], found["path_coverage"], found["deletion"]) == (1.0, 1.0, 1.0)
    assert found["score_fall"] > 0.0


def test_a_path_that_is_made_up_or_starts_elsewhere_does_not_exist(world: World) -> None:
    known = [row.item for row in world.parts.train["0"]]
    stranger = next(item for item in world.parts.train["1"] if item.item not in known).item
    made_up = Path((Triple(known[0], "film.film.actor", "nobody"), Triple("m9", "film.film.actor", "nobody")))
    elsewhere = Path((Triple(stranger, "film.film.language", "en"), Triple("m9", "film.film.language", "en")))
    assert measured(world, "0", [("m9", (made_up, elsewhere))])["path_exists"] == 0.0


def test_a_path_that_carries_nothing_fails_the_deletion_test(world: World) -> None:
    mute = Weights(relations={"film.film.language": 0.0})
    ours = listed(world.graph, mute, world.parts.train["0"], 1)
    item, start = ours.items[0], world.parts.train["0"][0].item
    idle = Path((Triple(start, "film.film.language", "en"), Triple(item, "film.film.language", "en")))
    assert measured(world, "0", [(item, (idle,))])["path_exists"] == 1.0
    assert deletion(world, mute, ours, [(item, (idle,))])["deletion"] == 0.0


def test_a_learned_edge_is_taken_away_too(world: World) -> None:
    heavy = Weights(liked=0.0, associations={"liked_with": 4.0})
    ours = listed(world.graph, heavy, world.parts.train["0"], 1)
    path = ours.paths[0][0]
    assert path.triples[0].relation == "liked_with"
    assert score_without(world.graph, heavy, ours.query, ours.items[0], path) < ours.scores[0]


def test_controls_lead_from_liked_items_and_the_shortest_has_the_fewest_edges() -> None:
    triples = frozenset(
        {
            Triple("m0", "actor", "x"),
            Triple("m1", "actor", "x"),
            Triple("m2", "actor", "x"),
            Triple("m0", "liked_with", "m1"),
            Triple("m1", "liked_with", "m0"),
        }
    )
    roads, learned, liked = roads_of(triples), frozenset({"liked_with"}), frozenset({"m0"})
    short = shortest_paths(roads, learned, liked, "m1")
    assert [len(path.triples) for path in short] == [1, 2]
    assert short[0] == Path((Triple("m0", "liked_with", "m1"),))
    drawn = random_paths(roads, learned, liked, "m1", np.random.default_rng(1))
    assert set(drawn) == set(short)
    assert random_paths(roads, learned, liked, "nowhere", np.random.default_rng(1)) == ()


def test_the_task_gives_every_metric_and_the_same_twice(folder: pathlib.Path) -> None:
    first, again = (evaluate(Options(folder, seeds=(1, 2))) for _ in range(2))
    assert set(first.ours[0]) >= {"path_exists", "path_coverage", "deletion", "lir", "sep", "etd"}
    assert set(first.baselines) == {"random_path", "shortest_path"}
    assert len(first.case_ids) == USERS
    assert first.figures == again.figures
    for ours, theirs in zip(first.ours, again.ours, strict=True):
        for name, values in ours.items():
            assert np.array_equal(values, theirs[name], equal_nan=True)
    for run in first.ours:
        assert np.nanmean(run["path_exists"]) == np.nanmean(run["deletion"]) == 1.0


def test_missing_and_malformed_files_are_named(folder: pathlib.Path, tmp_path: pathlib.Path) -> None:
    with pytest.raises(NotFoundError, match=r"ml-100k\.inter"):
        evaluate(Options(tmp_path))
    for name in ("inter", "link"):
        (tmp_path / f"ml-100k.{name}").write_bytes((folder / f"ml-100k.{name}").read_bytes())
    (tmp_path / "ml-100k.kg").write_text("head\trelation\ttail\nf0\tfilm.film.actor\n")
    with pytest.raises(InvalidInputError, match=r"ml-100k\.kg:2"):
        evaluate(Options(tmp_path))
