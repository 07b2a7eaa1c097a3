"""Wishes: the preferences that the stating clauses of an utterance hold."""

import re
from typing import Final

from chatrec.dialogue.domain.reading.acts.known import knowing_spans
from chatrec.dialogue.domain.reading.amounts.dates import date_preferences, turned_round
from chatrec.dialogue.domain.reading.amounts.guesses import without_guesses
from chatrec.dialogue.domain.reading.amounts.measures import quantity_preferences
from chatrec.dialogue.domain.reading.amounts.quantities import Quantity, read_quantities
from chatrec.dialogue.domain.reading.draft import Draft
from chatrec.dialogue.domain.reading.roles import Role
from chatrec.dialogue.domain.reading.scene import Scene
from chatrec.dialogue.domain.reading.wishes.asked_degrees import asks_by_degree
from chatrec.dialogue.domain.reading.wishes.company import company_found
from chatrec.dialogue.domain.reading.wishes.critiques import degree_preferences, read_degrees
from chatrec.dialogue.domain.reading.wishes.extremes import extreme_item
from chatrec.dialogue.domain.reading.wishes.free import free_preferences
from chatrec.dialogue.domain.reading.wishes.hours import hours_preferences
from chatrec.dialogue.domain.reading.wishes.names import (
    asked_ware,
    read_name,
    the_one,
    unknown_name,
    unknown_ware,
)
from chatrec.dialogue.domain.reading.wishes.popularity import popularity_preferences
from chatrec.dialogue.domain.reading.wishes.steps import is_step, step_preference
from chatrec.dialogue.domain.reading.wishes.values import (
    liking,
    mention_preferences,
    refuses_unlike,
    spared_preferences,
)
from chatrec.dialogue.domain.reading.words.adjectives import Grade
from chatrec.dialogue.domain.reading.words.cues import SIMILAR, social_spans
from chatrec.dialogue.domain.reading.words.mentions import Found
from chatrec.dialogue.domain.reading.words.polarity import Polarity
from chatrec.dialogue.domain.reading.words.references import focus_of
from chatrec.dialogue.domain.reading.words.said import Clause
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.schema import ITEM, KIND
from chatrec.vocabulary.words import FacetType, MentionType, Operator, Source

__all__ = ["flag_answer", "read_statements"]

_NAMED: Final = frozenset({MentionType.ITEM, MentionType.ENTITY})
_PLAIN: Final = frozenset({MentionType.ORDINAL, MentionType.NEED, MentionType.ENTITY})
_ADJECTIVE_REACH: Final = 4
# "Anything under 6000 is fine", “六千以内都行”: all within the limit is.
_IS_FINE: Final = re.compile(
    r"\s*的?(?:话)?(?:都|就|也)?(?:行|可以|好|成)"
    r"|\s*(?:is|are|would be|will be|'s) (?:all )?(?:fine|ok|okay|good|alright)"
)
_QUOTED: Final = re.compile(r"《([^《》]{1,80})》|「([^「」]{1,80})」|\"([^\"\n]{1,80})\"")


def read_statements(scene: Scene, draft: Draft, roles: dict[Clause, Role]) -> None:
    """Read mentions, adjectives and amounts of the clauses that state wishes into the draft."""
    measured = _read_degrees(scene, draft, roles)
    quantities = read_quantities(scene.said, scene.catalogue.units, scene.today)
    compared = [(one.start, one.end + _ADJECTIVE_REACH) for one in quantities if one.adjective]
    taken = [*draft.consumed, *compared, *scene.references.spans, *knowing_spans(scene.said, scene.found)]
    quoted = [match.span() for match in _QUOTED.finditer(scene.said.folded)]
    social = social_spans(scene.said.folded)
    for one in scene.found:
        if one.best.type in _PLAIN and one.end > one.start and any(s <= one.start and one.end <= e for s, e in social):
            continue  # "good" in "sounds good"
        if one.best.type not in _NAMED and any(_is_within(one, span) for span in quoted):
            continue  # a word within a title says nothing by itself
        if _praises_another(scene, one):
            continue
        role = roles[scene.said.clause_at(one.start)] if one.end > one.start else Role.WISH
        covered = any(one.start < end and start < one.end for start, end in taken)
        if role is not Role.WISH or covered or (one.best.type is MentionType.FACET and one.best.target in measured):
            continue
        draft.consumed.append((one.start, one.end))
        asking = any(role is not Role.WISH for role in roles.values())
        guessed = one.best.type is MentionType.NEED and one.start == one.end
        if guessed and (draft.preferences or asking or refuses_unlike(scene, one)):
            continue  # a need met by likeness speaks only where nothing was said outright
        _read_mention(scene, draft, one)
    _read_company(scene, draft, roles)
    _read_quantities(scene, draft, roles, quantities)
    _read_free(scene, draft, roles)
    _read_hours(scene, draft, roles)
    _read_popularity(scene, draft, roles)
    _read_similar(scene, draft, roles)
    draft.unknown_name = unknown_name(scene, scene.said.folded) or unknown_ware(scene, draft)


