"""Questions, recommendations and concessions."""

from collections.abc import Iterable
from typing import Final

from chatrec.dialogue.domain.wording.reasons import reason
from chatrec.dialogue.domain.wording.replaced import given_way
from chatrec.dialogue.domain.wording.voice import Voice, meets
from chatrec.vocabulary.conversation import PhrasedItem
from chatrec.vocabulary.graph import ItemCard, Mention
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.schema import KIND, Facet
from chatrec.vocabulary.words import Act, FacetType, MentionType, Operator, Source, Text

__all__ = ["ask", "clarify", "heard", "no_answer", "recommend", "relax", "summary"]

_OPTIONS: Final = 4
_REST: Final = 4
_ENDS: Final = "?.!？。！"


def heard(voice: Voice) -> str:
    """Say briefly what was understood in this turn, and what was not; "" where there is nothing to say."""
    unread = voice.speech.reading.unread
    return _understood(voice) + (voice.tongue.say("heard_unread", name=unread) if unread else "")


def _understood(voice: Voice) -> str:  # noqa: PLR0911
    reading, state, say = voice.speech.reading, voice.speech.state, voice.tongue.say
    acts = set(reading.acts)
    held = [(wish.facet, wish.operator, wish.values) for wish in state.active.preferences]
    said = [wish for wish in reading.preferences if (wish.facet, wish.operator, wish.values) in held]
    wishes = voice.wishes([wish for wish in said if wish.facet != KIND], limit=3)
    if reading.unknown_name:
        return say("heard_unknown", name=reading.unknown_name)
    if Act.RESTART in acts:
        return say("heard_restart")
    if Act.CORRECT in acts and (wishes or not reading.unread):
        return say("heard_correction", what=wishes) if wishes else say("heard_undo")
    kind = voice.kind(state.active.kind)
    if acts == {Act.SEEK, Act.CHANGE_TOPIC} and not reading.preferences and state.active.wishes:
        return say("heard_guess")  # told of by its description alone
    if Act.CHANGE_TOPIC in acts and kind:
        return say("heard_topic", kind=kind) + (say("heard", what=wishes) if wishes else "")
    if Act.REJECT in acts:
        return say("heard_reject") if len(reading.item_ids) < 2 else say("heard_reject_all")  # noqa: PLR2004
    if Act.SEEN in acts:
        return say("heard_seen")
    instead = _instead(voice)
    if instead or wishes:
        return instead or say("heard", what=wishes)
    before = state.previous[-1].declined_facets if state.previous else ()
    if Act.DONT_CARE in acts and state.active.declined_facets and state.active.declined_facets != before:
        facet = voice.catalogue.by_name.get(state.active.declined_facets[-1])
        return say("heard_open", what=voice.label(facet)) if facet else ""
    return say("heard_more") if Act.ASK_MORE in acts else ""


def _instead(voice: Voice) -> str:
    """Say what was let go for what was said now, as both cannot hold; "" where nothing was."""
    lost = given_way(voice)
    before = voice.wishes(lost, limit=3)
    facets = {wish.facet for wish in lost}
    now = voice.wishes([wish for wish in voice.speech.reading.preferences if wish.facet in facets], limit=3)
    return voice.tongue.say("heard_instead", what=now, before=before) if before and now else ""


def ask(voice: Voice) -> str:
    """Ask for a facet, offering values; without a facet ask openly."""
    speech = voice.speech
    names = [name for option in speech.options[:_OPTIONS] if (name := option.name.speak(voice.language))]
    options = voice.join(names, either=voice.pick("or", "或"))
    if speech.asked_facet == KIND:
        return heard(voice) + (
            voice.tongue.say("ask_kind", options=options) if options else voice.tongue.say("ask_open")
        )
    facet = voice.catalogue.by_name.get(speech.asked_facet)
    if facet is None:
        return heard(voice) + voice.tongue.say("ask_open")
    question = _question(voice, facet)
    named_already = any(name in question for name in names)
    offer = (
        voice.tongue.say("ask_options", options=options)
        if options and not named_already and facet.type is not FacetType.FLAG
        else ""
    )
    return heard(voice) + question + offer


def _question(voice: Voice, facet: Facet) -> str:
    return facet.question.speak(voice.language) or voice.tongue.say(f"ask_{facet.type.value}", label=voice.label(facet))


def recommend(voice: Voice) -> str:
    """Recommend: what was understood, the first item with its reason, the others by name."""
    items = voice.speech.items
    if not items:
        return heard(voice) + voice.tongue.say("recommend_none")
    first, why = items[0], reason(voice, items[0])
    name = voice.item(first.card)
    lead = (
        voice.tongue.say("recommend", name=name, reason=why) if why else voice.tongue.say("recommend_plain", name=name)
    )
    rest = voice.join([voice.item(item.card) for item in items[1 : _REST + 1]])
    rest_of = voice.tongue.say("recommend_rest", names=rest) if rest else ""
    return heard(voice) + _unmet(voice) + lead + rest_of


def _unmet(voice: Voice) -> str:
    """Say which of the wishes of this turn none of the items shown meets; "" where each is met by one."""
    cards = [item.card for item in voice.speech.items]
    said = voice.speech.reading.preferences
    facets = {wish.facet for wish in said if _is_unmet(voice, wish, cards)}
    needs = {wish.phrase for wish in said if wish.source is Source.NEED}
    missed = {need for need in needs if _is_need_unmet(voice, [wish for wish in said if wish.phrase == need], cards)}
    unmet = [wish for wish in said if wish.facet in facets or (wish.source is Source.NEED and wish.phrase in missed)]
    return voice.tongue.say("heard_unmet", what=voice.wishes(unmet, limit=2)) if unmet else ""


