"""What a choice may be, checked before anything else looks at it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from chatrec.vocabulary.decisions import Choice
from chatrec.vocabulary.errors import InvalidInputError

__all__ = ["MAX_CANDIDATES", "MAX_FACETS", "MAX_STEPS", "Columns", "check_choice", "check_columns"]

MAX_FACETS: Final = 200
MAX_CANDIDATES: Final = 10_000
MAX_STEPS: Final = 16 * MAX_CANDIDATES
MAX_SLATE: Final = 200
MOST_BITS: Final = 64.0


@dataclass(frozen=True, slots=True)
class Columns:
    """How long the columns of a request are, before they are put together."""

    facets: int
    gain_bits: int
    coverage: int
    scores: int
    step_counts: int
    steps: int
    step_places: int
    relations: int
    entities: int


def check_columns(columns: Columns) -> None:
    """Check that columns which belong together are of one length, and that none is too long.

    Raises:
        InvalidInputError: one is not; it names the field.
    """
    _at_most("facets", columns.facets, MAX_FACETS)
    _at_most("scores", columns.scores, MAX_CANDIDATES)
    _at_most("relations", columns.relations, MAX_STEPS)
    _at_most("step_places", columns.step_places, MAX_STEPS)
    _as_many("gain_bits", columns.gain_bits, "facets", columns.facets)
    _as_many("coverage", columns.coverage, "facets", columns.facets)
    _as_many("step_counts", columns.step_counts, "scores", columns.scores)
    _as_many("entities", columns.entities, "relations", columns.relations)
    if columns.step_places:
        _as_many("step_places", columns.step_places, "the sum of step_counts", columns.steps)
    else:
        _as_many("relations", columns.relations, "the sum of step_counts", columns.steps)


def check_choice(choice: Choice) -> None:
    """Check that the numbers are what they stand for.

    Raises:
        InvalidInputError: one is not; it names the field.
    """
    _within("gain_bits", choice.gain_bits, MOST_BITS)
    _within("coverage", choice.coverage, 1.0)
    _within("scores", choice.scores, math.inf)
    _within("entropy_bits", (choice.belief.entropy_bits,), MOST_BITS)
    if not 1 <= choice.belief.slate_size <= MAX_SLATE:
        raise InvalidInputError(
            f"slate_size must be from 1 to {MAX_SLATE}.", field="slate_size", value=choice.belief.slate_size
        )
    if not all(choice.facets):
        raise InvalidInputError("A facet has no name.", field="facets")


def _at_most(field: str, count: int, most: int) -> None:
    if count > most:
        raise InvalidInputError(f"{field} may have at most {most} entries.", field=field, count=count)


def _as_many(field: str, count: int, other: str, expected: int) -> None:
    if count != expected:
        raise InvalidInputError(f"{field} must be as long as {other}.", field=field, count=count, expected=expected)


def _within(field: str, numbers: Sequence[float], most: float) -> None:
    column = np.asarray(numbers, np.float64)
    wrong = column[~(np.isfinite(column) & (column >= 0.0) & (column <= most))]
    if wrong.size:
        raise InvalidInputError(f"{field} must be finite and from 0 to {most:g}.", field=field, value=float(wrong[0]))
