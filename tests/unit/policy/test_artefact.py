"""The artefact: written, read back, and refused where it is not what its card says."""

import hashlib
import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import pytest

from chatrec.policy.__main__ import decider
from chatrec.policy.adapters import load_network, open_artefact, write_artefact
from chatrec.policy.domain import LearnedDecider, Planner, Policy, Values
from chatrec.policy.settings import SHIPPED_ARTEFACT, Settings
from chatrec.serving import read_settings
from chatrec.vocabulary.errors import InvalidInputError, UnavailableError
from tests.unit.policy.choices import choice


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copied = tmp_path / "artefact"
    shutil.copytree(SHIPPED_ARTEFACT, copied)
    return copied


def test_the_shipped_artefact_is_whole_and_decides() -> None:
    artefact = open_artefact(SHIPPED_ARTEFACT)
    policy = Policy(LearnedDecider(load_network(artefact.network), artefact.card.policy_id), artefact.values)
    policy.check()
    assert policy.choose(choice()).policy_id == artefact.card.policy_id


def test_the_learned_policy_decides_by_default_only_if_it_is_not_below_the_planner() -> None:
    results = open_artefact(SHIPPED_ARTEFACT).card.results
    exported = f"learned_seed_{results['exported_seed']}"
    gains = [results[part]["gain_over_planner"] for part in ("unseen_synthetic", "practised_real")]
    assert all(len(part) >= 3 for part in gains)
    good = all(part[exported]["mean"] >= 0.0 for part in gains)
    stable = all(seed["high"] >= 0.0 for part in gains for seed in part.values())
    assert Settings().policy == ("learned" if good and stable else "planner")


def test_what_is_written_is_read_back(folder: Path, tmp_path: Path) -> None:
    artefact = replace(open_artefact(folder), values=Values({"directed_by": 0.25}, {("about", "太空"): -0.5}, -1.0))
    write_artefact(tmp_path / "new", artefact)
    again = open_artefact(tmp_path / "new")
    assert again.values == artefact.values
    assert again.network == artefact.network
    assert again.card.policy_id == artefact.card.policy_id


@pytest.mark.parametrize("name", ["policy.onnx", "values.json"])
def test_a_damaged_file_is_refused_by_name(folder: Path, name: str) -> None:
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / name).write_bytes(content)
    with pytest.raises(UnavailableError, match=f"{name} is damaged"):
        open_artefact(folder)


@pytest.mark.parametrize("name", ["policy.onnx", "values.json", "card.json"])
def test_a_missing_file_is_refused_by_name(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(UnavailableError, match=f"{name} is missing"):
        open_artefact(folder)


@pytest.mark.parametrize(
    ("field", "value"), [("feature_version", 99), ("features", ["something", "else"]), ("actions", ["recommend"])]
)
def test_an_artefact_for_another_program_is_refused_by_what_differs(folder: Path, field: str, value: object) -> None:
    card = json.loads((folder / "card.json").read_text())
    (folder / "card.json").write_text(json.dumps(card | {field: value}))
    with pytest.raises(UnavailableError, match=field):
        open_artefact(folder)


@pytest.mark.parametrize("text", ["", "[]", "{}", "not json", '{"format": 2}'])
def test_a_card_that_is_no_card_is_refused(folder: Path, text: str) -> None:
    (folder / "card.json").write_text(text)
    with pytest.raises(UnavailableError, match="card"):
        open_artefact(folder)


def test_a_card_of_a_later_format_is_refused(folder: Path) -> None:
    card = json.loads((folder / "card.json").read_text())
    (folder / "card.json").write_text(json.dumps(card | {"format": 2}))
    with pytest.raises(UnavailableError, match="unknown format"):
        open_artefact(folder)


@pytest.mark.parametrize(
    ("files", "problem"),
    [([], "does not name policy.onnx"), ([{"name": "../x", "sha256": "", "size_bytes": 0}], "outside of its folder")],
)
def test_a_card_that_names_the_wrong_files_is_refused(folder: Path, files: list[object], problem: str) -> None:
    card = json.loads((folder / "card.json").read_text())
    (folder / "card.json").write_text(json.dumps(card | {"files": files}))
    with pytest.raises(UnavailableError, match=problem):
        open_artefact(folder)


def test_values_that_are_no_values_are_refused(folder: Path) -> None:
    nonsense = b'{"relations": 1}'
    (folder / "values.json").write_bytes(nonsense)
    card = json.loads((folder / "card.json").read_text())
    hashes = {"values.json": hashlib.sha256(nonsense).hexdigest()}
    card["files"] = [file | {"sha256": hashes.get(file["name"], file["sha256"])} for file in card["files"]]
    (folder / "card.json").write_text(json.dumps(card))
    with pytest.raises(UnavailableError, match=r"values\.json cannot be read"):
        open_artefact(folder)


@pytest.mark.parametrize("graph", [b"", b"nonsense"])
def test_a_graph_that_is_no_graph_is_refused(graph: bytes) -> None:
    with pytest.raises(UnavailableError, match="cannot be loaded"):
        load_network(graph)


def test_a_network_of_other_shapes_is_refused() -> None:
    graph = onnx.load_from_string(open_artefact(SHIPPED_ARTEFACT).network)
    graph.graph.output[0].name = "something"
    graph.graph.node[-1].output[0] = "something"
    with pytest.raises(UnavailableError, match="other inputs or outputs"):
        load_network(graph.SerializeToString())


def test_a_network_that_fails_is_unavailable_and_no_bug() -> None:
    network = load_network(open_artefact(SHIPPED_ARTEFACT).network)
    with pytest.raises(UnavailableError, match="network failed"):
        network.logits(np.zeros(3, np.float32))


def test_the_setting_says_who_decides() -> None:
    artefact = open_artefact(SHIPPED_ARTEFACT)
    chosen = {
        name: decider(read_settings(Settings, "policy", {"CHATREC_POLICY_POLICY": name}), artefact)
        for name in ("planner", "learned")
    }
    assert isinstance(chosen["planner"], Planner)
    assert isinstance(chosen["learned"], LearnedDecider)


def test_a_temperature_out_of_range_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="TEMPERATURE"):
        read_settings(Settings, "policy", {"CHATREC_POLICY_TEMPERATURE": "-1"})