def _is_unmet(voice: Voice, wish: Preference, cards: list[ItemCard]) -> bool:
    facet = voice.catalogue.by_name.get(wish.facet)
    if facet is None or wish.hard or not wish.liked or wish.source is Source.NEED:
        return False
    return not _is_met(wish, facet, cards)


def _is_need_unmet(voice: Voice, wishes: list[Preference], cards: list[ItemCard]) -> bool:
    """Tell whether no item shown has anything that a need names; one that asks for more or less is met by degrees."""
    rows = [(wish, facet) for wish in wishes if (facet := voice.catalogue.by_name.get(wish.facet)) is not None]
    named = all(wish.operator in {Operator.EQUAL, Operator.IN} for wish, _ in rows)
    return bool(rows) and named and not any(_is_met(wish, facet, cards) for wish, facet in rows)


def _is_met(wish: Preference, facet: Facet, cards: list[ItemCard]) -> bool:
    facts = [fact for card in cards if (fact := card.fact(facet.name))]
    return any(meets(facet, value, wish) for fact in facts for value in fact.values)


def relax(voice: Voice) -> str:
    """Name what to give up, and show the nearest items with what each one misses."""
    speech = voice.speech
    wishes = [wish for wish in speech.state.active.preferences if wish.facet in speech.relaxed_facets and wish.hard]
    wishes = wishes or [wish for wish in speech.state.active.preferences if wish.facet in speech.relaxed_facets]
    labels = [voice.label(facet) for name in speech.relaxed_facets if (facet := voice.catalogue.by_name.get(name))]
    what = voice.wishes(wishes) or voice.join(labels)
    if not what:
        return _instead(voice) + voice.tongue.say("relax_plain")
    items = voice.pick("; ", "；").join(_near(voice, item) for item in speech.items[:3])
    given_up = voice.tongue.say("relax", what=what, items=items) if items else voice.tongue.say("relax_none", what=what)
    return _instead(voice) + given_up


def _near(voice: Voice, item: PhrasedItem) -> str:
    missed: list[str] = []
    for name in item.misses:
        facet, fact = voice.catalogue.by_name.get(name), item.card.fact(name)
        if facet is not None:
            missed.append(
                voice.fact(fact)
                if fact and fact.values
                else voice.pick(f"{voice.label(facet)}: not known", f"{voice.label(facet)}：未知")
            )
    name = voice.item(item.card)
    return voice.pick(f"{name} ({', '.join(missed)})", f"{name}（{'，'.join(missed)}）") if missed else name


def clarify(voice: Voice) -> str:
    """Ask which of several things is meant, or what an unknown name stands for, or for other words."""
    reading = voice.speech.reading
    if any(option.type is MentionType.ANSWER for option in reading.options):
        return _offer_answers(voice)
    if reading.options:
        named = [_told_apart(voice, option) for option in reading.options[:_OPTIONS]]
        return voice.tongue.say(
            "clarify_options", options=voice.join(list(dict.fromkeys(named)), either=voice.pick("or", "还是"))
        )
    if reading.unknown_name:
        return voice.tongue.say("clarify_unknown", name=reading.unknown_name)
    return voice.tongue.say("clarify")


def _offer_answers(voice: Voice) -> str:
    """Ask which known question is meant, in the words of each."""
    quoted = _quoted(voice, [option.name for option in voice.speech.reading.options[:_OPTIONS]])
    key = "clarify_answers" if len(quoted) > 1 else "clarify_answer"
    return voice.tongue.say(key, options=voice.join(quoted, either=voice.pick("or", "还是")))


def no_answer(voice: Voice) -> str:
    """Say that there is no answer, and name the nearest questions that have one."""
    quoted = _quoted(voice, [answer.question for answer in voice.speech.state.offered_answers[:_OPTIONS]])
    near = voice.join(quoted, either=voice.pick("or", "或"))
    return voice.tongue.say("no_answer") + (voice.tongue.say("no_answer_near", options=near) if near else "")


def _quoted(voice: Voice, questions: Iterable[Text]) -> list[str]:
    names = [question.speak(voice.language).rstrip(_ENDS) for question in questions]
    return [f"“{name}”" for name in dict.fromkeys(names) if name]


def _told_apart(voice: Voice, option: Mention) -> str:
    """Name an option with the fact that tells it from the others: what it is to items, or its first facts."""
    name = option.name.speak(voice.language) or option.target
    if option.type is MentionType.ITEM:
        item = voice.phrased(option.target)
        facts = [words for fact in item.card.facts[:2] if (words := voice.fact(fact))] if item else []
        detail = voice.pick(", ", "，").join(facts)
    else:
        labels = [voice.label(facet) for one in option.facets[:2] if (facet := voice.catalogue.by_name.get(one))]
        detail = voice.join(labels)
    return voice.pick(f"{name} ({detail})", f"{name}（{detail}）") if detail else name


def summary(voice: Voice) -> str:
    """Sum up what is wanted so far; "" where nothing is known."""
    active = voice.speech.state.active
    parts = [voice.kind(active.kind), voice.wishes(active.preferences, limit=8)]
    return voice.pick(", ", "，").join(part for part in parts if part)
