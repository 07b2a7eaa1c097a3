"""Answers to what the last turn asked: yes and no, and which of the things offered was meant."""

from dataclasses import replace
from typing import Final

from chatrec.dialogue.domain.reading.cues import DECLINED
from chatrec.dialogue.domain.reading.draft import Draft
from chatrec.dialogue.domain.reading.leftovers import says_something
from chatrec.dialogue.domain.reading.mentions import Found
from chatrec.dialogue.domain.reading.numerals import find_numbers
from chatrec.dialogue.domain.reading.polarity import Polarity
from chatrec.dialogue.domain.reading.references import focus_of, read_references
from chatrec.dialogue.domain.reading.scene import Scene
from chatrec.dialogue.domain.reading.statements import flag_answer
from chatrec.dialogue.domain.reading.wishes import liking, value_preference
from chatrec.vocabulary.conversation import DialogueState
from chatrec.vocabulary.graph import ItemCard, Mention
from chatrec.vocabulary.words import Act, MentionType, Move, Operator

__all__ = ["chosen_option", "read_choice", "read_yes_or_no"]

_SHORT: Final = 60
_SHOWN: Final = frozenset({Move.RECOMMEND, Move.DESCRIBE, Move.EXPLAIN})


def chosen_option(scene: Scene) -> Mention | None:
    """Find which of the options of the last turn an utterance chooses: by place, by name or by facet."""
    options = scene.state.options
    if not options or len(scene.said.folded) > _SHORT:
        return None
    named = {one.target for found in scene.found for one in found.mentions}
    by_name = [option for option in options if option.target in named]
    if len(by_name) == 1:
        return by_name[0]
    facets = {mention.target for mention in scene.facet_mentions()}
    by_facet = [option for option in options if facets & set(option.facets)]
    if len(by_facet) == 1:
        return by_facet[0]
    words = [option for option in options if option.kind and option.kind.lower() in scene.said.folded]
    if len(words) == 1:
        return words[0]
    place = _place(scene, len(options))
    return None if place is None else options[place]


def _place(scene: Scene, count: int) -> int | None:
    """Read a place among the options: "the second", "2"."""
    cards = tuple(
        ItemCard(id=str(place), kind="", name=option.name) for place, option in enumerate(scene.state.options)
    )
    among = DialogueState(active=replace(scene.state.active, slate=cards))
    pointed = read_references(scene.said, among, ()).items
    if pointed:
        return int(pointed[0])
    numbers = find_numbers(scene.said.folded)
    if len(numbers) == 1 and 1 <= numbers[0].low <= count and numbers[0].low == int(numbers[0].low):
        return int(numbers[0].low) - 1
    return None


def read_choice(scene: Scene, draft: Draft, option: Mention) -> None:
    """Take the option chosen as what was said before."""
    draft.acts.add(Act.STATE_PREFERENCE)
    draft.options = ()
    if option.type is MentionType.ITEM:
        draft.acts = {Act.ASK_ATTRIBUTE}
        draft.point_at(option.target)
        return
    wish = value_preference(scene, Found((replace(option, start=0, end=0),)), option, Polarity.WANTED)
    if wish is not None:
        phrase = option.name.speak(scene.said.language)
        draft.preferences = [replace(wish, operator=Operator.EQUAL, hard=False, phrase=phrase)]
    else:
        draft.preferences = [
            liking(option.target, option.name.speak(scene.said.language), scene.state.turn, wanted=True)
        ]


def _read_reaction(scene: Scene, draft: Draft, *, said_no: bool) -> None:
    """Read a bare yes or no to what was shown: taken is what is spoken of, or others are wanted."""
    state = scene.state
    if DECLINED.match(scene.said.folded):
        draft.acts.add(Act.THANK)
    elif said_no and state.last_move is Move.RECOMMEND and state.active.slate:
        draft.acts.add(Act.ASK_MORE)
    elif (
        not said_no
        and state.last_move in _SHOWN
        and not draft.acts - {Act.AFFIRM, Act.THANK}
        and not says_something(scene.said, draft)  # "ok, but my wife can't stand him" takes nothing
    ):
        taken = focus_of(state)
        draft.liked += [taken] if taken else []
        draft.point_at(taken)
        draft.acts |= {Act.ACCEPT} if taken else set()


def read_yes_or_no(scene: Scene, draft: Draft, cues: set[Act]) -> None:
    """Read yes and no by what the last turn asked for; without a question they stand for themselves."""
    state = scene.state
    said_no = Act.DENY in cues
    if Act.AFFIRM not in cues and not said_no:
        return
    asked = scene.asked
    if asked and not draft.preferences and Act.DONT_CARE not in draft.acts:
        wish = flag_answer(scene)
        if said_no:
            draft.declined.append(asked)
        elif wish is not None:
            draft.preferences.append(wish)
    if state.last_move is Move.RELAX and not said_no:
        draft.given_up += state.relaxed_facets
    if state.last_move is Move.CLARIFY and not said_no and len(state.options) == 1:
        read_choice(scene, draft, state.options[0])
    plain = not (draft.acts - {Act.STATE_PREFERENCE, Act.SEEK, Act.THANK, Act.ACCEPT, Act.GREET})
    answering = bool(asked) or state.last_move is Move.RELAX
    if plain and not draft.preferences and not answering:
        _read_reaction(scene, draft, said_no=said_no)
    if answering or (plain and not draft.preferences):
        draft.acts.add(Act.DENY if said_no else Act.AFFIRM)
