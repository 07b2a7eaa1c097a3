"""The published dialogues of `lastfm` and `lastfm_star`: files, protocol, tastes and the whole task."""

import json
from pathlib import Path

import numpy as np
import pytest

from chatrec.offline.evaluate.asking import running
from chatrec.offline.evaluate.asking.files import read_known, read_pairs
from chatrec.offline.evaluate.asking.lastfm import evaluate
from chatrec.offline.evaluate.asking.learning import measure_learning
from chatrec.offline.evaluate.asking.protocol import MOVES, draw_targets, measured
from chatrec.offline.evaluate.asking.running import Run, ground_of
from chatrec.offline.evaluate.asking.signals import SIGNALS
from chatrec.offline.evaluate.asking.task import measure_asking
from chatrec.offline.evaluate.asking.tastes import choices_of, fit_tastes, tastes
from chatrec.offline.evaluate.evaluation import Evaluation, Options
from chatrec.offline.policy import cost_to_go
from chatrec.offline.policy.attribute_dialogues import Setting
from chatrec.offline.policy.attribute_families import FAMILIES
from chatrec.offline.policy.attribute_learning import AttributeTraining
from chatrec.offline.policy.attribute_planner import AttributePlanner
from chatrec.offline.policy.cost_to_go import Practice
from chatrec.vocabulary.errors import InvalidInputError, NotFoundError

