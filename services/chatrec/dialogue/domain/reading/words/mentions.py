"""Which of the things that an utterance may speak of it does speak of."""
# ruff: noqa: E501 - lists of words are read by the row

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from chatrec.dialogue.domain.catalogues import KnownCatalogue
from chatrec.dialogue.domain.reading.words.meant import (
    PLAIN_VERB,
    describes,
    is_meant,
    is_one_of_two,
    is_quoted,
)
from chatrec.dialogue.domain.reading.words.said import Said
from chatrec.vocabulary.conversation import DialogueState
from chatrec.vocabulary.graph import Mention
from chatrec.vocabulary.words import FacetType, MentionType

__all__ = ["Found", "as_of_kind", "choose_catalogue", "find_mentions", "is_quoted"]

_RISKY: Final = 0.6
_CLOSE: Final = 16
_NAMED_WEIGHT: Final = 1.5
_LIKENESS_WEIGHT: Final = 0.35
_PASSING_SHARE: Final = 0.25
_NAMES: Final = frozenset({MentionType.ENTITY, MentionType.ITEM})
_UNORDERED: Final = frozenset({FacetType.ENTITY, FacetType.FLAG})
_ITEM_CUE: Final = re.compile(
    r"(?:(?<![a-z])(?:like|similar to|seen|watched|read|played|tried|about|loved?|enjoyed|than|compare|vs\.?|versus|and|is|does|how much is|why|bought|own|have|had|the)|类似|像|看过|读过|玩过|用过|买过|跟|和|比|介绍|喜欢)\s*[《「\"]?$"
)
_BACK_TO: Final = re.compile(r"(?:back|switch|change|go|similar|compared|move|return|over|on) to\s+$")
_ORDER: Final = {
    MentionType.NEED: 0,
    MentionType.KIND: 1,
    MentionType.ENTITY: 2,
    MentionType.ORDINAL: 2,
    MentionType.ITEM: 3,
    MentionType.FACET: 4,
    MentionType.CATALOGUE: 5,
}


@dataclass(frozen=True, slots=True)
class Found:
    """The meanings of one place, best first; `facet` is the facet that its words speak of, "" for none."""

    mentions: tuple[Mention, ...]
    facet: str = ""

    @property
    def best(self) -> Mention:
        """The most likely meaning."""
        return self.mentions[0]

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.best.start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.best.end

    @property
    def is_open(self) -> bool:
        """Whether several things share the name and nothing decides between them."""
        return len({mention.target for mention in self.mentions}) > 1


def choose_catalogue(said: Said, mentions: Sequence[Mention], state: DialogueState, allowed: Sequence[str]) -> str:
    """Choose the catalogue that an utterance is about: the active one unless another explains clearly more of it."""
    active = state.active.catalogue if state.active.catalogue in allowed else ""
    if len(allowed) == 1:
        return allowed[0]
    weights: dict[str, float] = defaultdict(float)
    named = ""
    for mention in mentions:
        quoted = is_quoted(said.folded, mention.start, mention.end)
        if mention.catalogue not in allowed or (mention.score < _RISKY and not quoted):
            continue
        if mention.type is MentionType.CATALOGUE:
            named = mention.catalogue
        if mention.type is MentionType.KIND and _is_verb(said, mention):
            continue
        weights[mention.catalogue] = max(weights[mention.catalogue], _weight(mention, len(said.folded.strip())))
    if named and named != active:
        return named
    best = max(weights, key=lambda name: (weights[name], name == active), default=active)
    if not active or best == active:
        return best
    # A kind or an item leads away; a mere value does only where the active catalogue knows no word of the message.
    known = weights.get(active, 0.0)
    leads = weights[best] > max(known, _NAMED_WEIGHT) or (
        known <= _LIKENESS_WEIGHT and weights[best] > _LIKENESS_WEIGHT
    )
    return best if leads else active


def _weight(mention: Mention, message: int) -> float:
    passing = mention.type is MentionType.ENTITY and mention.end - mention.start < message * _PASSING_SHARE
    if mention.start == mention.end or passing:
        return _LIKENESS_WEIGHT * mention.score
    strength = {
        MentionType.KIND: 3.0,
        MentionType.ITEM: 2.0,
        MentionType.ENTITY: 1.0,
        MentionType.NEED: _LIKENESS_WEIGHT,
    }
    return strength.get(mention.type, 0.4) * mention.score


def find_mentions(
    said: Said, mentions: Iterable[Mention], catalogue: KnownCatalogue, last_asked_facet: str
) -> list[Found]:
    """Choose non-overlapping places, longest first, and rank the meanings of each; needs by likeness come last."""
    own = [
        mention
        for mention in mentions
        if mention.catalogue == catalogue.schema.name and mention.type is not MentionType.CATALOGUE
    ]
    placed = [
        mention
        for mention in own
        if mention.end > mention.start and not (mention.type is MentionType.KIND and _is_verb(said, mention))
    ]
    sure = [mention for mention in placed if mention.score >= _RISKY or is_meant(said, mention)]
    sure += [mention for mention in placed if mention not in sure and is_one_of_two(said, mention, sure)]
    sure += [one for one in placed if one not in sure and describes(said, one, sure)]
    spans: list[tuple[int, int]] = []
    for mention in sorted(sure, key=lambda one: (one.start - one.end, -one.score)):
        span = (mention.start, mention.end)
        if span not in spans and not any(span[0] < end and start < span[1] for start, end in spans):
            spans.append(span)
    facets = [mention for mention in sure if mention.type is MentionType.FACET]
    found = [_found(said, span, sure, facets, catalogue, last_asked_facet) for span in sorted(spans)]
    found = sorted([*found, *_by_own_words(said, catalogue, spans)], key=lambda one: one.start)
    return found + [
        Found((mention,)) for mention in own if mention.start == mention.end and mention.type is MentionType.NEED
    ]


