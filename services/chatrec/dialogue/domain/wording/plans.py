"""Plans in words: day by day with its times, or step by step with what each step gives."""

from collections.abc import Iterator
from typing import Final

from chatrec.dialogue.domain.wording.offers import heard
from chatrec.dialogue.domain.wording.reasons import reason
from chatrec.dialogue.domain.wording.voice import Voice
from chatrec.vocabulary.conversation import PhrasedItem
from chatrec.vocabulary.graph import ItemCard
from chatrec.vocabulary.plans import Pace, Plan, PlanRules, Stop
from chatrec.vocabulary.words import Act

__all__ = ["plan", "step_reason"]

_FIRST_WEEKDAY: Final = 5
_WEEKDAYS: Final = (
    ("Monday", "周一"), ("Tuesday", "周二"), ("Wednesday", "周三"), ("Thursday", "周四"), ("Friday", "周五"),
    ("Saturday", "周六"), ("Sunday", "周日"),
)  # fmt: skip
_PACES: Final = {Pace.RELAXED: ("relaxed", "轻松"), Pace.NORMAL: ("", ""), Pace.PACKED: ("full", "充实")}
_MOST_GIVEN: Final = 4


def plan(voice: Voice) -> str:
    """Put items into their order: by days where the plan has some, else step by step."""
    held, rules = voice.speech.plan, voice.catalogue.schema.plans
    cards = {item.card.id: item.card for item in voice.speech.items}
    if held is None or rules is None or not cards:
        return voice.tongue.say("recommend_none")
    opening = "" if Act.SEEN in voice.speech.reading.acts and not held.days else heard(voice)
    lines = list(_days(voice, held, cards) if held.days else _steps(voice, held, rules, cards))
    lead = (
        voice.tongue.say("plan_days", days=_days_counted(voice, held.days)) if held.days else voice.tongue.say("plan")
    )
    ends = [_sums(voice, held, rules), _left(voice, held, cards)]
    return "\n".join([opening + lead, *lines, voice.pick(" ", "").join(filter(None, ends))]).rstrip()


def _days_counted(voice: Voice, days: int) -> str:
    return voice.pick("one day" if days == 1 else f"{days} days", f"{days} 天")


def _days(voice: Voice, held: Plan, cards: dict[str, ItemCard]) -> Iterator[str]:
    first = _FIRST_WEEKDAY if held.first_weekday is None else held.first_weekday
    for day in range(1, held.days + 1):
        stops = [stop for stop in held.stops if stop.day == day and stop.item_id in cards]
        weekday = _WEEKDAYS[(first + day - 1) % len(_WEEKDAYS)]
        pace = _PACES[held.paces[day - 1]] if day <= len(held.paces) else ("", "")
        about = voice.pick(
            ", ".join(filter(None, (weekday[0], pace[0]))), "，".join(filter(None, (weekday[1], pace[1])))
        )
        head = voice.pick(f"Day {day} ({about}): ", f"第 {day} 天（{about}）：")
        visits = voice.pick("; ", "；").join(_visit(voice, stop, cards[stop.item_id]) for stop in stops)
        yield head + (visits or voice.pick("free", "自由活动"))
    for stop in held.stops:
        if stop.day == 0 and stop.item_id in cards:
            yield voice.pick(f"Stay: {voice.item(cards[stop.item_id])}", f"住宿：{voice.item(cards[stop.item_id])}")


def _visit(voice: Voice, stop: Stop, card: ItemCard) -> str:
    hours = f"{_clock(stop.start_minute)}–{_clock(stop.end_minute)}"
    way = (
        voice.pick(f" ({stop.travel_minutes} min away)", f"（路上 {stop.travel_minutes} 分钟）")
        if stop.travel_minutes
        else ""
    )
    return f"{hours} {voice.item(card)}{way}"


def _clock(minute: int) -> str:
    return f"{minute // 60 % 24:02}:{minute % 60:02}"


def _steps(voice: Voice, held: Plan, rules: PlanRules, cards: dict[str, ItemCard]) -> Iterator[str]:
    gives = voice.catalogue.by_name.get(rules.gives)
    hours = voice.catalogue.by_name.get(rules.hours)
    for number, stop in enumerate(held.stops, 1):
        card = cards.get(stop.item_id)
        if card is None:
            continue
        given, taken = card.fact(rules.gives), card.fact(rules.hours)
        facts = [voice.value(hours, taken.values[0])] if hours and taken and taken.values else []
        if gives and given:
            facts.append(voice.join([voice.value(gives, value) for value in given.values[:_MOST_GIVEN]]))
        about = voice.pick(f" ({'; '.join(facts)})", f"（{'；'.join(facts)}）") if facts else ""
        yield f"{number}. {voice.item(card)}{about}"


def _sums(voice: Voice, held: Plan, rules: PlanRules) -> str:
    cost, hours = voice.catalogue.by_name.get(rules.cost), voice.catalogue.by_name.get(rules.hours)
    sums = []
    if hours and not held.days:
        sums.append(voice.value(hours, held.hours))
    if cost:
        sums.append(voice.value(cost, held.cost))
    return voice.tongue.say("plan_sum", sums=voice.join(sums)) if sums else ""


def _left(voice: Voice, held: Plan, cards: dict[str, ItemCard]) -> str:
    """Name what did not find a place, and what has to be brought along."""
    rules = voice.catalogue.schema.plans
    gives = {value for card in cards.values() for value in _required(card, rules)}
    brought = [voice.name(one) for one in held.left if one in gives]
    beyond = [voice.name(one) for one in held.left if one not in gives]
    words = voice.tongue.say("plan_beyond", names=voice.join(beyond)) if beyond else ""
    return words + (voice.tongue.say("plan_brought", names=voice.join(brought)) if brought else "")


def _required(card: ItemCard, rules: PlanRules | None) -> tuple[str, ...]:
    fact = card.fact(rules.requires) if rules and rules.requires else None
    return tuple(map(str, fact.values)) if fact else ()


def step_reason(voice: Voice, item: PhrasedItem) -> str:
    """Give the reason of an item of a plan: a later one requires it, or what it gives; else its own reason."""
    rules = voice.catalogue.schema.plans
    requires = voice.catalogue.by_name.get(rules.requires) if rules and rules.requires else None
    first = item.paths[0].triples[0] if item.paths and item.paths[0].triples else None
    if requires is None or first is None or first.relation not in {requires.relation, requires.name}:
        return reason(voice, item)
    later, thing = voice.name(first.head), voice.name(str(first.tail))
    if first.tail == item.card.id:
        return voice.pick(f"needed before {later}", f"学“{later}”之前需要它")
    return voice.pick(f"gives {thing}, which {later} needs", f"教{thing}，“{later}”要用到")
