"""What a catalogue means: packs, overrides, guesses and defaults; and that it is written as it was read."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatrec.knowledge.adapters.catalogue_files import read_catalogue
from chatrec.knowledge.adapters.catalogue_writing import write_catalogue
from chatrec.knowledge.adapters.domain_packs import domain_names
from chatrec.knowledge.domain.catalogue.catalogue import Catalogue, Entity, Item
from chatrec.knowledge.domain.catalogue.checking import implied_entities
from chatrec.vocabulary.errors import ChatRecError
from chatrec.vocabulary.graph import Triple
from chatrec.vocabulary.schema import Facet, Kind, NeedFacet
from chatrec.vocabulary.words import Better, FacetType, Language, Phrases, Text
from tests.tea import tea

HEAD = "format: 1\nname: x\ndomain: generic\nlanguages: [en, zh]\ncurrency: CNY\n"


def read(folder: Path, head: str, *items: object, **files: str) -> Catalogue:
    lines = [json.dumps(item, ensure_ascii=False) for item in items] or ['{"id": "t1", "name": "Sencha"}']
    whole = {"catalogue.yaml": head, "items.jsonl": "\n".join(lines)}
    whole |= {name.replace("__", "."): text for name, text in files.items()}
    for name, text in whole.items():
        (folder / name).write_text(text, encoding="utf-8")
    return read_catalogue(folder)


def facet(catalogue: Catalogue, name: str) -> Facet:
    found = catalogue.schema.facet(name)
    assert found is not None
    return found


@pytest.mark.parametrize("domain", domain_names())
def test_every_shipped_demo_reads_clean_and_is_written_as_it_was_read(domain: str, tmp_path: Path) -> None:
    demo = Path(__file__).parents[3] / "services" / "chatrec" / "domains" / domain / "demo"
    catalogue = read_catalogue(demo)
    assert catalogue.items
    write_catalogue(catalogue, tmp_path / "copy")
    assert read_catalogue(tmp_path / "copy") == catalogue


def test_a_byte_order_mark_blank_lines_and_windows_line_ends_are_fine(tmp_path: Path) -> None:
    (tmp_path / "catalogue.yaml").write_bytes(b"\xef\xbb\xbf" + HEAD.replace("\n", "\r\n").encode())
    (tmp_path / "items.jsonl").write_bytes(
        b'\xef\xbb\xbf{"id": "t1", "name": "x"}\r\n\r\n{"id": "t2", "name": "y"}\r\n'
    )
    assert [item.id for item in read_catalogue(tmp_path).items] == ["t1", "t2"]


def test_a_plain_text_is_in_the_default_language(tmp_path: Path) -> None:
    head = HEAD.replace("[en, zh]", "[zh-Hans, en]") + "kinds: {green: 绿茶}\n"
    catalogue = read(tmp_path, head, {"id": "t1", "name": "煎茶", "text": {"en": "Green."}, "facets": {"taste": "鲜"}})
    assert catalogue.schema.languages == (Language.ZH, Language.EN)
    assert catalogue.items[0].name == Text(zh="煎茶")
    assert catalogue.items[0].text == Text(en="Green.")
    assert catalogue.schema.kinds == (Kind("green", Phrases(zh=("绿茶",))),)
    assert catalogue.entities == (Entity("鲜", "taste", Text(zh="鲜")),)


def test_types_of_facets_that_nobody_declared_are_guessed(tmp_path: Path) -> None:
    facets = {"grams": 50, "organic": True, "picked": "2026-03-01", "maker": "Old Hand", "notes": ["a", "b"]}
    catalogue = read(tmp_path, HEAD, {"id": "t1", "kind": "black tea", "name": "x", "facets": facets})
    types = {facet.name: (facet.type, facet.many) for facet in catalogue.schema.facets}
    assert types == {
        "grams": (FacetType.NUMBER, False),
        "organic": (FacetType.FLAG, False),
        "picked": (FacetType.DATE, False),
        "maker": (FacetType.ENTITY, False),
        "notes": (FacetType.ENTITY, True),
    }
    assert catalogue.items[0].facets["maker"] == ("Old Hand",)
    assert catalogue.schema.kinds == (Kind("black tea", Phrases(("black tea",))),)


def test_facets_without_words_get_default_ones(tmp_path: Path) -> None:
    head = HEAD + "facets: {battery_life: {type: number}, maker: {type: entity, label: {en: maker, zh: 厂家}}}\n"
    catalogue = read(tmp_path, head)
    life, maker = catalogue.schema.facets
    assert (life.label, life.phrases) == (Text("battery life"), Phrases(("battery life",)))
    assert life.question.en == "What battery life do you have in mind?"
    assert (maker.relation, maker.relation_label) == ("maker", Text("maker", "厂家"))
    assert maker.question.zh == "对厂家有偏好吗？"


def test_currency_as_a_unit_is_that_of_the_catalogue(tmp_path: Path) -> None:
    price = facet(read(tmp_path, HEAD + "facets: {price: {type: number, unit: currency}}\n"), "price")
    assert (price.unit, price.money) == ("CNY", True)


def test_values_of_ordinals_are_named_in_the_facet_or_by_entities(tmp_path: Path) -> None:
    head = HEAD + (
        "facets:\n  size: {type: ordinal, values: [s, m, l], value_names: {s: {en: small, zh: 小}}}\n"
        "  heat: {type: ordinal, values: [low, high], value_names: [{en: cold}, {en: hot}]}\n"
    )
    entity = '{"id": "m", "kind": "size", "name": {"en": "medium", "zh": "中"}}'
    catalogue = read(tmp_path, head, entities__jsonl=entity)
    assert facet(catalogue, "size").value_names == (Text("small", "小"), Text("medium", "中"), Text("l"))
    assert facet(catalogue, "heat").value_names == (Text("cold"), Text("hot"))


def test_levels_may_be_numbers(tmp_path: Path) -> None:
    head = HEAD + "facets: {stars: {type: ordinal, values: [1, 2, 3]}}\n"
    catalogue = read(tmp_path, head, {"id": "t1", "name": "x", "facets": {"stars": 2}})
    assert facet(catalogue, "stars").values == ("1", "2", "3")
    assert catalogue.items[0].facets["stars"] == ("2",)


def test_a_need_asks_for_values_or_for_the_better_end(tmp_path: Path) -> None:
    head = HEAD + (
        "facets: {price: {type: number, better: low}, use: {type: entity}}\n"
        "needs: [{en: [cheap], zh: [便宜], facets: {price: {better: true}, use: [gift, home]}}]\n"
    )
    (need,) = read(tmp_path, head).schema.needs
    assert need.facets == (NeedFacet("price"), NeedFacet("use", ("gift", "home")))
    assert need.phrases == Phrases(("cheap",), ("便宜",))


def test_a_catalogue_adds_to_its_domain_pack_and_overrides_it_key_by_key(tmp_path: Path) -> None:
    head = HEAD.replace("generic", "ecommerce")
    plain = read(tmp_path, head)
    own = (
        "kinds: {kettle: {en: [kettle], zh: [水壶]}}\n"
        "facets:\n  price: {label: {en: cost, zh: 花费}}\n  litres: {type: number, better: high}\n"
        "needs: [{en: [for a crowd], facets: {litres: {better: true}}}]\n"
        "notices: {advice: Mind the steam.}\n"
    )
    catalogue = read(tmp_path, head + own)
    assert [kind.id for kind in catalogue.schema.kinds] == [*(kind.id for kind in plain.schema.kinds), "kettle"]
    before, after = facet(plain, "price"), facet(catalogue, "price")
    assert after == replace(before, label=Text("cost", "花费"))
    assert catalogue.schema.facets[-1].name == "litres"
    assert len(catalogue.schema.needs) == len(plain.schema.needs) + 1
    assert catalogue.schema.notices.advice == Text("Mind the steam.")
    assert before.better is Better.LOW


def test_a_facet_may_point_at_items_and_needs_no_entity_for_it(tmp_path: Path) -> None:
    items = ({"id": "t1", "name": "x", "facets": {"pairs": "t2"}}, {"id": "t2", "name": "y"})
    assert read(tmp_path, HEAD, *items).entities == ()


def test_triples_are_kept_once_in_their_order(tmp_path: Path) -> None:
    items = ({"id": "t1", "name": "x"}, {"id": "t2", "name": "y"})
    catalogue = read(tmp_path, HEAD, *items, triples__tsv="t2\ta b\tt1\nt1\tr\tt2\nt2\ta b\tt1\n")
    assert catalogue.triples == (Triple("t2", "a b", "t1"), Triple("t1", "r", "t2"))


def test_a_catalogue_with_everything_is_written_as_it_is(tmp_path: Path) -> None:
    write_catalogue(tea(), tmp_path / "tea")
    assert read_catalogue(tmp_path / "tea") == tea()


def test_writing_keeps_what_is_not_a_catalogue_file_and_removes_what_is_gone(tmp_path: Path) -> None:
    folder = tmp_path / "tea"
    write_catalogue(tea(), folder)
    (folder / "documents").mkdir()
    (folder / "documents" / "a.md").write_text("Tea.", encoding="utf-8")
    write_catalogue(replace(tea(), triples=()), folder)
    assert (folder / "documents" / "a.md").read_text(encoding="utf-8") == "Tea."
    assert not (folder / "triples.tsv").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["tea"]


NAMES = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=12)
WORDS = st.text(st.characters(exclude_categories=("C",), exclude_characters="\u2028\u2029"), max_size=20).map(str.strip)
TEXTS = st.builds(Text, WORDS, WORDS)
ITEMS = st.builds(
    Item,
    id=NAMES,
    name=TEXTS.filter(bool),
    kind=st.sampled_from(["", "green", "black"]),
    aliases=st.lists(WORDS.filter(bool), unique=True, max_size=3).map(tuple),
    text=TEXTS,
    facets=st.fixed_dictionaries(
        {},
        optional={
            "price": st.floats(-1e15, 1e15).map(lambda value: (value + 0.0,)),
            "taste": st.lists(NAMES, min_size=1, max_size=3, unique=True).map(tuple),
            "strength": st.sampled_from([("light",), ("strong",)]),
            "organic": st.booleans().map(lambda value: (value,)),
            "picked": st.dates().map(lambda day: (day.isoformat(),)),
        },
    ),
    added=st.just("") | st.dates().map(lambda day: day.isoformat()),
    available=st.booleans(),
    popularity=st.floats(0, 1e9),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(items=st.lists(ITEMS, min_size=1, max_size=5, unique_by=lambda item: item.id))
def test_what_is_written_reads_back_equal(tmp_path: Path, items: list[Item]) -> None:
    schema = tea().schema
    entities = implied_entities(items, schema.facets, [item.id for item in items], schema.languages[0])
    catalogue = Catalogue(schema, tuple(items), entities)
    write_catalogue(catalogue, tmp_path / "again")
    assert read_catalogue(tmp_path / "again") == catalogue


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(head=st.binary(max_size=80), line=st.binary(max_size=80))
def test_no_bytes_break_the_reader(tmp_path: Path, head: bytes, line: bytes) -> None:
    (tmp_path / "catalogue.yaml").write_bytes(HEAD.encode() + head)
    (tmp_path / "items.jsonl").write_bytes(b'{"id": "t1", "name": "x"}\n' + line)
    try:
        assert read_catalogue(tmp_path).items
    except ChatRecError as error:
        assert error.facts["problems"] != "0"  # noqa: PT017  both ends are fine, any other is not


def test_relations_of_triples_are_said_as_the_catalogue_says(tmp_path: Path) -> None:
    head = HEAD + "relations:\n  goes_with: {en: goes well with, zh: 搭配}\n  kin_of: {}\n"
    catalogue = read(tmp_path, head)
    assert catalogue.schema.relation_label("goes_with") == Text("goes well with", "搭配")
    assert catalogue.schema.relation_label("kin_of") == Text("kin of")
    assert not catalogue.schema.relation_label("nothing")


@pytest.mark.parametrize("domain", domain_names())
def test_every_relation_of_a_demo_is_said_in_both_languages(domain: str) -> None:
    catalogue = read_catalogue(Path(__file__).parents[3] / "services" / "chatrec" / "domains" / domain / "demo")
    for name in {triple.relation for triple in catalogue.triples}:
        label = catalogue.schema.relation_label(name)
        assert label.en
        assert label.zh
