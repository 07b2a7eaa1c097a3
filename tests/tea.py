"""A small catalogue of teas that has one of everything, and names that are anything but tame."""

from chatrec.knowledge.domain.catalogue.catalogue import Answer, Catalogue, Entity, Interaction, Item
from chatrec.knowledge.domain.catalogue.wording import worded
from chatrec.vocabulary.graph import Triple
from chatrec.vocabulary.schema import CatalogueSchema, Facet, Kind, Need, NeedFacet, Notices
from chatrec.vocabulary.words import Better, FacetType, Language, Phrases, Text

FACETS = (
    Facet("price", FacetType.NUMBER, unit="CNY", better=Better.LOW, money=True),
    Facet("origin", FacetType.ENTITY, relation="grown_in", relation_label=Text("grown in", "产自")),
    Facet("taste", FacetType.ENTITY, many=True),
    Facet(
        "strength",
        FacetType.ORDINAL,
        values=("light", "medium", "strong"),
        value_names=(Text("light", "清淡"), Text("medium"), Text("strong", "浓")),
    ),
    Facet("organic", FacetType.FLAG),
    Facet("picked", FacetType.DATE),
)


def tea() -> Catalogue:
    """Give the catalogue."""
    return Catalogue(
        schema=CatalogueSchema(
            name="tea",
            domain="generic",
            generation="",
            languages=(Language.ZH, Language.EN),
            currency="CNY",
            kinds=(
                Kind("green", Phrases(("green tea",), ("绿茶",))),
                Kind("black", Phrases(("black tea",), ("红茶",))),
            ),
            facets=tuple(worded(facet, Language.ZH) for facet in FACETS),
            needs=(
                Need(Phrases(("to wake up",), ("提神",)), (NeedFacet("strength", ("strong",)), NeedFacet("price"))),
            ),
            notices=Notices(Text("Tea is no medicine."), Text("Call a doctor."), Phrases(("chest pain",), ("胸痛",))),
        ),
        items=(
            Item(
                "t1",
                Text("Dragon Well", "龙井"),
                "green",
                ("西湖龙井", "Longjing"),
                Text("A spring tea.\nFresh.", "明前茶。"),
                {"price": (299.5,), "origin": ("hangzhou",), "taste": ("sweet", "nutty"), "organic": (True,)},
                "2026-03-01",
                popularity=12.5,
                image="pictures/t1.jpg",
            ),
            Item(
                "t2",
                Text(zh="正山小种"),
                "black",
                facets={"taste": ("smoky",), "strength": ("strong",)},
                available=False,
            ),
            Item(
                "t3", Text("x'}) DETACH DELETE n //"), facets={"picked": ("2025-04-05",), "taste": ("nutty", "sweet")}
            ),
            Item("t4", Text("<script>alert(1)</script>", "`) //"), "black", facets={"price": (12.0,)}),
        ),
        entities=(
            Entity("hangzhou", "origin", Text("Hangzhou", "杭州"), ("Hangchow",)),
            Entity("sweet", "taste", Text("sweet", "甜")),
            Entity("nutty", "taste", Text(zh="坚果香")),
            Entity("smoky", "taste", Text("smoky")),
            Entity("$param {x: 1}", "cup", Text("a cup")),
        ),
        triples=(
            Triple("t1", "served_in", "$param {x: 1}"),
            Triple("t2", "]->() DELETE r //", "t1"),
            Triple("hangzhou", "known_for", "t1"),
        ),
        answers=(
            Answer(
                "a1", Text("How hot?", "水温？"), Phrases(("water temperature",)), Text("80 °C", "80度"), ("t1", "t2")
            ),
            Answer("a2", Text("Returns?"), Phrases(), Text("Within a week.")),
        ),
        interactions=(
            Interaction("u1", "t1", 5.0, 1_700_000_000),
            Interaction("u1", "t2", 4.0, 1_700_000_100),
            Interaction("u2", "t1", 1.0, 1_700_000_200),
            Interaction("u2", "t2", 1.0, 1_700_000_200),
            Interaction("u1", "t1", 2.0, 1_700_000_300),
            Interaction("u3", "t4", 2.5, 1_700_000_400),
        ),
        licence="CC0-1.0",
    )
