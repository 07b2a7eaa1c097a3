"""The course of a turn that plans: what may be used is asked of the graph, then laid out by days or prerequisites."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from chatrec.orchestrator.domain.hearing import Heard
from chatrec.orchestrator.domain.plans.editing import Wanted, edited
from chatrec.orchestrator.domain.plans.itinerary import Supply, Trip
from chatrec.orchestrator.domain.plans.path import Offer, find_path
from chatrec.orchestrator.domain.plans.places import Place, place_of
from chatrec.orchestrator.domain.query import state_query
from chatrec.orchestrator.domain.recommending import Course, Recommender, Shown
from chatrec.orchestrator.domain.walk import Walk
from chatrec.vocabulary.conversation import PhrasedItem
from chatrec.vocabulary.graph import ItemCard, Path, RankQuery, Triple
from chatrec.vocabulary.matching import breaks
from chatrec.vocabulary.plans import Plan, PlanChange, PlanChangeType, PlanRules, Stop
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.schema import ITEM, KIND, CatalogueSchema
from chatrec.vocabulary.turn import Message, Session
from chatrec.vocabulary.words import Move, Operator

__all__ = ["Planning"]

_CANDIDATES: Final = 200
_UPPER: Final = frozenset({Operator.LESS, Operator.AT_MOST})
_USUAL: Final = 0.3
_POPULAR_SHARE: Final = 0.25


@dataclass(frozen=True, slots=True, eq=False)
class _Task:
    """A request for a plan: the query that ranks for it, what it is made by, and what is wanted of it now."""

    walk: Walk
    query: RankQuery
    schema: CatalogueSchema
    rules: PlanRules
    plan: Plan
    changes: tuple[PlanChange, ...]
    anew: bool

    def limit(self, facet: str) -> float | None:
        """Give the smallest hard upper bound on a facet: for a plan it bounds the whole."""
        wishes = [wish for wish in self.query.preferences if wish.facet == facet and wish.hard]
        bounds = [wish.values[0] for wish in wishes if wish.operator in _UPPER]
        return min((float(bound) for bound in bounds if not isinstance(bound, str)), default=None)


class Planning:
    """Makes and changes plans."""

    def __init__(self, recommender: Recommender) -> None:
        """Keep who ranks and describes."""
        self._recommender = recommender

    def course(
        self, walk: Walk, session: Session, heard: Heard, message: Message, schema: CatalogueSchema
    ) -> Course | None:
        """Lay a plan out anew, or as changed; None where nothing can be planned."""
        plan, rules = heard.state.active.plan, schema.plans
        if plan is None or rules is None:
            return None
        query = state_query(session, heard.state, heard.wishes, schema, filters=message.filters)
        stays = {stop.item_id for stop in plan.stops} | {change.item_id for change in heard.reading.plan_changes}
        gone = {*query.rejected_item_ids, *session.excluded_item_ids, *_seen(heard, schema)}
        query = replace(
            query,
            preferences=tuple(wish for wish in query.preferences if wish.facet != KIND or not wish.liked),
            excluded_item_ids=tuple(item for item in query.excluded_item_ids if item in gone or item not in stays),
            max_items=_CANDIDATES,
            gains=False,
        )
        changes = heard.reading.plan_changes
        wishes = any(wish.liked and not wish.hard for wish in heard.reading.preferences)
        made = any(change.type is PlanChangeType.MAKE for change in changes)
        anew = not plan.stops or (wishes and (made or not changes))
        task = _Task(walk, query, schema, rules, plan, changes, anew)
        return self._itinerary(task) if rules.days else self._path(task, _seen(heard, schema))

    def _itinerary(self, task: _Task) -> Course | None:
        plan, rules = task.plan, task.rules
        eaten = {meal.kind for meal in rules.meals}
        visited = tuple(kind.id for kind in task.schema.kinds if kind.id not in eaten | {rules.stay})
        visits = self._offered(task, visited)
        served = {kind: self._offered(task, (kind,)) for kind in eaten}
        stays = self._offered(task, (rules.stay,)) if rules.stay else {}
        if not visits:
            return None
        known = visits | stays | {item: pair for rows in served.values() for item, pair in rows.items()}
        places = {item: place for item, (place, _) in known.items()}
        supply = Supply(
            tuple(place for place, _ in visits.values()),
            tuple(tuple(place for place, _ in served[meal.kind].values()) for meal in rules.meals),
            tuple(place for place, _ in stays.values()),
        )
        trip = Trip(plan.days, plan.first_weekday, plan.paces, task.limit(rules.cost))
        wanted = [Wanted(tuple(_matching(change, known)), change.day) for change in _adding(task.changes)]
        made = edited(plan, trip, rules.meals, supply, task.changes, wanted, anew=task.anew)
        shown = tuple(known[stop.item_id][1] for stop in made.stops if stop.item_id in places)
        return Course(Move.PLAN, shown, plan=made, matched=len(visits)) if shown else None

    def _offered(self, task: _Task, kinds: tuple[str, ...]) -> dict[str, tuple[Place, Shown]]:
        """Ask for places of some kinds, best first; a limit on what these kinds do not tell does not count."""
        if not kinds:
            return {}
        soft = tuple(
            replace(wish, hard=False) if wish.liked else wish
            for wish in task.query.preferences
            if wish.facet != task.rules.cost
        )
        of_kinds = Preference(KIND, Operator.IN, kinds, hard=True)
        shown = self._recommender.candidates(task.walk, replace(task.query, preferences=(*soft, of_kinds)))
        limits = [wish for wish in task.query.preferences if wish.facet != task.rules.cost]
        held = [wish for wish in limits if not wish.liked or (wish.hard and _is_usual(wish.facet, shown))]
        scores = _scores(shown)
        found = {}
        for row, score in zip(shown, scores, strict=True):
            card = row.item.card
            if any(breaks(card, wish, task.schema) for wish in held):
                continue
            place = place_of(card, score, task.rules)
            if place is not None:
                found[card.id] = (place, row)
        return found

    def _path(self, task: _Task, seen: tuple[str, ...]) -> Course | None:
        rules = task.rules
        goals = {change.item_id for change in _adding(task.changes) if change.item_id}
        goals |= {str(value) for wish in task.query.preferences if _is_goal(wish, rules) for value in wish.values}
        goals = goals or {stop.item_id for stop in task.plan.stops[-1:] if stop.item_id not in seen}
        held: dict[str, Shown] = {}

        def ask(things: frozenset[str]) -> Sequence[Offer]:
            rows = self._giving(task, things)
            held.update((row.item.card.id, row) for row in rows)
            return [_offer(row, score, task) for row, score in zip(rows, _scores(rows), strict=True)]

        if not goals:
            best = self._recommender.candidates(task.walk, replace(task.query, max_items=1))
            goals = {row.item.card.id for row in best}
        known = frozenset(task.plan.known) | self._gained(task, seen)
        removed = {change.item_id for change in task.changes if change.type is PlanChangeType.REMOVE}
        found = find_path(
            goals - removed, known, ask, most_hours=task.limit(rules.hours), most_cost=task.limit(rules.cost)
        )
        if not found.offers:
            return None
        made = replace(
            task.plan,
            stops=tuple(Stop(offer.id) for offer in found.offers),
            cost=round(sum(offer.cost for offer in found.offers), 2),
            hours=round(sum(offer.hours for offer in found.offers), 2),
            left=found.left,
        )
        shown = tuple(_led_to(held[offer.id], found.offers, task.schema) for offer in found.offers)
        labels = (*made.left, *(value for row in shown for path in row.item.paths for value in _ends(path)))
        _, names = self._recommender.describe(task.walk, task.schema.name, (), tuple(dict.fromkeys(labels)))
        return Course(Move.PLAN, shown, labels=names, plan=made, matched=len(shown))

    def _giving(self, task: _Task, things: frozenset[str]) -> tuple[Shown, ...]:
        """Ask for items that give some things, or are among them; the wishes for a goal rank, but leave nothing out."""
        rules = task.rules
        free = {rules.gives, rules.level, rules.hours, rules.cost}
        kept = tuple(wish for wish in task.query.preferences if wish.facet not in free and wish.facet != ITEM)
        values = tuple(sorted(things))
        wanted = [Preference(ITEM, Operator.IN, values, hard=True)]
        if rules.gives:
            wanted.append(Preference(rules.gives, Operator.IN, values, hard=True))
        rows: dict[str, Shown] = {}
        for one in wanted:
            found = self._recommender.candidates(task.walk, replace(task.query, preferences=(*kept, one)))
            rows.update((row.item.card.id, row) for row in found)
        return tuple(rows.values())

    def _gained(self, task: _Task, seen: tuple[str, ...]) -> frozenset[str]:
        """Give what the items that the user knows already give."""
        items = tuple(dict.fromkeys((*seen, *task.plan.known)))
        cards, _ = self._recommender.describe(task.walk, task.schema.name, items, ()) if items else ({}, ())
        gains = (value for card in cards.values() for value in _values(card, task.rules.gives))
        return frozenset(gains) | frozenset(seen)


def _seen(heard: Heard, schema: CatalogueSchema) -> tuple[str, ...]:
    return tuple(ref.item for ref in heard.state.seen if ref.catalogue == schema.name)


def _adding(changes: Iterable[PlanChange]) -> list[PlanChange]:
    return [change for change in changes if change.type is PlanChangeType.ADD]


def _is_goal(wish: Preference, rules: PlanRules) -> bool:
    return wish.liked and wish.facet in {rules.gives, ITEM}


def _is_usual(facet: str, shown: Sequence[Shown]) -> bool:
    having = sum(row.item.card.fact(facet) is not None for row in shown)
    return facet in {KIND, ITEM} or having >= _USUAL * len(shown)


def _scores(shown: Sequence[Shown]) -> list[float]:
    """Give how much each is wanted, 0 to 1: the square root of its score beside the best, and a little for fame."""
    best = max((row.scored.score for row in shown), default=1.0) or 1.0
    famous = max((row.item.card.popularity for row in shown), default=1.0) or 1.0
    return [
        (1 - _POPULAR_SHARE) * (row.scored.score / best) ** 0.5 + _POPULAR_SHARE * row.item.card.popularity / famous
        for row in shown
    ]


def _matching(change: PlanChange, known: Mapping[str, tuple[Place, Shown]]) -> Iterable[Place]:
    """Give the places that a change asks for, best first."""
    if change.item_id:
        return [known[change.item_id][0]] if change.item_id in known else []
    rows = [place for place, row in known.values() if _is_meant(row.item.card, change)]
    return sorted(rows, key=lambda place: -place.score)


def _is_meant(card: ItemCard, change: PlanChange) -> bool:
    return card.kind == change.value if change.facet == KIND else change.value in _values(card, change.facet)


def _values(card: ItemCard, facet: str) -> tuple[str, ...]:
    fact = card.fact(facet) if facet else None
    return tuple(map(str, fact.values)) if fact else ()


def _offer(row: Shown, score: float, task: _Task) -> Offer:
    card, rules = row.item.card, task.rules
    facet = task.schema.facet(rules.level) if rules.level else None
    requires = frozenset(_values(card, rules.requires))
    level = next(iter(_values(card, rules.level)), "")
    return Offer(
        id=card.id,
        gives=frozenset(_values(card, rules.gives)) - requires,
        requires=requires,
        score=score,
        hours=_amount(card, rules.hours),
        cost=_amount(card, rules.cost),
        level=facet.values.index(level) if facet and level in facet.values else 0,
    )


def _amount(card: ItemCard, facet: str) -> float:
    fact = card.fact(facet) if facet else None
    value = fact.values[0] if fact and fact.values else 0.0
    return float(value) if isinstance(value, (int, float)) else 0.0


def _led_to(row: Shown, offers: Sequence[Offer], schema: CatalogueSchema) -> Shown:
    """Give an item the path that leads to it: a later item requires what this one gives."""
    requires, gives = (_relation(schema, facet) for facet in _prerequisite_facets(schema))
    id_ = row.item.card.id
    own = next(offer for offer in offers if offer.id == id_)
    later = offers[offers.index(own) + 1 :]
    for other in later:
        for thing in sorted(other.requires):
            if thing == id_:
                triples: tuple[Triple, ...] = (Triple(other.id, requires, id_),)
            elif thing in own.gives:
                triples = (Triple(other.id, requires, thing), Triple(id_, gives, thing))
            else:
                continue
            return replace(row, item=PhrasedItem(row.item.card, (Path(triples),)))
    return row


def _prerequisite_facets(schema: CatalogueSchema) -> tuple[str, str]:
    return (schema.plans.requires, schema.plans.gives) if schema.plans else ("", "")


def _relation(schema: CatalogueSchema, name: str) -> str:
    """Give the relation of a facet's triples: its own, else the facet's name."""
    facet = schema.facet(name)
    return facet.relation if facet and facet.relation else name


def _ends(path: Path) -> tuple[str, ...]:
    return tuple(end for triple in path.triples for end in (triple.head, triple.tail) if isinstance(end, str))
