"""Words that nobody means as the name of a thing, though a catalogue has a thing that is named so."""

import pytest

from chatrec.knowledge.domain.catalogue.catalogue import Catalogue, Entity, Item
from chatrec.knowledge.domain.linking.folding import fold
from chatrec.knowledge.domain.linking.mentions import Linker
from chatrec.vocabulary.schema import CatalogueSchema, Facet, Kind
from chatrec.vocabulary.words import FacetType, Language, Phrases, Text

from .small_shop import graph_of

_VALUES = {"none": "没有", "other": "其他", "any": "任何", "rental": "租车", "kimono": "和服", "furniture": "家具"}
_SHELF = Catalogue(
    CatalogueSchema(
        name="inns",
        domain="generic",
        generation="",
        languages=(Language.EN, Language.ZH),
        currency="",
        kinds=(Kind("inn", Phrases(("inn",), ("客栈",))),),
        facets=(Facet("service", FacetType.ENTITY, Text("service", "服务"), relation="offers", many=True),),
    ),
    items=(Item("i1", Text("Old Mill", "老磨坊"), kind="inn", facets={"service": tuple(_VALUES)}),),
    entities=tuple(Entity(name, "service", Text(name, zh)) for name, zh in _VALUES.items()),
    licence="CC0-1.0",
)
LINKER = Linker(graph_of(_SHELF))


def _values(text: str) -> set[str]:
    return {row.target for row in LINKER.mentions(fold(text))} & set(_VALUES)


@pytest.mark.parametrize(
    "text",
    [
        "我没有问题了",
        "附近有没有客栈",
        "还有其他的吗",
        "任何客栈都行",
        "is there any other inn?",
        "none of these",
        "Any other inns?",
    ],
)
def test_a_word_of_grammar_names_nothing_within_a_sentence(text: str) -> None:
    assert _values(text) == set()


@pytest.mark.parametrize(
    ("text", "value"), [("“其他”这一类", "other"), ("没有", "none"), ("'other' please", "other"), ("Any", "any")]
)
def test_a_word_of_grammar_is_a_name_where_it_is_quoted_or_all_that_is_said(text: str, value: str) -> None:
    assert value in _values(text)


@pytest.mark.parametrize("text", ["帮我叫一辆出租车", "产品和服务怎么样", "这家具体在哪里", "我要打計程車或者出租車"])
def test_letters_across_two_words_are_no_name(text: str) -> None:
    assert _values(text) == set()


@pytest.mark.parametrize(
    ("text", "value"),
    [("有租车的客栈", "rental"), ("能穿和服吗", "kimono"), ("出租车和租车都有", "rental"), ("家具好的", "furniture")],
)
def test_the_name_itself_is_found(text: str, value: str) -> None:
    assert _values(text) == {value}
