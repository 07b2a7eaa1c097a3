"""What a column of a table holds: its role, or the type of its values."""

import re
from dataclasses import dataclass
from datetime import date

from chatrec.vocabulary.words import FacetType

__all__ = ["Column", "assign_roles", "filled", "guess", "parse_number", "truth"]

_ROLES = {
    "id": ("id", "sku", "item id", "product id", "code", "编号", "编码", "货号", "商品编号", "序号"),
    "name": (
        "name",
        "title",
        "product",
        "product name",
        "item",
        "model",
        "name en",
        "名称",
        "名字",
        "商品名称",
        "标题",
        "产品名称",
        "品名",
    ),
    "name_zh": ("name zh", "chinese name", "中文名", "中文名称"),
    "kind": ("kind", "category", "type", "product type", "类别", "类型", "分类", "品类", "种类"),
    "text": ("text", "description", "desc", "summary", "about", "描述", "简介", "介绍", "说明", "商品描述"),
    "aliases": ("aliases", "alias", "also known as", "别名", "又名"),
    "image": ("image", "picture", "photo", "image url", "图片", "图片地址"),
    "popularity": ("popularity", "sales", "sold", "reviews", "人气", "销量", "热度"),
    "available": ("available", "in stock", "stock", "有货", "库存", "在售"),
}
_MONEY = re.compile(r"price|cost|fee|价格|价钱|售价|单价|费用|金额|门票", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?P<sign>[-+]?)(?P<before>[¥￥$€£]?)\s*(?P<number>\d[\d,]*(?:\.\d+)?|\.\d+)\s*(?P<unit>[^\d\s][^\d]{0,11})?"
)
_TRUE = frozenset({"true", "yes", "y", "是", "有", "支持", "✓", "√"})
_FALSE = frozenset({"false", "no", "n", "否", "无", "没有", "不支持", "✗", "×"})
_PARTED = re.compile(r"[|;、；]")
_NOTHING = frozenset({"", "-", "--", "—", "/", "n/a", "na", "nan", "null", "none", "unknown", "未知", "暂无", "不详"})
_LONGEST_VALUE = 80


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title and cells; a role of the item, or a facet with the type of its values, or neither."""

    title: str
    facet: str
    cells: tuple[str, ...]
    role: str
    type: FacetType | None
    many: bool
    unit: str

    @property
    def is_facet(self) -> bool:
        """Whether it is a facet."""
        return not self.role and self.type is not None

    @property
    def money(self) -> bool:
        """Whether the numbers are amounts of money, by the title."""
        return self.type is FacetType.NUMBER and bool(_MONEY.search(self.title))


def filled(cell: str) -> str:
    """Give a cell without its outer spaces, "" for the ways people write that there is nothing."""
    plain = cell.strip()
    return "" if plain.lower() in _NOTHING else plain


def assign_roles(titles: list[str]) -> list[str]:
    """Tell for each column which part of an item it is, "" for none; of several the one that is called best."""
    plain = [re.sub(r"[_\s]+", " ", title.strip().lower()) for title in titles]
    best: dict[str, int] = {}
    for role, names in _ROLES.items():
        ranked = sorted((names.index(title), index) for index, title in enumerate(plain) if title in names)
        if ranked:
            best[role] = ranked[0][1]
    of_column = {index: role for role, index in best.items()}
    return [of_column.get(index, "") for index in range(len(titles))]


def parse_number(cell: str) -> float | None:
    """Read a number that may have a sign of money before it, commas within and a unit behind it."""
    found = _NUMBER.fullmatch(cell.strip())
    return float(found["sign"] + found["number"].replace(",", "")) if found else None


def truth(cell: str) -> bool | None:
    """Read yes or no; a number is yes unless it is 0."""
    plain = cell.strip().lower()
    if plain in _TRUE or plain in _FALSE:
        return plain in _TRUE
    number = parse_number(plain)
    return None if number is None else number > 0


def guess(cells: tuple[str, ...]) -> tuple[FacetType | None, bool, str]:
    """Guess a column's type from its cells, whether they hold several values, and the unit of numbers.

    A column without values, or one of long texts, has no type.
    """
    there = [cell for cell in cells if cell]
    if not there or any(len(cell) > _LONGEST_VALUE or not cell.isprintable() for cell in there):
        return None, False, ""
    if all(cell.lower() in _TRUE | _FALSE for cell in there):
        return FacetType.FLAG, False, ""
    unit = _unit(there)
    if unit is not None:
        return FacetType.NUMBER, False, unit
    if all(map(_is_day, there)):
        return FacetType.DATE, False, ""
    return FacetType.ENTITY, any(_PARTED.search(cell) for cell in there), ""


def _unit(cells: list[str]) -> str | None:
    """Give the one unit of cells that are all numbers, "" where none has any; None where they are not."""
    found = [_NUMBER.fullmatch(cell) for cell in cells]
    units = {(match["unit"] or "").strip() if match else None for match in found}
    return units.pop() if len(units) == 1 else None


def _is_day(cell: str) -> bool:
    try:
        date.fromisoformat(cell)
    except ValueError:
        return False
    return len(cell) == len("2026-03-01")
