"""All replies of conversations held against the catalogues that they speak of."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from chatrec.offline.dialogue.facts.claims import Claim, Said, false_claims
from chatrec.offline.dialogue.facts.written import Written
from chatrec.offline.dialogue.stories.playing import Outcome
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.turn import Turn

__all__ = ["Checked", "checked", "checked_page"]


@dataclass(frozen=True, slots=True)
class Checked:
    """A turn with how many claims it makes, and those that are false."""

    user: str
    turn: Turn
    claims: int
    false: tuple[Claim, ...]


def checked(outcomes: Iterable[Outcome], catalogues: Sequence[Written]) -> Iterator[Checked]:
    """Check every turn of conversations; where several catalogues are loaded, a claim is true if it is of one."""
    for outcome in outcomes:
        words, wishes = "", tuple[Preference, ...]()
        for one in outcome.played:
            if one.turn is None:
                continue
            words = f"{words} {one.step.user}"
            wishes = (*wishes, *one.turn.preferences, *one.turn.reading.preferences)
            judged = [false_claims(one.turn, Said(words, wishes), written) for written in catalogues]
            false, claims = min(judged, key=lambda pair: len(pair[0]))
            yield Checked(one.step.user, one.turn, claims, false)


def checked_page(rows: Sequence[Checked]) -> str:
    """Write the false claims with their turns, then how many there are of how many."""
    lines = []
    for row in rows:
        for claim in row.false:
            lines.append(f"FALSE {claim.item or 'in general'}: {claim.what}  > {row.user}")
            lines.append(f"    {' '.join(row.turn.reply.split())}")
    count = sum(len(row.false) for row in rows)
    return "\n".join([*lines, f"false facts: {count} of {sum(row.claims for row in rows)} in {len(rows)} replies"])
