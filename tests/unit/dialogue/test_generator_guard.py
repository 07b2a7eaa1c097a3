from dataclasses import dataclass, field

import pytest

from chatrec.dialogue.domain.generating import Guard, Limits, Outcome
from chatrec.dialogue.domain.ports import Prompt
from chatrec.vocabulary.errors import ChatRecError, DeadlineExceededError, OverloadedError, UnavailableError

PROMPT = Prompt("", "", 1)


@dataclass
class World:
    """A generator, a clock and an ear in one."""

    now_s: float = 100.0
    error: ChatRecError | None = None
    asked: int = 0
    told: list[Outcome] = field(default_factory=list)

    def complete(self, prompt: Prompt) -> str:
        self.asked += 1
        if self.error is not None:
            raise self.error
        return "text"

    def guard(self, limits: Limits) -> Guard:
        return Guard(self, limits, lambda: self.now_s, self.told.append)


def take(text: str) -> str | None:
    return text


def refuse(_: str) -> str | None:
    return None


def test_a_founded_text_is_taken() -> None:
    world = World()
    assert world.guard(Limits()).ask("a", PROMPT, take) == "text"
    assert world.told == [Outcome.TAKEN]


@pytest.mark.parametrize("check", [take, refuse])
def test_after_failures_in_a_row_nobody_asks_until_the_rest_is_over(check: object) -> None:
    world = World(error=UnavailableError("down") if check is take else None)
    guard = world.guard(Limits(failures=3, rest_s=10))
    for _ in range(9):
        assert guard.ask("a", PROMPT, check) is None  # type: ignore[arg-type, func-returns-value]
    assert world.asked == 3
    world.now_s += 11
    world.error = None
    assert guard.ask("a", PROMPT, take) == "text"
    assert guard.ask("a", PROMPT, take) == "text"


def test_a_trial_that_fails_brings_another_rest_and_only_one_is_made() -> None:
    world = World(error=UnavailableError("down"))
    guard = world.guard(Limits(failures=1, rest_s=10))
    guard.ask("a", PROMPT, take)
    world.now_s += 10
    for _ in range(3):
        guard.ask("a", PROMPT, take)
    assert world.asked == 2
    assert world.told[-1] is Outcome.RESTING


def test_one_success_between_failures_keeps_the_breaker_closed() -> None:
    world = World()
    guard = world.guard(Limits(failures=2))
    for _ in range(5):
        guard.ask("a", PROMPT, refuse)
        guard.ask("a", PROMPT, take)
    assert world.asked == 10


def test_a_catalogue_spends_its_own_budget_which_fills_again() -> None:
    world = World()
    guard = world.guard(Limits(calls_per_minute=2))
    assert [guard.ask("a", PROMPT, take) for _ in range(3)] == ["text", "text", None]
    assert guard.ask("b", PROMPT, take) == "text"
    world.now_s += 30
    assert [guard.ask("a", PROMPT, take) for _ in range(2)] == ["text", None]


@pytest.mark.parametrize("error", [DeadlineExceededError("late"), OverloadedError("full")])
def test_having_no_time_to_ask_is_no_failure_of_the_generator(error: ChatRecError) -> None:
    world = World(error=error)
    guard = world.guard(Limits(failures=1))
    guard.ask("a", PROMPT, take)
    world.error = None
    assert guard.ask("a", PROMPT, take) == "text"


def test_a_bug_is_no_outcome() -> None:
    class Broken:
        def complete(self, prompt: Prompt) -> str:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        Guard(Broken(), Limits(), lambda: 0.0).ask("a", PROMPT, take)
