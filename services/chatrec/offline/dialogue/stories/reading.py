"""Reads stories from YAML.

A file holds a list of conversations. Each has a name, and turns with what the user says and what is expected; all that
is left out is left open:

```yaml
- conversation: A phone for grandma, then another budget
  turns:
  - user: 给奶奶买个手机，两千以内
    move: recommend                  # or a list of moves that would do
    acts: [seek]                     # are among the acts read
    limits: {price: "<= 2000"}       # hard preferences held after the turn
    preferences: {use: senior}       # preferences held, hard or soft
    items:
      all: {kind: phone, price: "<= 2000"}
      some: {use: senior}            # at least one item meets these
      none: {brand: nimora}
      least: 1                       # at least so many; `most` likewise
  - event: {type: reject, item: 1}   # or the id of an item; nothing is said, nothing expected
  - user: 还有别的吗
    items: {exclude: [kes-1], include: [tav-2], order: [tav-2, tav-3]}
  - user: 保修多久
    answer: [warranty-length]        # one of these support answers; `none` for no answer at all
    reply: {contains: [一年], any: [天, 月], lacks: [抱歉]}   # a text or list alone means `contains`
    language: zh
    emergency: false                 # whether the turn warns of an emergency
    forgotten: [price]               # facets of which no preference is held
    asked: [use]                     # one of these facets is asked for
```

`domain` and `locale` beside `turns` are those of the session. A condition is a value, a list of alternatives, or a
comparison in quotes. Reading is strict: an unknown key, facet, item or answer is a problem with its file and line.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from chatrec.knowledge.adapters.catalogue_yaml import read_yaml
from chatrec.knowledge.domain.catalogue.catalogue import Catalogue
from chatrec.knowledge.domain.catalogue.fields import Field, show
from chatrec.knowledge.domain.catalogue.problems import Place, Problems
from chatrec.offline.dialogue.stories.conditions import Condition, read_condition
from chatrec.offline.dialogue.stories.story import (
    NO_ANSWER,
    Expectation,
    ItemsExpectation,
    ReplyExpectation,
    Step,
    Story,
    StoryEvent,
)
from chatrec.vocabulary.schema import ITEM, KIND
from chatrec.vocabulary.turn import EventType
from chatrec.vocabulary.words import Act, Language, Move, Value

__all__ = ["read_stories"]

_STORY_KEYS = frozenset({"conversation", "turns", "domain", "locale"})
_EXPECTED_KEYS = frozenset(
    {
        "move",
        "acts",
        "preferences",
        "limits",
        "forgotten",
        "items",
        "answer",
        "reply",
        "asked",
        "language",
        "emergency",
    }
)
_ITEM_KEYS = frozenset({"all", "some", "none", "include", "exclude", "order", "least", "most"})
_MOST_CHARACTERS = 5_000
_MOST_FILES = 1_000
_MOST_ITEMS = 100

Word = TypeVar("Word")


@dataclass(frozen=True, slots=True)
class _Known:
    """Names that stories may use."""

    facets: frozenset[str]
    items: frozenset[str]
    answers: frozenset[str]


def read_stories(path: Path, catalogues: Sequence[Catalogue]) -> tuple[Story, ...]:
    """Read the stories of a file, or of all `.yaml` files in a folder and below; `catalogues` are what they speak of.

    Raises:
        CatalogueError: with every problem that was found, the first hundred.
    """
    problems = Problems()
    files = sorted(path.rglob("*.yaml"))[:_MOST_FILES] if path.is_dir() else [path]
    if not files or not files[0].is_file():
        problems.add(Place(str(path)), "there are no conversations (*.yaml)")
    known = _known(catalogues)
    found: list[Story] = []
    for file in files if not len(problems) else []:
        name = str(file.relative_to(path.parent))
        root = read_yaml(file.read_text(encoding="utf-8"), name, problems)
        found += [_story(field, known) for field in root.entries()]
    problems.raise_if_any()
    return tuple(found)


def _known(catalogues: Sequence[Catalogue]) -> _Known:
    return _Known(
        facets=frozenset({facet.name for one in catalogues for facet in one.schema.facets} | {KIND, ITEM}),
        items=frozenset(item.id for one in catalogues for item in one.items),
        answers=frozenset({answer.id for one in catalogues for answer in one.answers} | {NO_ANSWER}),
    )


def _story(field: Field, known: _Known) -> Story:
    if not field.only(_STORY_KEYS):
        return Story("", field.place.file, field.place.line, ())
    turns = field.child("turns")
    steps = tuple(_step(entry, known) for entry in turns.entries())
    if not steps:
        turns.wrong("is missing")
    return Story(
        name=field.child("conversation").name().en,
        file=field.place.file,
        line=field.place.line,
        steps=steps,
        domain=field.child("domain").line(),
        locale=field.child("locale").line(),
    )


def _step(field: Field, known: _Known) -> Step:
    if not isinstance(field.value, dict) or "event" not in field.value:
        field.only(_EXPECTED_KEYS | {"user"})
        said = field.child("user")
        if said.missing:
            said.wrong("is missing")
        return Step(field.place.line, said.text(_MOST_CHARACTERS).en, None, _expectation(field, known))
    field.only(frozenset({"event"}))
    return Step(field.place.line, event=_event(field.child("event"), known))


def _event(field: Field, known: _Known) -> StoryEvent | None:
    if not field.only(frozenset({"type", "item"})):
        return None
    kind = field.child("type").word(EventType, ", ".join(EventType))
    item = field.child("item")
    if kind is None:
        return None
    if isinstance(item.value, int) and not isinstance(item.value, bool) and item.value > 0:
        return StoryEvent(kind, place=item.value)
    return StoryEvent(kind, item=next(iter(_names(item, known.items, "item")), ""))


def _expectation(field: Field, known: _Known) -> Expectation:
    language, emergency = field.child("language"), field.child("emergency")
    return Expectation(
        moves=_words(field.child("move"), Move),
        acts=_words(field.child("acts"), Act),
        preferences=_conditions(field.child("preferences"), known),
        limits=_conditions(field.child("limits"), known),
        forgotten=_names(field.child("forgotten"), known.facets, "facet"),
        items=_items(field.child("items"), known),
        answers=_names(field.child("answer"), known.answers, "answer"),
        reply=_reply(field.child("reply")),
        asked=_names(field.child("asked"), known.facets, "facet"),
        language=None if language.missing else language.word(Language, ", ".join(Language)),
        emergency=None if emergency.missing else emergency.flag(),
    )


def _items(field: Field, known: _Known) -> ItemsExpectation:
    if field.missing or not field.only(_ITEM_KEYS):
        return ItemsExpectation()
    return ItemsExpectation(
        every=_conditions(field.child("all"), known),
        some=_conditions(field.child("some"), known),
        no=_conditions(field.child("none"), known),
        include=_names(field.child("include"), known.items, "item"),
        exclude=_names(field.child("exclude"), known.items, "item"),
        order=_names(field.child("order"), known.items, "item"),
        least=_count(field.child("least")),
        most=_count(field.child("most")),
    )


def _reply(field: Field) -> ReplyExpectation:
    if not isinstance(field.value, dict):
        return ReplyExpectation(contains=field.strings())
    field.only(frozenset({"contains", "any", "lacks"}))
    return ReplyExpectation(*(field.child(key).strings() for key in ("contains", "any", "lacks")))


def _conditions(field: Field, known: _Known) -> tuple[Condition, ...]:
    found = []
    for name, held in field.children():
        if name not in known.facets:
            held.wrong(f"there is no facet {show(name)}")
        condition = read_condition(name, tuple(_value(entry) for entry in held.entries()))
        if condition is None:
            held.wrong(f"{show(held.value)} is neither a value, a list of values nor a comparison")
        else:
            found.append(condition)
    return tuple(found)


def _value(field: Field) -> Value:
    if isinstance(field.value, (bool, int, float)):
        return field.value
    return field.line()


def _count(field: Field) -> int | None:
    if field.missing:
        return None
    if isinstance(field.value, int) and not isinstance(field.value, bool) and 0 <= field.value <= _MOST_ITEMS:
        return field.value
    field.wrong(f"{show(field.value)} is not a whole number from 0 to {_MOST_ITEMS}")
    return None


def _words(field: Field, read: Callable[[str], Word]) -> tuple[Word, ...]:
    known = ", ".join(map(str, read))  # type: ignore[call-overload]  # an enumeration is iterable and callable
    found = (entry.word(read, known) for entry in field.entries())
    return tuple(word for word in found if word is not None)


def _names(field: Field, known: frozenset[str], what: str) -> tuple[str, ...]:
    names = field.strings()
    for name in names:
        if name not in known:
            field.wrong(f"there is no {what} {show(name)}")
    return names
