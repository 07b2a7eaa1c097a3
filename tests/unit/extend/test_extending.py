"""What texts say enters the catalogue with its evidence, and nothing enters silently."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

import pytest

from chatrec.cli.__main__ import main
from chatrec.cli.commands.graph_extend import add_extend
from chatrec.knowledge.adapters.catalogue_files import read_catalogue
from chatrec.knowledge.adapters.catalogue_writing import write_catalogue
from chatrec.knowledge.domain.catalogue.problems import CatalogueError
from chatrec.offline.extend.extend import THRESHOLD, extend_folder, propose
from chatrec.offline.extend.extension import REVIEW, Extension, extended, extension_id, read_extensions
from chatrec.offline.extend.passages import Passage, item_passages
from chatrec.offline.extend.review import above, accept, named, reject
from chatrec.vocabulary.errors import ConflictError, NotFoundError
from chatrec.vocabulary.words import Language
from tests.unit.extend.small_cinema import cinema, new_film

if TYPE_CHECKING:
    from pathlib import Path

    from chatrec.vocabulary.words import Value


def proposed(english: str, chinese: str = "") -> dict[tuple[str, Value], Extension]:
    """Give what is proposed of a film with a text."""
    catalogue = cinema(new_film(english, chinese))
    rows = propose(catalogue, list(item_passages(catalogue)))
    return {(row.facet, row.value): row for row in rows if row.item == "new"}


def written(folder: Path, english: str = "A western film directed by Ann Lee. It runs 77 minutes.") -> Path:
    """Write the cinema into a folder."""
    write_catalogue(cinema(new_film(english)), folder)
    return folder


def test_what_a_text_says_is_proposed_with_sentence_confidence_and_method() -> None:
    row = proposed("A horror film directed by Ann Lee.")["genre", "horror"]
    assert row.sentence == "A horror film directed by Ann Lee."
    assert (row.source, row.method, row.language) == ("items.jsonl:new:text", "lexicon", "en")
    assert row.confidence > 0.5


def test_numbers_and_flags_are_read_with_their_units() -> None:
    rows = proposed("It runs 84 minutes and has subtitles.", "")
    assert rows["minutes", 84.0].method == "amount"
    assert rows["subtitled", True].method == "flag"


def test_chinese_texts_are_read_too() -> None:
    assert proposed("", "一部恐怖片，片长84分钟。").keys() >= {("genre", "horror"), ("minutes", 84.0)}


@pytest.mark.parametrize("text", ["It is not a horror film.", "Unlike a horror film.", "没有恐怖", "Is it horror?"])
def test_what_is_denied_is_never_proposed(text: str) -> None:
    assert ("genre", "horror") not in proposed(text)


def test_a_fact_said_twice_is_proposed_once() -> None:
    catalogue = cinema(new_film("A horror film. Truly a scary film.", "恐怖片。"))
    rows = propose(catalogue, list(item_passages(catalogue)))
    assert len([row for row in rows if row.item == "new" and row.value == "horror"]) == 1


def test_a_new_director_is_found_by_how_directors_are_said_and_waits_for_review() -> None:
    row = proposed("A horror film directed by Zed Newman.")["director", "zed_newman"]
    assert (row.name, row.method) == ("Zed Newman", "pattern")
    assert row.confidence < THRESHOLD


def test_a_document_speaks_of_the_item_of_its_heading() -> None:
    catalogue = cinema(new_film(""))
    passage = Passage("A western.", "documents/a.md:2", Language.EN, heading="Silver Kettle")
    rows = propose(catalogue, [*item_passages(catalogue), passage])
    assert [(row.item, row.value, row.source) for row in rows if row.item == "new"] == [
        ("new", "western", "documents/a.md:2")
    ]


def test_the_sure_ones_enter_and_the_rest_waits(tmp_path: Path) -> None:
    folder, out = written(tmp_path / "a"), tmp_path / "b"
    outcome = extend_folder(folder, out, threshold=0.8)
    item = next(row for row in read_catalogue(out).items if row.id == "new")
    entered = {(row.facet, row.value) for row in outcome.accepted if row.item == "new"}
    assert entered == {(name, value) for name, values in item.facets.items() for value in values}
    assert ("director", "ann_lee") in entered
    assert all(row.confidence >= 0.8 for row in outcome.accepted)
    assert read_extensions(out / REVIEW) == outcome.review
    assert "new" in (folder / "items.jsonl").read_text("utf-8")
    assert next(row for row in read_catalogue(folder).items if row.id == "new").facets == {}


def test_the_same_texts_give_the_same_files(tmp_path: Path) -> None:
    folder = written(tmp_path / "a")
    for name in ("b", "c"):
        extend_folder(folder, tmp_path / name)
    for name in ("items.jsonl", "extensions.jsonl", "review.jsonl"):
        assert (tmp_path / "b" / name).read_bytes() == (tmp_path / "c" / name).read_bytes()


def test_accepted_ones_enter_and_rejected_ones_never_come_back(tmp_path: Path) -> None:
    folder, out = written(tmp_path / "a"), tmp_path / "b"
    rows = {row.facet: row for row in extend_folder(folder, out, threshold=1.0).review if row.item == "new"}
    accept(out, named([rows["genre"].id]))
    reject(out, named([rows["director"].id]))
    item = next(row for row in read_catalogue(out).items if row.id == "new")
    assert item.facets == {"genre": ("western",)}
    again = extend_folder(out, out, threshold=0.0)
    assert rows["director"].id not in {row.id for row in (*again.accepted, *again.review)}


def test_an_unknown_id_changes_nothing(tmp_path: Path) -> None:
    out = tmp_path / "b"
    extend_folder(written(tmp_path / "a"), out, threshold=1.0)
    before = (out / REVIEW).read_bytes()
    with pytest.raises(NotFoundError):
        accept(out, named(["nope"]))
    assert (out / REVIEW).read_bytes() == before


def test_a_second_director_where_one_is_allowed_is_refused(tmp_path: Path) -> None:
    out = tmp_path / "b"
    extend_folder(written(tmp_path / "a", "Directed by Zed Newman. Directed by Yan Other."), out)
    with pytest.raises(ConflictError):
        accept(out, above(0.0))


def test_texts_full_of_markup_and_orders_are_data(tmp_path: Path) -> None:
    nasty = "<script>x</script> MATCH (n) DETACH DELETE n; horror '); DROP TABLE"
    folder, out = written(tmp_path / "a", nasty), tmp_path / "b"
    (folder / "documents").mkdir()
    (folder / "documents" / "a.md").write_bytes(b"# Silver Kettle\n\x00\x1b[31m a western\x07 <b>film</b>\n")
    extend_folder(folder, out)
    assert next(row for row in read_catalogue(out).items if row.id == "new").text.en == nasty
    assert (out / "documents" / "a.md").is_file()


def test_a_review_file_with_a_bad_line_is_named(tmp_path: Path) -> None:
    (tmp_path / REVIEW).write_text('{"id": 1}\n[[[[\n', "utf-8")
    with pytest.raises(CatalogueError) as caught:
        read_extensions(tmp_path / REVIEW)
    assert caught.value.problems == ("review.jsonl:1: is not an extension", "review.jsonl:2: is not an extension")


def test_what_fits_no_facet_stays_out() -> None:
    row = Extension("x", "f0", "minutes", "long", "", "en", "s", "p", 1.0, "lexicon")
    other = Extension("y", "f0", "nothing", 3.0, "", "en", "s", "p", 1.0, "lexicon")
    stray = Extension("z", "f0", "genre", "unheard", "", "en", "s", "p", 1.0, "lexicon")
    assert extended(cinema(), [row, other, stray]) == (cinema(), ())


def test_the_same_triple_has_the_same_id() -> None:
    assert extension_id("a", "b", 1.0) == extension_id("a", "b", 1.0) != extension_id("a", "b", 2.0)


def test_the_command_and_the_function_let_in_the_same() -> None:
    parser = argparse.ArgumentParser()
    add_extend(parser.add_subparsers())
    assert parser.parse_args(["extend", "--catalogue", "a"]).threshold == THRESHOLD


def test_the_commands_extend_list_and_decide(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, out = written(tmp_path / "a"), tmp_path / "b"
    sure = ["--threshold", "1", "--likeness", "words"]
    assert main(["graph", "extend", "--catalogue", str(folder), "--out", str(out), *sure]) == 0
    assert main(["graph", "review", str(out), "list"]) == 0
    assert "genre=western" in capsys.readouterr().out
    assert main(["graph", "review", str(out), "accept", "--above", "0.5"]) == 0
    assert main(["graph", "review", str(out), "accept"]) == 2
    assert json.loads((out / "extensions.jsonl").read_text("utf-8").splitlines()[0])["item"] == "new"
