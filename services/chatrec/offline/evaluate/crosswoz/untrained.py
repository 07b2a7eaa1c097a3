"""Chat-REC's own reader on CrossWOZ's turns: nothing was learned there, its catalogue is the imported database.

What it reads are wishes, not acts, so that both are brought down to what they share: a facet and what is wished of it.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from chatrec.dialogue.domain.catalogues import Catalogues
from chatrec.dialogue.domain.reading import Interpreter
from chatrec.knowledge.domain.reasoner import Reasoner
from chatrec.knowledge.domain.snapshot.build import build_snapshot
from chatrec.offline.catalogue.from_crosswoz import from_crosswoz
from chatrec.offline.evaluate.crosswoz.reading import Act, UserTurn
from chatrec.vocabulary.conversation import DialogueState, Reading, Utterance
from chatrec.vocabulary.words import Value

__all__ = ["UntrainedReader", "Wish", "wishes_of"]

Wish = tuple[str, str | tuple[float, ...]]
"""A facet, and the name or the numbers wished of it, the numbers in order."""

_NAME: Final = "name"
_NAMED: Final = {"名称": _NAME, "推荐菜": "dish", "酒店设施": "facility", "酒店类型": "hotel_type"}
_COUNTED: Final = {"评分": "rating", "门票": "price", "人均消费": "price", "价格": "price", "游玩时间": "hours"}
_NUMBERS: Final = frozenset(_COUNTED.values())
_NEAR: Final = "near_"
_AMOUNT: Final = re.compile(r"(\d+(?:\.\d+)?)(天?)")
_DAY_HOURS: Final = 24.0
_FREE: Final = "免费"
_PLACES: Final = frozenset({"景点", "餐馆", "酒店"})


def wishes_of(acts: Sequence[Act]) -> set[Wish]:
    """Give the wishes for places that acts tell of."""
    return {
        wish
        for intent, domain, slot, value in acts
        if intent == "Inform" and domain in _PLACES
        for wish in _wish(slot, value)
    }


def _wish(slot: str, value: str) -> Iterator[Wish]:
    kind, _, facility = slot.partition("-")
    if kind in _COUNTED:
        amounts = sorted(float(number) * (_DAY_HOURS if day else 1.0) for number, day in _AMOUNT.findall(value))
        yield _COUNTED[kind], (0.0,) if value == _FREE else tuple(amounts)
    elif kind in _NAMED:
        yield _NAMED[kind], facility or value


class UntrainedReader:
    """The grounding and the interpreter of the product, without vectors: by words alone."""

    def __init__(self, folder: Path) -> None:
        with TemporaryDirectory() as out:
            snapshot = build_snapshot(from_crosswoz(folder, Path(out)))
        self._reasoner = Reasoner([snapshot])
        self._interpreter = Interpreter(Catalogues([snapshot.schema]))
        self._names = {id_: name.zh for id_, name in zip(snapshot.nodes.ids, snapshot.nodes.names, strict=True)}

    def read(self, turns: Sequence[UserTurn]) -> list[set[Wish]]:
        """Give the wishes of each turn; what a dialogue said before is remembered."""
        states: dict[str, DialogueState] = {}
        found = []
        for turn in turns:
            state = states.get(turn.dialogue, DialogueState())
            utterance = Utterance(turn.text, state, grounding=self._reasoner.ground(turn.text))
            reading, states[turn.dialogue] = self._interpreter.interpret(utterance)
            found.append(self._wishes(reading))
        return found

    def _wishes(self, reading: Reading) -> set[Wish]:
        wishes: set[Wish] = {(_NAME, self._name(id_)) for id_ in reading.item_ids}
        numbers: dict[str, list[float]] = {}
        for preference in reading.preferences:
            facet = _NAME if preference.facet.startswith(_NEAR) else preference.facet
            if facet in _NUMBERS:
                numbers.setdefault(facet, []).extend(float(value) for value in preference.values)
            elif facet in _NAMED.values():
                wishes |= {(facet, self._name(value)) for value in preference.values}
        # What is said of one facet in a turn is one wish: a range is two limits.
        return wishes | {(facet, tuple(sorted(values))) for facet, values in numbers.items()}

    def _name(self, value: Value) -> str:
        return self._names.get(str(value), str(value))
