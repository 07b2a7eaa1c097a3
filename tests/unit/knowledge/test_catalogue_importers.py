"""Importers, on invented excerpts in the formats of the public data sets."""

import json
from pathlib import Path

import pytest

from chatrec.knowledge.adapters.catalogue_files import read_catalogue
from chatrec.knowledge.adapters.graph_store_files import FileGraphStore
from chatrec.knowledge.domain.catalogue.catalogue import Interaction
from chatrec.offline.catalogue.check import check_catalogue, export_catalogue, import_catalogue
from chatrec.offline.catalogue.from_crosswoz import from_crosswoz
from chatrec.offline.catalogue.from_csv import from_csv
from chatrec.offline.catalogue.from_movielens import from_movielens
from chatrec.offline.catalogue.from_multiwoz import from_multiwoz
from chatrec.vocabulary.errors import InvalidInputError
from chatrec.vocabulary.graph import Triple
from chatrec.vocabulary.words import FacetType, Text

ATTRACTION = {
    "领域": "景点",
    "名称": "月亮湖",
    "地址": "北京市海淀区湖边路1号",
    "地铁": "月亮湖地铁站B2口",
    "电话": "010-1",
    "门票": 0,
    "游玩时间": "1.5小时 - 2小时",
    "评分": 4.5,
    "周边景点": ["太阳山", "月亮湖"],
    "周边餐馆": ["老灶"],
    "周边酒店": [],
}
HOTEL = {
    "名称": "湖畔酒店",
    "酒店类型": "舒适型",
    "地址": "海淀区",
    "地铁": None,
    "酒店设施": ["无烟房", "无烟房"],
    "价格": 480,
    "评分": None,
    "周边景点": ["月亮湖"],
}
RESTAURANT = {"名称": "老灶", "地址": "", "推荐菜": ["豆汁", "\u200b焦圈"], "人均消费": 30, "营业时间": "6:00-9:00"}


@pytest.fixture
def crosswoz(tmp_path: Path) -> Path:
    folder = tmp_path / "crosswoz"
    folder.mkdir()
    for kind, record in (("attraction", ATTRACTION), ("hotel", HOTEL), ("restaurant", RESTAURANT)):
        rows = json.dumps([[record["名称"], record]], ensure_ascii=False)
        (folder / f"{kind}_db.json").write_text(rows, encoding="utf-8")
    return folder


def test_crosswoz_becomes_places_with_their_neighbours(crosswoz: Path, tmp_path: Path) -> None:
    lake, hotel, kitchen = from_crosswoz(crosswoz, tmp_path / "out").items
    assert (lake.name, lake.kind, lake.popularity) == (Text(zh="月亮湖"), "attraction", 1)
    assert lake.facets == {
        "price": (0,),
        "rating": (4.5,),
        "hours": (1.5,),
        "district": ("海淀区",),
        "metro": ("月亮湖地铁站",),
        "near_restaurant": (kitchen.id,),
    }
    assert hotel.facets["facility"] == ("无烟房",)
    assert hotel.facets["near_attraction"] == (lake.id,)
    assert kitchen.facets["dish"] == ("豆汁", "焦圈")
    assert "营业时间：6:00-9:00" in kitchen.text.zh


