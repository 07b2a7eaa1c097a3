"""`chatrec catalogue`, `chatrec graph` and bad use, called as the command does."""

from pathlib import Path

import pytest

from chatrec.cli.__main__ import main

PHARMACY = Path(__file__).resolve().parents[2] / "e2e" / "catalogues" / "pharmacy"


def _run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(arguments)
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_a_clean_catalogue_is_described(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = _run(capsys, "catalogue", "check", str(PHARMACY))
    assert code == 0
    assert "10: 8 tea, 2 cushion" in out
    assert err == ""


def test_every_mistake_of_a_catalogue_is_named_with_file_and_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "catalogue.yaml").write_text((PHARMACY / "catalogue.yaml").read_text("utf-8"), "utf-8")
    (tmp_path / "items.jsonl").write_text(
        '{"id": "a", "name": {"en": "A"}, "facets": {"price": "abc"}}\n{"id": "a", "name": {"en": "B"}}\n{broken\n',
        "utf-8",
    )
    code, out, err = _run(capsys, "catalogue", "check", str(tmp_path))
    assert code == 2
    assert out == ""
    lines = err.splitlines()
    assert 'items.jsonl:1: price: "abc" is not a number' in lines
    assert {line.split(":")[1] for line in lines} == {"1", "2", "3"}


def test_a_catalogue_goes_into_a_store_and_comes_out_equal(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    store, back = tmp_path / "store", tmp_path / "back"
    assert _run(capsys, "catalogue", "import", str(PHARMACY), "--store", str(store))[0] == 0
    assert _run(capsys, "catalogue", "export", str(back), "--store", str(store), "--name", "pharmacy")[0] == 0
    _, before, _ = _run(capsys, "catalogue", "check", str(PHARMACY))
    _, after, _ = _run(capsys, "catalogue", "check", str(back))
    assert after == before


def test_a_table_becomes_a_catalogue(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    table = tmp_path / "bikes.csv"
    table.write_text("name,price,gears,colour\nRoadster,499,21,red\nHill Climber,899,27,blue;black\n", "utf-8")
    code, out, _ = _run(capsys, "catalogue", "from-csv", str(table), "--currency", "EUR")
    assert code == 0
    assert "price" in out
    assert _run(capsys, "catalogue", "check", str(tmp_path / "bikes"))[0] == 0


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("catalogue", "check", "/no/such/folder"), "/no/such/folder"),
        (("catalogue", "import", str(PHARMACY), "--store", "ftp://host/x"), "--store"),
        (("catalogue", "import", str(PHARMACY), "--store", "bolt://127.0.0.1:1"), "Neo4j"),
        (("catalogue", "from-crosswoz", "/no/such/folder"), "/no/such/folder"),
        (("catalogue", "from-movielens", "/no/such/folder"), "/no/such/folder"),
        (("train", "policy", "--seeds", "one"), "--seeds"),
    ],
)
def test_bad_use_is_one_line_on_stderr(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], named: str
) -> None:
    code, out, err = _run(capsys, *arguments)
    assert code in {1, 2}
    assert out == ""
    assert named in err
    assert len(err.splitlines()) == 1
    assert "Traceback" not in err
