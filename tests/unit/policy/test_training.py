"""Training: the environment, equal actions in ONNX, and the artefact that comes out."""

import warnings
from pathlib import Path

import numpy as np
import pytest
import torch
from gymnasium.utils.env_checker import check_env
from sb3_contrib import MaskablePPO

from chatrec.offline.policy.beliefs import facts_of
from chatrec.offline.policy.environment import ConversationEnv
from chatrec.offline.policy.graph import layers_of, network_graph
from chatrec.offline.policy.tables import synthetic_table
from chatrec.offline.policy.train import TrainingArguments, train_policy
from chatrec.offline.policy.valuing import learn_values
from chatrec.offline.preparing import demo_catalogues
from chatrec.policy.adapters import load_network, open_artefact
from chatrec.policy.domain import ACTIONS, FEATURES

FACTS = [facts_of(synthetic_table(np.random.default_rng(seed))) for seed in range(4)]


def test_the_environment_passes_gymnasiums_own_checker() -> None:
    with warnings.catch_warnings(record=True) as complaints:
        warnings.simplefilter("always")
        check_env(ConversationEnv(FACTS), skip_render_check=True)
    assert [str(complaint.message) for complaint in complaints] == []


def test_masks_fit_what_is_seen_and_a_masked_action_shows_items() -> None:
    environment = ConversationEnv(FACTS)
    present = [place for place, name in enumerate(FEATURES) if name.endswith("_present")]
    for seed in range(30):
        observed, _ = environment.reset(seed=seed)
        masks = environment.action_masks()
        assert masks[0]
        assert (masks[1:] <= (observed[present] > 0)).all()
        slates, questions = FEATURES.index("slates"), FEATURES.index("questions")
        if not masks[4]:
            after, _, ended, _, _ = environment.step(np.int64(4))
            assert ended or after[slates] > observed[slates]
            assert after[questions] == observed[questions]


def test_the_same_seed_gives_the_same_episode() -> None:
    def episode() -> list[float]:
        environment = ConversationEnv(FACTS)
        environment.reset(seed=3)
        rewards, ended = [], False
        while not ended:
            action = np.int64(np.flatnonzero(environment.action_masks())[-1])
            _, reward, ended, _, _ = environment.step(action)
            rewards.append(reward)
        return rewards

    assert episode() == episode()


def test_onnx_takes_the_actions_that_stable_baselines_takes_in_300_states() -> None:
    torch.set_num_threads(1)
    model = MaskablePPO("MlpPolicy", ConversationEnv(FACTS), n_steps=64, batch_size=32, seed=1, device="cpu")
    model.learn(128)
    network = load_network(network_graph(layers_of(model)))
    rng = np.random.default_rng(1)
    states = rng.random((300, len(FEATURES)), np.float32)
    masks = rng.random((300, len(ACTIONS))) < 0.6
    masks[:, 0] = True
    theirs = model.predict(states, action_masks=masks, deterministic=True)[0].tolist()
    ours = [
        int(np.argmax(np.where(mask, network.logits(state), -np.inf)))
        for state, mask in zip(states, masks, strict=True)
    ]
    assert ours == theirs
    assert len(set(ours)) > 1


def test_training_writes_an_artefact_that_can_be_served(tmp_path: Path) -> None:
    heard: list[float] = []
    arguments = TrainingArguments(
        out=tmp_path / "artefact",
        catalogues=demo_catalogues()[-1:],
        seeds=(1, 2),
        steps=256,
        synthetic=4,
        environments=2,
        rollout=64,
        batch=64,
        epochs=1,
        hidden=(8,),
        people=30,
        value_people=60,
        tensorboard=tmp_path / "log",
    )
    folder = train_policy(arguments, lambda done, _what: heard.append(done))
    artefact = open_artefact(folder)
    load_network(artefact.network)
    assert artefact.card.training["seeds"] == [1, 2]
    assert set(artefact.card.results) >= {"unseen_synthetic", "practised_real", "values", "curves"}
    assert "made_by" in artefact.values.relations
    assert not artefact.values.entities
    assert heard == sorted(heard)
    assert heard[-1] == 1.0
    assert list((tmp_path / "log").rglob("events*"))


def test_training_repeats_exactly(tmp_path: Path) -> None:
    networks = []
    for name in ("a", "b"):
        arguments = TrainingArguments(
            out=tmp_path / name,
            seeds=(5,),
            steps=128,
            synthetic=3,
            environments=2,
            rollout=32,
            people=10,
            value_people=10,
        )
        networks.append(open_artefact(train_policy(arguments)).network)
    assert networks[0] == networks[1]


@pytest.mark.parametrize("people", [0, 40])
def test_values_learned_in_talks_hold_relations_only(people: int) -> None:
    values = learn_values(FACTS, people, seed=1)
    assert bool(values.relations) == (people > 0)
    assert not values.entities
