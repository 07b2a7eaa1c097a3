"""Which catalogue is meant by what stands behind `--catalogue`."""

import argparse
from pathlib import Path

import pytest

from chatrec.cli.workspace import add_catalogues
from chatrec.offline.preparing import DOMAINS


def _given(*arguments: str) -> list[Path]:
    parser = argparse.ArgumentParser()
    add_catalogues(parser)
    found: list[Path] = parser.parse_args(arguments).catalogue
    return found


@pytest.mark.parametrize("domain", sorted(folder.name for folder in DOMAINS.iterdir() if (folder / "demo").is_dir()))
def test_a_domain_that_ships_is_named_by_its_name(domain: str) -> None:
    assert _given("--catalogue", domain) == [DOMAINS / domain / "demo"]


def test_a_folder_goes_before_a_domain_of_the_same_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "travel").mkdir()
    monkeypatch.chdir(tmp_path)
    assert _given("--catalogue", "travel") == [Path("travel")]


def test_what_is_neither_stays_as_given_so_that_the_error_names_it() -> None:
    assert _given("--catalogue", "no-such-thing") == [Path("no-such-thing")]
