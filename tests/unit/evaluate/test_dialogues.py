"""The dialogue tasks on made-up data in the public formats."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatrec.offline.evaluate.dialogues.graph import bare_title, name_of
from chatrec.offline.evaluate.dialogues.inspired import evaluate as evaluate_inspired
from chatrec.offline.evaluate.dialogues.protocol import ranks_of
from chatrec.offline.evaluate.dialogues.redial import evaluate as evaluate_redial
from chatrec.offline.evaluate.evaluation import Options
from chatrec.offline.knowledge.dialogue_corpus import Dialogue, Items, Turn, cases_of
from chatrec.offline.knowledge.dialogue_experts import mentions, titles_said
from chatrec.vocabulary.errors import InvalidInputError, NotFoundError

if TYPE_CHECKING:
    from pathlib import Path

_FILMS = ("Up", "Heat", "Jaws", "Ran", "Big", "Speed", "Alien", "Tron", "Babe", "Cube")


def _uri(name: str) -> str:
    return f"<http://dbpedia.org/resource/{name}>"


def _write(path: Path, lines: list[object]) -> None:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


def _graph(folder: Path, prefix: str) -> None:
    ids = {_uri(name): place for place, name in enumerate((*_FILMS, "Ann_Lee", "Comedy"))}
    files: dict[str, object] = {
        "entity2id": ids,
        "item_ids": list(range(len(_FILMS))),
        "relation2id": {"<http://dbpedia.org/ontology/starring>": 0, "self_loop": 1},
        "dbpedia_subkg": {"0": [[1, 0], [0, 10]], "1": [[0, 10]]},
    }
    for name, found in files.items():
        (folder / f"{prefix}{name}.json").write_text(json.dumps(found), encoding="utf-8")


def _inspired_turn(role: str, text: str, films: tuple[str, ...] = ()) -> dict[str, object]:
    links = [_uri(film) for film in films]
    return {"role": role, "text": text, "movie": [f"{f} (1999)" for f in films], "movie_link": links, "entity_link": []}


def _inspired(folder: Path) -> None:
    folder.mkdir()
    _graph(folder, "")
    lines: list[object] = [
        [
            _inspired_turn("SEEKER", "I like films with Ann Lee", (_FILMS[place % 5],)),
            _inspired_turn("RECOMMENDER", "Try this", (_FILMS[5 + place % 5],)),
        ]
        for place in range(30)
    ]
    _write(folder / "train_data_dbpedia.jsonl", lines)
    _write(folder / "valid_data_dbpedia.jsonl", lines[:10])


def _redial_dialogue(place: int) -> dict[str, object]:
    asked, shown = place % 5, 5 + place % 5
    messages = [
        {"senderWorkerId": 1, "text": f"I want a comedy like @{100 + asked}"},
        {"senderWorkerId": 2, "text": "Have you seen"},
        {"senderWorkerId": 2, "text": f"@{100 + shown} ?"},
    ]
    titles = {str(100 + film): f"{_FILMS[film]} (1999)" for film in (asked, shown)}
    return {
        "conversationId": str(place),
        "initiatorWorkerId": 1,
        "respondentWorkerId": 2,
        "movieMentions": titles,
        "messages": messages,
    }


def _redial(folder: Path) -> None:
    folder.mkdir()
    _graph(folder, "unicrs_")
    _write(folder / "ievalm_valid_data.jsonl", [_redial_dialogue(place) for place in range(20)])
    _write(folder / "kgsf_valid_data.jsonl", [_redial_dialogue(place) for place in range(15, 25)])
    uris = {str(100 + place): _uri(name) if place % 2 else None for place, name in enumerate(_FILMS)}
    spaces = {
        "vricr_id2entity.jsonl": uris,
        "vricr_mid2name_redial.json": {},
        "vricr_entity2id.json": {_uri(name): 1 + place for place, name in enumerate(_FILMS)},
    }
    for name, found in spaces.items():
        (folder / name).write_text(json.dumps(found), encoding="utf-8")
    with (folder / "crbcrs-items_combined_metadata.csv").open("w", encoding="utf-8", newline="") as lines:
        rows = csv.writer(lines)
        rows.writerow(("title", "databaseId", "genres", "actors", "directors", "year"))
        rows.writerows((name, 100 + place, "Comedy", "Ann Lee", "", "1999.0") for place, name in enumerate(_FILMS))
    for part, places in (("train", range(15)), ("valid", range(15, 25))):
        with (folder / f"kascrs-sequences_{part}.csv").open("w", encoding="utf-8", newline="") as lines:
            rows = csv.writer(lines)
            rows.writerow(("conversationId", "sequence"))
            for place in places:
                text = f"[SKR] [POS] [EG1] [POS] [I{1 + place % 5}] [REC] [POS] [I{6 + place % 5}]"
                rows.writerow((place, text))


@pytest.fixture
def inspired(tmp_path: Path) -> Path:
    _inspired(tmp_path / "inspired")
    return tmp_path / "inspired"


@pytest.fixture
def redial(tmp_path: Path) -> Path:
    _redial(tmp_path / "redial")
    return tmp_path / "redial"


def test_what_always_follows_in_inspired_is_ranked_first(inspired: Path) -> None:
    found = evaluate_inspired(Options(inspired, seeds=(1,)))
    assert found.ours[0]["new_recall@1"].tolist() == [1.0] * 10
    assert np.nanmean(found.baselines["popularity"]["new_recall@1"]) < 1.0


def test_what_always_follows_in_redial_is_ranked_first_whether_joined_by_uri_or_title(redial: Path) -> None:
    found = evaluate_redial(Options(redial, seeds=(1,)))
    assert len(found.case_ids) == 10
    assert found.ours[0]["new_recall@1"].tolist() == [1.0] * 10


def test_dialogues_that_are_measured_are_never_learned_from(redial: Path) -> None:
    before = evaluate_redial(Options(redial, seeds=(1,)))
    kept = (redial / "ievalm_valid_data.jsonl").read_text(encoding="utf-8").splitlines()[:15]
    (redial / "ievalm_valid_data.jsonl").write_text("\n".join(kept), encoding="utf-8")
    after = evaluate_redial(Options(redial, seeds=(1,)))
    assert {name: v.tolist() for name, v in before.ours[0].items()} == {
        name: v.tolist() for name, v in after.ours[0].items()
    }


@pytest.mark.parametrize(
    ("task", "name", "test_file"),
    [("inspired", "valid_data_dbpedia", "test_data_dbpedia"), ("redial", "kgsf_valid_data", "kgsf_test_data")],
)
def test_a_test_file_in_the_folder_is_measured(
    task: str, name: str, test_file: str, request: pytest.FixtureRequest
) -> None:
    folder: Path = request.getfixturevalue(task)
    text = (folder / f"{name}.jsonl").read_text(encoding="utf-8")
    (folder / f"{test_file}.jsonl").write_text(text, encoding="utf-8")
    evaluate = {"inspired": evaluate_inspired, "redial": evaluate_redial}[task]
    assert len(evaluate(Options(folder, split="test", seeds=(1,))).case_ids) == 10


def test_the_same_seed_gives_the_same_scores_bit_for_bit(inspired: Path) -> None:
    first, second = (evaluate_inspired(Options(inspired, seeds=(4,))) for _ in range(2))
    for name, values in first.ours[0].items():
        np.testing.assert_array_equal(values, second.ours[0][name])


def test_a_missing_file_is_named(inspired: Path) -> None:
    with pytest.raises(NotFoundError, match="test_data_dbpedia"):
        evaluate_inspired(Options(inspired, split="test"))


@pytest.mark.parametrize("line", ["{", '{"text": 1}', "[1]", '[{"role": "SEEKER"}]'])
def test_a_malformed_line_of_inspired_is_named_by_file_and_line(inspired: Path, line: str) -> None:
    (inspired / "valid_data_dbpedia.jsonl").write_text("[]\n" + line, encoding="utf-8")
    with pytest.raises(InvalidInputError, match=r"valid_data_dbpedia\.jsonl:2"):
        evaluate_inspired(Options(inspired))


@pytest.mark.parametrize("line", ["{", "[]", '{"conversationId": "1"}'])
def test_a_malformed_line_of_redial_is_named_by_file_and_line(redial: Path, line: str) -> None:
    (redial / "kgsf_valid_data.jsonl").write_text(line, encoding="utf-8")
    with pytest.raises(InvalidInputError, match=r"kgsf_valid_data\.jsonl:1"):
        evaluate_redial(Options(redial))


def test_dialogues_without_any_text_are_refused(inspired: Path) -> None:
    (inspired / "train_data_dbpedia.jsonl").write_text("[]\n", encoding="utf-8")
    with pytest.raises(InvalidInputError, match="text"):
        evaluate_inspired(Options(inspired))


def test_only_what_nobody_named_before_is_new_and_an_item_is_one_case_a_turn() -> None:
    turns = (
        Turn(recommends=False, items=(1,)),
        Turn(recommends=True, items=(1, 2, 2)),
        Turn(recommends=True, items=(2,)),
    )
    cases = list(cases_of([Dialogue("d", turns)]))
    assert [(case.target, case.new, len(case.before)) for case in cases] == [(1, False, 1), (2, True, 1), (2, False, 2)]


def test_a_mention_counts_less_for_every_later_turn_that_names_items() -> None:
    turns = (Turn(recommends=False, items=(0,)), Turn(recommends=True, items=()), Turn(recommends=False, items=(1, 0)))
    (case,) = cases_of(
        [Dialogue("d", (*turns[:2], Turn(recommends=False, items=(1,)), Turn(recommends=True, items=(2,))))]
    )
    assert mentions([case], 3, forget=0.5).toarray().tolist() == [[0.5, 1.0, 0.0]]


@given(st.lists(st.integers(0, 3), min_size=2, max_size=8), st.data())
def test_a_rank_is_the_place_in_the_sorted_list(scores: list[int], data: st.DataObject) -> None:
    target = data.draw(st.integers(0, len(scores) - 1))
    hidden = np.array([data.draw(st.lists(st.booleans(), min_size=len(scores), max_size=len(scores)))])
    row = np.array([scores], np.float32)
    order = [item for item in np.argsort(-row[0], kind="stable").tolist() if not hidden[0, item]]
    expected = order.index(target) + 1 if target in order else 0
    assert ranks_of(row, np.array([target]), hidden).tolist() == [expected]


def test_a_resource_is_taken_apart() -> None:
    name = name_of("<http://dbpedia.org/resource/It_(2017_film)>")
    assert (name.title, name.year, name.qualifier) == ("it", 2017, "2017 film")


@pytest.mark.parametrize(
    ("title", "series"), [("the matrix", "matrix"), ("alien: covenant", "alien"), ("rocky iv", "rocky"), ("up", "up")]
)
def test_a_series_is_known_by_its_bare_title(title: str, series: str) -> None:
    assert bare_title(title) == series


def test_a_film_said_without_a_link_is_heard_by_its_title() -> None:
    items = Items(3, np.full(3, np.nan), {}, (), titles={"knives out": (2,)})
    (case,) = cases_of(
        [
            Dialogue(
                "d", (Turn(recommends=False, items=(), text="Is Knives Out good?"), Turn(recommends=True, items=(2,)))
            )
        ]
    )
    assert titles_said([case], items).tolist() == [[0.0, 0.0, 1.0]]
