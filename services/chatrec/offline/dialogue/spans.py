"""Labelled spans of a sequence and their tags: B-label begins a span, I-label goes on, O is outside."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

__all__ = ["OUTSIDE", "Span", "spans_of", "tags_of"]

OUTSIDE: Final = "O"
_BEGIN, _INSIDE = "B-", "I-"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The places from `start` up to but not with `end`, with their label."""

    start: int
    end: int
    label: str


def spans_of(tags: Sequence[str]) -> tuple[Span, ...]:
    """Read the spans as CoNLL's `conlleval` does: an I that goes on with nothing begins a span of its own."""
    found: list[Span] = []
    for place, tag in enumerate(tags):
        if tag == OUTSIDE:
            continue
        label, last = tag[len(_BEGIN) :], found[-1] if found else None
        if tag.startswith(_INSIDE) and last and last.end == place and last.label == label:
            found[-1] = Span(last.start, place + 1, label)
        else:
            found.append(Span(place, place + 1, label))
    return tuple(found)


def tags_of(spans: Iterable[Span], length: int) -> list[str]:
    """Write spans down. Where two overlap, the one that begins first is kept, and of those the longer."""
    tags = [OUTSIDE] * length
    free = 0
    for span in sorted(spans, key=lambda one: (one.start, -one.end)):
        if span.start >= free:
            tags[span.start : span.end] = [
                f"{_BEGIN}{span.label}",
                *[f"{_INSIDE}{span.label}"] * (span.end - span.start - 1),
            ]
            free = span.end
    return tags
