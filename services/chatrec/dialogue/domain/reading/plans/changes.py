"""What an utterance wants of a plan, where its catalogue makes plans."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from chatrec.dialogue.domain.catalogues import KnownCatalogue
from chatrec.dialogue.domain.reading.amounts.numerals import find_numbers
from chatrec.dialogue.domain.reading.plans.cues import (
    ADDING,
    ANEW,
    DAY,
    DAY_COUNT,
    FEWER_DAYS,
    MAKING,
    MORE_DAYS,
    PACES,
    PER_DAY,
    PLURAL,
    REMOVING,
    RENEWING,
    STARTING,
    SWAPPING,
    TWO_DAYS,
    WEEKDAYS,
)
from chatrec.dialogue.domain.reading.plans.skills import attitudes, skills
from chatrec.dialogue.domain.reading.words.mentions import Found
from chatrec.dialogue.domain.reading.words.polarity import Polarity, read_polarities
from chatrec.dialogue.domain.reading.words.references import read_references
from chatrec.dialogue.domain.reading.words.said import Clause, Said
from chatrec.vocabulary.conversation import DialogueState
from chatrec.vocabulary.graph import ItemCard
from chatrec.vocabulary.plans import Pace, Plan, PlanChange, PlanChangeType, PlanRules
from chatrec.vocabulary.schema import KIND
from chatrec.vocabulary.words import MentionType

__all__ = ["PlanReading", "masked", "read_plan"]

MOST_DAYS: Final = 14
_PLACES: Final = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh")
_LATIN_WEEK: Final = ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")
_HAN_WEEK: Final = "一二三四五六日"
_SATURDAY: Final = 5
_NAMES: Final = frozenset({MentionType.ITEM, MentionType.ENTITY, MentionType.KIND})


@dataclass(slots=True)
class PlanReading:
    """The changes that an utterance asks for, and the places of the words that say them."""

    changes: list[PlanChange] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)

    def note(self, change: PlanChange, *spans: tuple[int, int]) -> None:
        """Add a change with the places of its words."""
        if change not in self.changes:
            self.changes.append(change)
        self.spans += spans


def read_plan(said: Said, found: Sequence[Found], state: DialogueState, catalogue: KnownCatalogue) -> PlanReading:
    """Read what is wanted of a plan; nothing where the catalogue makes none."""
    reading = PlanReading()
    rules = catalogue.schema.plans
    if rules is None:
        return reading
    plan = state.active.plan
    laid = plan if plan is not None and plan.stops else None
    if laid is not None:
        _read_edits(said, found, state, laid, reading)
    # A name asks for nothing: “Python 零基础入门”.
    names = [(one.start, one.end) for one in found if one.best.type is MentionType.ITEM]
    asked = [span for span in _asked(said, rules) if not any(start <= span[0] < end for start, end in names)]
    if rules.days:
        _read_days(said, laid, reading, asked=bool(asked))
    if rules.gives:
        _read_known(said, found, rules, state, reading)
    making = [change for change in reading.changes if change.type is not PlanChangeType.KNOW]
    if asked and not making:
        reading.note(PlanChange(PlanChangeType.MAKE), *asked)
    elif asked:
        reading.spans += asked
    if laid is None and any(change.type is PlanChangeType.MAKE for change in reading.changes):
        _read_wanted(said, found, rules, reading)
    return reading


def _asked(said: Said, rules: PlanRules) -> list[tuple[int, int]]:
    """Find the words that ask for a plan: everybody's, and the catalogue's own."""
    spans = [match.span() for match in MAKING.finditer(said.folded)]
    for word in rules.words.every():
        start = said.folded.find(word.lower())
        if start >= 0 and (not word.isascii() or not said.folded[max(0, start - 1) : start].isalpha()):
            spans.append((start, start + len(word)))
    return spans


def _read_edits(said: Said, found: Sequence[Found], state: DialogueState, plan: Plan, reading: PlanReading) -> None:
    for clause in said.clauses:
        words = said.words(clause)
        named = list(_days_named(said, clause, plan.days))
        days = [(number, span) for number, span in named if 1 <= number <= plan.days]
        reading.spans += [span for _, span in named if not days]
        day = days[0][0] if days else 0
        spans = [span for _, span in days]
        pace = _pace(words)
        if pace is not None and plan.days:
            reading.note(PlanChange(PlanChangeType.PACE, day=day, pace=pace), *spans, _span(clause))
        elif SWAPPING.search(words) and (pair := _pair(words, [number for number, _ in days], plan)):
            reading.note(PlanChange(PlanChangeType.SWAP, day=pair[0], other_day=pair[1]), _span(clause))
        elif REMOVING.search(words) and (items := _removed(said, clause, found, state, day)):
            for item in items:
                reading.note(PlanChange(PlanChangeType.REMOVE, day=day, item_id=item), _span(clause))
        elif ADDING.search(words) and (targets := _objects(found, clause)):
            for change in map(_addition, targets):
                reading.note(replace(change, day=day), _span(clause))
        elif day and RENEWING.search(words):
            reading.note(PlanChange(PlanChangeType.RENEW, day=day), _span(clause))
            for change in map(_addition, _objects(found, clause)):
                reading.note(replace(change, day=day))  # "change day 2 to the seaside"


def _span(clause: Clause) -> tuple[int, int]:
    return clause.start, clause.end


def _pace(words: str) -> Pace | None:
    return next((pace for pace, pattern in PACES.items() if pattern.search(words)), None)


def _days_named(said: Said, clause: Clause, last: int) -> Iterator[tuple[int, tuple[int, int]]]:
    """Give the days that a clause names, with the places of their names; some may not be in the plan."""
    for match in DAY.finditer(said.folded, clause.start, clause.end):
        if match["last"] or match["place"] == "last":
            number = last
        elif match["place"]:
            number = _PLACES.index(match["place"]) + 1
        elif match["first"]:
            number = 1
        else:
            number = _count(match["number"] or match["han"])
        yield number, match.span()


def _count(word: str) -> int:
    numbers = find_numbers(word)
    return int(numbers[0].low) if numbers else 0


def _pair(words: str, days: list[int], plan: Plan) -> tuple[int, int] | None:
    if len(days) > 1 and days[0] != days[1]:
        return days[0], days[1]
    return (1, 2) if not days and plan.days == 2 and TWO_DAYS.search(words) else None  # noqa: PLR2004


def _objects(found: Sequence[Found], clause: Clause) -> list[Found]:
    return [
        one
        for one in found
        if one.end > one.start and clause.start <= one.start < clause.end and one.best.type in _NAMES
    ]


def _addition(one: Found) -> PlanChange:
    mention = one.best
    if mention.type is MentionType.ITEM:
        return PlanChange(PlanChangeType.ADD, item_id=mention.target)
    facet = KIND if mention.type is MentionType.KIND else next(iter(mention.facets), "")
    return PlanChange(PlanChangeType.ADD, facet=facet, value=mention.target)


def _removed(said: Said, clause: Clause, found: Sequence[Found], state: DialogueState, day: int) -> list[str]:
    """Find the items of the plan that are to go: named, pointed at, or of a kind or with a value that is named."""
    plan, words = state.active.plan, said.words(clause)
    stops = [stop for stop in plan.stops if day in {0, stop.day}] if plan else []
    cards = {card.id: card for card in state.active.slate}
    held = [cards[stop.item_id] for stop in stops if stop.item_id in cards]
    part = Said(
        said.original[clause.start : clause.end], words, said.language, (Clause(0, len(words), question=False),)
    )
    table = replace(state, active=replace(state.active, slate=tuple(held)))
    pointed = [item for item in read_references(part, table, ()).items if item in cards]
    if pointed:
        return pointed
    items: list[str] = []
    for one in _objects(found, clause):
        matching = [card.id for card in held if _is_meant(card, one)]
        plural = PLURAL.search(words) or said.folded[one.start : one.end].endswith("s") or not words.isascii()
        items += matching if plural else matching[:1]
    return list(dict.fromkeys(items))


def _is_meant(card: ItemCard, one: Found) -> bool:
    mention = one.best
    if mention.type is MentionType.ITEM:
        return any(card.id == meaning.target for meaning in one.mentions)
    if mention.type is MentionType.KIND:
        return card.kind == mention.target
    return any(mention.target in fact.values for fact in card.facts)


def _read_days(said: Said, laid: Plan | None, reading: PlanReading, *, asked: bool) -> None:
    """Read how many days, and on which weekday they begin."""
    count, spans = 0, []
    more, fewer = MORE_DAYS.search(said.folded), FEWER_DAYS.search(said.folded)
    if laid is not None and (more or fewer):
        count = laid.days + (1 if more else -1)
        spans = [match.span() for match in (more, fewer) if match]
    else:
        for match in DAY_COUNT.finditer(said.folded):
            count = _days_counted(match.groupdict())
            spans = [match.span()]
            if match["weekend"] or match["han_weekend"]:
                reading.note(PlanChange(PlanChangeType.START, amount=_SATURDAY))
    per_day = PER_DAY.search(said.folded)
    if spans and per_day and not (more or fewer) and spans[0][0] < per_day.end() and per_day.start() < spans[0][1]:
        count = 0  # "300 a day" is a price
    if 1 <= count <= MOST_DAYS and (laid is None or count != laid.days):
        if laid is None:
            reading.note(PlanChange(PlanChangeType.MAKE))
        reading.note(PlanChange(PlanChangeType.DAYS, amount=count), *spans)
    elif ANEW.search(said.folded) and asked and laid is not None and not reading.changes:
        reading.note(PlanChange(PlanChangeType.DAYS, amount=laid.days))
    if laid is not None or asked or reading.changes:
        _read_start(said, reading)
        if laid is None and (pace := _pace(said.folded)) is not None:
            reading.note(PlanChange(PlanChangeType.PACE, pace=pace))


def _days_counted(groups: dict[str, str | None]) -> int:
    if groups["weekend"] or groups["han_weekend"]:
        return 2
    if groups["week"] or groups["han_week"]:
        return 7
    return 1 if groups["single"] else _count(groups["number"] or groups["han"] or "")


def _read_start(said: Said, reading: PlanReading) -> None:
    for match in WEEKDAYS.finditer(said.folded):
        if STARTING.search(said.folded, max(0, match.start() - 12), min(len(said.folded), match.end() + 4)):
            day = _LATIN_WEEK.index(match["en"]) if match["en"] else _HAN_WEEK.index(match["han"].replace("天", "日"))
            reading.note(PlanChange(PlanChangeType.START, amount=day), match.span())
            return


def _read_known(
    said: Said, found: Sequence[Found], rules: PlanRules, state: DialogueState, reading: PlanReading
) -> None:
    """Read what the user knows already; with a goal beside it, a path is wanted."""
    goal = any(wish.facet == rules.gives and wish.liked for wish in state.active.preferences)
    laid = state.active.plan
    known = bool(laid and laid.known)
    for one, attitude in attitudes(said, skills(found, rules)):
        mention = one.best
        if attitude == "known":
            facet = rules.gives if rules.gives in mention.facets else rules.requires
            reading.note(PlanChange(PlanChangeType.KNOW, facet=facet, value=mention.target), (one.start, one.end))
            known = True
        elif attitude == "unknown":
            reading.spans.append((one.start, one.end))
        else:
            goal = goal or rules.gives in mention.facets
    if known and goal and (laid is None or not laid.stops or any(map(_is_knowing, reading.changes))):
        reading.note(PlanChange(PlanChangeType.MAKE))


def _is_knowing(change: PlanChange) -> bool:
    return change.type is PlanChangeType.KNOW


def _read_wanted(said: Said, found: Sequence[Found], rules: PlanRules, reading: PlanReading) -> None:
    """Read kinds and items named beside a request for a plan as what shall be in it."""
    usual = {meal.kind for meal in rules.meals} | {rules.stay}
    polarities = read_polarities(said)
    for one in found:
        mention = one.best
        if one.end == one.start or polarities.of(one.start, one.end) is not Polarity.WANTED or mention.target in usual:
            continue
        if mention.type is MentionType.ITEM or (mention.type is MentionType.KIND and rules.days):
            reading.note(_addition(one), (one.start, one.end))


def masked(said: Said, spans: Iterable[tuple[int, int]]) -> Said:
    """Blank out words that are read already; every place stays where it is."""
    original, folded = said.original, said.folded
    for start, end in spans:
        blank = " " * (end - start)
        original, folded = original[:start] + blank + original[end:], folded[:start] + blank + folded[end:]
    return replace(said, original=original, folded=folded)
