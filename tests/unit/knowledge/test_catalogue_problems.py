"""Bad catalogues: each gets its own clear message, with file and line, and nothing is read."""

import json
from pathlib import Path

import pytest

from chatrec.knowledge.adapters.catalogue_files import read_catalogue
from chatrec.knowledge.domain.catalogue.problems import MOST_PROBLEMS, CatalogueError

HEAD = "format: 1\nname: tea\ndomain: generic\nlanguages: [en, zh]\ncurrency: CNY\n"
ITEM_KEYS = "added, aliases, available, facets, id, image, kind, name, popularity, text"
HEAD_KEYS = (
    "complete, currency, domain, facets, format, kinds, languages, licence, name, needs, notices, plans, relations"
)
FACET_KEYS = (
    "better, demands, label, many, phrases, question, relation, relation_label, type, unit, value_names, values"
)
ITEM = '{"id": "t1", "name": "Sencha"}'
FACETS = (
    HEAD
    + "facets:\n  price: {type: number, unit: currency, better: low}\n  taste: {type: entity}\n"
    + "  strength: {type: ordinal, values: [light, strong]}\n  organic: {type: flag}\n  picked: {type: date}\n"
)


def problems(folder: Path, **files: str | bytes) -> list[str]:
    """Write the files of a catalogue and give what the reader says of them."""
    whole: dict[str, str | bytes] = {"catalogue.yaml": HEAD, "items.jsonl": ITEM}
    whole |= {name.replace("__", "."): content for name, content in files.items()}
    for name, content in whole.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(CatalogueError) as caught:
        read_catalogue(folder)
    return list(caught.value.problems)


def item(**parts: object) -> str:
    return json.dumps({"id": "t1", "name": "Sencha", **parts}, ensure_ascii=False)


ITEMS = [
    (item(facets={"price": "abc"}), 'items.jsonl:1: price: "abc" is not a number'),
    (item(facets={"price": True}), "items.jsonl:1: price: true is not a number"),
    ('{"id":"t1","name":"x","facets":{"price":NaN}}', "items.jsonl:1: price: is not a finite number"),
    ('{"id":"t1","name":"x","facets":{"price":1e999}}', "items.jsonl:1: price: is not a finite number"),
    (item(facets={"price": 1e16}), "items.jsonl:1: price: is too large; at most 1e15"),
    (item(facets={"price": [1, 2]}), "items.jsonl:1: price: takes one value, not 2"),
    (item(facets={"strength": "mild"}), 'items.jsonl:1: strength: "mild" is none of light, strong'),
    (item(facets={"organic": "yes"}), 'items.jsonl:1: organic: "yes" is neither true nor false'),
    (item(facets={"picked": "2026-02-30"}), 'items.jsonl:1: picked: "2026-02-30" is not a day like 2026-03-01'),
    (item(facets={"taste": 3}), "items.jsonl:1: taste: 3 is not a text: put it in quotes"),
    (item(facets={"taste": "a\tb"}), "items.jsonl:1: taste: holds control characters"),
    (item(facets=[1]), "items.jsonl:1: facets: [1] is not a mapping of names to values"),
    (item(facets={"kind": "x"}), 'items.jsonl:1: facets: the name "kind" is taken'),
    (item(added="yesterday"), 'items.jsonl:1: added: "yesterday" is not a day like 2026-03-01'),
    (item(available=1), "items.jsonl:1: available: 1 is neither true nor false"),
    (item(popularity=-1), "items.jsonl:1: popularity: is less than 0"),
    (item(image="../../etc/passwd"), 'items.jsonl:1: image: "../../etc/passwd" leaves the catalogue\'s folder'),
    (item(image="/etc/passwd"), 'items.jsonl:1: image: "/etc/passwd" leaves the catalogue\'s folder'),
    (
        item(image="javascript:alert(1)"),
        (
            'items.jsonl:1: image: "javascript:alert(1)" is neither an http(s) address nor a path in '
            "the catalogue's folder"
        ),
    ),
    (item(name={"fr": "thé"}), "items.jsonl:1: name.fr: unknown key; known are en, zh"),
    (item(name=""), "items.jsonl:1: name: is missing"),
    (item(name=7), "items.jsonl:1: name: 7 is not a text: put it in quotes"),
    (item(name="a\u0000b"), "items.jsonl:1: name: holds control characters"),
    (item(text="x" * 20_001), "items.jsonl:1: text: 20001 characters are too many; at most 20000"),
    (item(aliases=[["a"]]), 'items.jsonl:1: aliases: ["a"] is not a text'),
    ('{"id":"t1","name":"\\ud800"}', "items.jsonl:1: name: holds control characters"),
    ('{"name":"x"}', "items.jsonl:1: id: is missing"),
    (item(id="a b"), 'items.jsonl:1: id: "a b" is not an id: it holds white space or unseen characters'),
    (item(id="a\u202eb"), 'items.jsonl:1: id: "a?b" is not an id: it holds white space or unseen characters'),
    (item(id="x" * 129), "items.jsonl:1: id: 129 characters are too many; at most 128"),
    (
        item(prize=3),
        f"items.jsonl:1: prize: unknown key; known are {ITEM_KEYS}",
    ),
    (f"{ITEM}\n\n{ITEM}", 'items.jsonl:3: id: "t1" is already the id of items.jsonl:1'),
    ('{"id": "t1", "id": "t2", "name": "x"}', 'items.jsonl:1: is not JSON: the key "id" is there twice'),
    ('{"id": "t1" "name"}', "items.jsonl:1: is not JSON: Expecting ',' delimiter at character 13"),
    ('["t1"]', 'items.jsonl:1: ["t1"] is not a JSON object'),
    ("[" * 100_000, "items.jsonl:1: is not JSON: it is nested too deep or a number is too long"),
    (
        item(popularity=0)[:-2] + "9" * 5000 + "}",
        "items.jsonl:1: is not JSON: it is nested too deep or a number is too long",
    ),
    ("x" * 1_000_001, "items.jsonl:1: the line is longer than 1000000 bytes"),
    (ITEM.encode() + b'\n{"id": "t2", "name": "\xff"}', "items.jsonl:2: is not UTF-8 at byte 23"),
    ("\n", "items.jsonl: there are no items"),
]


