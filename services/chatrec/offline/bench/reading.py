"""`chatrec bench reading`: what understanding and wording a turn take, without the encoder's own time.

What users say in the development conversations of the packs that ship is grounded, read and worded, one conversation
after the other, each over its own catalogue. Items on the table are the most popular ones: ranking is measured by
`bench knowledge`.
"""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

import numpy as np
import numpy.typing as npt

from chatrec.dialogue.adapters import SHIPPED_HEAD, load_act_head, load_schemas
from chatrec.dialogue.domain.catalogues import Catalogues
from chatrec.dialogue.domain.reading import Interpreter
from chatrec.dialogue.domain.wording import Speaker
from chatrec.knowledge.adapters.catalogue_files import read_catalogue
from chatrec.knowledge.adapters.snapshot_files import SnapshotFolder
from chatrec.knowledge.domain.ports import Role
from chatrec.knowledge.domain.reasoner import Reasoner
from chatrec.offline.bench.turn import machine
from chatrec.offline.dialogue.stories.reading import read_stories
from chatrec.offline.preparing import DOMAINS, find_prepared, folder_encoder, prepare
from chatrec.orchestrator.domain.moves import forced_move
from chatrec.vocabulary.conversation import DialogueState, PhrasedItem, Speech, Utterance
from chatrec.vocabulary.errors import UnavailableError
from chatrec.vocabulary.graph import ItemCard, RankQuery, Vector
from chatrec.vocabulary.words import Move

__all__ = ["run"]

_SHOWN: Final = 5
_GOALS_MS: Final = {"reading_p95": 12.0, "dialogue_mean": 3.0}
Doubles = npt.NDArray[np.float64]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts that a turn passes, and the items on the table."""

    reasoner: Reasoner
    interpreter: Interpreter
    speaker: Speaker
    cards: tuple[ItemCard, ...]


def run(rounds: int = 2) -> dict[str, Any]:
    """Measure; milliseconds a turn by the processor's clock, of the last of so many rounds.

    Raises:
        UnavailableError: there is no pack, or a catalogue could not be prepared.
    """
    rows: dict[str, list[tuple[float, float, float]]] = {}
    packs = sorted(folder for folder in DOMAINS.iterdir() if (folder / "conversations" / "development").is_dir())
    for pack in packs:
        parts, talks = _parts(pack / "demo"), list(_talks(pack))
        for _ in range(rounds):
            rows[pack.name] = [turn for talk in talks for turn in _play(parts, talk)]
    every = np.array([row for part in rows.values() for row in part])
    if not len(every):
        raise UnavailableError("There is no pack with conversations.")
    return {
        "bench": "reading",
        "machine": machine(),
        "load_1min": os.getloadavg()[0],
        "turns": len(every),
        "ours": _figures(every),
        "by_pack": {name: _figures(np.array(part)) for name, part in rows.items()},
        "goals_ms": _GOALS_MS,
    }


def _parts(catalogue: Path) -> _Parts:
    prepare([catalogue])
    ready = find_prepared([catalogue])
    if ready is None:
        raise UnavailableError("A catalogue could not be prepared.", catalogue=catalogue)
    folders = ready[1]
    reasoner = Reasoner(SnapshotFolder(folder).load() for folder in folders)
    catalogues = Catalogues(load_schemas(folders))
    name = reasoner.schemas()[0].name
    ids = reasoner.rank(RankQuery(name, max_items=_SHOWN)).item_ids
    cards, _ = reasoner.describe(name, ids)
    return _Parts(reasoner, Interpreter(catalogues, load_act_head(SHIPPED_HEAD)), Speaker(catalogues), cards)


def _talks(pack: Path) -> Iterator[list[tuple[str, Vector]]]:
    """Give what users say with its vectors, a list a conversation."""
    encoder = folder_encoder()
    for story in read_stories(pack / "conversations" / "development", [read_catalogue(pack / "demo")]):
        texts = [step.user for step in story.steps if step.user]
        yield list(zip(texts, encoder.encode(texts, Role.QUERY), strict=True))


def _play(parts: _Parts, talk: list[tuple[str, Vector]]) -> Iterator[tuple[float, float, float]]:
    """Give the times of grounding, reading and wording, by turn."""
    state = DialogueState()
    for text, vector in talk:
        found, grounding_ms = _timed(partial(parts.reasoner.ground, text, vector))
        said = Utterance(text, state, vector, found)
        (reading, after), reading_ms = _timed(partial(parts.interpreter.interpret, said))
        move = forced_move(reading, after) or Move.RECOMMEND
        shown = parts.cards if move is Move.RECOMMEND else after.active.slate
        answer = next((row for row in found.answers if row.id == reading.answer_id), None)
        speech = Speech(
            move=move,
            language=reading.language,
            catalogue=after.active.catalogue,
            reading=reading,
            state=after,
            items=tuple(map(PhrasedItem, shown)),
            answer=answer,
        )
        reply, wording_ms = _timed(partial(parts.speaker.phrase, speech))
        state = replace(
            after,
            turn=state.turn + 1,
            last_move=move,
            said=(*after.said, *reply.said)[-12:],
            active=replace(after.active, slate=shown),
        )
        yield grounding_ms, reading_ms, wording_ms


def _timed(call: Callable[[], T]) -> tuple[T, float]:
    started_ns = time.process_time_ns()
    result = call()
    return result, (time.process_time_ns() - started_ns) / 1e6


def _figures(rows: Doubles) -> dict[str, float]:
    grounding, reading, wording = rows.T
    parts = {
        "grounding": grounding,
        "interpreting": reading,
        "wording": wording,
        "reading": grounding + reading,
        "dialogue": reading + wording,
    }
    found = {f"{name}_{what}": value for name, part in parts.items() for what, value in _spread(part).items()}
    return {name: round(value, 3) for name, value in found.items()}


def _spread(part: Doubles) -> dict[str, float]:
    return {"mean": float(part.mean()), "p50": float(np.quantile(part, 0.5)), "p95": float(np.quantile(part, 0.95))}
