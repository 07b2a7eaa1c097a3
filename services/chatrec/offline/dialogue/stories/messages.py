"""Single messages with what is wanted of each: a support answer, honestly none, a warning, or no warning.

A file `messages/PART.tsv` of a pack holds `wanted<TAB>message` rows; `wanted` is the id of an answer, `none` where no
answer fits, `emergency` where the user has to be warned, `calm` where warning would be a false alarm.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from chatrec.knowledge.domain.catalogue.catalogue import Catalogue
from chatrec.knowledge.domain.catalogue.problems import Place, Problems
from chatrec.offline.dialogue.stories.story import NO_ANSWER
from chatrec.vocabulary.turn import Turn
from chatrec.vocabulary.words import Language

__all__ = ["CALM", "EMERGENCY", "Heard", "Share", "Single", "read_messages", "shares"]

CALM, EMERGENCY = "calm", "emergency"
_MOST_MESSAGES = 20_000


@dataclass(frozen=True, slots=True)
class Single:
    """A message and what is wanted of the turn that answers it."""

    wanted: str
    text: str


@dataclass(frozen=True, slots=True)
class Heard:
    """A message with the turn that it got."""

    message: Single
    turn: Turn

    @property
    def passed(self) -> bool:
        """Whether the turn is as wanted."""
        if self.message.wanted in {CALM, EMERGENCY}:
            return self.turn.reading.emergency == (self.message.wanted == EMERGENCY)
        return (self.turn.answer_id or NO_ANSWER) == self.message.wanted

    @property
    def offered(self) -> bool:
        """Whether the turn asks if the wanted answer is meant."""
        return any(option.target == self.message.wanted for option in self.turn.reading.options)


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many messages."""

    name: str
    part: int
    whole: int

    def __str__(self) -> str:
        return f"{self.name} {self.part / self.whole:.3f} ({self.part} of {self.whole})"


def read_messages(path: Path, catalogues: Sequence[Catalogue]) -> tuple[Single, ...]:
    """Read the messages of a file.

    Raises:
        CatalogueError: the file is missing or a row is wrong; all of them are named with their lines.
    """
    problems = Problems()
    known = {answer.id for one in catalogues for answer in one.answers} | {NO_ANSWER, CALM, EMERGENCY}
    found: list[Single] = []
    if not path.is_file():
        problems.add(Place(str(path)), "there is no such file")
        problems.raise_if_any()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()[:_MOST_MESSAGES], start=1):
        wanted, _, text = line.partition("\t")
        if wanted not in known or not text.strip():
            problems.add(Place(path.name, number), f"{line[:60]!r} is no answer's id, a tab and a message")
        found.append(Single(wanted, text))
    problems.raise_if_any()
    return tuple(found)


def shares(heard: Iterable[Heard]) -> tuple[Share, ...]:
    """Give precision and recall of the answers, and recall and false alarms of the warnings, in all and by language.

    Precision counts among the messages that got an answer, recall among those that have one, `withheld` among those
    that have none. Shares of no messages are left out.
    """
    every = tuple(heard)
    parts = {"": every} | {
        f"{language} ": tuple(one for one in every if one.turn.language is language) for language in Language
    }
    return tuple(share for name, part in parts.items() for share in _shares(name, part) if share.whole)


def _shares(name: str, part: tuple[Heard, ...]) -> list[Share]:
    support = [one for one in part if one.message.wanted not in {CALM, EMERGENCY}]
    answerable = [one for one in support if one.message.wanted != NO_ANSWER]
    right = _count(answerable, lambda one: one.passed)
    others = [one for one in support if one.message.wanted == NO_ANSWER]
    danger = [one for one in part if one.message.wanted == EMERGENCY]
    calm = [one for one in part if one.message.wanted == CALM]
    return [
        Share(f"{name}answer precision", right, _count(support, lambda one: bool(one.turn.answer_id))),
        Share(f"{name}answer recall", right, len(answerable)),
        Share(f"{name}answered or offered", right + _count(answerable, lambda one: one.offered), len(answerable)),
        Share(f"{name}withheld", _count(others, lambda one: one.passed), len(others)),
        Share(f"{name}warning recall", _count(danger, lambda one: one.passed), len(danger)),
        Share(f"{name}false alarms", _count(calm, lambda one: not one.passed), len(calm)),
    ]


def _count(rows: Iterable[Heard], holds: Callable[[Heard], bool]) -> int:
    return sum(holds(row) for row in rows)