def _read_company(scene: Scene, draft: Draft, roles: dict[Clause, Role]) -> None:
    """Read whom it is for, unless what they need was met by likeness already."""
    one = company_found(scene)
    if one is None or roles[scene.said.clause_at(one.start)] is not Role.WISH:
        return
    wishes = mention_preferences(scene, one)
    held = {wish.facet for wish in draft.preferences}
    draft.preferences += [wish for wish in wishes if wish.facet not in held]
    draft.consumed.append((one.start, one.end))


def _read_hours(scene: Scene, draft: Draft, roles: dict[Clause, Role]) -> None:
    for start, end, wish in hours_preferences(scene):
        if roles[scene.said.clause_at(start)] is Role.WISH and not draft.plan_changes:
            draft.preferences = [one for one in draft.preferences if one.facet != wish.facet] + [wish]
            draft.consumed.append((start, end))


def _read_popularity(scene: Scene, draft: Draft, roles: dict[Clause, Role]) -> None:
    for start, end, wish in popularity_preferences(scene):
        if roles[scene.said.clause_at(start)] is Role.WISH:
            draft.preferences.append(wish)
            draft.consumed.append((start, end))


def _read_similar(scene: Scene, draft: Draft, roles: dict[Clause, Role]) -> None:
    """Read "anything like it", "类似的": to be like the item that is spoken of."""
    match = SIMILAR.search(scene.said.folded)
    if match is None or any(wish.facet == ITEM for wish in draft.preferences):
        return
    if roles[scene.said.clause_at(match.start())] not in {Role.WISH, Role.ATTRIBUTE}:
        return
    named = next((item_id for item_id in draft.item_ids if item_id not in draft.rejected), "")
    target = named or next(iter(scene.references.pointed), "") or focus_of(scene.state)
    if target and scene.polarities.of(match.start(), match.end()) is Polarity.WANTED:
        draft.liked.append(target)
        draft.consumed.append(match.span())
        phrase = scene.phrase(*match.span())
        draft.preferences.append(liking(target, phrase, scene.state.turn, wanted=True))


def _read_quantities(scene: Scene, draft: Draft, roles: dict[Clause, Role], quantities: list[Quantity]) -> None:
    """Read dates and amounts; those that are said to be needless open their facet again."""
    dated = _read_dates(scene, draft, roles)
    ware = asked_ware(scene)
    amounts: list[Preference] = []
    for quantity in quantities:
        if any(start < quantity.end and quantity.start < end for start, end in dated):
            continue
        if ware and not quantity.hard and ware[0] < quantity.start and quantity.end == ware[1]:
            continue  # "do you sell the Zorblax 9000?"
        if roles[scene.said.clause_at(quantity.start)] is Role.WISH:
            if is_step(scene, quantity):
                wishes = _read_step(scene, draft, quantity)
            else:
                wishes = quantity_preferences(scene, quantity)
                needless = scene.polarities.of(quantity.start, quantity.end) is Polarity.NEEDLESS
                if needless and not (quantity.hard and _IS_FINE.match(scene.said.folded, quantity.end)):
                    draft.declined += [wish.facet for wish in wishes]
                    draft.consumed.append((quantity.start, quantity.end))
                    continue
                _drop_critiques(draft, {wish.facet for wish in wishes})
                kept = without_guesses([one for one in draft.preferences if one not in amounts], quantity, wishes)
                draft.preferences = [one for one in draft.preferences if one in amounts or one in kept]
                amounts += wishes
            draft.preferences += wishes
            draft.consumed += [(quantity.start, quantity.end)] if wishes else []


def _read_free(scene: Scene, draft: Draft, roles: dict[Clause, Role]) -> None:
    """Read what is to cost nothing, unless a sum is said as well: "free or under 50"."""
    money = scene.catalogue.money
    if any(money and wish.facet == money.name and wish.hard for wish in draft.preferences):
        return
    for start, end, wish in free_preferences(scene):
        if roles[scene.said.clause_at(start)] is Role.WISH:
            draft.preferences = [one for one in draft.preferences if one.facet != wish.facet] + [wish]
            draft.consumed.append((start, end))


def _drop_critiques(draft: Draft, facets: set[str]) -> None:
    """Take back "shorter" where the amount is said as well: "something shorter, about an hour and a half"."""
    draft.preferences = [
        wish for wish in draft.preferences if wish.facet not in facets or wish.source is not Source.CRITIQUE
    ]