@pytest.mark.parametrize(("items", "message"), ITEMS, ids=map(str, range(len(ITEMS))))
def test_a_bad_item_gets_its_message(tmp_path: Path, items: str | bytes, message: str) -> None:
    assert problems(tmp_path, catalogue__yaml=FACETS, items__jsonl=items) == [message]


HEADS = [
    (HEAD.replace("format: 1", "format: 2"), "catalogue.yaml:1: format: 2 is not 1"),
    (HEAD.replace("format: 1\n", ""), "catalogue.yaml:1: format: is missing; this is format 1"),
    (HEAD.replace("name: tea\n", ""), "catalogue.yaml:1: name: is missing"),
    (HEAD.replace("[en, zh]", "[en, fr]"), 'catalogue.yaml:4: languages: "fr" is none of en, zh'),
    (HEAD.replace("CNY", "yuan"), 'catalogue.yaml:5: currency: "yuan" is not an ISO 4217 code like CNY'),
    (
        HEAD + "colour: red\n",
        f"catalogue.yaml:6: colour: unknown key; known are {HEAD_KEYS}",
    ),
    (
        HEAD + "facets:\n  price: {type: number, typ: number}\n",
        f"catalogue.yaml:7: facets.price.typ: unknown key; known are {FACET_KEYS}",
    ),
    (
        HEAD + "facets:\n  price:\n    type: nmber\n",
        'catalogue.yaml:8: facets.price.type: "nmber" is none of number, ordinal, entity, flag, date',
    ),
    (
        HEAD + "facets:\n  price: {label: x}\n",
        "catalogue.yaml:7: facets.price.type: is missing; known are number, ordinal, entity, flag, date",
    ),
    (
        HEAD + "facets:\n  size: {type: ordinal}\n",
        "catalogue.yaml:7: facets.size.values: an ordinal needs a list of values, lowest first",
    ),
    (
        HEAD + "facets:\n  size: {type: ordinal, values: [a, b, a]}\n",
        "catalogue.yaml:7: facets.size.values: holds a value twice",
    ),
    (
        HEAD + "facets:\n  size: {type: ordinal, values: [a, no]}\n",
        "catalogue.yaml:7: facets.size.values: false is not a text: put it in quotes",
    ),
    (
        HEAD + "facets:\n  a: {type: flag, unit: kg}\n",
        "catalogue.yaml:7: facets.a.unit: a facet of type flag has no unit",
    ),
    (
        HEAD + "facets:\n  a: {type: number, better: up}\n",
        'catalogue.yaml:7: facets.a.better: "up" is none of high, low',
    ),
    (HEAD + "facets:\n  kind: {type: entity}\n", "catalogue.yaml:7: facets.kind: the name is reserved"),
    (
        HEAD + "facets:\n  a: {type: entity, relation: r}\n  b: {type: entity, relation: r}\n",
        'catalogue.yaml:8: facets.b: the relation "r" belongs to the facet "a"',
    ),
    (HEAD + "kinds:\n  green: {en: []}\n", "catalogue.yaml:7: kinds.green: has no words"),
    (
        HEAD + "facets:\n  a: {type: entity, relation: r}\nrelations:\n  r: {en: is made by}\n",
        'catalogue.yaml:9: relations.r: the relation "r" belongs to the facet "a"',
    ),
    (HEAD + "relations:\n  r: 3\n", "catalogue.yaml:7: relations.r: 3 is not a text: put it in quotes"),
    (
        HEAD + "needs:\n  - {en: [x], facets: {price: 1}}\n",
        'catalogue.yaml:7: needs.facets.price: there is no facet "price"',
    ),
    (
        FACETS + "needs:\n  - en: [x]\n    facets: {taste: {better: true}}\n",
        'catalogue.yaml:14: needs.facets.taste: the facet "taste" has no better end',
    ),
    (HEAD + "notices:\n  emergency: {text: Run}\n", "catalogue.yaml:7: notices.emergency: needs both text and signs"),
    (HEAD + "name: other\n", "catalogue.yaml:6: the key 'name' is already in line 2"),
    (HEAD + "facets: {a\n", "catalogue.yaml:7: is not YAML: did not find expected ',' or '}'"),
    (
        HEAD + "licence: !!python/object/apply:os.system [id]\n",
        "catalogue.yaml:6: the tag 'tag:yaml.org,2002:python/object/apply:os.system' is not allowed",
    ),
    (HEAD + "needs: {}\n", "catalogue.yaml:6: needs: is not a list"),
    ("- a\n", "catalogue.yaml:1: is not a mapping of names to values"),
    ("", "catalogue.yaml:1: is not a mapping of names to values"),
    (HEAD.encode() + b"licence: \xff\n", "catalogue.yaml:6: is not UTF-8"),
]


