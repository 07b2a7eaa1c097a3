"""Plays stories and says which turns went otherwise."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from chatrec.offline.dialogue.stories.checking import Facts, Mismatch, mismatches
from chatrec.offline.dialogue.stories.story import Step, Story, StoryEvent
from chatrec.vocabulary.errors import ChatRecError
from chatrec.vocabulary.turn import Event, Turn
from chatrec.vocabulary.words import Language

__all__ = ["Outcome", "Played", "Talk", "Talker", "Tally", "play", "played_page", "tally"]


class Talk(Protocol):
    """An open conversation, as `ChatSession` is one."""

    id: str

    def send(self, text: str, /) -> Turn:
        """Say something."""
        ...


class Talker(Protocol):
    """Who is talked with, as `ChatClient` is one."""

    def start(self, user_id: str = "", /, *, domain: str, locale: str) -> Talk:
        """Open a conversation."""
        ...

    def record(self, events: Sequence[Event], /) -> object:
        """Record what users did."""
        ...


@dataclass(frozen=True, slots=True)
class Played:
    """A step that was played: its turn, None for an event or a refused message, and all that was otherwise."""

    step: Step
    turn: Turn | None
    mismatches: tuple[Mismatch, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A story that was played."""

    story: Story
    played: tuple[Played, ...]

    @property
    def passed(self) -> bool:
        """Whether every turn was as expected."""
        return not any(one.mismatches for one in self.played)

    @property
    def language(self) -> Language | None:
        """Language of the first turn; None where none came."""
        return next((one.turn.language for one in self.played if one.turn is not None), None)


@dataclass(frozen=True, slots=True)
class Tally:
    """Conversations and turns that went as expected, and how many there were."""

    passed: int
    conversations: int
    passed_turns: int
    turns: int

    def __str__(self) -> str:
        share = 100 * self.passed / max(self.conversations, 1)
        return f"{self.passed} of {self.conversations} ({share:.1f} %), turns {self.passed_turns} of {self.turns}"


def tally(outcomes: Iterable[Outcome]) -> Tally:
    """Count."""
    every = list(outcomes)
    spoken = [one for outcome in every for one in outcome.played if one.step.event is None]
    return Tally(
        passed=sum(outcome.passed for outcome in every),
        conversations=len(every),
        passed_turns=sum(not one.mismatches for one in spoken),
        turns=len(spoken),
    )


def play(stories: Iterable[Story], talker: Talker, facts: Facts) -> Iterator[Outcome]:
    """Play each story in a conversation of its own to its end, whatever happens on the way."""
    for story in stories:
        talk = talker.start(domain=story.domain, locale=story.locale)
        played: list[Played] = []
        for step in story.steps:
            played.append(_step(talker, talk, step, played, facts))
        yield Outcome(story, tuple(played))


def _step(talker: Talker, talk: Talk, step: Step, before: list[Played], facts: Facts) -> Played:
    try:
        if step.event is None:
            turn = talk.send(step.user)
            return Played(step, turn, mismatches(turn, step.expected, facts))
        talker.record([_event(talk.id, step.event, before)])
    except ChatRecError as error:
        return Played(step, None, (Mismatch("error", "none", error.message),))
    return Played(step, None, ())


def _event(session: str, event: StoryEvent, before: list[Played]) -> Event:
    turns = [one.turn for one in before if one.turn is not None]
    shown = next(([item.id for item in turn.items] for turn in reversed(turns) if turn.items), [])
    item = event.item or next(iter(shown[event.place - 1 : event.place]), "")
    return Event(f"{session}/event/{len(before)}", session, item, event.type, turns[-1].turn if turns else 0)


def played_page(outcome: Outcome, *, whole: bool = False) -> str:
    """Write the turns of a story that were otherwise, or all of them: what was said, expected, and got instead."""
    mark = "ok  " if outcome.passed else "FAIL"
    lines = [f"{mark} {outcome.story.file}:{outcome.story.line}  {outcome.story.name}"]
    for number, one in enumerate(outcome.played, start=1):
        if not (whole or one.mismatches):
            continue
        said = one.step.user if one.step.event is None else f"[{one.step.event.type}]"
        lines.append(f"  turn {number} (line {one.step.line})  > {said}")
        if one.turn is not None:
            lines.append(f"    {one.turn.move}: {' '.join(one.turn.reply.split())}")
        for wrong in one.mismatches:
            lines += [f"    - {wrong.what}: {wrong.expected}", f"    + {wrong.what}: {' '.join(wrong.got.split())}"]
    return "\n".join(lines)
