"""Facts that were asked for, of one item: yes or no where the question wants it, then what the catalogue holds."""

import re
from typing import Final

from chatrec.dialogue.domain.wording.voice import Voice, meets
from chatrec.vocabulary.conversation import PhrasedItem
from chatrec.vocabulary.graph import Fact
from chatrec.vocabulary.opening import is_open
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.schema import Facet
from chatrec.vocabulary.words import FacetType

__all__ = ["facts_of"]

# What may stand behind 不 as it is: a modal or a verb; other labels are things that one has or has not.
_SAID_OF_IT: Final = re.compile(r"[可能需应支含带会是适防免包提允接要]")
_WITHOUT: Final = re.compile(r"[无免不未非]")


def facts_of(voice: Voice, item: PhrasedItem) -> list[str]:
    """Give sentences on the facets asked for: flags and what the question checks as yes or no, others as they are."""
    verdicts: list[str] = []
    known: list[str] = []
    missing: list[str] = []
    name = voice.item(item.card)
    for asked in voice.speech.reading.asked_facets:
        facet = voice.catalogue.by_name.get(asked)
        if facet is None:
            continue
        fact = item.card.fact(asked)
        if fact is None or not fact.values:
            occasion = "unknown_flag" if facet.type is FacetType.FLAG else "unknown"
            missing.append(voice.tongue.say(occasion, name=name, label=voice.label(facet)))
        elif facet.type is FacetType.FLAG:
            verdicts.append(_flag(voice, facet, name, holds=fact.values[0] is True))
        else:
            verdicts += _verdict(voice, facet, fact)
            known.append(voice.fact(fact))
    facts = [voice.tongue.say("fact", name=name, facts=voice.pick(", ", "，").join(known))] if known else []
    return [*verdicts, *facts, *missing]


def _flag(voice: Voice, facet: Facet, name: str, *, holds: bool) -> str:
    label = voice.label(facet)
    if voice.english:
        return voice.tongue.say("flag_yes" if holds else "flag_no", name=name, label=label)
    return voice.tongue.say(
        "flag_yes" if holds else "flag_no", name=name, label=_has(label) if holds else _has_not(label)
    )


def _has(label: str) -> str:
    return (
        label
        if _SAID_OF_IT.match(label) or label.startswith("有")
        else f"{'是' if _WITHOUT.match(label) else '有'}{label}"
    )


def _has_not(label: str) -> str:
    if _WITHOUT.match(label):
        return f"不是{label}"
    if label.startswith("有"):
        return f"没{label}"
    return f"{'不' if _SAID_OF_IT.match(label) else '没有'}{label}"


def _verdict(voice: Voice, facet: Facet, fact: Fact) -> list[str]:
    """Answer a yes-or-no question on a facet; nothing where none was asked, or it cannot be told."""
    said: list[str] = []
    for check in voice.speech.reading.checks:
        if check.facet != facet.name:
            continue
        opening = facet == voice.catalogue.opening
        holds = _is_open(fact, check) if opening else _holds(facet, fact, check)
        if holds is not None:
            occasion = "open" if opening and check.liked else "shut" if opening else "check"
            yes = holds is check.liked if opening else holds
            said.append(voice.tongue.say(f"{occasion}_{'yes' if yes else 'no'}"))
    return said


def _holds(facet: Facet, fact: Fact, check: Preference) -> bool | None:
    """Tell whether a fact meets a check; what an item is not said to be unfit for is not sure to be fit for."""
    if check.liked:
        return any(meets(facet, value, check) for value in fact.values)
    return None if all(meets(facet, value, check) for value in fact.values) else False


def _is_open(fact: Fact, check: Preference) -> bool | None:
    told = [[is_open(str(value), str(moment)) for value in fact.values] for moment in check.values]
    return None if any(one is None for row in told for one in row) else all(any(row) for row in told)
