"""Paths: what is wanted, and before each thing what it requires, from what is known already."""

import heapq
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

__all__ = ["Offer", "Path", "find_path"]

_MOST_ROUNDS: Final = 16
_MOST_STEPS: Final = 24
_PER_REQUIREMENT: Final = 0.12
_PER_LEVEL: Final = 0.06
_PER_HOUR: Final = 0.002
_HURRIED_PER_HOUR: Final = 0.05


@dataclass(frozen=True, slots=True)
class Offer:
    """An item that gives some things and requires others; `score` is how much it is wanted, 0 to 1."""

    id: str
    gives: frozenset[str]
    requires: frozenset[str]
    score: float = 0.0
    hours: float = 0.0
    cost: float = 0.0
    level: int = 0

    def has(self, thing: str) -> bool:
        """Tell whether it gives a thing; an item gives itself."""
        return thing == self.id or thing in self.gives


@dataclass(frozen=True, slots=True)
class Path:
    """Offers in an order in which each may be taken; `left` are offers beyond the limit, then what nothing gives."""

    offers: tuple[Offer, ...]
    left: tuple[str, ...] = ()
    goals: frozenset[str] = field(default_factory=frozenset)


def find_path(
    goals: Iterable[str],
    known: frozenset[str],
    ask: Callable[[frozenset[str]], Sequence[Offer]],
    *,
    most_hours: float | None = None,
    most_cost: float | None = None,
) -> Path:
    """Find a path to all goals by backward chaining; `ask` gives offers of some things, best first.

    Where it takes more hours or money than allowed, a shorter one is looked for; where none is short enough, it ends
    where the limit is reached and names what is left.
    """
    wanted = frozenset(goals) - known
    found = _chained(wanted, known, ask, _PER_HOUR)
    if most_hours is not None and sum(offer.hours for offer in found.offers) > most_hours:
        found = _chained(wanted, known, ask, _HURRIED_PER_HOUR)
    return _within(found, most_hours, most_cost)


def _chained(
    wanted: frozenset[str], known: frozenset[str], ask: Callable[[frozenset[str]], Sequence[Offer]], per_hour: float
) -> Path:
    chosen: dict[str, Offer] = {}
    missing, nowhere = set(wanted), set[str]()
    for _ in range(_MOST_ROUNDS):
        missing = {thing for thing in missing - known - nowhere if not _given(thing, chosen.values())}
        if not missing or len(chosen) >= _MOST_STEPS:
            break
        offers = ask(frozenset(missing))
        for thing in sorted(missing):
            if _given(thing, chosen.values()):
                continue
            best = _best(thing, offers, missing, known, chosen.values(), per_hour)
            if best is None:
                nowhere.add(thing)
            else:
                chosen[best.id] = best
                missing |= best.requires
    kept = _needed(chosen, wanted, known)
    return Path(tuple(_ordered(kept)), tuple(sorted(nowhere)), wanted)


def _given(thing: str, offers: Iterable[Offer]) -> bool:
    return any(offer.has(thing) for offer in offers)


def _best(  # noqa: PLR0917
    thing: str,
    offers: Sequence[Offer],
    missing: set[str],
    known: frozenset[str],
    chosen: Iterable[Offer],
    per_hour: float,
) -> Offer | None:
    """Choose by how much an offer is wanted and how much else it gives, less what it takes and still requires."""
    held = set(known).union(*(offer.gives for offer in chosen))

    def worth(offer: Offer) -> float:
        more = len(offer.gives & missing) - 1
        return (
            offer.score
            + _PER_REQUIREMENT * (more - len(offer.requires - held))
            - _PER_LEVEL * offer.level
            - per_hour * offer.hours
        )

    rows = [offer for offer in offers if offer.has(thing)]
    return max(rows, key=lambda offer: (worth(offer), offer.id), default=None)


def _needed(chosen: Mapping[str, Offer], wanted: frozenset[str], known: frozenset[str]) -> list[Offer]:
    """Leave out the offers whose every use another one serves."""
    kept = dict(chosen)
    for id_ in chosen:
        rest = [offer for offer in kept.values() if offer.id != id_]
        needs = set(wanted).union(*(offer.requires for offer in rest)) - known
        if all(_given(thing, rest) or not kept[id_].has(thing) for thing in needs):
            del kept[id_]
    return list(kept.values())


def _ordered(offers: Sequence[Offer]) -> list[Offer]:
    """Sort topologically (Kahn 1962); among those that may come next the easiest, then the most wanted."""
    waits = {
        offer.id: {other.id for other in offers if other.id != offer.id and any(map(other.has, offer.requires))}
        for offer in offers
    }
    by_id = {offer.id: offer for offer in offers}
    ready = [(offer.level, -offer.score, offer.id) for offer in offers if not waits[offer.id]]
    heapq.heapify(ready)
    ordered: list[Offer] = []
    while ready:
        _, _, id_ = heapq.heappop(ready)
        ordered.append(by_id[id_])
        for other, before in waits.items():
            if id_ in before:
                before.discard(id_)
                if not before:
                    heapq.heappush(ready, (by_id[other].level, -by_id[other].score, other))
    return ordered


def _within(path: Path, most_hours: float | None, most_cost: float | None) -> Path:
    hours = cost = 0.0
    kept: list[Offer] = []
    for offer in path.offers:
        hours, cost = hours + offer.hours, cost + offer.cost
        if (most_hours is not None and hours > most_hours) or (most_cost is not None and cost > most_cost):
            break
        kept.append(offer)
    beyond = tuple(offer.id for offer in path.offers[len(kept) :])
    return Path(tuple(kept), (*beyond, *path.left), path.goals)
