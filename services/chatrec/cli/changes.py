"""What would change an item's place in the list, as people read it."""

from collections.abc import Iterator, Mapping

from chatrec.vocabulary.graph import Change
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.words import Language, Operator, Value

__all__ = ["Names", "change_lines", "name_of"]

Names = Mapping[str, tuple[str, str]]
"""Names by id, in English and Chinese."""

_EFFECTS = {
    Language.EN: ("It would leave the first five", "It would be among the first five"),
    Language.ZH: ("这样它就不在前五了", "这样它就能进前五"),
}
_STEPS = {
    Language.EN: ("without “{}”", "if you did not like {}", "if you asked for {}"),
    Language.ZH: ("不要求“{}”", "不喜欢{}", "要求{}"),
}
_JOINED = {Language.EN: (" ", ", ", "for instance "), Language.ZH: ("：", "，", "例如")}
_KIND = {Language.EN: "kind", Language.ZH: "种类"}
_OPERATORS = {
    Language.EN: {
        Operator.EQUAL: " ",
        Operator.NOT_EQUAL: " not ",
        Operator.LESS: " below ",
        Operator.AT_MOST: " at most ",
        Operator.GREATER: " above ",
        Operator.AT_LEAST: " at least ",
        Operator.IN: " one of ",
    },
    Language.ZH: {
        Operator.EQUAL: "是",
        Operator.NOT_EQUAL: "不是",
        Operator.LESS: "低于",
        Operator.AT_MOST: "不超过",
        Operator.GREATER: "高于",
        Operator.AT_LEAST: "至少",
        Operator.IN: "是其中之一：",
    },
}


def change_lines(
    drops: Change | None, brings: Change | None, names: Names, facet_names: Names, language: Language
) -> tuple[str, ...]:
    """Say what would take an item off the first five, and what would bring it among them, a line each."""
    pairs = zip(_EFFECTS[language], (drops, brings), strict=True)
    return tuple(_line(effect, change, names, facet_names, language) for effect, change in pairs if change is not None)


def _line(effect: str, change: Change, names: Names, facet_names: Names, language: Language) -> str:
    after, comma, instance = _JOINED[language]
    steps = comma.join(_steps(change, names, facet_names, language))
    return f"{effect}{after}{'' if change.smallest else instance}{steps}"


def _steps(change: Change, names: Names, facet_names: Names, language: Language) -> Iterator[str]:
    without, unliked, asked = _STEPS[language]
    for wish in change.given_up:
        yield without.format(wish.phrase or _wish(wish, names, facet_names, language))
    for item in change.unliked:
        yield unliked.format(name_of(item, names, language))
    for wish in change.added:
        yield asked.format(_wish(wish, names, facet_names, language))


def _wish(wish: Preference, names: Names, facet_names: Names, language: Language) -> str:
    facet = _KIND[language] if wish.facet == "kind" else name_of(wish.facet, facet_names, language)
    values = ", ".join(name_of(value, names, language) for value in wish.values)
    return f"{facet}{_OPERATORS[language][wish.operator]}{values}"


def name_of(value: Value, names: Names, language: Language) -> str:
    """Give the name of a node in a language, else in the other, else its id; a number as short as it is."""
    if not isinstance(value, str):
        return f"{value:g}" if isinstance(value, float) else str(value)
    en, zh = names.get(value, ("", ""))
    return ((zh or en) if language is Language.ZH else (en or zh)) or value
