"""The wizard's state after a user's turn: CrossWOZ's rules over the acts (RuleDST; Zhu et al., TACL 2020).

The rules propose changes; which of them the wizards made is learned. A place that a user asks about is not always
written down as a wish, and a place that was only spoken of before sometimes is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from chatrec.offline.evaluate.crosswoz.names import NameFinder
from chatrec.offline.evaluate.crosswoz.reading import EMPTY_STATE, Act, State, UserTurn

__all__ = ["Tracker", "track"]

_REPLACED: Final = frozenset({"名称", "游玩时间", "酒店类型", "出发地", "目的地", "评分", "门票", "价格", "人均消费"})
_NAME: Final = "名称"
_DISHES: Final = "推荐菜"
_FACILITIES: Final = "酒店设施"
_YES: Final = "是"
_NEAR: Final = "周边"
_PLACES: Final = ("景点", "餐馆", "酒店")
_COST: Final = 0.5
_MOST_STEPS: Final = 300


@dataclass(frozen=True, slots=True)
class _Change:
    """A slot that may be given a value, and why: what was said, or a place named before."""

    domain: str
    slot: str
    value: str
    reason: str


def track(before: State, acts: Sequence[Act]) -> State:
    """Give the state that follows by the rules alone.

    To select near a place names that place in the domain looked for, and forgets the domain's wishes where both are
    one. A wish replaces the one before; dishes and facilities add up.
    """
    state = {domain: dict(slots) for domain, slots in before.items()}
    for intent, domain, _, origin in acts:
        name = state.get(origin, {}).get(_NAME) if intent == "Select" else None
        if name and domain in state:
            if domain == origin:
                state[domain] = dict(EMPTY_STATE[domain])
            state[domain][f"{_NEAR}{origin}"] = name
    for intent, domain, slot, value in acts:
        if intent == "Inform" and domain in state:
            _inform(state[domain], slot, value)
    return state


def _inform(wishes: dict[str, str], slot: str, value: str) -> None:
    kind, _, facility = slot.partition("-")
    if slot in _REPLACED and slot in wishes:
        wishes[slot] = value
    elif slot == _DISHES and slot in wishes:
        wishes[slot] = f"{wishes[slot]} {value}".strip()
    elif kind == _FACILITIES and value == _YES and kind in wishes:
        wishes[kind] = f"{wishes[kind]} {facility}".strip()


class Tracker:
    """The rules, with what is learned about which of their changes hold.

    Args:
        turns: What is learned from, with their acts and states.
        names: Finds the places that were named before.
    """

    def __init__(self, turns: Sequence[UserTurn], names: NameFinder) -> None:
        self._names = names
        cases = [
            (self._facts(turn, turn.before, turn.acts, change), turn.after[change.domain][change.slot] == change.value)
            for turn in turns
            for change in self._changes(turn, turn.before, _as_said(turn))
        ]
        self._vectors = DictVectorizer().fit([facts for facts, _ in cases])
        self._holds = LogisticRegression(C=_COST, max_iter=_MOST_STEPS).fit(
            self._vectors.transform([facts for facts, _ in cases]), [holds for _, holds in cases]
        )

    def track(self, turn: UserTurn, before: State, acts: Sequence[Act]) -> State:
        """Give the state that follows from acts that were read in a turn; its own acts and states are not looked at."""
        state = {domain: dict(slots) for domain, slots in before.items()}
        changes = list(self._changes(turn, before, acts))
        if changes:
            facts = [self._facts(turn, before, acts, change) for change in changes]
            for change, holds in zip(changes, self._holds.predict(self._vectors.transform(facts)), strict=True):
                if holds:
                    state[change.domain][change.slot] = change.value
        return state

    def _changes(self, turn: UserTurn, before: State, acts: Sequence[Act]) -> Iterator[_Change]:
        ruled = track(before, acts)
        changed = set()
        for domain, slots in ruled.items():
            for slot, value in slots.items():
                if value != before[domain][slot]:
                    changed.add((domain, slot))
                    yield _Change(domain, slot, value, "said" if value else "forgotten")
        for change in self._remembered(turn, acts):
            place = change.domain, change.slot
            if place not in changed and before[change.domain][change.slot] != change.value:
                changed.add(place)
                yield change

    def _remembered(self, turn: UserTurn, acts: Sequence[Act]) -> Iterator[_Change]:
        for intent, domain, slot, value in acts:
            if intent == "Select" and domain in _PLACES and (name := self._latest(turn, value)):
                yield _Change(domain, f"{_NEAR}{value}", name, "selected")
            elif intent == "Request" and domain in _PLACES and slot != _NAME and (name := self._latest(turn, domain)):
                yield _Change(domain, _NAME, name, "asked")

    def _latest(self, turn: UserTurn, domain: str) -> str:
        for text in reversed((*turn.context, turn.text)):
            named = [text[span.start : span.end] for span in self._names.find(text) if span.label == domain]
            if named:
                return named[0]
        return ""

    def _facts(self, turn: UserTurn, before: State, acts: Sequence[Act], change: _Change) -> dict[str, float]:
        return {
            f"{scope}{fact}": 1.0
            for fact in _circumstances(turn, before, acts, change)
            for scope in ("", f"{change.reason} {change.slot}: ")
        }


def _circumstances(turn: UserTurn, before: State, acts: Sequence[Act], change: _Change) -> Iterator[str]:
    yield "always"
    yield f"domain {change.domain}"
    yield f"held before {bool(before[change.domain][change.slot])}"
    yield f"opening {not turn.context}"
    for back, text in enumerate(turn.context[:-3:-1]):
        yield f"said {back} back {change.value in text}"
    yield f"named already {before[change.domain].get(_NAME, '') != ''}"
    for intent, domain, slot, _ in acts:
        same = "here" if domain == change.domain else "elsewhere"
        kind = _NEAR if slot.startswith(_NEAR) else slot.partition("-")[0]
        yield f"{intent} {same}"
        yield f"{intent} {same} {kind}"


def _as_said(turn: UserTurn) -> list[Act]:
    """Give the acts in the order of the words, as a reader gives them; the annotation sorts them."""
    return sorted(turn.acts, key=lambda act: turn.text.find(act[2].partition("-")[2] or act[3]))
