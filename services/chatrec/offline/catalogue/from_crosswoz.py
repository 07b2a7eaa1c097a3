"""CrossWOZ's database of Beijing (Zhu et al., TACL 2020) as a catalogue of attractions, hotels and restaurants."""

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from chatrec.knowledge.adapters.catalogue_files import read_catalogue
from chatrec.knowledge.adapters.catalogue_writing import write_catalogue
from chatrec.knowledge.domain.catalogue.catalogue import Catalogue, Item
from chatrec.knowledge.domain.catalogue.checking import implied_entities
from chatrec.knowledge.domain.catalogue.wording import worded
from chatrec.vocabulary.errors import InvalidInputError
from chatrec.vocabulary.schema import CatalogueSchema, Facet, Kind
from chatrec.vocabulary.words import Better, FacetType, Language, Phrases, Text, Value

__all__ = ["from_crosswoz"]

Record = Mapping[str, object]

_KINDS = {
    "attraction": (("attraction", "sight", "place to visit"), ("景点", "景区", "好玩的地方", "游玩的地方")),
    "hotel": (("hotel", "place to stay"), ("酒店", "宾馆", "旅馆", "住的地方")),
    "restaurant": (("restaurant", "place to eat"), ("餐馆", "餐厅", "饭店", "饭馆", "吃饭的地方")),
}
_NEAR = {
    "near_attraction": ("周边景点", "attraction"),
    "near_restaurant": ("周边餐馆", "restaurant"),
    "near_hotel": ("周边酒店", "hotel"),
}
_PRICES = ("门票", "价格", "人均消费")
_SHOWN = ("地址", "营业时间", "电话", "游玩时间")
_DISTRICT = re.compile(r"东城|西城|朝阳|海淀|丰台|石景山|通州|昌平|顺义|大兴|房山|怀柔|密云|延庆|门头沟|平谷")
_UNSEEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_EXIT = re.compile(r"[A-Z]?\d?[东西南北]*口$")
_SPAN = re.compile(r"(\d+(?:\.\d+)?)\s*(小时|天|分钟)")
_HOURS = {"小时": 1.0, "天": 24.0, "分钟": 1 / 60}
_LONGEST_ID = 128


def _entity(
    name: str, label: Text, relation: Text, words: tuple[tuple[str, ...], tuple[str, ...]], *, many: bool
) -> Facet:
    return Facet(
        name, FacetType.ENTITY, label=label, phrases=Phrases(*words), many=many, relation=name, relation_label=relation
    )


_FACETS = (
    Facet(
        "price",
        FacetType.NUMBER,
        label=Text("price", "价格"),
        question=Text("What would you like to spend at most?", "您的预算大概是多少？"),
        phrases=Phrases(
            ("price", "ticket", "cost", "budget"), ("价格", "门票", "票价", "人均消费", "人均", "房价", "预算")
        ),
        unit="CNY",
        better=Better.LOW,
        money=True,
    ),
    Facet(
        "rating",
        FacetType.NUMBER,
        label=Text("rating", "评分"),
        phrases=Phrases(("rating", "score"), ("评分", "评价", "打分")),
        better=Better.HIGH,
    ),
    Facet(
        "hours",
        FacetType.NUMBER,
        label=Text("visit time", "游玩时间"),
        phrases=Phrases(("visit time", "hours"), ("游玩时间", "游玩时长")),
        unit="hours",
    ),
    _entity(
        "district", Text("district", "城区"), Text("in", "位于"), (("district", "area"), ("城区", "区域")), many=False
    ),
    _entity(
        "metro",
        Text("metro station", "地铁站"),
        Text("near", "地铁"),
        (("metro", "subway"), ("地铁", "地铁站")),
        many=False,
    ),
    _entity(
        "hotel_type",
        Text("hotel type", "酒店类型"),
        Text("is", "类型是"),
        (("hotel type",), ("酒店类型", "档次")),
        many=False,
    ),
    _entity(
        "facility",
        Text("facilities", "设施"),
        Text("has", "有"),
        (("facilities", "services"), ("设施", "服务")),
        many=True,
    ),
    _entity(
        "dish",
        Text("dishes", "推荐菜"),
        Text("serves", "推荐菜有"),
        (("dishes", "food"), ("推荐菜", "菜", "特色菜")),
        many=True,
    ),
    _entity(
        "near_attraction",
        Text("sights nearby", "周边景点"),
        Text("near", "附近有"),
        (("nearby sights",), ("周边景点", "附近景点")),
        many=True,
    ),
    _entity(
        "near_restaurant",
        Text("restaurants nearby", "周边餐馆"),
        Text("near", "附近有"),
        (("nearby restaurants",), ("周边餐馆", "附近餐馆")),
        many=True,
    ),
    _entity(
        "near_hotel",
        Text("hotels nearby", "周边酒店"),
        Text("near", "附近有"),
        (("nearby hotels",), ("周边酒店", "附近酒店")),
        many=True,
    ),
)