@pytest.mark.parametrize(("head", "message"), HEADS, ids=map(str, range(len(HEADS))))
def test_a_bad_head_gets_its_message(tmp_path: Path, head: str | bytes, message: str) -> None:
    assert problems(tmp_path, catalogue__yaml=head) == [message]


LINKS = [
    ({"triples__tsv": "t1\tgoes_with\tnobody"}, 'triples.tsv:1: tail: "nobody" is neither an item nor an entity'),
    ({"triples__tsv": "t1\tgoes_with\tt1"}, 'triples.tsv:1: "t1" is tied to itself'),
    (
        {"triples__tsv": "t1 goes_with t2"},
        "triples.tsv:1: 1 columns where 3 are due: head, relation, tail, parted by tabs",
    ),
    ({"triples__tsv": "t1\t\tt2"}, "triples.tsv:1: relation: is missing"),
    (
        {"entities__jsonl": '{"id":"t1","kind":"x","name":"y"}'},
        'entities.jsonl:1: id: "t1" is already the id of items.jsonl:1',
    ),
    ({"entities__jsonl": '{"id":"e","name":"y"}'}, "entities.jsonl:1: kind: is missing"),
    ({"entities__jsonl": '{"id":"e","kind":"x"}'}, "entities.jsonl:1: name: is missing"),
    ({"answers__jsonl": '{"id":"a","question":"q"}'}, "answers.jsonl:1: answer: is missing"),
    (
        {"answers__jsonl": '{"id":"a","question":"q","answer":"b","items":["t9"]}'},
        'answers.jsonl:1: items: there is no item "t9"',
    ),
    (
        {"answers__jsonl": '{"id":"a","question":"q","answer":"it is {t9.price}"}'},
        'answers.jsonl:1: answer: no item "t9" has a "price" to fill the slot with',
    ),
    (
        {"answers__jsonl": '{"id":"a","question":"q","answer":{"en":"it is fine","zh":"{t1.weather}"}}'},
        'answers.jsonl:1: answer: no item "t1" has a "weather" to fill the slot with',
    ),
    ({"interactions__tsv": "u\tt9\t1\t1"}, 'interactions.tsv:1: item: there is no item "t9"'),
    ({"interactions__tsv": "u\tt1\tmuch\t1"}, 'interactions.tsv:1: value: "much" is not a number'),
    ({"interactions__tsv": "u\tt1\tnan\t1"}, "interactions.tsv:1: value: is not a finite number"),
    ({"interactions__tsv": "u\tt1\t1\t-5"}, "interactions.tsv:1: unix_seconds: is less than 0"),
]


