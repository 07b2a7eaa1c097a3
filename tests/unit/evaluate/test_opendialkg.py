"""OpenDialKG's task, on a made-up world of a few films."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from chatrec.offline.evaluate.evaluation import Evaluation, Options
from chatrec.offline.evaluate.opendialkg.corpus import Corpus, corpus_of
from chatrec.offline.evaluate.opendialkg.evidence import evidence_of
from chatrec.offline.evaluate.opendialkg.linking import fold, name_finder
from chatrec.offline.evaluate.opendialkg.misspelling import name_guesser
from chatrec.offline.evaluate.opendialkg.reading import Catalogue, Message, Talk, Turn, read_catalogue, read_turns
from chatrec.offline.evaluate.opendialkg.scoring import cases_of, scores_of
from chatrec.offline.evaluate.opendialkg.task import evaluate
from chatrec.offline.knowledge.boosted_choice import fit_boosted_choice
from chatrec.offline.knowledge.co_mentions import count_co_mentions
from chatrec.offline.knowledge.relation_choice import fit_relation_choice
from chatrec.offline.knowledge.typed_walks import shortest_path, typed_graph, walk_masses
from chatrec.vocabulary.errors import InvalidInputError, NotFoundError

FILMS = [f"{colour} {thing}" for colour in ("Red", "Blue", "Grey") for thing in ("River", "Harbour", "Garden", "Tower")]
ACTORS = ["Ann Arden", "Bob Brook", "Cleo Cairn", "Dan Dale"]
DIRECTORS = ["Eve Eastley", "Finn Ford", "Gus Glen"]
GENRES = ["Comedy", "Horror"]
YEARS = ["1999", "2004"]
NAMES = [*FILMS, *ACTORS, *DIRECTORS, *GENRES, *YEARS]
RELATIONS = ["year", "actor", "director", "genre", "language", "writer"]


def facts(film: int) -> dict[str, str]:
    return {
        "actor": ACTORS[film % 4],
        "director": DIRECTORS[film // 4],
        "genre": GENRES[film % 2],
        "year": YEARS[film % 2],
    }


def turn(dialogue: int, text: str, names: list[str], target: str, *, number: int = 1) -> dict[str, object]:
    said = f"You may like {target}."
    return {"dialog_id": dialogue, "turn_id": number, "context": [text], "entity": names, "rec": [target], "resp": said}


def question(dialogue: int, film: int) -> dict[str, object]:
    if dialogue % 2:
        person = facts(film)["director"]
        return turn(dialogue, f"{dialogue}: what did {person} direct?", [person], FILMS[film])
    person = facts(film)["actor"]
    return turn(dialogue, f"{dialogue}: who stars like {person}?", [person], FILMS[film])


def write_folder(folder: Path) -> Path:
    folder.mkdir()
    numbers = {name: number for number, name in enumerate(NAMES)}
    edges = {
        str(film): [[RELATIONS.index(kind), numbers[value]] for kind, value in facts(film).items()]
        for film in range(len(FILMS))
    }
    write = {"entity2id": numbers, "kg": edges, "item_ids": list(range(len(FILMS)))}
    write["relation2id"] = {name: number for number, name in enumerate(RELATIONS)}
    for name, content in write.items():
        (folder / f"{name}.json").write_text(json.dumps(content))
    rng = np.random.default_rng(5)
    train = [question(dialogue, int(rng.integers(len(FILMS)))) for dialogue in range(80)]
    valid = [question(dialogue, int(rng.integers(len(FILMS)))) for dialogue in range(90, 100)]
    valid += [turn(100, "Is Red River good?", ["Red River"], "Red River"), turn(3, "3: hello", [], "No Such Film")]
    for part, rows in (("train", train), ("valid", valid), ("test", valid)):
        (folder / f"{part}_data_processed.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_folder(tmp_path_factory.mktemp("data") / "opendialkg")


@pytest.fixture(scope="module")
def evaluation(folder: Path) -> Evaluation:
    return evaluate(Options(folder, seeds=(1,)))


@pytest.fixture(scope="module")
def catalogue(folder: Path) -> Catalogue:
    return read_catalogue(folder)


def spoken(dialogue: int, context: tuple[str, ...], names: tuple[str, ...] = (), target: str = "Red River") -> Turn:
    return Turn(dialogue, 1, context, names, (target,), f"Try {target}.")


def counted(corpus: Corpus, talks: tuple[Talk, ...] = ()) -> float:
    """Give what the first measured turn's mention of Ann Arden gets for Red River."""
    mentions = corpus.matrix(corpus.given, lambda *_: 1.0)
    shares = evidence_of(corpus, talks).after.shares(mentions, corpus.dialogues, prior=1.0)
    return float(shares[corpus.learned, 0])


def test_every_target_is_a_case_with_every_promised_metric(evaluation: Evaluation) -> None:
    promised = {f"{kind}_recall@{cut}" for kind in ("new", "all", "disjoint") for cut in (1, 10, 50)}
    assert promised | {"path_coverage"} <= set(evaluation.ours[0])
    assert len(evaluation.case_ids) == len(set(evaluation.case_ids)) == len(evaluation.details) == 12


