"""`new-items`: what is hidden is hidden from everybody, and what brings it back is the expected edges alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from chatrec.knowledge.domain.snapshot.texts import no_vectors
from chatrec.offline.catalogue.from_movielens import from_movielens
from chatrec.offline.evaluate.interactions import new_items
from chatrec.offline.evaluate.interactions.new_items import hide_items
from chatrec.offline.knowledge.holdout import HeldOut, hold_out
from chatrec.vocabulary.errors import InvalidInputError


def films(folder: Path, people: int = 60, count: int = 60) -> Path:
    """Write films in RecBole's files: half of the people take horror, half take comedies."""
    folder.mkdir()
    rng = np.random.default_rng(4)
    rows = ["user_id:token\titem_id:token\trating:float\ttimestamp:float"]
    for person in range(people):
        mine = np.arange(person % 2, count, 2)
        taken = rng.choice(mine, size=12, replace=False).tolist()
        rows += [f"{person}\t{film}\t4\t{100 + place}" for place, film in enumerate(taken)]
    (folder / "ml-100k.inter").write_text("\n".join(rows) + "\n")
    rows = ["item_id:token\tmovie_title:token_seq\trelease_year:token\tclass:token_seq"]
    rows += [f"{film}\tFilm {film}\t{1970 + film}\t{('Horror', 'Comedy')[film % 2]}" for film in range(count)]
    (folder / "ml-100k.item").write_text("\n".join(rows) + "\n")
    return folder


@pytest.fixture
def held(tmp_path: Path) -> HeldOut:
    return hold_out(from_movielens(films(tmp_path / "ml-100k"), tmp_path / "out"), seed=1)


def test_what_is_hidden_nobody_is_known_to_have_taken_and_all_who_took_it_have_to_find_it(held: HeldOut) -> None:
    found = hide_items(held, 0.25, seed=1)
    left = {row.item for row in found.catalogue.interactions}
    hidden = {item.id for item in held.catalogue.items} - left
    assert len(hidden) == 15
    assert all(item.popularity == 0.0 for item in found.catalogue.items if item.id in hidden)
    for before, after in zip((*held.fit, *held.judge), (*found.fit, *found.judge), strict=True):
        assert hidden.isdisjoint(after.liked)
        assert set(after.held) == set(before.held) | (set(before.liked) & hidden)
        assert set(after.liked) | set(after.held) == set(before.liked) | set(before.held)


def test_expected_edges_bring_new_films_to_those_who_take_films_like_them(tmp_path: Path) -> None:
    catalogue = new_items._films(films(tmp_path / "ml-100k"))
    run = new_items._Run(catalogue, no_vectors(), seed=1)
    assert catalogue.triples == ()
    found, before = (np.nanmean(scores["new_items_recall@10"]) for scores in (run.ours, run.before))
    assert found > before
    assert run.ours["ndcg@10"].mean() > run.before["ndcg@10"].mean()
    assert len(run.users) == len(run.ours["few_ndcg@10"]) == 20


def test_a_folder_without_films_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="missing"):
        new_items._films(tmp_path)
