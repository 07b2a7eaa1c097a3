"""What MultiWOZ's places are called in both languages; the first word is the name."""
# ruff: noqa: E501 - lists of words are read by the row

from typing import Final

from chatrec.vocabulary.schema import Facet, Need, NeedFacet
from chatrec.vocabulary.words import Better, FacetType, Phrases, Text

__all__ = ["AREAS", "FACETS", "FOODS", "KINDS", "NEEDS", "PRICE_RANGES", "TYPES"]

KINDS: Final = {
    "attraction": Phrases(
        ("attraction", "sight", "place to visit", "place to go", "things to do"),
        ("景点", "好玩的地方", "去处", "游玩的地方"),
    ),
    "hotel": Phrases(
        ("hotel", "place to stay", "accommodation", "somewhere to stay", "lodging"),
        ("酒店", "宾馆", "住的地方", "旅馆", "住处"),
    ),
    "restaurant": Phrases(
        ("restaurant", "place to eat", "somewhere to eat", "place to dine"),
        ("餐厅", "餐馆", "饭店", "吃饭的地方", "饭馆"),
    ),
}
PRICE_RANGES: Final = ("cheap", "moderate", "expensive")

AREAS: Final = {
    f"area {word}": Phrases((word, *more), han)
    for word, more, han in (
        (
            "centre",
            ("the centre", "center", "city centre", "town centre", "downtown", "middle of town"),
            ("市中心", "中心"),
        ),
        ("north", ("the north", "north side", "northern part", "north part of town"), ("北部", "城北", "北边")),
        ("south", ("the south", "south side", "southern part", "south part of town"), ("南部", "城南", "南边")),
        ("east", ("the east", "east side", "eastern part", "east part of town"), ("东部", "城东", "东边")),
        ("west", ("the west", "west side", "western part", "west part of town"), ("西部", "城西", "西边")),
    )
}
TYPES: Final = {
    f"type {word}": Phrases((word, *more), han)
    for word, more, han in (
        ("architecture", ("churches", "historic buildings"), ("建筑", "教堂")),
        ("boat", ("boats", "punting", "boating"), ("游船", "划船")),
        ("cinema", ("movie theatre", "cinemas"), ("电影院", "影院")),
        ("college", ("colleges",), ("学院", "大学")),
        ("concert hall", ("concerts",), ("音乐厅",)),
        ("entertainment", (), ("娱乐", "娱乐场所")),
        ("multiple sports", ("sports", "sport"), ("综合体育", "体育", "运动")),
        ("museum", ("museums", "gallery", "galleries"), ("博物馆", "美术馆")),
        ("nightclub", ("night club", "nightclubs", "clubbing"), ("夜店", "夜总会")),
        ("park", ("parks", "garden"), ("公园", "花园")),
        ("swimming pool", ("pool", "swimming"), ("游泳池", "泳池", "游泳")),
        ("theatre", ("theater", "theatres"), ("剧院", "剧场")),
        ("guesthouse", ("guest house", "guesthouses", "bed and breakfast", "B&B"), ("民宿", "家庭旅馆", "客栈")),
        ("hotel", (), ("酒店式", "大酒店")),
    )
}
FOODS: Final = {
    f"food {word}": Phrases((word, *more), (*han, *(name.removesuffix("菜") for name in han if name.endswith("菜"))))
    for word, more, han in (
        ("african", (), ("非洲菜",)), ("asian oriental", ("asian", "oriental"), ("亚洲菜", "东方菜")), ("british", ("english",), ("英国菜",)),
        ("chinese", (), ("中餐", "中国菜")), ("european", (), ("欧洲菜",)), ("french", (), ("法餐", "法国菜")), ("gastropub", ("pub food",), ("美食酒吧",)),
        ("indian", ("curry",), ("印度菜", "咖喱")), ("international", (), ("国际菜", "各国菜")), ("italian", ("pizza", "pasta"), ("意大利菜", "意餐", "披萨")),
        ("japanese", ("sushi",), ("日本菜", "日料", "寿司")), ("korean", (), ("韩国菜", "韩餐")), ("lebanese", (), ("黎巴嫩菜",)),
        ("mediterranean", (), ("地中海菜",)), ("mexican", ("tacos",), ("墨西哥菜",)), ("modern european", (), ("现代欧洲菜",)),
        ("north american", ("american", "burgers", "steak"), ("北美菜", "美式", "汉堡")), ("portuguese", (), ("葡萄牙菜",)), ("seafood", ("fish",), ("海鲜",)),
        ("spanish", ("tapas",), ("西班牙菜",)), ("thai", (), ("泰国菜", "泰餐")), ("turkish", ("kebab",), ("土耳其菜",)), ("vietnamese", ("pho",), ("越南菜",)),
    )
}  # fmt: skip