def test_a_folder_that_is_not_crosswoz_is_refused(crosswoz: Path, tmp_path: Path) -> None:
    (crosswoz / "hotel_db.json").write_text("[1]", encoding="utf-8")
    with pytest.raises(InvalidInputError):
        from_crosswoz(crosswoz, tmp_path / "out")
    with pytest.raises(InvalidInputError):
        from_crosswoz(tmp_path / "nowhere", tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.fixture
def movielens(tmp_path: Path) -> Path:
    folder = tmp_path / "ml"
    folder.mkdir()
    files = {
        "item": "item_id:token\tmovie_title:token_seq\trelease_year:token\tclass:token_seq\n"
        '1\tQuiet "Sea", The\t1991\tSci-Fi Children\'s\n2\tQuiet Sea 2\t1995\tunknown\n'
        "3\tOther\t1996\tDrama\n4\tUndated\t\tDrama\n",
        "inter": "user_id:token\titem_id:token\trating:float\ttimestamp:float\n"
        "7\t1\t4\t881250949\n7\t2\t2\t881250950\n",
        "link": "item_id:token\tentity_id:token\n2\tm.01\n30\tm.02\n1\tm.03\n3\tm.99\n",
        "kg": "head_id:token\trelation_id:token\ttail_id:token\n"
        "m.01\tfilm.film.sequel\tm.02\nm.02\tfilm.film.prequel\tm.01\n"
        "m.01\tfilm.film.directed_by\tm.0p\nm.03\tfilm.film.directed_by\tm.0p\n"
        "m.01\tfilm.film.actor\tm.0a\nm.02\tfilm.film.actor\tm.0a\n"
        "m.0b\tfilm.film.actor\tm.01\nm.02\tfilm.film.actor\tm.0b\nm.99\tfilm.film.genre\tm.0g\n",
    }
    for name, text in files.items():
        (folder / f"ml-100k.{name}").write_text(text, encoding="utf-8")
    numbered = (
        '2::Quiet "Sea", The (1991)::Sci-Fi\n30::Quiet Sea 2 (a.k.a. Loud) (1996)::Drama\n1::Other (1996)::Drama\n'
    )
    (folder / "movies.dat").write_text(numbered, encoding="latin-1")
    return folder


def test_movielens_becomes_films_tied_by_what_they_share(movielens: Path, tmp_path: Path) -> None:
    catalogue = from_movielens(movielens, tmp_path / "out")
    first, second, third, undated = catalogue.items
    assert first.name == Text('The Quiet "Sea"')
    assert first.facets == {"genre": ("science_fiction", "children"), "year": (1991,)}
    assert (second.facets, undated.facets) == ({"year": (1995,)}, {"genre": ("drama",)})
    assert third.facets == {"genre": ("drama",), "year": (1996,)}
    assert catalogue.interactions[0] == Interaction("u7", "m1", 4, 881250949)
    assert catalogue.triples == (
        Triple("m2", "sequel_of", "m1"),
        Triple("m1", "same_director_as", "m3"),
        Triple("m1", "shares_cast_with", "m2"),
    )


def test_a_fact_of_another_film_is_not_taken_for_one_of_this(movielens: Path, tmp_path: Path) -> None:
    (movielens / "movies.dat").unlink()
    assert from_movielens(movielens, tmp_path / "out").triples == ()


def test_the_list_of_films_may_be_that_of_a_later_set(movielens: Path, tmp_path: Path) -> None:
    triples = from_movielens(movielens, tmp_path / "of 1M").triples
    (movielens / "movies.dat").unlink()
    rows = (
        'movieId,title,genres\n2,"Quiet ""Sea"", The (1991)",Drama\n30,Quiet Sea 2 (1995),Drama\n1,Óther (1996),Drama\n'
    )
    (movielens / "movies.csv").write_text(rows, encoding="utf-8")
    assert from_movielens(movielens, tmp_path / "of 20M").triples == triples != ()


@pytest.mark.parametrize(("name", "text"), [("movies.dat", "no title\n"), ("movies.csv", "title\nOther (1996)\n")])
def test_a_list_of_films_in_another_format_is_refused(movielens: Path, tmp_path: Path, name: str, text: str) -> None:
    (movielens / "movies.dat").unlink()
    (movielens / name).write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInputError, match="title"):
        from_movielens(movielens, tmp_path / "out")


def test_movielens_works_without_its_graph(movielens: Path, tmp_path: Path) -> None:
    (movielens / "ml-100k.kg").unlink()
    assert from_movielens(movielens, tmp_path / "out").triples == ()
    (movielens / "ml-100k.item").unlink()
    with pytest.raises(InvalidInputError):
        from_movielens(movielens, tmp_path / "out")


def table(folder: Path, text: str, name: str = "my phones.csv") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8-sig")
    return file


def test_a_chinese_table_becomes_a_catalogue_and_says_how_it_was_read(tmp_path: Path) -> None:
    text = "编号,名称,类别,售价,颜色,快充,电池,上市,备注\nA 1,星辰一号,手机,¥2999,黑|白,是,5000mAh,2025-03-01,-\n"
    text += 'A2,"云帆, 大屏",手机,"3,499",蓝,否,4500mAh,2025-04-01,\n'
    found = from_csv(table(tmp_path, text), tmp_path / "out", currency="CNY")
    assert str(found).splitlines()[1:] == [
        "编号 -> id",
        "名称 -> name",
        "类别 -> kind",
        "售价 -> facet 售价 (number, money in CNY)",
        "颜色 -> facet 颜色 (entity, many)",
        "快充 -> facet 快充 (flag)",
        "电池 -> facet 电池 (number in mAh)",
        "上市 -> facet 上市 (date)",
        "备注 -> left out (empty, or long texts)",
    ]
    first, second = read_catalogue(tmp_path / "out").items
    assert (first.id, first.kind, first.name) == ("A_1", "手机", Text(zh="星辰一号"))
    assert first.facets["颜色"] == ("黑", "白")
    assert second.facets == {
        "售价": (3499,),
        "颜色": ("蓝",),
        "快充": (False,),
        "电池": (4500,),
        "上市": ("2025-04-01",),
    }


