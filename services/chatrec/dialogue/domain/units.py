"""Units as people write them, and what one is in another."""
# ruff: noqa: E501 - lists of words are read by the row

import re
from typing import Final

from chatrec.vocabulary.schema import Facet

__all__ = ["MONEY", "TIME", "dimension_of", "dimensions_of", "factor_of", "unit_pattern"]

MONEY: Final = "money"
TIME: Final = "time"

_TABLE: Final[dict[str, dict[float, str]]] = {
    MONEY: {
        1.0: "元 块钱 块 圆 人民币 rmb cny yuan kuai usd dollars dollar bucks buck eur euros euro gbp pound pounds quid 刀 美元 美金 欧元 欧 英镑 镑 蚊 港币 日元 currency"
    },
    TIME: {
        1.0: "s sec secs second seconds 秒 秒钟",
        60.0: "min mins minute minutes 分钟 分",
        900.0: "刻钟",
        3600.0: "h hr hrs hour hours 小时 个小时 钟头 个钟头 个钟",
        86400.0: "day days d 天 日",
        604800.0: "week weeks 周 星期 个星期 礼拜",
        2629800.0: "month months mo 月 个月",
        31557600.0: "year years yr yrs 年",
    },
    "mass": {
        0.001: "mg 毫克",
        1.0: "g gram grams 克",
        1000.0: "kg kgs kilo kilos kilogram kilograms 公斤 千克",
        500.0: "斤",
        453.6: "lb lbs pound pounds",
        28.35: "oz ounce ounces 盎司",
        1e6: "ton tons tonne tonnes 吨",
    },
    "length": {
        0.001: "mm 毫米",
        0.01: "cm 厘米 公分",
        0.0254: 'inch inches " 寸 英寸',
        0.3048: "ft feet foot 英尺",
        1.0: "m metre metres meter meters 米",
        1000.0: "km kms kilometre kilometres kilometer kilometers 公里 千米",
        1609.3: "mile miles mi 英里",
    },
    "data": {1 / 1024: "mb 兆", 1.0: "gb g gig gigs 吉", 1024.0: "tb t"},
    "charge": {1.0: "mah 毫安时 毫安", 1000.0: "ah 安时"},
    "frequency": {1.0: "hz 赫兹 hertz", 1e3: "khz", 1e6: "mhz", 1e9: "ghz"},
    "power": {1.0: "w watt watts 瓦", 1000.0: "kw 千瓦"},
    "volume": {1.0: "ml 毫升", 10.0: "cl", 1000.0: "l litre litres liter liters 升"},
    "share": {1.0: "% percent 百分 度"},
    "stars": {1.0: "star stars 星 颗星 point points"},
    "people": {1.0: "people persons person guests 人 个人 位"},
    "pages": {1.0: "page pages 页"},
    "speed": {1.0: "km/h kmh kph 迈", 1.609: "mph"},
}
_LETTERS: Final = re.compile(r"[a-z]$")


def _index() -> dict[str, tuple[tuple[str, float], ...]]:
    found: dict[str, tuple[tuple[str, float], ...]] = {}
    for dimension, rows in _TABLE.items():
        for factor, names in rows.items():
            for name in names.split():
                found[name] = (*found.get(name, ()), (dimension, factor))
    return found


_UNITS: Final = _index()


def dimensions_of(unit: str) -> tuple[tuple[str, float], ...]:
    """Give the dimensions that a unit may be of, with its size in their base; an unknown unit is a dimension by itself."""
    word = unit.lower().strip()
    return _UNITS.get(word) or (((word.removesuffix("s") or word), 1.0),)


def dimension_of(facet: Facet) -> str:
    """Give the dimension of a facet, "" where it has no unit."""
    if facet.money:
        return MONEY
    return dimensions_of(facet.unit)[0][0] if facet.unit else ""


def factor_of(unit: str, facet: Facet) -> float | None:
    """Give what one `unit` is in the facet's own unit, None where they do not measure the same."""
    if facet.money:
        return 1.0 if any(dimension == MONEY for dimension, _ in dimensions_of(unit)) else None
    own = dict(dimensions_of(facet.unit)) if facet.unit else {}
    said = dict(dimensions_of(unit))
    if "g" in own or unit == "g" or facet.unit.lower() == "g":
        # A plain "g" is gram or gigabyte: gram only where the facet weighs.
        said |= {"mass": 1.0} if unit == "g" else {}
        own = {"mass": 1.0} if facet.unit.lower() == "g" else own
    shared = next((dimension for dimension in own if dimension in said), None)
    return None if shared is None else said[shared] / own[shared]


def unit_pattern(units: tuple[str, ...]) -> re.Pattern[str]:
    """Make the pattern of a unit right behind a number: the table's and a catalogue's own `units`."""
    words = sorted(
        {*_UNITS, *(unit.lower() for unit in units if unit), *(f"{unit.lower()}s" for unit in units if unit)},
        key=len,
        reverse=True,
    )
    parts = [re.escape(word) + (r"(?![a-z])" if _LETTERS.search(word) else "") for word in words]
    return re.compile(r"[\s-]?(" + "|".join(parts) + ")")