def from_crosswoz(source: Path, out: Path) -> Catalogue:
    """Make a catalogue's folder of `attraction_db.json`, `hotel_db.json` and `restaurant_db.json`.

    What lies near an item is a facet of it, so that "a hotel near the palace" is a wish like any other; places nearby
    that the database does not describe are left out.

    Raises:
        InvalidInputError: a file is missing or of another format.
    """
    records = {kind: _read(source / f"{kind}_db.json") for kind in _KINDS}
    ids = {
        (kind, str(record["名称"])): f"{kind}_{number}"
        for kind, rows in records.items()
        for number, record in enumerate(rows, start=1)
    }
    items = tuple(
        _item(kind, f"{kind}_{number}", record, ids)
        for kind, rows in records.items()
        for number, record in enumerate(rows, start=1)
    )
    named = Counter(str(place) for item in items for near in _NEAR for place in item.facets.get(near, ()))
    # The database counts no visitors: how many neighbours name a place is the best it knows of its fame.
    items = tuple(replace(item, popularity=float(named[item.id])) for item in items)
    facets = tuple(worded(facet, Language.ZH) for facet in _FACETS)
    entities = implied_entities(items, facets, [item.id for item in items], Language.ZH)
    schema = CatalogueSchema(
        name="crosswoz",
        domain="generic",
        generation="",
        languages=(Language.ZH, Language.EN),
        currency="CNY",
        kinds=tuple(Kind(kind, Phrases(*words)) for kind, words in _KINDS.items()),
        facets=facets,
    )
    write_catalogue(Catalogue(schema, items, entities, licence="Apache-2.0"), out)
    return read_catalogue(out)


def _read(path: Path) -> list[Record]:
    try:
        rows = json.loads(path.read_bytes())
        return [{"名称": name, **record} for name, record in rows]
    except OSError as error:
        raise InvalidInputError("A file of CrossWOZ is missing.", file=path) from error
    except (ValueError, TypeError) as error:
        raise InvalidInputError("A file is not CrossWOZ's database.", file=path) from error


def _item(kind: str, id_: str, record: Record, ids: Mapping[tuple[str, str], str]) -> Item:
    facets: dict[str, tuple[Value, ...]] = {
        "price": _numbers(next((record[key] for key in _PRICES if record.get(key) is not None), None)),
        "rating": _numbers(record.get("评分")),
        "hours": _hours(record.get("游玩时间")),
        "district": _district(record.get("地址")),
        "metro": _names([_EXIT.sub("", str(record.get("地铁") or ""))]),
        "hotel_type": _names([record.get("酒店类型")]),
        "facility": _names(record.get("酒店设施")),
        "dish": _names(record.get("推荐菜")),
    }
    for facet, (key, near) in _NEAR.items():
        found = (ids.get((near, str(name))) for name in _listed(record.get(key)))
        facets[facet] = tuple(dict.fromkeys(place for place in found if place and place != id_))
    return Item(
        id=id_,
        name=Text(zh=str(record["名称"])),
        kind=kind,
        text=Text(zh="；".join(f"{key}：{record[key]}" for key in _SHOWN if record.get(key))),
        facets={name: values for name, values in facets.items() if values},
    )


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _numbers(value: object) -> tuple[Value, ...]:
    return (float(value),) if isinstance(value, (int, float)) else ()


def _names(values: object) -> tuple[Value, ...]:
    names = (re.sub(r"\s+", " ", _UNSEEN.sub("", str(value or ""))).strip() for value in _listed(values))
    return tuple(dict.fromkeys(name for name in names if 0 < len(name) <= _LONGEST_ID))


def _district(address: object) -> tuple[Value, ...]:
    found = _DISTRICT.search(str(address or ""))
    return (f"{found[0]}区",) if found else ()


def _hours(span: object) -> tuple[Value, ...]:
    """Read "3小时 - 4小时" as the least time it takes, in hours."""
    found = _SPAN.search(str(span or ""))
    return (round(float(found[1]) * _HOURS[found[2]], 2),) if found else ()