USERS, ITEMS, ATTRIBUTES = 12, 60, 9
LITTLE = Practice(rounds=1, dialogues=30, passes=1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A tiny excerpt of the format: users like the attributes of their own third of the items."""
    rng = np.random.default_rng(0)
    items = {str(item): {"feature_index": [item % 3, 3 + int(rng.integers(6))]} for item in range(ITEMS)}
    people = {str(user): {"friends": [(user + 3) % USERS], "like": [user % 3]} for user in range(USERS)}
    write(tmp_path, "tag_map", {str(10 * tag): tag for tag in range(ATTRIBUTES)})
    write(tmp_path, "user_map", {str(5 * user): user for user in range(USERS)})
    write(tmp_path, "item_dict", items)
    write(tmp_path, "user_dict", people)
    own = {user: rng.permutation(np.arange(user % 3, ITEMS, 3)).tolist() for user in range(USERS)}
    for part, places in {"train": slice(8), "valid": slice(8, 12), "test": slice(12, 16)}.items():
        write(tmp_path, f"review_dict_{part}", {str(user): taken[places] for user, taken in own.items()})
    return tmp_path


def write(folder: Path, name: str, content: object) -> None:
    (folder / f"{name}.json").write_text(json.dumps(content), "utf-8")


def test_success_counts_within_its_moves_and_failure_counts_15_turns() -> None:
    scores = measured(np.array([0, 4, 5, 13, -1]), np.array([1, 1, 2, 10, 0]))
    assert scores["sr@5"].tolist() == [1, 1, 0, 0, 0]
    assert scores["sr@10"].tolist() == [1, 1, 1, 0, 0]
    assert scores["sr@15"].tolist() == [1, 1, 1, 1, 0]
    assert scores["turns"].tolist() == [1, 5, 6, 14, 15]


def test_hdcg_is_the_published_formula() -> None:
    scores = measured(np.array([0, 0, 1, -1]), np.array([1, 3, 1, 0]))
    later = 1 / np.log2(3)
    np.testing.assert_allclose(scores["hdcg"], [1.0, later + (1.0 - later) / 2.0, later, 0.0])


def test_the_opening_spends_one_of_fifteen_turns() -> None:
    assert MOVES == 14


def test_an_opening_is_an_attribute_of_the_item_and_the_seed_draws_it(folder: Path) -> None:
    known = read_known(folder)
    pairs = read_pairs(folder, "valid", known.shape)
    drawn, again, other = (draw_targets(pairs, known.has, seed) for seed in (1, 1, 2))
    assert all(known.has[item, opening] for item, opening in zip(drawn.items, drawn.openings, strict=True))
    assert (drawn.openings == again.openings).all()
    assert (drawn.openings != other.openings).any()
    assert len(drawn.users) == pairs.nnz


def test_tastes_prefer_what_is_like_what_was_taken_and_rule_out_what_was_taken(folder: Path) -> None:
    known = read_known(folder)
    train, valid = (read_pairs(folder, part, known.shape) for part in ("train", "valid"))
    choices = choices_of(train, known, draw_targets(valid, known.has, 0), seed=0)
    network = fit_tastes(choices, np.arange(valid.nnz), seed=0)
    odds = tastes(train, known, [network])
    assert len(network.linear) == len(SIGNALS)
    assert np.isneginf(odds[train.nonzero()]).all()
    own, foreign = (
        np.mean([odds[0, item] for item in range(start, ITEMS, 3) if np.isfinite(odds[0, item])]) for start in (0, 1)
    )
    assert own > foreign


def measured_little(folder: Path, split: str, wrong_answers: float = 0.0) -> Evaluation:
    ground_of.cache_clear()  # every call reads and fits anew
    return measure_asking(folder, Options(folder, split, (1,), wrong_answers), LITTLE)


def test_what_users_hold_in_the_test_part_is_not_read_before_it_is_asked_for(folder: Path) -> None:
    write(folder, "user_item", {"0": "never read"})
    before = measured_little(folder, "valid")
    (folder / "review_dict_test.json").unlink()
    after = measured_little(folder, "valid")
    assert before.ours[0]["turns"].tolist() == after.ours[0]["turns"].tolist()


def test_the_same_seed_gives_the_same_figures_and_every_row_has_every_metric(folder: Path) -> None:
    first, second = (measured_little(folder, "valid", wrong_answers=0.1) for _ in range(2))
    names = {"sr@5", "sr@10", "sr@15", "turns", "hdcg"}
    for name in names:
        assert first.ours[0][name].tolist() == second.ours[0][name].tolist()
    for scores in (*first.ours, *first.baselines.values(), *first.ablation.values()):
        assert names <= set(scores)
    assert "no noise model" in first.ablation


def test_a_table_hands_what_it_read_and_its_planners_on_to_the_next(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shares: list[float] = []

    def practised(
        setting: Setting, odds: np.ndarray, planner: AttributePlanner, *, seed: int, practice: Practice
    ) -> AttributePlanner:
        shares.append(setting.wrong_share)
        return cost_to_go.practised(setting, odds, planner, seed=seed, practice=practice)

    monkeypatch.setattr(running, "practised", practised)
    read, again = (ground_of(folder, "valid") for _ in range(2))
    first, second = (Run(ground, Options(folder, seeds=(1,)), 1) for ground in (read, again))
    for run, share in ((first, 0.1), (second, 0.1), (second, 0.0)):
        run.practised(share, LITTLE)
    assert shares == [0.1, 0.0]
    assert ground_of(folder, "test") is not read


def test_a_learned_policy_is_compared_with_its_planner_dialogue_by_dialogue(folder: Path) -> None:
    training = AttributeTraining(steps=32, points=2, proving=10)
    found = measure_learning(folder, Options(folder, "valid", (1, 2)), LITTLE, training)
    ours = np.mean([run["sr@15"].mean() for run in found.ours])
    gain = found.figures["gain_sr@15"]
    assert gain.low <= gain.value <= gain.high
    assert gain.value == pytest.approx(ours - found.ablation["planner"]["sr@15"].mean())
    assert set(found.ablation_figures) == {f"{family} seed {seed}" for family in FAMILIES for seed in (1, 2)}
    assert {"reward_1", "reward_2", "gain_sr@15", "margin"} <= set(found.ablation_figures["DQN seed 1"])


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "review_dict_test.json").unlink()
    with pytest.raises(NotFoundError, match=r"review_dict_test\.json"):
        evaluate(Options(folder, "test", (1,)))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("item_dict", {"0": {"feature_index": [ATTRIBUTES]}}, "item_dict.json: 0: numbers from 0 to below 9"),
        ("item_dict", {"0": {}}, "item_dict.json: 0: feature_index is missing"),
        ("item_dict", ["0"], "item_dict.json: an object"),
        ("user_dict", {"99": {"friends": [], "like": []}}, "user_dict.json: 99: a number below 12"),
        ("review_dict_train", {"0": [True]}, "review_dict_train.json: 0: numbers"),
        ("review_dict_valid", {}, "review_dict_valid.json: there is no pair"),
    ],
)
def test_what_cannot_be_read_is_named(folder: Path, name: str, content: object, said: str) -> None:
    write(folder, name, content)
    with pytest.raises(InvalidInputError, match=said):
        evaluate(Options(folder, "valid", (1,)))