def test_an_item_that_is_in_no_catalogue_is_never_hit_and_a_named_one_is_not_new(evaluation: Evaluation) -> None:
    scores = evaluation.ours[0]
    assert scores["all_recall@50"][-1] == 0.0
    assert np.isnan(scores["new_recall@50"][-2])
    assert scores["new_recall@50"][-1] == 0.0
    assert np.isnan(scores["disjoint_recall@50"][-1])


def test_what_was_learned_beats_popularity(evaluation: Evaluation) -> None:
    ours = np.nanmean(evaluation.ours[0]["new_recall@10"])
    assert ours > np.nanmean(evaluation.baselines["popularity"]["new_recall@1"])
    assert {"popularity", "echo + popularity", "co-occurrence"} <= set(evaluation.baselines)
    assert any("without" in name for name in evaluation.ablation)


def test_the_same_seed_gives_the_same_scores_bit_for_bit(folder: Path, evaluation: Evaluation) -> None:
    again = evaluate(Options(folder, seeds=(1,)))
    for name, values in evaluation.ours[0].items():
        np.testing.assert_array_equal(values, again.ours[0][name])


def test_every_hit_on_a_new_target_has_its_path_in_the_graph(evaluation: Evaluation, folder: Path) -> None:
    graph = json.loads((folder / "kg.json").read_text())
    for detail in evaluation.details:
        assert isinstance(detail["path"], list)
        assert len(detail["path"]) <= 3
        for head, relation, tail in detail["path"]:
            assert [RELATIONS.index(relation), NAMES.index(tail)] in graph[str(NAMES.index(head))]


def test_the_test_part_is_measured_after_learning_from_train_and_valid(folder: Path) -> None:
    found = evaluate(Options(folder, split="test", seeds=(1,)))
    assert np.isnan(found.ours[0]["disjoint_recall@1"]).all(), "each test dialogue was seen in valid"


