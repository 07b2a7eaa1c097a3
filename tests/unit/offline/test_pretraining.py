"""Graph pretraining: what is held out can be told again, ranks are what they say, and a seed gives the same vectors."""

from __future__ import annotations

import json
from pathlib import Path

import ir_measures
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from chatrec.cli.__main__ import main
from chatrec.offline.evaluate.completion.task import evaluate
from chatrec.offline.evaluate.evaluation import Options
from chatrec.offline.knowledge.card import card_text
from chatrec.offline.knowledge.pretraining.artefact import CARD, read_embeddings
from chatrec.offline.knowledge.pretraining.completion import completion_scores, filtered_ranks, questions
from chatrec.offline.knowledge.pretraining.families import FAMILIES
from chatrec.offline.knowledge.pretraining.fitting import FitSettings, fit_embeddings
from chatrec.offline.knowledge.pretraining.frequency import MostFrequent
from chatrec.offline.knowledge.pretraining.train import PRINTED, PretrainingArguments, judged, train_embeddings
from chatrec.offline.knowledge.pretraining.triples import Facts, numbered, part_facts
from chatrec.vocabulary.errors import InvalidInputError, NotFoundError

FAST = FitSettings(width=16, epochs=20, candidates=64)


def clans(count: int = 4, size: int = 6) -> Facts:
    """Everybody of a clan knows everybody of it and lives in its town."""
    rows = []
    for clan in range(count):
        members = [f"c{clan}.{n}" for n in range(size)]
        rows += [(one, "knows", other) for one in members for other in members if one != other]
        rows += [(one, "lives_in", f"town{clan}") for one in members]
    return numbered(rows)


def three() -> Facts:
    """Twenty facts, of which the first question has two answers."""
    return numbered([("a", "likes", "b"), ("a", "likes", "c"), *((f"x{n}", "likes", "d") for n in range(18))])


def test_an_answer_is_ranked_among_those_that_are_no_other_answer() -> None:
    facts = three()
    place = {name: number for number, name in enumerate(facts.entities)}
    scores = np.zeros((1, len(facts.entities)), np.float32)
    scores[0, [place["b"], place["d"], place["c"]]] = (3.0, 2.0, 1.0)
    asked = questions(np.array([[place["a"], 0, place["c"]]]), 1)
    ranks = filtered_ranks(lambda rows, _: np.repeat(scores, len(rows), axis=0), facts, facts.triples, asked)
    # b is another answer to "whom does a like", so only d stands before c.
    assert ranks[0] == 2.0


def test_of_entities_that_score_alike_half_stand_before_the_answer() -> None:
    facts = three()
    asked = questions(facts.triples[:1], 1)
    ranks = filtered_ranks(
        lambda rows, _: np.zeros((len(rows), len(facts.entities)), np.float32), facts, facts.triples, asked
    )
    # 21 entities without the other answer: the answer itself and 20 that score alike.
    assert len(facts.entities) == 22
    assert ranks[0] == 1.0 + 20 / 2


