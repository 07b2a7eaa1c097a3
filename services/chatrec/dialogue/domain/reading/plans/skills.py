"""What a user knows already and what is wanted, of the things that items give and require."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from chatrec.dialogue.domain.reading.plans.cues import KNOWING, KNOWN_BEFORE, LISTED, NOT_KNOWING, WANTING
from chatrec.dialogue.domain.reading.words.mentions import Found
from chatrec.dialogue.domain.reading.words.said import Clause, Said
from chatrec.vocabulary.graph import Mention
from chatrec.vocabulary.plans import PlanRules
from chatrec.vocabulary.words import MentionType

__all__ = ["attitudes", "given_first", "skills"]


def given_first(found: Iterable[Found], rules: PlanRules | None) -> tuple[Found, ...]:
    """Take what both is given and is required for what is given, unless the requirements are spoken of."""
    if rules is None or not rules.gives:
        return tuple(found)
    return tuple(one if one.facet == rules.requires else _meaning_given(one, rules) for one in found)


def _meaning_given(one: Found, rules: PlanRules) -> Found:
    return replace(one, mentions=tuple(_given_first(mention, rules) for mention in one.mentions))


def _given_first(mention: Mention, rules: PlanRules) -> Mention:
    if rules.gives not in mention.facets:
        return mention
    return replace(mention, facets=(rules.gives, *(name for name in mention.facets if name != rules.gives)))


def skills(found: Sequence[Found], rules: PlanRules) -> list[Found]:
    """Give the places that speak of what items give or require."""
    facets = {rules.gives, rules.requires}
    named = (one for one in found if one.end > one.start and one.best.type is MentionType.ENTITY)
    return [one for one in named if facets & set(one.best.facets)]


def attitudes(said: Said, skills: Sequence[Found]) -> Iterator[tuple[Found, str]]:
    """Give each place with its attitude; what is said of one part of a list is said of all."""
    rows: list[list[Found]] = []
    for one in skills:
        if rows and LISTED.fullmatch(said.folded, rows[-1][-1].end, one.start):
            rows[-1].append(one)
        else:
            rows.append([one])
    for row in rows:
        told = [_attitude(said, said.clause_at(one.start), one) for one in row]
        first = next(filter(None, told), "")
        yield from ((one, own or first) for one, own in zip(row, told, strict=True))


def _attitude(said: Said, clause: Clause, one: Found) -> str:
    """Tell by the nearest words before a mention whether it is known, unknown or wanted; "" where nothing tells."""
    marks = [(match.end(), "known") for match in KNOWING.finditer(said.folded, clause.start, clause.end)]
    marks += [(match.end(), "wanted") for match in WANTING.finditer(said.folded, clause.start, one.start)]
    marks = [mark for mark in marks if mark[0] <= one.start]
    unknown = [match.end() for match in NOT_KNOWING.finditer(said.folded[clause.start : clause.end])]
    if unknown and not any(mark == "wanted" for _, mark in marks):
        return "unknown"
    if KNOWN_BEFORE.match(said.folded[one.end : clause.end]):
        return "known"
    return max(marks)[1] if marks else ""