def test_an_english_table_becomes_a_catalogue_too(tmp_path: Path) -> None:
    text = "Model\tTitle\tDescription\tIn stock\tPrice\tMaker\tkind\nX\tLamp\tA lamp.\t0\t$9.50\tN/A\tdesk lamp\n"
    text += "Y\tLamp\tAnother.\t3\t12\tOld Hand\tdesk lamp\n"
    from_csv(table(tmp_path, text, "lamps.tsv"), tmp_path / "out")
    catalogue = read_catalogue(tmp_path / "out")
    first, second = catalogue.items
    assert (first.id, second.id, first.available, second.available) == ("lamp", "lamp_2", False, True)
    assert (first.text, first.kind) == (Text("A lamp."), "desk_lamp")
    assert first.facets == {"model": ("X",), "price": (9.5,)}
    assert second.facets["maker"] == ("Old Hand",)
    price = catalogue.schema.facet("price")
    assert price is not None
    assert (price.type, price.money) == (FacetType.NUMBER, True)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,b\n1,2\n", "No column looks like a name"),
        ("name,b\n1,2,3\n", "Row 2 has 3 cells, the header 2"),
        ("name\n", "no rows"),
        ('name,b\n"x,2\n', "not a table"),
    ],
)
def test_a_bad_table_is_refused_in_words(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InvalidInputError, match=message):
        from_csv(table(tmp_path, text), tmp_path / "out")


def test_a_catalogue_is_checked_imported_and_exported(crosswoz: Path, tmp_path: Path) -> None:
    from_crosswoz(crosswoz, tmp_path / "in")
    text = check_catalogue(tmp_path / "in")
    assert "3: 1 attraction, 1 hotel, 1 restaurant" in text
    store = FileGraphStore(tmp_path / "store")
    assert import_catalogue(tmp_path / "in", store) == text
    assert export_catalogue(store, tmp_path / "out") == text
    assert read_catalogue(tmp_path / "out") == read_catalogue(tmp_path / "in")


@pytest.fixture
def multiwoz(tmp_path: Path) -> Path:
    folder = tmp_path / "multiwoz"
    folder.mkdir()
    place = {"area": "west", "location": [52.2, 0.1], "phone": "01", "postcode": "?", "address": "mill lane"}
    rows = {
        "attraction": [place | {"name": "moon pool", "type": "swimmingpool", "entrance fee": "2.50 pounds", "id": "1"}],
        "hotel": [
            place
            | {
                "name": "the inn",
                "type": "guesthouse",
                "stars": "4",
                "internet": "yes",
                "parking": "no",
                "pricerange": "cheap",
            }
            | {"price": {"double": "70", "single": "45"}}
        ],
        "restaurant": [place | {"name": "lotus", "food": "chinese", "pricerange": "?", "introduction": "Noodles."}],
    }
    for kind, records in rows.items():
        (folder / f"{kind}_db.json").write_text(json.dumps(records), encoding="utf-8")
    return folder


def test_multiwoz_becomes_places_named_in_both_languages(multiwoz: Path, tmp_path: Path) -> None:
    catalogue = from_multiwoz(multiwoz, tmp_path / "out")
    pool, inn, lotus = catalogue.items
    assert (pool.name, pool.kind, pool.facets["price"]) == (Text(en="Moon Pool"), "attraction", (2.5,))
    assert pool.facets["type"] == ("type swimming pool",)
    assert (inn.facets["price"], inn.facets["stars"]) == ((45.0,), ("4",))
    assert (inn.facets["internet"], inn.facets["parking"]) == ((True,), (False,))
    assert lotus.facets["food"] == ("food chinese",)
    assert not {"price", "price_range", "postcode", "type"} & set(lotus.facets)
    names = {entity.id: entity.name for entity in catalogue.entities}
    assert (names["area west"], names["food chinese"]) == (Text("west", "西部"), Text("chinese", "中餐"))


@pytest.mark.parametrize("text", ["[1]", "{}", "no json"])
def test_a_file_that_is_not_multiwoz_is_named(multiwoz: Path, tmp_path: Path, text: str) -> None:
    (multiwoz / "hotel_db.json").write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInputError, match="not MultiWOZ"):
        from_multiwoz(multiwoz, tmp_path / "out")