@pytest.mark.parametrize(("files", "message"), LINKS, ids=map(str, range(len(LINKS))))
def test_what_does_not_fit_together_gets_its_message(tmp_path: Path, files: dict[str, str], message: str) -> None:
    assert problems(tmp_path, **files) == [message]


def test_an_unknown_domain_is_an_error_unless_all_is_declared(tmp_path: Path) -> None:
    head = HEAD.replace("generic", "gardening")
    found = problems(tmp_path, catalogue__yaml=head)
    assert len(found) == 1
    assert found[0].startswith('catalogue.yaml:3: domain: there is no domain pack "gardening"')
    assert "generic" in found[0]
    (tmp_path / "catalogue.yaml").write_text(head + "kinds: {}\nfacets: {}\n", encoding="utf-8")
    assert read_catalogue(tmp_path).schema.domain == "gardening"


def test_a_domain_is_a_name_never_a_path(tmp_path: Path) -> None:
    found = problems(tmp_path, catalogue__yaml=HEAD.replace("generic", "../../movies"))
    assert found[0].startswith('catalogue.yaml:3: domain: there is no domain pack "../../movies"')


def test_aliases_that_grow_without_end_are_refused(tmp_path: Path) -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    bomb += "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 8))
    assert problems(tmp_path, catalogue__yaml=HEAD + bomb) == [
        "catalogue.yaml: is too large or too deep once its aliases are written out"
    ]


def test_a_missing_folder_or_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="there is no such folder"):
        read_catalogue(tmp_path / "nowhere")
    with pytest.raises(CatalogueError, match=r"catalogue\.yaml: is missing"):
        read_catalogue(tmp_path)
    (tmp_path / "catalogue.yaml").write_text(HEAD, encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"items\.jsonl: is missing"):
        read_catalogue(tmp_path)


def test_all_problems_are_reported_at_once(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        catalogue__yaml=HEAD + "colour: red\n",
        items__jsonl='{"id": "a b", "name": "x"}\n{"id": "t2"}\n{"id": "t3", "name": "x", "added": "now"}',
        triples__tsv="t2\tx\tnobody",
    )
    assert [line.split(": ")[0] for line in found] == [
        "catalogue.yaml:6",
        "items.jsonl:1",
        "items.jsonl:2",
        "items.jsonl:3",
        "triples.tsv:1",
    ]


def test_no_more_than_a_hundred_problems_are_told(tmp_path: Path) -> None:
    found = problems(tmp_path, items__jsonl="\n".join(['{"id": "t"}'] * 500))
    assert len(found) == MOST_PROBLEMS
    assert "at least 99 more" in str(CatalogueError(tuple(found)))


def test_facets_of_mixed_values_are_what_most_of_them_are(tmp_path: Path) -> None:
    lines = [item(id=f"t{n}", facets={"grams": n}) for n in range(3)] + [item(id="t9", facets={"grams": "heavy"})]
    assert problems(tmp_path, items__jsonl="\n".join(lines)) == ['items.jsonl:4: grams: "heavy" is not a number']
