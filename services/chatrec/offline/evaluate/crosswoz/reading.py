"""CrossWOZ's dialogues (Zhu et al., TACL 2020): each user turn, its acts, and the state before and after it."""

import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from chatrec.vocabulary.errors import InvalidInputError

__all__ = ["EMPTY_STATE", "Act", "State", "UserTurn", "read_names", "read_turns"]

Act = tuple[str, str, str, str]
"""Intent, domain, slot and value."""
State = Mapping[str, Mapping[str, str]]
"""Domain to slot to value, the empty text where nothing is wished."""

_NEAR: Final = ("周边景点", "周边餐馆", "周边酒店")
_SLOTS: Final = {
    "景点": ("名称", "门票", "游玩时间", "评分", *_NEAR),
    "餐馆": ("名称", "推荐菜", "人均消费", "评分", *_NEAR),
    "酒店": ("名称", "酒店类型", "酒店设施", "价格", "评分", *_NEAR),
    "地铁": ("出发地", "目的地"),
    "出租": ("出发地", "目的地"),
}
EMPTY_STATE: Final[State] = {domain: dict.fromkeys(slots, "") for domain, slots in _SLOTS.items()}
_RESULTS: Final = "selectedResults"
_DATABASES: Final = {"景点": "attraction_db.json", "餐馆": "restaurant_db.json", "酒店": "hotel_db.json"}
_LISTED: Final = {"推荐菜": "推荐菜", "酒店设施": "酒店设施"}


@dataclass(frozen=True, slots=True)
class UserTurn:
    """What a user says, and what is known around it.

    Attributes:
        dialogue: The dialogue's id.
        number: Which of the user's turns it is, from 0.
        text: The words.
        context: What was said before, the last at the end.
        acts: The acts that an annotator read in it.
        before: The wizard's state when the user spoke.
        after: The wizard's state once the user's turn was read (`sys_state_init`).
    """

    dialogue: str
    number: int
    text: str
    context: tuple[str, ...]
    acts: tuple[Act, ...]
    before: State
    after: State


def read_turns(path: Path) -> tuple[UserTurn, ...]:
    """Read the user turns of a zipped part, such as `val.json.zip`, in order.

    Raises:
        InvalidInputError: the file is not CrossWOZ's.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            dialogues = json.loads(archive.read(path.name.removesuffix(".zip")))
        return tuple(turn for name, talk in dialogues.items() for turn in _turns(name, talk["messages"]))
    except (OSError, zipfile.BadZipFile, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise InvalidInputError("--data: the file is not of CrossWOZ.", file=path) from error


def read_names(folder: Path) -> Mapping[str, frozenset[str]]:
    """Give what the database names: places by domain, and what its lists hold by slot.

    Raises:
        InvalidInputError: a file is missing, or not CrossWOZ's.
    """
    found: dict[str, set[str]] = {name: set() for name in (*_DATABASES, *_LISTED)}
    for domain, file in _DATABASES.items():
        try:
            rows = json.loads((folder / file).read_bytes())
            for name, record in rows:
                found[domain].add(name)
                for slot, key in _LISTED.items():
                    found[slot].update(record.get(key) or ())
        except (OSError, ValueError, TypeError, AttributeError) as error:
            raise InvalidInputError("--data: the file is not CrossWOZ's database.", file=folder / file) from error
    return {slot: frozenset(names) for slot, names in found.items()}


def _turns(dialogue: str, messages: Sequence[Mapping[str, Any]]) -> Iterator[UserTurn]:
    texts = [str(message["content"]) for message in messages]
    for place, message in enumerate(messages):
        if message["role"] != "usr" or place + 1 == len(messages):
            continue
        yield UserTurn(
            dialogue=dialogue,
            number=place // 2,
            text=texts[place],
            context=tuple(texts[:place]),
            acts=tuple(dict.fromkeys(_act(row) for row in message["dialog_act"])),
            before=_state(messages[place - 1]["sys_state"]) if place else EMPTY_STATE,
            after=_state(messages[place + 1]["sys_state_init"]),
        )


def _act(row: Sequence[str]) -> Act:
    intent, domain, slot, value = row
    return intent, domain, slot, value


def _state(state: Mapping[str, Mapping[str, str]]) -> State:
    return {
        domain: {slot: value for slot, value in slots.items() if slot != _RESULTS} for domain, slots in state.items()
    }