def _read_dates(scene: Scene, draft: Draft, roles: dict[Clause, Role]) -> list[tuple[int, int]]:
    places: list[tuple[int, int]] = []
    for start, end, wishes in date_preferences(scene):
        if roles[scene.said.clause_at(start)] is Role.WISH and not any(s < end and start < e for s, e in places):
            refused = scene.polarities.of(start, end) is Polarity.UNWANTED
            draft.preferences += turned_round(wishes) if refused else wishes
            draft.consumed.append((start, end))
            places.append((start, end))
    return places


def _read_step(scene: Scene, draft: Draft, quantity: Quantity) -> list[Preference]:
    """Read "another 200 cheaper": the step says more than "cheaper" alone."""
    wish = step_preference(scene, quantity)
    if wish is None:
        return []
    draft.preferences = [
        one for one in draft.preferences if one.facet != wish.facet or one.source is not Source.CRITIQUE
    ]
    return [wish]


def _praises_another(scene: Scene, one: Found) -> bool:
    """Tell whether a grade is said of the facet behind it: "good noise cancelling" is no wish for good value."""
    return one.best.type is MentionType.ORDINAL and any(
        other.best.type is MentionType.FACET
        and 0 <= other.start - one.end <= 1
        and other.best.target not in one.best.facets
        for other in scene.found
    )


def _is_within(one: Found, quoted: tuple[int, int]) -> bool:
    """Tell whether a place is a part of what is quoted, not all of it."""
    start, end = quoted[0] + 1, quoted[1] - 1
    return start <= one.start and one.end <= end and (one.start, one.end) != (start, end)


def _read_degrees(scene: Scene, draft: Draft, roles: dict[Clause, Role]) -> set[str]:
    """Read adjectives in degrees; gives the facets that they measure."""
    measured: set[str] = set()
    for degree, facet in read_degrees(scene):
        if roles[scene.said.clause_at(degree.start)] is not Role.WISH or asks_by_degree(scene, degree):
            continue
        needless = scene.polarities.of(degree.start, degree.end) is Polarity.NEEDLESS
        if needless or scene.polarities.is_allowed(degree.start, degree.end):
            draft.declined.append(facet.name)  # "a little dearer is fine": no limit then
            continue
        pointed = extreme_item(scene, degree, facet)
        needs = [
            one
            for one in scene.found
            if one.best.type is MentionType.NEED and one.start < degree.end and degree.start < one.end
        ]
        if pointed:
            draft.point_at(pointed)
            draft.consumed.append((degree.start, degree.end))
        elif not needs or (scene.state.active.slate and degree.grade in {Grade.MORE, Grade.TOO}):
            draft.preferences += degree_preferences(scene, degree, facet)
            draft.consumed += [(degree.start, degree.end), *((one.start, one.end) for one in needs)]
            measured.add(facet.name)
    return measured


def _read_mention(scene: Scene, draft: Draft, one: Found) -> None:
    mention = one.best
    if mention.type is MentionType.ITEM or one.is_open:
        read_name(scene, draft, one)
    elif mention.type is MentionType.KIND:
        _read_kind(scene, draft, one)
    elif mention.type is MentionType.FACET and scene.polarities.of(one.start, one.end) is Polarity.NEEDLESS:
        draft.preferences += spared_preferences(scene, one)
        draft.declined += [] if spared_preferences(scene, one) else [mention.target]
    elif mention.type in {MentionType.ENTITY, MentionType.ORDINAL} and (card_id := the_one(scene, one)):
        draft.point_at(card_id)
    else:
        draft.preferences += mention_preferences(scene, one)


def _read_kind(scene: Scene, draft: Draft, one: Found) -> None:
    of_a_value = any(other.end <= one.start <= other.end + 1 for other in scene.found if other.end > other.start)
    if of_a_value or len(scene.catalogue.schema.kinds) < 2:  # noqa: PLR2004
        return  # "tired of horror films" is not tired of films
    if scene.polarities.of_kind(one.start, one.end) is Polarity.UNWANTED and one.best.target != scene.kind:
        phrase = scene.phrase(one.start, one.end)
        draft.preferences.append(
            Preference(KIND, Operator.NOT_EQUAL, (one.best.target,), hard=True, turn=scene.state.turn, phrase=phrase)
        )


def flag_answer(scene: Scene) -> Preference | None:
    """Give the preference that "yes" to a question for a flag stands for; None where no flag was asked for."""
    facet = scene.catalogue.by_name.get(scene.asked)
    if facet is None or facet.type is not FacetType.FLAG:
        return None
    return Preference(
        facet.name,
        Operator.EQUAL,
        (True,),
        source=Source.ANSWER,
        turn=scene.state.turn,
        phrase=scene.said.original.strip(),
    )
