"""Teaching the encoder paraphrases: what a fit promises, on an encoder of two small layers."""

import json
from pathlib import Path

import numpy as np
import pytest

from chatrec.offline.encoder.debias import LanguageBias
from chatrec.offline.encoder.deltas import merge
from chatrec.offline.encoder.tuning.paraphrases import SHIPPED, content_digest, is_held_out, read_paraphrases
from chatrec.vocabulary.errors import InvalidInputError
from tests.unit.encoder.test_deltas import DIMENSIONS, tiny

pytest.importorskip("torch")

from chatrec.offline.encoder.tuning.fitting import FitOptions, Lesson, fit
from chatrec.offline.encoder.tuning.low_rank import Tower, Trunk

BIAS = LanguageBias(mean=np.zeros(DIMENSIONS, np.float32), directions=np.zeros((0, DIMENSIONS), np.float32))
TEXTS = [[[1, 2 + 4 * group + text, 30 + text, 39] for text in range(4)] for group in range(6)]
OPTIONS = FitOptions(steps=30, rate=1e-2, warm_up=3, families=2, siblings=3, reminders=2, keeping=1.0)


def taught(seed: int = 1) -> tuple[Tower, list[float]]:
    weights = tiny(seed=5)
    trunk, tower = Trunk(weights, first=1), Tower(weights, first=1, rank=4, seed=seed)
    lesson = Lesson(
        sources=[[trunk.states(texts) for texts in TEXTS[:3]], [trunk.states(texts) for texts in TEXTS[3:]]],
        reminders=trunk.states([[1, 5, 9], [2, 6, 10, 14], [3, 7]]),
    )
    return tower, fit(tower, lesson, BIAS, OPTIONS, lambda _done: None)


def test_fitting_lowers_the_loss() -> None:
    _, losses = taught()
    assert np.mean(losses[-5:]) < np.mean(losses[:5]) - 0.1


def test_the_same_seed_gives_the_same_deltas() -> None:
    first, again = (taught()[0].deltas() for _ in range(2))
    assert all(np.array_equal(first[name].up, again[name].up) for name in first)
    assert any(np.abs(delta.up).max() > 0 for delta in first.values())


def test_only_the_upper_layers_change() -> None:
    assert {name.partition(".")[0] for name in taught()[0].deltas()} == {"layer1"}


def test_merged_deltas_give_the_vectors_that_the_tower_gave() -> None:
    tower, _ = taught()
    weights = tiny(seed=5)
    merged = merge(weights, tower.deltas())
    tokens = [[1, 5, 9, 13], [4, 8], [39]]
    states = Trunk(weights, first=1).states(tokens)
    vectors = Tower(merged, first=1, rank=0, seed=1).vectors(states)
    np.testing.assert_allclose(vectors.numpy(), tower.vectors(states).detach().numpy(), atol=1e-5)


def test_a_texts_vector_does_not_depend_on_what_it_is_read_with() -> None:
    weights = tiny(seed=5)
    trunk, tower = Trunk(weights, first=1), Tower(weights, first=1, rank=0, seed=1)
    tokens = [list(range(1, 2 + length)) for length in range(1, 10)]
    together = tower.vectors(trunk.states(tokens)).numpy()
    alone = np.concatenate([tower.vectors(trunk.states([one])).numpy() for one in tokens])
    np.testing.assert_allclose(together, alone, atol=1e-5)


def written(folder: Path, *lines: str) -> Path:
    (folder / "some.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def line(name: str, *texts: str) -> str:
    return json.dumps({"group": name, "en": texts, "zh": []})


def test_groups_of_one_text_are_left_out_and_a_text_said_twice_is_one(tmp_path: Path) -> None:
    groups = read_paraphrases([written(tmp_path, line("a", "hi", "hello", "hi"), line("b", "bye", "bye"))])
    assert [(group.name, group.source, group.texts) for group in groups] == [("a", "some", ("hi", "hello"))]


@pytest.mark.parametrize("broken", ["{", "[]", '{"group": "a", "en": ["hi"]}'])
def test_a_line_that_is_no_group_is_refused_with_its_place(tmp_path: Path, broken: str) -> None:
    with pytest.raises(InvalidInputError, match="no group") as caught:
        read_paraphrases([written(tmp_path, line("a", "hi", "hello"), broken)])
    assert caught.value.facts["line"] == "2"


def test_a_folder_without_paraphrases_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="no paraphrases"):
        read_paraphrases([tmp_path])


def test_a_group_is_held_out_by_its_name_alone(tmp_path: Path) -> None:
    few = read_paraphrases([written(tmp_path, *(line(f"g-{number}", "x", "y") for number in range(200)))])
    held = {group.name for group in few if is_held_out(group)}
    more = read_paraphrases([written(tmp_path, *(line(f"g-{number}", "u", "v", "w") for number in range(400)))])
    assert 10 <= len(held) <= 60
    assert held == {group.name for group in more[:200] if is_held_out(group)}
    assert content_digest(few) != content_digest(more)


def test_our_own_paraphrases_are_read_and_no_text_means_two_things_in_a_file() -> None:
    groups = read_paraphrases(SHIPPED)
    assert {group.source for group in groups} == {"questions", "ways_to_say", "wishes"}
    for source in {group.source for group in groups}:
        texts = [text for group in groups if group.source == source for text in group.texts]
        assert len(texts) == len(set(texts))