def test_reciprocal_rank_and_hits_by_hand() -> None:
    found = completion_scores(np.array([1.0, 2.0, 4.0, 11.0]))
    assert found["mrr"].mean() == pytest.approx((1 + 1 / 2 + 1 / 4 + 1 / 11) / 4)
    assert [found[f"hits@{k}"].mean() for k in (1, 3, 10)] == [0.25, 0.5, 0.75]


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1_000))
def test_ranks_agree_with_those_of_ir_measures(seed: int) -> None:
    facts, rng = clans(2, 4), np.random.default_rng(seed)
    scores = rng.permutation(len(facts.entities) * 2 * len(facts.triples)).reshape(-1, len(facts.entities))
    asked = questions(facts.triples, len(facts.relations))
    rows = iter(range(len(asked.answers)))
    ranks = filtered_ranks(
        lambda block, _: scores[[next(rows) for _ in block]].astype(np.float32), facts, facts.triples, asked
    )
    answers: dict[tuple[int, int], set[int]] = {}
    triples = list(zip(asked.entities.tolist(), asked.relations.tolist(), asked.answers.tolist(), strict=True))
    for entity, relation, answer in triples:
        answers.setdefault((entity, relation), set()).add(answer)
    run, wanted = [], []
    for row, (entity, relation, answer) in enumerate(triples):
        wanted.append(ir_measures.Qrel(str(row), str(answer), 1))
        others = answers[entity, relation] - {answer}
        shown = [other for other in range(len(facts.entities)) if other not in others]
        run += [ir_measures.ScoredDoc(str(row), str(other), float(scores[row, other])) for other in shown]
    theirs = ir_measures.calc_aggregate([ir_measures.RR, ir_measures.Success @ 3], wanted, run)
    ours = completion_scores(ranks)
    assert ours["mrr"].mean() == pytest.approx(theirs[ir_measures.RR])
    assert ours["hits@3"].mean() == pytest.approx(theirs[ir_measures.Success @ 3])


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 1_000), st.floats(0.0, 0.4))
def test_what_is_held_out_speaks_of_nothing_that_was_never_seen(seed: int, share: float) -> None:
    facts = clans(3, 4)
    parts = part_facts(facts, share, seed=seed)
    assert sorted(map(tuple, parts.whole.tolist())) == sorted(map(tuple, facts.triples.tolist()))
    assert len(parts.valid) - len(parts.test) in {0, 1}
    for held in (parts.valid, parts.test):
        assert set(held[:, [0, 2]].ravel()) <= set(parts.train[:, [0, 2]].ravel())
        assert set(held[:, 1]) <= set(parts.train[:, 1])


def test_a_fact_given_twice_counts_once_and_too_few_are_refused() -> None:
    rows = [(f"a{n}", "r", f"b{n}") for n in range(20)]
    assert len(numbered(rows + rows).triples) == 20
    with pytest.raises(InvalidInputError, match="20 facts"):
        numbered(rows[:19] + rows[:19])


@pytest.mark.parametrize("name", sorted(FAMILIES))
def test_a_pair_scores_alike_by_itself_and_among_all(name: str) -> None:
    family, rng = FAMILIES[name], torch.Generator().manual_seed(3)
    heads, kinds, tails = (torch.randn(5, 8, generator=rng) for _ in range(3))
    query = family.query(heads, kinds)
    assert torch.allclose(family.match(query, tails).diagonal(), family.own(query, tails), atol=1e-5)


def test_complex_is_the_trilinear_product_of_complex_numbers() -> None:
    rng = np.random.default_rng(5)
    heads, kinds, tails = (rng.normal(size=(1, 4)) + 1j * rng.normal(size=(1, 4)) for _ in range(3))
    parts = (torch.tensor(np.concatenate((x.real, x.imag), axis=1)) for x in (heads, kinds, tails))
    head, kind, tail = parts
    family = FAMILIES["complex"]
    found = family.own(family.query(head, kind), tail).item()
    assert found == pytest.approx((heads * kinds * tails.conj()).sum().real)


def test_a_rotation_leaves_lengths_as_they_are() -> None:
    rng = torch.Generator().manual_seed(7)
    heads, kinds = (torch.randn(6, 8, generator=rng) for _ in range(2))
    turned = FAMILIES["rotate"].query(heads, kinds)
    assert torch.allclose(turned.norm(dim=1), heads.norm(dim=1), atol=1e-5)
    assert not torch.allclose(turned, heads, atol=1e-2)


@pytest.mark.parametrize("name", ["complex", "rotate"])
def test_held_out_facts_are_told_far_better_than_by_their_relation_alone(name: str) -> None:
    facts = clans()
    parts = part_facts(facts, 0.1, seed=1)
    found = fit_embeddings(facts, parts, FitSettings(name, 16, epochs=40, candidates=64, penalty=0.0), seed=1)
    trivial = judged(MostFrequent(facts, parts.train).score, facts, parts)["mrr"].mean()
    assert judged(found.score, facts, parts)["mrr"].mean() > max(0.6, 2 * trivial)


