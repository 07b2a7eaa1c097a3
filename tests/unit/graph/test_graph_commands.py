"""`chatrec graph show` and `chatrec graph check`, called as the command does."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from chatrec.cli.__main__ import main
from chatrec.cli.commands import graph_look
from chatrec.cli.workspace import Ready
from chatrec.knowledge.adapters.catalogue_writing import write_catalogue
from chatrec.knowledge.adapters.snapshot_files import SnapshotFolder
from chatrec.knowledge.domain.snapshot.build import build_snapshot
from chatrec.vocabulary.graph import Triple
from tests.tea import tea


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_catalogue(tea(), tmp_path / "tea")
    return tmp_path / "tea"


@pytest.fixture
def _prepared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    SnapshotFolder(tmp_path / "snapshot").save(build_snapshot(tea()))
    ready = Ready(tmp_path / "model", (tmp_path / "snapshot",))
    monkeypatch.setattr(graph_look, "prepare", lambda _: ready)


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(("graph", *arguments))
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_check_prints_a_table_and_writes_json(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out_file = tmp_path / "out" / "findings.json"
    code, out, _ = said(capsys, "check", "--catalogue", str(folder), "--as-of", "2026-11-24", "--json", str(out_file))
    assert code == 0
    assert "pictures/t1.jpg" in out
    (record,) = json.loads(out_file.read_text("utf-8"))["catalogues"]
    assert record["catalogue"] == "tea"
    assert record["counts"]["dead_link"] == 1
    assert {"type": "dead_link", "ids": ["t1"], "what": "there is no file pictures/t1.jpg"} in record["findings"]
    assert record["counts"]["orphan"] == 1


def test_check_fails_on_findings_only_where_asked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "check", "--catalogue", str(folder))[0] == 0
    assert said(capsys, "check", "--catalogue", str(folder), "--strict")[0] == 1


def test_a_sound_catalogue_passes_even_strictly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    used = tuple(replace(item, image="", available=True) for item in tea().items)
    tied = (*tea().triples, Triple("t4", "served_in", "$param {x: 1}"))
    write_catalogue(replace(tea(), items=used, triples=tied), tmp_path / "sound")
    code, out, _ = said(capsys, "check", "--catalogue", str(tmp_path / "sound"), "--strict", "--as-of", "2026-11-24")
    assert code == 0, out


def test_a_store_is_checked_by_the_name_of_its_catalogue(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "check", "--store", str(folder))[0] == 2
    code, out, _ = said(capsys, "check", "--store", str(folder), "--name", "tea")
    assert code == 0
    assert "1 orphan" in out


def test_a_day_that_is_none_is_bad_use(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        said(capsys, "check", "--as-of", "soon")
    assert caught.value.code == 2
    assert "is not a day like" in capsys.readouterr().err


@pytest.mark.usefixtures("_prepared")
def test_show_draws_in_the_terminal_and_into_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    svg, html = tmp_path / "a.svg", tmp_path / "a.html"
    code, out, _ = said(capsys, "show", "Longjing", "--svg", str(svg), "--html", str(html), "--language", "en")
    assert code == 0
    assert out.startswith("Dragon Well / 龙井 [t1, green]")
    assert svg.read_text("utf-8").startswith("<svg")
    assert "<th>price</th><td>299.5 CNY</td>" in html.read_text("utf-8")


@pytest.mark.usefixtures("_prepared")
def test_show_to_draws_paths(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    svg = tmp_path / "paths.svg"
    code, out, _ = said(capsys, "show", "t1", "--to", "t3", "--svg", str(svg))
    assert code == 0
    assert len(out.splitlines()) == 2
    assert "坚果香" in svg.read_text("utf-8")


@pytest.mark.usefixtures("_prepared")
@pytest.mark.parametrize(
    "arguments",
    [("nobody",), ("t1", "--to", "t4"), ("--svg", "x.svg"), ("t1", "--svg", "/dev/null/x.svg")],
    ids=["no node", "no path", "nothing to draw", "no such folder"],
)
def test_what_cannot_be_shown_is_one_line_on_stderr(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = said(capsys, "show", *arguments)
    assert code == 2
    assert len(err.splitlines()) == 1
