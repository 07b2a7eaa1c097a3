"""From an utterance to its reading and the state after it."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from chatrec.dialogue.domain.catalogues import Catalogues, KnownCatalogue
from chatrec.dialogue.domain.ports import ActModel
from chatrec.dialogue.domain.reading.acts.acts import (
    ordered,
    read_item_acts,
    read_wish_acts,
    shown_acts,
)
from chatrec.dialogue.domain.reading.acts.alike import read_alike
from chatrec.dialogue.domain.reading.acts.asking import read_question_acts
from chatrec.dialogue.domain.reading.acts.beyond import read_beyond
from chatrec.dialogue.domain.reading.acts.by_use import asks_of_items
from chatrec.dialogue.domain.reading.acts.choices import (
    chosen,
    read_choice,
    read_yes_or_no,
    says_none,
)
from chatrec.dialogue.domain.reading.acts.doing import read_deeds
from chatrec.dialogue.domain.reading.acts.known import kind_of_known, known_values
from chatrec.dialogue.domain.reading.acts.learned import read_learned
from chatrec.dialogue.domain.reading.acts.likewise import read_likewise
from chatrec.dialogue.domain.reading.acts.questions import clause_roles
from chatrec.dialogue.domain.reading.acts.recalled import as_recalled, recalled_from
from chatrec.dialogue.domain.reading.acts.slips import as_before, corrects, facet_said_anew, says_more, taken_back
from chatrec.dialogue.domain.reading.acts.support import as_option, read_support
from chatrec.dialogue.domain.reading.acts.topics import (
    asked_kind,
    enter_topic,
    entered_anew,
    kinds_within,
    refused_kinds,
)
from chatrec.dialogue.domain.reading.amounts.ways import way_spans
from chatrec.dialogue.domain.reading.draft import Draft
from chatrec.dialogue.domain.reading.features import surface_features
from chatrec.dialogue.domain.reading.finishing import finished, unclear
from chatrec.dialogue.domain.reading.plans.changes import PlanReading, masked, read_plan
from chatrec.dialogue.domain.reading.plans.settling import acts_of, settle_plan
from chatrec.dialogue.domain.reading.plans.skills import given_first
from chatrec.dialogue.domain.reading.roles import Role
from chatrec.dialogue.domain.reading.scene import Scene
from chatrec.dialogue.domain.reading.updates import restarted, undone
from chatrec.dialogue.domain.reading.wishes.carried import carried_over
from chatrec.dialogue.domain.reading.wishes.demands import demanded
from chatrec.dialogue.domain.reading.wishes.merging import joined
from chatrec.dialogue.domain.reading.wishes.statements import read_statements
from chatrec.dialogue.domain.reading.words.cues import SIMILAR, WISHING
from chatrec.dialogue.domain.reading.words.mentions import Found, as_of_kind, choose_catalogue, find_mentions, is_quoted
from chatrec.dialogue.domain.reading.words.part_names import part_named
from chatrec.dialogue.domain.reading.words.polarity import read_polarities
from chatrec.dialogue.domain.reading.words.references import SPOKEN_OF, read_references
from chatrec.dialogue.domain.reading.words.said import (
    MAX_CHARACTERS,
    Clause,
    Said,
    asking_of_names,
    language_of,
    read_said,
)
from chatrec.vocabulary.conversation import DialogueState, Reading, Utterance
from chatrec.vocabulary.graph import SupportAnswer
from chatrec.vocabulary.plans import PlanChangeType
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.schema import KIND, CatalogueSchema
from chatrec.vocabulary.words import Act, Language, MentionType, Move, Operator

__all__ = ["Interpreter"]

_SURE_NAME: Final = 0.6
_MEANING: Final = re.compile(r"[^\W_]")
# What is said so outright is no need that a likeness would have to guess.
_NO_NEED: Final = frozenset(
    {
        Act.DONT_CARE,
        Act.REJECT,
        Act.ACCEPT,
        Act.ASK_MORE,
        Act.SEEN,
        Act.AFFIRM,
        Act.DENY,
        Act.ASK_WHY,
        Act.COMPARE,
        Act.GREET,
        Act.THANK,
        Act.GOODBYE,
        Act.RESTART,
        Act.SMALL_TALK,
        Act.ASK_HUMAN,
    }
)
_BEGINNING: Final = frozenset({PlanChangeType.MAKE, PlanChangeType.DAYS, PlanChangeType.START})
_MAX_PREFERENCES: Final = 24
_NO_CATALOGUE: Final = KnownCatalogue(
    CatalogueSchema(name="", domain="", generation="", languages=(), currency="", kinds=(), facets=())
)


class Interpreter:
    """Reads utterances over the catalogues that are loaded; the learned head is used where there is one."""

    def __init__(
        self, catalogues: Catalogues, model: ActModel | None = None, today: Callable[[], date] | None = None
    ) -> None:
        """Keep the catalogues, the head and who tells the day; without a day "this year" says nothing."""
        self._catalogues = catalogues
        self._model = model
        self._today = today

    def interpret(self, utterance: Utterance) -> tuple[Reading, DialogueState]:
        """Read an utterance; whatever is said, there is a reading and a valid state."""
        language = self._language(utterance)
        emergency = utterance.grounding.emergency
        if not utterance.text.strip() or len(utterance.text) > MAX_CHARACTERS or not _MEANING.search(utterance.text):
            return unclear(utterance.state, language, emergency=emergency)
        said = read_said(utterance.text, language)
        back = taken_back(said)
        if back is None:
            reading, state = self._read(utterance, said)
        elif says_more(said, back):
            before = undone(utterance.state, language)
            reading, state = self._read(replace(utterance, state=before), masked(said, [back]))
            reading = replace(reading, acts=ordered({*reading.acts, Act.CORRECT}))
        else:
            reading = Reading(acts=(Act.CORRECT,), language=language)
            state = undone(utterance.state, language)
        return replace(reading, emergency=emergency), state

    def _language(self, utterance: Utterance) -> Language:
        if utterance.locale is not None:
            return utterance.locale
        names = tuple(
            (mention.start, mention.end)
            for mention in utterance.grounding.mentions
            if mention.type in {MentionType.ITEM, MentionType.ENTITY} and mention.score >= _SURE_NAME
        )
        return language_of(utterance.text[:MAX_CHARACTERS], names, utterance.state.language)

    def _read(self, utterance: Utterance, said: Said) -> tuple[Reading, DialogueState]:
        before = utterance.state
        scene, draft, changed = self._scene(utterance, said)
        said = scene.said
        cues = shown_acts(said.folded) - ({Act.ASK_MORE} if scene.references.other else set())
        if Act.RESTART in cues and len(said.clauses) == 1 and not _is_named(scene):
            return Reading(acts=(Act.RESTART,), language=said.language), restarted(before, said.language)
        answers = _best_answers(utterance, scene.catalogue.schema.name)
        option = chosen(scene, cues, answers)
        likely = self._likely(utterance)
        if cues & _NO_NEED or _needs_no_guess(scene):
            scene = replace(scene, found=tuple(one for one in scene.found if one.end > one.start))
        roles = clause_roles(scene, len(scene.state.active.table))
        if option is not None:
            read_choice(scene, draft, option)
        elif says_none(scene, cues, answers):
            draft.acts = {Act.ASK_QUESTION}
        else:
            _read_all(before, scene, draft, cues, roles, changed=changed)
            if not draft.plan_changes:
                read_support(scene, draft, likely, answers)
            if recalled_from(said, scene.found) is not None:
                as_recalled(draft)
            deed = read_deeds(scene, draft) or read_beyond(scene, draft, likely)
            if Act.ASK_QUESTION in draft.acts:
                _forget_wishes(draft)
            if not deed:
                read_learned(scene, draft, likely)
        settle_plan(scene, draft)
        return finished(before, scene, draft, roles)

    def _scene(self, utterance: Utterance, said: Said) -> tuple[Scene, Draft, bool]:
        state, mentions = utterance.state, utterance.grounding.mentions
        allowed = [name for name in (utterance.catalogues or self._catalogues.names) if self._catalogues.find(name)]
        catalogue = self._catalogues.find(choose_catalogue(said, mentions, state, allowed)) or _NO_CATALOGUE
        found = tuple(
            find_mentions(said, mentions, catalogue, state.last_asked_facet if state.last_move is Move.ASK else "")
        )
        found = given_first(found, catalogue.schema.plans)
        kind_words = [word.lower() for kind in catalogue.schema.kinds for word in kind.words.every()]
        table = (*state.active.slate, *state.active.compared) if state.active.catalogue == catalogue.schema.name else ()
        spans = [(one.start, one.end) for one in found if one.end > one.start]
        found = tuple(sorted([*found, *part_named(said, table, spans, kind_words)], key=lambda one: one.start))
        starts = [one.start for one in found if one.best.type is MentionType.ITEM]
        said = asking_of_names(said, starts, spoken_of=state.last_move in SPOKEN_OF)
        plan = read_plan(said, found, state, catalogue)
        begun = {change.type for change in plan.changes} <= _BEGINNING
        if begun and asks_of_items(said, found, read_references(said, state, kind_words), state):
            plan = PlanReading()
        if spans := [*plan.spans, *way_spans(said, found)]:
            said = masked(said, spans)
            found = tuple(one for one in found if not _overlaps(one, spans))
        # A name says nothing of what is wanted: there is no 无 in 无间道, no "no" in "No Country for Old Men".
        names = [(one.start, one.end) for one in found if one.best.type is MentionType.ITEM and one.end > one.start]
        polarities = read_polarities(
            masked(said, names), [(one.start, one.end) for one in found if one.best.type is MentionType.FACET]
        )
        named = [start for start, _ in names]
        references = read_references(said, state, kind_words, named)
        # “第二部” is the second, not Part Two.
        places = [
            one for one in found if one.best.type is MentionType.ITEM and not is_quoted(said.folded, one.start, one.end)
        ]
        found = tuple(one for one in found if one not in places or not _overlaps(one, references.spans))
        within = () if plan.changes else kinds_within(found, said, catalogue.schema.kinds)
        kind = None if plan.changes else asked_kind(said, found, polarities, references)
        refused = refused_kinds(within, found, polarities)
        kind = kind or asked_kind(said, tuple(one for one in within if one not in refused), polarities, references)
        found = tuple(sorted([*found, *refused], key=lambda one: one.start))
        spoken = kind or (kind_of_known(said, found) if not state.active.kind else None)
        entered, changed = enter_topic(
            state, said, catalogue.schema.name or state.active.catalogue, spoken, pointed=bool(references.items)
        )
        if not plan.changes and recalled_from(said, found) is not None:
            entered, changed = entered_anew(entered, catalogue.schema.name, kind), True
        if changed:
            emptied = replace(entered.active, slate=(), compared=())
            references = read_references(said, replace(entered, active=emptied), kind_words, named)
        tried = known_values(said, found)
        found = tuple(as_of_kind(one, catalogue, entered.active.kind) for one in found if one not in tried)
        today = self._today() if self._today else None
        draft = Draft(kind=kind, plan_changes=tuple(plan.changes), acts=acts_of(plan))
        anew = facet_said_anew(said, entered, catalogue)
        return Scene(said, entered, catalogue, found, polarities, references, today, anew), draft, changed

    def _likely(self, utterance: Utterance) -> Mapping[Act, float]:
        if self._model is None or utterance.vector is None or not len(utterance.vector):
            return {}
        return self._model.predict(utterance.vector, surface_features(utterance.text))


def _read_all(
    before: DialogueState, scene: Scene, draft: Draft, cues: set[Act], roles: dict[Clause, Role], *, changed: bool
) -> None:
    read_question_acts(scene, draft, roles)
    read_statements(scene, draft, roles)
    if not before.active.catalogue and scene.catalogue.schema.name:
        spoken = {wish.facet for wish in draft.preferences}
        draft.preferences += [wish for wish in carried_over(scene) if wish.facet not in spoken]
    read_alike(scene, draft, roles)
    if corrects(scene.said):
        draft.preferences = [as_before(wish, scene.state.active.preferences) for wish in draft.preferences]
    if draft.kind is not None:
        draft.preferences = [wish for wish in draft.preferences if wish.facet != KIND]
        phrase = scene.phrase(draft.kind.start, draft.kind.end)
        draft.preferences.insert(
            0, Preference(KIND, Operator.EQUAL, (draft.kind.target,), hard=True, turn=scene.state.turn, phrase=phrase)
        )
    draft.preferences = joined(demanded(scene, draft.preferences), scene.catalogue)[:_MAX_PREFERENCES]
    read_item_acts(scene, draft, cues, roles)
    read_likewise(scene, draft)
    if Act.REJECT in draft.acts and not (draft.asked_facets or draft.checks):
        draft.acts.discard(Act.ASK_ATTRIBUTE)  # "not my thing, others?" asks nothing of what it turns down
    read_wish_acts(scene, draft, cues, changed=changed)
    read_yes_or_no(scene, draft, cues)
    if Act.SMALL_TALK in cues and draft.acts <= {Act.ASK_ATTRIBUTE, Act.SMALL_TALK} and not scene.references.pointed:
        draft.acts, draft.item_ids, draft.asked_facets = {Act.SMALL_TALK}, [], []
    if Act.CORRECT in cues and scene.references.items and not draft.preferences:
        draft.acts = {Act.ASK_ATTRIBUTE}  # "no, the third": tell about that one
    if draft.item_ids and not draft.acts and not draft.liked:
        draft.acts.add(Act.ASK_ATTRIBUTE)  # a bare name, or "the second one": tell about it
    elif draft.item_ids and draft.acts == {Act.SEEK} and not draft.preferences and not draft.liked:
        draft.acts = {Act.ASK_ATTRIBUTE}


def _overlaps(one: Found, spans: Iterable[tuple[int, int]]) -> bool:
    return one.end > one.start and any(one.start < end and start < one.end for start, end in spans)


def _forget_wishes(draft: Draft) -> None:
    """A question for support staff wishes for no item."""
    draft.preferences, draft.declined, draft.item_ids, draft.asked_facets = [], [], [], []
    draft.options, draft.unknown_name, draft.kind = tuple(map(as_option, draft.offered)), "", None


def _is_named(scene: Scene) -> bool:
    return any(one.end > one.start and one.best.type is not MentionType.FACET for one in scene.found)


def _needs_no_guess(scene: Scene) -> bool:
    """Tell whether a message points, names or asks so plainly that no need is to be guessed from its likeness."""
    asks = any(clause.question for clause in scene.said.clauses)
    names = any(one.best.type in {MentionType.ITEM, MentionType.FACET} and one.end > one.start for one in scene.found)
    wishes = WISHING.search(scene.said.folded) is not None
    pointed = bool(scene.references.pointed or scene.references.spans or scene.references.everything)
    return pointed or names or (asks and not wishes) or SIMILAR.search(scene.said.folded) is not None


def _best_answers(utterance: Utterance, catalogue: str) -> list[SupportAnswer]:
    every = utterance.grounding.answers
    rows = [row for row in every if row.catalogue in {catalogue, ""} or not catalogue]
    return sorted(rows or every, key=lambda row: (row.score, row.id), reverse=True)