def as_of_kind(found: Found, catalogue: KnownCatalogue, kind: str) -> Found:
    """Take a graded facet that no item of a kind has for its namesake that they do have: "battery" of a laptop lasts hours."""
    name = found.best.target
    facet = catalogue.by_name.get(name)
    if found.best.type is not MentionType.FACET or facet is None or not kind or facet.type in _UNORDERED:
        return found
    if _is_known_of(catalogue, kind, name):
        return found
    heads = {word.split()[0] for word in catalogue.facet_words.get(name, ()) if word}
    others = [
        other
        for other, words in catalogue.facet_words.items()
        if other != name and _is_known_of(catalogue, kind, other) and any(word.split()[0] in heads for word in words)
    ]
    if len(others) != 1:
        return found
    label = catalogue.by_name[others[0]].label
    return Found((replace(found.best, target=others[0], facets=(others[0],), name=label),), found.facet)


def _is_known_of(catalogue: KnownCatalogue, kind: str, name: str) -> bool:
    rows = {row.facet for row in catalogue.schema.statistics if row.kind == kind and row.item_count > 0}
    return not rows or name in rows


def _by_own_words(said: Said, catalogue: KnownCatalogue, taken: list[tuple[int, int]]) -> Iterator[Found]:
    """Find facets that are spoken of by words of their own names where nothing else was found."""
    for start, end, name in catalogue.own_words.find(said.folded):
        if not any(start < other_end and other_start < end for other_start, other_end in taken):
            label = catalogue.by_name[name].label
            mention = Mention(start, end, MentionType.FACET, catalogue.schema.name, name, (name,), _RISKY, label)
            yield Found((mention,))


def _is_verb(said: Said, mention: Mention) -> bool:
    """Tell whether the word of a kind is a verb here, as in "to watch"."""
    before = said.folded[max(0, mention.start - 14) : mention.start]
    return PLAIN_VERB.search(before) is not None and _BACK_TO.search(before) is None


def _found(  # noqa: PLR0917
    said: Said, span: tuple[int, int], sure: list[Mention], facets: list[Mention], catalogue: KnownCatalogue, asked: str
) -> Found:
    here = [mention for mention in sure if (mention.start, mention.end) == span]
    best_score = max(mention.score for mention in here)
    here = [mention for mention in here if mention.score >= best_score - 0.05]
    facet = _facet_near(said, span, here, facets, catalogue) or next(
        (asked for mention in here if asked and asked in mention.facets), ""
    )
    item_first = _ITEM_CUE.search(said.folded, max(0, span[0] - 14), span[0]) is not None or is_quoted(
        said.folded, *span
    )

    def key(mention: Mention) -> tuple[bool, bool, int]:
        order = -1 if item_first and mention.type is MentionType.ITEM else _ORDER[mention.type]
        idle = mention.type is MentionType.ENTITY and not mention.facets
        return (bool(facet) and facet not in mention.facets, idle, order)

    ranked = sorted(here, key=key)
    first = ranked[0]
    kept = [mention for mention in ranked if mention.type is first.type]
    if facet and facet in first.facets:
        kept = [mention for mention in kept if facet in mention.facets]
    if first.type not in _NAMES:
        kept = kept[:1]
    return Found(tuple({mention.target: mention for mention in reversed(kept)}.values())[::-1], facet)


def _facet_near(
    said: Said, span: tuple[int, int], here: list[Mention], facets: list[Mention], catalogue: KnownCatalogue
) -> str:
    """Find the facet spoken of beside a place, among those that may hold it: by mention, else by its own words."""
    possible = {facet for mention in here for facet in mention.facets}
    if len(possible) < 2 and len(here) < 2:  # noqa: PLR2004
        return ""
    clause = said.clause_at(span[0])
    near: list[tuple[int, str]] = []
    for mention in facets:
        if mention.target in possible and clause.start <= mention.start < clause.end:
            gap = span[0] - mention.end if mention.end <= span[0] else mention.start - span[1] + 2
            near.append((gap, mention.target))
    before, after = (
        said.folded[max(clause.start, span[0] - _CLOSE) : span[0]],
        said.folded[span[1] : min(clause.end, span[1] + _CLOSE)],
    )
    for name in possible:
        for word in catalogue.facet_words.get(name, ()):
            if before.rstrip(" 是的:为").endswith(word):
                near.append((0, name))
            elif after.lstrip(" 的").startswith(word):
                near.append((1, name))
    near = [pair for pair in near if 0 <= pair[0] <= _CLOSE]
    return min(near)[1] if near else ""
