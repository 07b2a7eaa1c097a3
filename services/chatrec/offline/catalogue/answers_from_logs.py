"""Proposes support answers from past dialogues: customers' questions that mean the same, and what was answered most.

A log is JSON lines `{"dialogue", "turn", "speaker", "text"}`, `speaker` one of customer and agent. Each customer's
message with the agent's next one is an exchange. Exchanges that are alike in question and answer together form a group
(average linkage by leader, in the order of the log): what was answered tells questions apart that sound the same, and
joins those in other words. The answer of a group is the one most like the others (the medoid). A person reviews what
comes out before any of it is said to a customer.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np

from chatrec.knowledge.adapters.catalogue_files import read_catalogue
from chatrec.knowledge.domain.linking.folding import fold, is_cjk
from chatrec.knowledge.domain.ports import Role, TextEncoder
from chatrec.knowledge.domain.snapshot.arrays import Floats
from chatrec.offline.catalogue.masking import masked
from chatrec.vocabulary.errors import InvalidInputError

__all__ = ["Exchange", "Proposal", "accept_answers", "propose", "read_log", "write_proposals"]

_CUSTOMER: Final = frozenset({"customer", "user", "client", "usr"})
_AGENT: Final = frozenset({"agent", "system", "assistant", "support", "sys"})
_MOST_LINES: Final = 200_000
_MOST_TEXT: Final = 2_000
_LEAST_LETTERS: Final = 4
_ALIKE: Final = 0.65
_KNOWN: Final = 0.8
_MOST_VARIANTS: Final = 8


@dataclass(frozen=True, slots=True)
class Exchange:
    """A customer's message and what was answered, both masked."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A question with the answer that is most typical for it.

    `count` exchanges led to it; `agreement` is the mean likeness of their answers to the chosen one, 0 to 1.
    """

    id: str
    question: str
    variants: tuple[str, ...]
    answer: str
    count: int
    agreement: float

    @property
    def language(self) -> str:
        """Language of the question, by its letters."""
        return "zh" if any(map(is_cjk, fold(self.question).letters)) else "en"


def read_log(path: Path) -> tuple[Exchange, ...]:
    """Read a log and pair each customer's message with the agent's next one; names and numbers of people are masked.

    Raises:
        InvalidInputError: the file is missing or longer than 200,000 lines, or a line is not of the form.
    """
    if not path.is_file():
        raise InvalidInputError(f"There is no file {str(path)!r}.", field="FILE")
    turns: dict[str, list[tuple[int, str, str]]] = {}
    with path.open(encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, start=1):
            if number > _MOST_LINES:
                raise InvalidInputError(f"A log has at most {_MOST_LINES} lines.", field="FILE")
            if line.strip():
                dialogue, turn, speaker, text = _turn(path, number, line)
                turns.setdefault(dialogue, []).append((turn, speaker, text))
    return tuple(exchange for rows in turns.values() for exchange in _exchanges(sorted(rows, key=lambda row: row[0])))


def _turn(path: Path, number: int, line: str) -> tuple[str, int, str, str]:
    try:
        row: Any = json.loads(line)
        dialogue, turn, speaker, text = str(row["dialogue"]), int(row["turn"]), row["speaker"], row["text"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InvalidInputError(
            f"{path.name}:{number}: not an object with dialogue, turn, speaker and text", line=number
        ) from error
    if not isinstance(text, str) or speaker not in _CUSTOMER | _AGENT:
        raise InvalidInputError(
            f"{path.name}:{number}: speaker: {speaker!r} is none of {', '.join(sorted(_CUSTOMER | _AGENT))}",
            line=number,
        )
    return dialogue, turn, "customer" if speaker in _CUSTOMER else "agent", masked(text[:_MOST_TEXT]).strip()


def _exchanges(rows: Sequence[tuple[int, str, str]]) -> Iterator[Exchange]:
    for (_, first, question), (_, second, answer) in pairwise(rows):
        if (first, second) == ("customer", "agent") and min(len(question), len(answer)) >= _LEAST_LETTERS:
            yield Exchange(question, answer)


def propose(
    exchanges: Sequence[Exchange], encoder: TextEncoder, *, known: Sequence[str] = (), least: int = 2
) -> tuple[Proposal, ...]:
    """Propose answers, those that most exchanges led to first.

    `known` are questions that the catalogue answers already: groups that are like one of them are left out. Groups of
    fewer than `least` exchanges say too little of what is typical.
    """
    if not exchanges:
        return ()
    questions = encoder.encode([one.question for one in exchanges], Role.QUERY)
    answers = encoder.encode([one.answer for one in exchanges], Role.QUERY)
    answered = encoder.encode(known, Role.QUERY) if known else questions[:0]
    groups = [group for group in _groups(_unit(questions + answers)) if len(group) >= least]
    fresh = [group for group in groups if not _is_known(questions[group], answered)]
    ranked = sorted(fresh, key=lambda group: (-len(group), group[0]))
    return tuple(_proposal(place, group, exchanges, questions, answers) for place, group in enumerate(ranked, start=1))


def _unit(vectors: Floats) -> Floats:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def _groups(vectors: Floats) -> list[list[int]]:
    """Group rows by their likeness to the mean of a group, each row to the likest group that is like enough."""
    groups: list[list[int]] = []
    sums = np.zeros((0, vectors.shape[1]), dtype=np.float32)
    for number, row in enumerate(vectors):
        likeness = sums @ row / np.maximum(np.linalg.norm(sums, axis=1), 1e-9) if groups else np.zeros(0)
        best = int(likeness.argmax()) if groups else -1
        if best >= 0 and likeness[best] >= _ALIKE:
            groups[best].append(number)
            sums[best] += row
        else:
            groups.append([number])
            sums = np.vstack([sums, row])
    return groups


def _is_known(group: Floats, answered: Floats) -> bool:
    return bool(len(answered)) and float((answered @ _typical(group)).max()) >= _KNOWN


def _typical(rows: Floats) -> Floats:
    """Give the row that is most like all."""
    return np.asarray(rows[int((rows @ rows.sum(axis=0)).argmax())])


def _proposal(
    place: int, group: list[int], exchanges: Sequence[Exchange], questions: Floats, answers: Floats
) -> Proposal:
    order = np.argsort(-(questions[group] @ questions[group].sum(axis=0)), kind="stable")
    asked = list(dict.fromkeys(exchanges[group[row]].question for row in order.tolist()))
    likeness = answers[group] @ answers[group].T
    best = int(likeness.sum(axis=1).argmax())
    return Proposal(
        id=f"log-{place:04d}",
        question=asked[0],
        variants=tuple(asked[1 : 1 + _MOST_VARIANTS]),
        answer=exchanges[group[best]].answer,
        count=len(group),
        agreement=round(float(likeness[best].mean()), 3),
    )


def write_proposals(proposals: Iterable[Proposal], path: Path) -> None:
    """Write proposals for review, one JSON object a line, in the form of `answers.jsonl` with count and agreement."""
    with path.open("w", encoding="utf-8") as lines:
        for one in proposals:
            record = _record(one) | {"count": one.count, "agreement": one.agreement}
            lines.write(f"{json.dumps(record, ensure_ascii=False)}\n")


def _record(one: Proposal) -> dict[str, object]:
    return {
        "id": one.id,
        "question": {one.language: one.question},
        "variants": {one.language: list(one.variants)},
        "answer": {one.language: one.answer},
        "items": [],
    }


def accept_answers(review: Path, folder: Path, ids: Sequence[str]) -> int:
    """Append reviewed proposals to a catalogue's `answers.jsonl` and give their number; all of the file without `ids`.

    The catalogue is read afterwards: where it has become wrong, the file is put back as it was.

    Raises:
        InvalidInputError: the review cannot be read, an id is not in it, or the catalogue would have mistakes.
    """
    rows = _review(review)
    missing = [name for name in ids if name not in rows]
    if missing:
        raise InvalidInputError(f"No proposal {missing[0]!r} in {review.name}.", field="--accept")
    chosen = [rows[name] for name in (ids or rows)]
    target = folder / "answers.jsonl"
    before = target.read_text(encoding="utf-8") if target.exists() else ""
    joint = "" if before.endswith("\n") or not before else "\n"
    more = "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in chosen)
    target.write_text(before + joint + more, encoding="utf-8")
    try:
        read_catalogue(folder)
    except InvalidInputError:
        target.write_text(before, encoding="utf-8")
        raise
    return len(chosen)


def _review(path: Path) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = {}
    if not path.is_file():
        raise InvalidInputError(f"There is no file {str(path)!r}.", field="FILE")
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            row = json.loads(line)
            found[row["id"]] = {key: row[key] for key in ("id", "question", "variants", "answer", "items")}
        except (ValueError, KeyError, TypeError) as error:
            raise InvalidInputError(f"{path.name}:{number}: no proposal", line=number) from error
    return found
