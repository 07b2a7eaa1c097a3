"""Answers to what the last turn asked: yes and no, and which of the things offered was meant."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from chatrec.dialogue.domain.reading.amounts.numerals import find_numbers
from chatrec.dialogue.domain.reading.draft import Draft
from chatrec.dialogue.domain.reading.leftovers import says_something
from chatrec.dialogue.domain.reading.scene import Scene
from chatrec.dialogue.domain.reading.wishes.statements import flag_answer
from chatrec.dialogue.domain.reading.wishes.values import liking, value_preference
from chatrec.dialogue.domain.reading.words.cues import DECLINED
from chatrec.dialogue.domain.reading.words.mentions import Found
from chatrec.dialogue.domain.reading.words.polarity import Polarity
from chatrec.dialogue.domain.reading.words.references import focus_of, read_references
from chatrec.dialogue.domain.reading.words.said import fold
from chatrec.vocabulary.conversation import DialogueState
from chatrec.vocabulary.graph import ItemCard, Mention, SupportAnswer
from chatrec.vocabulary.words import Act, MentionType, Move, Operator

__all__ = ["chosen", "read_choice", "read_yes_or_no", "says_none"]

_SHORT: Final = 60
_KNOWN: Final = 0.66
_LIKE: Final = 0.3
_WORD: Final = re.compile(r"[a-z]{3,}")
_NEITHER: Final = re.compile(r"\b(?:neither|none)\b|都不|没有一个")
_PAIR: Final = re.compile(r"[\u3400-\u9fff]{2}")
_SHOWN: Final = frozenset({Move.RECOMMEND, Move.DESCRIBE, Move.EXPLAIN})


def chosen(scene: Scene, cues: set[Act], answers: Sequence[SupportAnswer]) -> Mention | None:
    """Find what of the options of a clarification is meant."""
    if scene.state.last_move is not Move.CLARIFY:
        return None
    return _chosen_answer(scene, cues, answers) if scene.state.offered_answers else _chosen_option(scene)


def _chosen_option(scene: Scene) -> Mention | None:
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


def _chosen_answer(scene: Scene, cues: set[Act], answers: Sequence[SupportAnswer]) -> Mention | None:
    """Find which of the questions that the last turn offered is meant: by place, by yes to the only one, by its words.

    `answers` are those that the utterance is like, the best first; a known question that was not offered is a new one.
    """
    options = scene.state.options
    if not options or len(scene.said.folded) > _SHORT or _is_new_question(options, answers):
        return None
    place = _place(scene, len(options))
    if place is not None:
        return options[place]
    if len(options) == 1 and Act.AFFIRM in cues:
        return options[0]
    by_words = _by_words(scene, options)
    if by_words is not None:
        return by_words
    like = [row.id for row in answers if row.score >= _LIKE]
    return next((option for target in like[:1] for option in options if option.target == target), None)


def says_none(scene: Scene, cues: set[Act], answers: Sequence[SupportAnswer]) -> bool:
    """Tell whether none of the questions that the last turn offered is meant."""
    state = scene.state
    refusing = Act.DENY in cues or _NEITHER.search(scene.said.folded) is not None
    offered = state.last_move is Move.CLARIFY and bool(state.offered_answers)
    return offered and refusing and len(scene.said.clauses) == 1 and not _is_new_question(state.options, answers)


def _is_new_question(options: Sequence[Mention], answers: Sequence[SupportAnswer]) -> bool:
    best = answers[0] if answers else None
    return best is not None and best.score >= _KNOWN and best.id not in {option.target for option in options}


def _by_words(scene: Scene, options: Sequence[Mention]) -> Mention | None:
    """Find the only option that shares words with an utterance which the others lack."""
    said = _words(scene.said.folded)
    held = [_words(fold(f"{option.name.en} {option.name.zh}")) for option in options]
    own = [words - set().union(*held[:place], *held[place + 1 :]) for place, words in enumerate(held)]
    sharing = [option for option, words in zip(options, own, strict=True) if words & said]
    return sharing[0] if len(sharing) == 1 else None


def _words(folded: str) -> set[str]:
    """Give Latin words of three letters or more, and pairs of Chinese characters."""
    pairs = {
        folded[place : place + 2] for place in range(len(folded) - 1) if _PAIR.fullmatch(folded[place : place + 2])
    }
    return pairs | set(_WORD.findall(folded))


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
    draft.options = ()
    if option.type is MentionType.ANSWER:
        draft.acts, draft.answer_id = {Act.ASK_QUESTION}, option.target
        return
    draft.acts.add(Act.STATE_PREFERENCE)
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
