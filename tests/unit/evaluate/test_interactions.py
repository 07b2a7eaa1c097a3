"""Tasks over interactions: what is drawn, what is learned, and what is never seen."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatrec.offline.evaluate.evaluation import Options
from chatrec.offline.evaluate.interactions import kgcn_music, ml_100k
from chatrec.offline.evaluate.interactions.diversity import LAMBDAS, item_vectors, varied
from chatrec.offline.evaluate.interactions.kgcn_music import _probability
from chatrec.offline.evaluate.interactions.listening import draw_pairs, read_listening
from chatrec.offline.evaluate.interactions.ratings import Ratings, read_ratings, split_by_user
from chatrec.offline.evaluate.interactions.signals import GROUPS, NO_EVIDENCE, TRACE
from chatrec.offline.evaluate.report import measure
from chatrec.offline.knowledge.implicit_factors import FactorSettings, implicit_factors
from chatrec.offline.knowledge.low_pass import low_pass
from chatrec.vocabulary.errors import InvalidInputError, NotFoundError


def _two_tastes(users: int, items: int, rng: np.random.Generator) -> np.ndarray:
    """Even users like the first half of the items, odd users the second half."""
    half = items // 2
    taken = np.zeros((users, items))
    for user in range(users):
        liked = rng.choice(half, size=half - 2, replace=False) + (half if user % 2 else 0)
        taken[user, liked] = 1.0
    return taken


@pytest.fixture
def films(tmp_path: Path) -> Path:
    rng = np.random.default_rng(0)
    lines = ["user_id:token\titem_id:token\trating:float\ttimestamp:float"]
    for user, row in enumerate(_two_tastes(40, 24, rng)):
        lines += [f"u{user}\ti{item}\t{rng.integers(3, 6)}\t{item}" for item in np.flatnonzero(row)]
    folder = tmp_path / "ml-100k"
    folder.mkdir()
    (folder / "ml-100k.inter").write_text("\n".join(lines) + "\n", "utf-8")
    return folder


@pytest.fixture
def music(tmp_path: Path) -> Path:
    folder = tmp_path / "kgcn-music"
    folder.mkdir()
    taken = _two_tastes(30, 40, np.random.default_rng(1))
    plays = [f"{user}\t{item}\t{item + 1}" for user, row in enumerate(taken) for item in np.flatnonzero(row)]
    (folder / "user_artists.dat").write_text("\n".join(["userID\tartistID\tweight", *plays]) + "\n", "utf-8")
    (folder / "item_index2entity_id.txt").write_text("".join(f"{item}\t{item}\n" for item in range(40)), "utf-8")
    (folder / "kg.txt").write_text("".join(f"{item}\tgenre\t{100 + item % 2}\n" for item in range(40)), "utf-8")
    return folder


@given(st.integers(0, 50))
def test_every_rating_is_in_train_or_in_test_and_never_in_both(seed: int) -> None:
    ratings = _ratings()
    train, test = split_by_user(ratings, np.arange(len(ratings.users)), 0.75, seed)
    assert sorted([*train.tolist(), *test.tolist()]) == list(range(len(ratings.users)))
    assert np.bincount(ratings.users[train]).tolist() == [6, 3]


def _ratings() -> Ratings:
    users = np.array([0] * 8 + [1] * 4)
    items = np.array([*range(8), *range(4)])
    return Ratings(users, items, np.ones(12), np.zeros(12), ("a", "b"), tuple("abcdefgh"))


def test_two_tastes_are_told_apart_better_than_by_popularity(films: Path) -> None:
    summary = measure("ml-100k", ml_100k.evaluate, Options(films, seeds=(1, 2))).summary()
    assert summary["metrics"]["ndcg@10"]["value"] > 1.3 * summary["baselines"]["popularity"]["ndcg@10"]
    assert {"item_autoencoder alone", "without low_pass"} <= set(summary["ablation"])


def test_cold_users_and_variety_are_reported_apart(films: Path) -> None:
    summary = measure("ml-100k", ml_100k.evaluate, Options(films, seeds=(1,))).summary()
    assert summary["metrics"]["cold_users_ndcg@10"]["value"] == summary["metrics"]["ndcg@10"]["value"]
    assert {f"mmr_{share}" for share in LAMBDAS} <= set(summary["ablation"])
    assert summary["ablation"]["mmr_0.3"]["intra_list_distance"] > summary["metrics"]["intra_list_distance"]["value"]


def test_films_of_the_train_part_are_never_shown_again(films: Path) -> None:
    ratings = read_ratings(films / "ml-100k.inter")
    train, _ = split_by_user(ratings, np.arange(len(ratings.users)), 0.75, 1)
    seen = ratings.matrix(train) > 0
    scores = np.where(seen, -np.inf, np.random.default_rng(0).random(seen.shape))
    vectors = item_vectors(seen.astype(np.float64))
    for share in LAMBDAS:
        shown = varied(scores, vectors, share, 10)
        assert not np.take_along_axis(seen, shown, axis=1).any()
        assert all(len(set(row)) == len(row) for row in shown.tolist())


def test_full_weight_on_the_score_leaves_the_order_as_it_is() -> None:
    scores = np.random.default_rng(1).random((5, 30))
    vectors = item_vectors(_two_tastes(40, 30, np.random.default_rng(2)))
    assert varied(scores, vectors, 1.0, 10).tolist() == np.argsort(-scores, axis=1)[:, :10].tolist()


def test_an_order_that_tells_helps(tmp_path: Path) -> None:
    """Everybody goes through the same shelves in one go; what was left out of a shelf lies among its neighbours."""
    rng = np.random.default_rng(7)
    lines = ["user_id:token\titem_id:token\trating:float\ttimestamp:float"]
    for user in range(60):
        shelves = rng.choice(10, size=4, replace=False)
        for place, shelf in enumerate(shelves):
            films = 6 * shelf + rng.choice(6, size=5, replace=False)
            lines += [f"u{user}\ti{film}\t4\t{1000 * place + film}" for film in films]
    (tmp_path / "ml-100k.inter").write_text("\n".join(lines) + "\n", "utf-8")
    summary = measure("ml-100k", ml_100k.evaluate, Options(tmp_path, seeds=(1,))).summary()
    assert (
        summary["ablation"]["order_autoencoder alone"]["ndcg@10"]
        >= summary["ablation"]["item_autoencoder alone"]["ndcg@10"]
    )


def test_the_same_seeds_give_the_same_figures(films: Path) -> None:
    def figures() -> dict[str, object]:
        metrics = measure("ml-100k", ml_100k.evaluate, Options(films, seeds=(3,))).summary()["metrics"]
        return {name: figure for name, figure in metrics.items() if name != "fit_s"}

    assert figures() == figures()


def test_a_rating_that_is_no_number_is_named_by_its_line(films: Path) -> None:
    with (films / "ml-100k.inter").open("a", encoding="utf-8") as file:
        file.write("u1\ti1\tgood\t5\n")
    lines = len((films / "ml-100k.inter").read_text("utf-8").splitlines())
    with pytest.raises(InvalidInputError, match=rf"ml-100k\.inter:{lines}:"):
        read_ratings(films / "ml-100k.inter")


def test_negatives_are_never_artists_that_were_heard(music: Path) -> None:
    listening = read_listening(music)
    pairs = draw_pairs(listening, 1)
    assert not (listening.plays[pairs.users[~pairs.heard], pairs.items[~pairs.heard]] > 0).any()
    parts = np.concatenate((pairs.train, pairs.valid, pairs.test))
    assert sorted(parts.tolist()) == list(range(len(pairs.users)))


@pytest.mark.parametrize("split", ["valid", "test"])
def test_who_hears_what_is_learned(music: Path, split: str) -> None:
    summary = measure("kgcn-music", kgcn_music.evaluate, Options(music, split, seeds=(1,))).summary()
    assert summary["metrics"]["auc"]["value"] > summary["baselines"]["popularity"]["auc"]
    assert summary["metrics"]["f1"]["value"] > 0.8


def test_the_same_seeds_give_the_same_figures_of_music(music: Path) -> None:
    first, second = (
        measure("kgcn-music", kgcn_music.evaluate, Options(music, seeds=(2,))).summary()["metrics"] for _ in range(2)
    )
    assert first == second


def test_more_evidence_never_makes_a_pair_less_likely() -> None:
    """Nobody known to have heard it: often heard all the same. One known: seldom. That is how the draw works."""
    rng = np.random.default_rng(3)
    listeners = rng.integers(0, 6, size=4_000).astype(np.float64)
    heard = rng.random(4_000) < np.array([0.4, 0.1, 0.3, 0.5, 0.6, 0.7])[listeners.astype(int)]
    asked = {"popularity": np.arange(6.0)}
    free = _probability({"popularity": listeners}, heard, asked, ["popularity"], {"popularity"})
    held = _probability({"popularity": listeners}, heard, asked, ["popularity"], NO_EVIDENCE)
    assert free[0] > free[1]
    assert (np.diff(held) >= 0).all()


def test_the_traces_of_the_draw_are_only_in_the_ablation(music: Path) -> None:
    assert TRACE not in {name for names in GROUPS.values() for name in names}
    summary = measure("kgcn-music", kgcn_music.evaluate, Options(music, seeds=(1,))).summary()
    assert "with the draw's traces" in summary["ablation"]
    assert {"auc", "f1"} == set(summary["baselines"]["popularity"])


def test_a_missing_file_is_named(music: Path) -> None:
    (music / "kg.txt").unlink()
    with pytest.raises(NotFoundError, match=r"kg\.txt is missing"):
        kgcn_music.evaluate(Options(music))


def test_a_line_that_is_cut_is_named(music: Path) -> None:
    (music / "kg.txt").write_text("1\tgenre\n", "utf-8")
    with pytest.raises(InvalidInputError, match=r"kg\.txt:1: 3 fields"):
        read_listening(music)


def test_a_low_pass_of_all_directions_keeps_everything() -> None:
    taken = _two_tastes(30, 10, np.random.default_rng(4))
    whole = low_pass(taken, 10, seed=0)
    scaled = taken / np.sqrt(taken.sum(axis=1) + 1.0)[:, None]
    assert whole == pytest.approx(scaled, abs=1e-9)


def test_factors_reach_the_least_squares_of_each_user() -> None:
    taken = 3.0 * _two_tastes(20, 10, np.random.default_rng(5))
    scores = implicit_factors(taken, FactorSettings(4, rounds=10), seed=0)
    assert scores[taken > 0].mean() > 3 * np.abs(scores[taken == 0]).mean()
