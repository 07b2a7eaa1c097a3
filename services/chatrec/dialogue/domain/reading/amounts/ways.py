"""Ways: the two places of "from A to B by taxi" are where a ride begins and ends, not what is sought."""

import re
from typing import Final

from chatrec.dialogue.domain.reading.words.mentions import Found
from chatrec.dialogue.domain.reading.words.said import Said
from chatrec.vocabulary.words import MentionType

__all__ = ["way_spans"]

_RIDE: Final = re.compile(
    r"打车|打的|打[一1]?辆|出租|租车|计程车|的士|网约车|专车|叫车|叫[一1个]?[辆个]?车|坐车|乘车|乘坐|地铁|公交|开车|驾车|骑车|步行|走路|坐火车|坐高铁"
    r"|\b(?:taxis?|cabs?|uber|lyft|rideshare|subway|metro|tube|trains?|bus|tram|ferry|driv(?:e|ing)|rides?|walk(?:ing)?|cycling|transfer)\b"
)
_ORIGIN: Final = re.compile(r"(?:从|由|自|在|(?<![a-z])from(?: the)?)\s*$")
_TARGET: Final = re.compile(r"(?:到|去|至|往|(?<![a-z])to(?: the)?)\s*$")
_LEAVES: Final = re.compile(r"(?:从|由|自|(?<![a-z])from(?![a-z]))")
_ARRIVES: Final = re.compile(r"[到去至往]|(?<![a-z])to(?![a-z])")
_BESIDE: Final = re.compile(r"\s*(?:的)?(?:附近|周边|周围|旁边|边上)")
_CUE: Final = 10
_REACH: Final = 60
_PLACES: Final = frozenset({MentionType.ITEM, MentionType.ENTITY})


def way_spans(said: Said, found: tuple[Found, ...]) -> list[tuple[int, int]]:
    """Find the ends of the way that a message tells of, each with its "from" or "to"; none where nobody rides or walks.

    Of "a hotel near B" the place is meant even where one goes there.
    """
    if not _RIDE.search(said.folded):
        return []
    places = [one for one in found if one.end > one.start and one.best.type in _PLACES]
    places = [one for one in places if not _BESIDE.match(said.folded, one.end)]
    origins = [span for one in places if (span := _origin(said, one))]
    return origins + [span for one in places if (span := _target(said, one, origins))]


def _origin(said: Said, one: Found) -> tuple[int, int] | None:
    folded, clause = said.folded, said.clause_at(one.start)
    cue = _ORIGIN.search(folded, max(clause.start, one.start - _CUE), one.start)
    if cue is None or not _ARRIVES.search(folded, one.end, min(clause.end, one.end + _REACH)):
        return None
    only_there = cue[0].startswith("在") and not _RIDE.match(folded, one.end)
    return None if only_there else (cue.start(), one.end)


def _target(said: Said, one: Found, origins: list[tuple[int, int]]) -> tuple[int, int] | None:
    folded, clause = said.folded, said.clause_at(one.start)
    cue = _TARGET.search(folded, max(clause.start, one.start - _CUE), one.start)
    if cue is None:
        return None
    first = max(clause.start, one.start - _REACH)
    left = any(first <= start < cue.start() for start, _ in origins) or _LEAVES.search(folded, first, cue.start())
    return (cue.start(), one.end) if left else None