def test_the_same_seed_gives_the_same_vectors_and_another_one_others() -> None:
    facts = clans()
    parts = part_facts(facts, 0.1, seed=1)
    one, again, other = (fit_embeddings(facts, parts, FAST, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(one.entities, again.entities)
    assert np.array_equal(one.relations, again.relations)
    assert not np.array_equal(one.entities, other.entities)


def test_fitting_stops_where_what_was_held_out_is_told_no_better() -> None:
    facts = clans()
    told: list[float] = []
    long = FitSettings(width=16, epochs=400, candidates=64, judge_every=2)
    fit_embeddings(facts, part_facts(facts, 0.1, seed=1), long, seed=1, progress=told.append)
    assert 3 * 2 / 400 < told[-1] < 1.0


def shelf(folder: Path) -> Path:
    folder.mkdir()
    (folder / "catalogue.yaml").write_text(
        "format: 1\nname: shelf\ndomain: generic\nlanguages: [en]\ncurrency: EUR\nlicence: CC0-1.0\n"
        "facets: {maker: {type: entity}, use: {type: entity, many: true}}\n"
    )
    rows = [
        {"id": f"i{n}", "name": f"Item {n}", "facets": {"maker": f"m{n % 3}", "use": [f"u{n % 3}", f"u{n % 2}"]}}
        for n in range(30)
    ]
    for row in rows:
        row["name"] = {"en": row["name"]}
    (folder / "items.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    return folder


def test_a_catalogue_gets_an_artefact_whose_card_tells_what_it_is_worth(tmp_path: Path) -> None:
    told: list[float] = []
    arguments = PretrainingArguments(shelf(tmp_path / "shelf"), tmp_path / "out", seed=1)
    card = train_embeddings(arguments, lambda done, _: told.append(done))
    assert told[-1] <= 1.0
    assert told == sorted(told)
    stored = read_embeddings(card.parent)
    assert stored.embeddings.entities.shape[0] == len(stored.entities)
    assert stored.embeddings.relations.shape[0] == 2 * len(stored.relations)
    assert {"i0", "m0", "u1"} <= set(stored.entities)
    record = json.loads(card.read_bytes())
    assert set(record["figures"]) == {"most frequent", "complex", "rotate"}
    assert record["valid_mrr"][record["family"]] == max(record["valid_mrr"].values())
    assert "most frequent" in card_text(card, PRINTED)


def test_vectors_that_are_not_those_of_the_card_are_refused(tmp_path: Path) -> None:
    card = train_embeddings(PretrainingArguments(shelf(tmp_path / "shelf"), tmp_path / "out"), lambda *_: None)
    with (card.parent / "graph_embeddings.npz").open("ab") as file:
        file.write(b"x")
    with pytest.raises(InvalidInputError, match="card"):
        read_embeddings(card.parent)
    (card.parent / CARD).unlink()
    with pytest.raises(NotFoundError):
        read_embeddings(card.parent)


def test_the_command_prints_what_each_family_tells_and_where_the_card_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ("--what", "embeddings", "--catalogue", str(shelf(tmp_path / "shelf")), "--out", str(tmp_path / "out"))
    assert main(["train", "knowledge", *given]) == 0
    printed = capsys.readouterr().out
    assert printed.endswith(f"{tmp_path / 'out' / CARD}\n")
    assert all(name in printed for name in ("most frequent", "complex", "rotate", "hits@10"))


def test_the_task_asks_every_held_out_fact_twice_beside_its_trivial_rows(tmp_path: Path) -> None:
    facts = clans(5, 6)
    rows = [
        f"{facts.entities[head]} {facts.relations[kind]} {facts.entities[tail]}" for head, kind, tail in facts.triples
    ]
    (tmp_path / "kg.txt").write_text("\n".join(rows) + "\n")
    found = evaluate(Options(tmp_path, seeds=(1, 2)))
    held = round(0.05 * 2 * len(facts.triples)) // 2
    assert len(found.case_ids) == len(set(found.case_ids)) == 2 * held
    assert len(found.ours) == 2
    assert set(found.ours[0]) == {f"{part}{name}" for part in ("", "kgcn-music_") for name in PRINTED}
    assert set(found.baselines) == {"most frequent", "DistMult"}
    assert found.ours[0]["mrr"].mean() > found.baselines["most frequent"]["mrr"].mean()


def test_a_folder_without_a_graph_and_a_line_that_is_no_fact_are_named(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match=r"kg\.txt"):
        evaluate(Options(tmp_path))
    (tmp_path / "kg.txt").write_text("a b c\na b\n")
    with pytest.raises(InvalidInputError, match=r"kg\.txt:2"):
        evaluate(Options(tmp_path))
