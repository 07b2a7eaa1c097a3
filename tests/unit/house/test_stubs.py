"""The stubs are generated from the protos, completely and all or nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hatch_build import generate_stubs

ROOT = Path(__file__).parents[3]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "protos", tmp_path / "protos")
    (tmp_path / "services").mkdir()
    return tmp_path


def test_the_python_path_is_the_proto_package(checkout: Path) -> None:
    folders = generate_stubs(checkout)
    assert {folder.parent.name for folder in folders} >= {"encoder", "dialogue", "knowledge", "policy", "orchestrator"}
    for folder in folders:
        name = folder.parent.name
        made = {path.name for path in folder.iterdir()}
        assert {"__init__.py", f"{name}_pb2.py", f"{name}_pb2.pyi", f"{name}_pb2_grpc.py"} <= made
        assert f"chatrec/{name}/v1/{name}.proto" in (folder / f"{name}_pb2.py").read_text(encoding="utf-8")


def test_nothing_of_a_removed_proto_survives(checkout: Path) -> None:
    old = checkout / "services" / "chatrec" / "encoder" / "v1" / "gone_pb2.py"
    old.parent.mkdir(parents=True)
    old.touch()
    generate_stubs(checkout)
    assert not old.exists()


def test_a_refused_proto_changes_nothing(checkout: Path) -> None:
    before = {path: path.stat().st_mtime_ns for folder in generate_stubs(checkout) for path in folder.iterdir()}
    (checkout / "protos" / "chatrec" / "encoder" / "v1" / "encoder.proto").write_text(
        "syntax = nonsense", encoding="utf-8"
    )
    with pytest.raises(RuntimeError, match="protoc"):
        generate_stubs(checkout)
    assert before == {path: path.stat().st_mtime_ns for path in before}


def test_a_checkout_without_protos_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match=r"No \.proto files"):
        generate_stubs(tmp_path)
