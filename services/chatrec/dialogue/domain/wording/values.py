"""Values in words: money, units, days, names."""
# ruff: noqa: E501 - lists of words are read by the row

from typing import Final

from chatrec.dialogue.domain.catalogues import KnownCatalogue
from chatrec.vocabulary.schema import Facet
from chatrec.vocabulary.words import FacetType, Language, Value

__all__ = ["join", "number_text", "value_text"]

_CURRENCIES: Final = {
    "CNY": ("¥{}", "{} 元"), "RMB": ("¥{}", "{} 元"), "USD": ("${}", "{} 美元"), "EUR": ("€{}", "{} 欧元"),
    "GBP": ("£{}", "{} 英镑"), "JPY": ("¥{} (JPY)", "{} 日元"), "HKD": ("HK${}", "{} 港元"), "TWD": ("NT${}", "{} 新台币"),
}  # fmt: skip
_UNITS: Final = {
    "inch": ("{} inches", "{} 英寸"), "hour": ("{} hours", "{} 小时"), "g": ("{} g", "{} 克"), "kg": ("{} kg", "{} 公斤"), "km": ("{} km", "{} 公里"),
    "m": ("{} m", "{} 米"), "cm": ("{} cm", "{} 厘米"), "mm": ("{} mm", "{} 毫米"), "month": ("{} months", "{} 个月"), "week": ("{} weeks", "{} 周"),
    "day": ("{} days", "{} 天"), "year": ("{} years", "{} 年"), "second": ("{} s", "{} 秒"), "page": ("{} pages", "{} 页"), "star": ("{} stars", "{} 星"),
    "person": ("{} people", "{} 人"), "ml": ("{} ml", "{} 毫升"), "l": ("{} l", "{} 升"), "w": ("{} W", "{} 瓦"), "hz": ("{} Hz", "{} 赫兹"), "%": ("{}%", "{}%"),
}  # fmt: skip
_SAME: Final = {
    "inches": "inch",
    "hours": "hour",
    "h": "hour",
    "months": "month",
    "weeks": "week",
    "days": "day",
    "years": "year",
    "sec": "second",
    "seconds": "second",
    "pages": "page",
    "stars": "star",
    "people": "person",
    "s": "second",
}
_MINUTES: Final = frozenset({"min", "mins", "minute", "minutes"})
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_HOUR: Final = 60


def number_text(number: float) -> str:
    """Write a number with thousands separated and no idle decimals."""
    return f"{number:,.0f}" if number == int(number) else f"{round(number, 2):,}"


def value_text(catalogue: KnownCatalogue, facet: Facet, value: Value, language: Language) -> str:
    """Write a number, day, flag or ordinal of a facet; an entity's id is written as it is."""
    if isinstance(value, bool):
        return ("yes" if value else "no") if language is Language.EN else ("有" if value else "无")
    if isinstance(value, str):
        if facet.type is FacetType.ORDINAL and value in facet.values and facet.value_names:
            return facet.value_names[facet.values.index(value)].speak(language)
        return _day(value, language) if facet.type is FacetType.DATE else value
    return _measured(catalogue, facet, float(value), language)


def _measured(catalogue: KnownCatalogue, facet: Facet, number: float, language: Language) -> str:
    place = 0 if language is Language.EN else 1
    if catalogue.is_calendar(facet):
        return f"{number:.0f}" if language is Language.EN else f"{number:.0f} 年"
    if facet.money:
        pattern = _CURRENCIES.get(catalogue.schema.currency.upper(), (f"{{}} {catalogue.schema.currency}".strip(),) * 2)
        return pattern[place].format(number_text(number))
    unit = facet.unit.lower()
    if unit in _MINUTES:
        return _minutes(number, language)
    pattern = _UNITS.get(_SAME.get(unit, unit), (f"{{}} {facet.unit}".strip(),) * 2)
    words = pattern[place].format(number_text(number))
    return (
        words.removesuffix("s")
        if number == 1
        and language is Language.EN
        and words.endswith(("hours", "months", "years", "days", "weeks", "pages", "stars"))
        else words
    )


def _minutes(number: float, language: Language) -> str:
    if language is Language.ZH:
        return f"{number_text(number)} 分钟"
    hours, rest = divmod(round(number), _HOUR)
    return f"{hours} h {rest} min" if hours and rest else f"{hours} h" if hours else f"{rest} min"


def _day(day: str, language: Language) -> str:
    parts = day.split("-")
    if language is Language.ZH:
        return " ".join(f"{int(part)} {name}" for part, name in zip(parts, "年月日", strict=False) if part.isdigit())
    if len(parts) > 1 and parts[1].isdigit() and 1 <= int(parts[1]) <= len(_MONTHS):
        month = _MONTHS[int(parts[1]) - 1]
        return f"{int(parts[2])} {month} {parts[0]}" if len(parts) > 2 and parts[2].isdigit() else f"{month} {parts[0]}"  # noqa: PLR2004
    return day


def join(parts: list[str], language: Language, *, last: str = "") -> str:
    """Join the parts of a list: "a, b and c", "a、b和c"; `last` is the word before the last part."""
    if language is Language.ZH:
        return parts[0] if len(parts) == 1 else "、".join(parts[:-1]) + (last or "和") + parts[-1] if parts else ""
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + f" {last or 'and'} " + parts[-1] if parts else ""