def test_a_missing_folder_or_file_is_named(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(NotFoundError):
        evaluate(Options(tmp_path / "nowhere"))
    empty = tmp_path / "opendialkg"
    empty.mkdir()
    with pytest.raises(NotFoundError, match="entity2id"):
        evaluate(Options(empty))


@pytest.mark.parametrize("line", ["{", "[]", "{}", '{"dialog_id": 1, "turn_id": 1, "context": "no list"}', "null"])
def test_a_malformed_line_is_refused_with_its_place(tmp_path: Path, line: str) -> None:
    path = tmp_path / "train_data_processed.jsonl"
    path.write_text(json.dumps(turn(1, "Hello", [], "Red River")) + "\n" + line)
    with pytest.raises(InvalidInputError, match=r"train_data_processed\.jsonl:2"):
        read_turns(path)


def test_evidence_of_the_same_dialogue_is_left_out_by_its_number(catalogue: Catalogue) -> None:
    case = spoken(1, ("Something with Ann Arden?",), ("Ann Arden",))
    known = spoken(1, ("Another opening.", "Ann Arden"), ("Ann Arden",))
    assert counted(corpus_of(catalogue, [known], [case])) == 0.0
    assert counted(corpus_of(catalogue, [replace(known, dialogue=2)], [case])) == pytest.approx(0.5)


def test_evidence_of_the_same_dialogue_is_left_out_by_its_opening(catalogue: Catalogue) -> None:
    case = spoken(1, ("Something with Ann Arden?",), ("Ann Arden",))
    assert counted(corpus_of(catalogue, [replace(case, dialogue=2)], [case])) == 0.0


@pytest.mark.parametrize(
    ("opening", "expected"), [("Something with Ann Arden, please?", 0.0), ("Who is Ann Arden?", 0.5)]
)
def test_a_further_dialogue_with_the_text_of_a_case_is_left_out(
    catalogue: Catalogue, opening: str, expected: float
) -> None:
    case = spoken(1, ("Something with Ann Arden, please?",), ("Ann Arden",))
    other = spoken(2, ("Good day.",), target="Grey Tower")
    talk = Talk((Message(opening, "user"), Message("See Red River.", "assistant")), (("Ann Arden", "Red River"),))
    assert counted(corpus_of(catalogue, [other], [case]), (talk,)) == pytest.approx(expected)


def test_names_are_found_by_their_longest_form_and_never_in_lower_case(catalogue: Catalogue) -> None:
    find = name_finder(catalogue, [])
    numbers = {name: number for number, name in enumerate(NAMES)}
    assert [link.entities for link in find("I love Red River and comedies")] == [(numbers["Red River"],)]
    assert [link.entities for link in find("a red river of horror")] == [(numbers["Horror"],)]
    assert fold("Amélie's  PATH") == "amelies path"


def test_a_misspelt_name_is_guessed_and_a_strange_one_is_not() -> None:
    guess = name_guesser(NAMES)
    assert guess("Anything by Eve Eastly?") == (NAMES.index("Eve Eastley"),)
    assert guess("Anything by Zyx Wvuts?") == ()


def ranked(catalogue: Catalogue, order: list[str], target: str) -> Mapping[str, np.ndarray]:
    case = spoken(1, ("Is Red River good?",), ("Red River",), target)
    corpus = corpus_of(catalogue, [spoken(2, ("Hello.",))], [case])
    graph = typed_graph(catalogue.triples, catalogue.relations, len(catalogue.names))
    rest = [film for film in FILMS if film not in order]
    ranking = np.array([[FILMS.index(film) for film in (*order, *rest)]])
    return scores_of(corpus, cases_of(corpus, graph), ranking)


def test_a_new_target_is_sought_among_items_not_named_and_all_targets_among_all(catalogue: Catalogue) -> None:
    scores = ranked(catalogue, ["Red River", "Blue River"], "Blue River")
    assert scores["new_recall@1"].tolist() == [1.0]
    assert scores["all_recall@1"].tolist() == scores["unfiltered_new_recall@1"].tolist() == [0.0]
    assert scores["path_coverage"].tolist() == [1.0]


def test_a_named_target_counts_for_all_targets_only(catalogue: Catalogue) -> None:
    scores = ranked(catalogue, ["Red River"], "Red River")
    assert scores["all_recall@1"].tolist() == [1.0]
    assert np.isnan(scores["new_recall@1"]).all()
    assert scores["all_path_coverage"].tolist() == [0.0], "nothing else was named that could lead there"


TRIPLES = [(0, "made", 3), (1, "made", 3), (1, "made", 4), (2, "made", 4)]


def test_a_path_is_the_shortest_within_three_steps_from_another_entity() -> None:
    graph = typed_graph(TRIPLES, ["made"], 6)
    assert shortest_path(graph, [3], 1) == ((1, "made", 3),)
    assert shortest_path(graph, [0], 1) == ((0, "made", 3), (1, "made", 3))
    assert shortest_path(graph, [3], 2) == ((1, "made", 3), (1, "made", 4), (2, "made", 4))
    assert shortest_path(graph, [0], 2) == ()
    assert shortest_path(graph, [5, 1], 1) == ()


def test_a_walk_is_shared_by_degree_and_a_double_edge_counts_once() -> None:
    graph = typed_graph([*TRIPLES, TRIPLES[0]], ["made"], 6)
    start = sp.csr_matrix(([1.0], ([0], [3])), shape=(1, 6))
    one_step = dict(walk_masses(start, graph, [("made", "made")], damping=1.0))["<made"]
    assert one_step.toarray()[0].tolist() == [0.5, 0.5, 0, 0, 0, 0]


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=30))
def test_what_a_dialogue_added_is_exactly_taken_out(rows: list[tuple[int, int, int]]) -> None:
    def shares(kept: list[tuple[int, int, int]], dialogue: int) -> np.ndarray:
        pairs = {group: {(entity, item) for g, entity, item in kept if g == group} for group in range(6)}
        one_each = sp.csr_matrix(np.eye(4, dtype=np.float32))
        return count_co_mentions(pairs, 4, 4).shares(one_each, np.full(4, dialogue), prior=1.0).toarray()

    without = [row for row in rows if row[0] != 0]
    np.testing.assert_allclose(shares(rows, 0), shares(without, 9), atol=1e-5)


def test_the_words_choose_the_relation_though_nobody_said_which_it_was() -> None:
    words = sp.csr_matrix(np.tile(np.eye(2, dtype=np.float32), (50, 1)))
    proposals = np.tile(np.array([[0.5, 0.1], [0.1, 0.5]], dtype=np.float32), (50, 1))
    possible = np.ones_like(proposals, dtype=np.bool_)
    choice = fit_relation_choice(words, possible, proposals, penalty=0.1)
    shares = choice.shares(words[:2], possible[:2])
    assert shares[0, 0] > 0.8
    assert shares[1, 1] > 0.8
    barred = choice.shares(words[:1], np.array([[False, True]]))
    assert barred.tolist() == [[0.0, 1.0]]


@settings(max_examples=20)
@given(st.integers(0, 1_000))
def test_the_shares_of_the_ways_sum_to_one(seed: int) -> None:
    rng = np.random.default_rng(seed)
    words = sp.csr_matrix(rng.integers(0, 2, size=(20, 6)).astype(np.float32))
    possible = rng.random((20, 4)) < 0.6
    possible[:, 0] = True
    proposals = (rng.random((20, 4)) * possible).astype(np.float32)
    shares = fit_relation_choice(words, possible, proposals, penalty=1.0).shares(words, possible)
    np.testing.assert_allclose(shares.sum(axis=1), 1.0, rtol=1e-5)
    assert not shares[~possible].any()


def test_trees_see_what_goes_together() -> None:
    rng = np.random.default_rng(4)
    features = rng.integers(0, 2, size=(600, 4, 2)).astype(np.float32)
    right = features[:, :, 0] != features[:, :, 1]
    scores = fit_boosted_choice(features, right, seed=1).scores(features)
    assert scores[right].min() > scores[~right].max()