def _entity(name: str, label: Text, relation: Text, words: Phrases, question: Text) -> Facet:
    return Facet(
        name, FacetType.ENTITY, label=label, question=question, phrases=words, relation=name, relation_label=relation
    )


def _flag(name: str, label: Text, words: Phrases) -> Facet:
    return Facet(name, FacetType.FLAG, label=label, phrases=words, better=Better.HIGH)


FACETS: Final = (
    Facet(
        "price",
        FacetType.NUMBER,
        label=Text("price", "价格"),
        question=Text("What would you like to spend at most?", "您的预算大概是多少？"),
        phrases=Phrases(("price", "entrance fee", "cost", "ticket", "how much"), ("价格", "门票", "房价", "费用", "多少钱")),
        unit="GBP",
        better=Better.LOW,
        money=True,
    ),
    Facet(
        "price_range",
        FacetType.ORDINAL,
        label=Text("price range", "价位"),
        question=Text("Should it be cheap, moderate or expensive?", "想要便宜的、中等的还是高档的？"),
        phrases=Phrases(("price range", "price category"), ("价位", "消费水平", "档次")),
        values=PRICE_RANGES,
        value_names=(Text("cheap", "便宜"), Text("moderate", "中等价位"), Text("expensive", "高档")),
    ),
    _entity("address", Text("address", "地址"), Text("at", "地址是"), Phrases(("address", "street", "where exactly"), ("地址", "街道", "具体在哪")), Text()),
    _entity("postcode", Text("postcode", "邮编"), Text("has the postcode", "邮编是"), Phrases(("postcode", "post code", "zip code"), ("邮编", "邮政编码")), Text()),
    _entity("phone", Text("phone number", "电话"), Text("has the phone number", "电话是"), Phrases(("phone number", "phone", "telephone", "contact number"), ("电话", "电话号码", "联系方式")), Text()),
    _entity("area", Text("area", "区域"), Text("in the", "位于"), Phrases(("area", "part of town", "location", "where is it"), ("区域", "位置", "在哪")), Text("Which part of town would you like?", "想在哪个区域？")),
    _entity("type", Text("type", "类型"), Text("is of type", "类型是"), Phrases(("type", "kind of place"), ("类型", "种类")), Text("What kind of place do you have in mind?", "想要什么类型的？")),
    _entity("food", Text("food", "菜系"), Text("serves", "菜系是"), Phrases(("food", "cuisine", "kind of food"), ("菜系", "口味", "吃什么", "菜")), Text("What kind of food would you like?", "想吃什么菜？")),
    Facet(
        "stars",
        FacetType.ORDINAL,
        label=Text("stars", "星级"),
        question=Text("How many stars should it have?", "想住几星的？"),
        phrases=Phrases(("stars", "star rating"), ("星级", "几星")),
        values=tuple("012345"),
        value_names=(Text("no stars", "无星级"), Text("one star", "一星"), Text("two stars", "二星"), Text("three stars", "三星"), Text("four stars", "四星"), Text("five stars", "五星")),
        better=Better.HIGH,
    ),
    _flag("internet", Text("internet", "无线网络"), Phrases(("internet", "wifi", "wi-fi", "free wifi"), ("无线网络", "网络", "上网", "wifi", "无线网"))),
    _flag("parking", Text("parking", "停车场"), Phrases(("parking", "free parking", "car park"), ("停车场", "停车", "车位"))),
    _flag("bookable", Text("bookable", "可预订"), Phrases(("bookable", "takes bookings"), ("可预订", "能预订"))),
    Facet("latitude", FacetType.NUMBER, label=Text("latitude", "纬度"), unit="degrees north"),
    Facet("longitude", FacetType.NUMBER, label=Text("longitude", "经度"), unit="degrees east"),
)  # fmt: skip

NEEDS: Final = (
    Need(Phrases(("free", "free entry", "free of charge", "no entrance fee"), ("免费", "不要门票", "免票")), (NeedFacet("price", (0.0,)),)),
    Need(Phrases(("inexpensive", "low budget", "on a budget"), ("实惠", "平价", "经济")), (NeedFacet("price_range", ("cheap",)),)),
    Need(Phrases(("fancy", "high end", "upscale", "luxurious"), ("高级", "豪华", "上档次")), (NeedFacet("price_range", ("expensive",)),)),
)  # fmt: skip
