"""From a move to its words."""

from collections.abc import Callable, Mapping
from typing import Final

from chatrec.dialogue.domain.catalogues import Catalogues, KnownCatalogue
from chatrec.dialogue.domain.generating import Rewording
from chatrec.dialogue.domain.wording.answers import answer, compare, describe, explain
from chatrec.dialogue.domain.wording.offers import ask, clarify, no_answer, recommend, relax, summary
from chatrec.dialogue.domain.wording.plans import plan, step_reason
from chatrec.dialogue.domain.wording.reasons import reason
from chatrec.dialogue.domain.wording.variety import Tongue
from chatrec.dialogue.domain.wording.voice import Voice
from chatrec.vocabulary.conversation import Reply, Speech
from chatrec.vocabulary.graph import ItemCard
from chatrec.vocabulary.schema import CatalogueSchema
from chatrec.vocabulary.words import Act, Move

__all__ = ["Speaker"]

_ADVISED: Final = frozenset({Move.RECOMMEND, Move.DESCRIBE, Move.ANSWER, Move.COMPARE, Move.PLAN, Move.RELAX})
_NO_CATALOGUE: Final = KnownCatalogue(
    CatalogueSchema(name="", domain="", generation="", languages=(), currency="", kinds=(), facets=())
)


class Speaker:
    """Words moves over the catalogues that are loaded. Without a generator the same speech gets the same words."""

    def __init__(self, catalogues: Catalogues, rewording: Rewording | None = None) -> None:
        """Keep the catalogues, and what may reword a reply."""
        self._catalogues = catalogues
        self._rewording = rewording

    def phrase(self, speech: Speech) -> Reply:
        """Word a move: the reply, one reason per item, digests of the sentences said."""
        catalogue = self._catalogues.find(speech.catalogue) or _NO_CATALOGUE
        tongue = Tongue(speech.language, speech.seed, speech.state.said)
        voice = Voice(speech, catalogue, tongue)
        words = self._words(voice)
        if self._rewording is not None:
            words = self._rewording.reword(words, [*tongue.parts, *map(voice.item, _cards(speech))], speech)
        tell = step_reason if speech.move is Move.PLAN else reason
        reasons = tuple(tell(voice, item) for item in speech.items)
        return Reply(_with_notices(words, speech, catalogue), reasons, tuple(tongue.said))

    def _words(self, voice: Voice) -> str:
        plain = _PLAIN.get(voice.speech.move)
        words = plain(voice) if plain else self._with_kinds(voice)
        if voice.speech.move is Move.ANSWER and voice.speech.answer is not None:
            return words  # as written, to the last blank
        lines = words.splitlines() if voice.speech.move is Move.PLAN else [words]
        words = "\n".join(" ".join(line.split()) if voice.english else line.strip() for line in lines)
        return words[:1].upper() + words[1:] if voice.english else words

    def _with_kinds(self, voice: Voice) -> str:
        every = [found for name in self._catalogues.names if (found := self._catalogues.find(name))]
        kinds = voice.kinds([voice.catalogue] if voice.catalogue.schema.name else every)
        move = voice.speech.move
        if move is Move.GREET:
            return (
                voice.tongue.say("greet_again")
                if voice.speech.state.active.preferences
                else voice.tongue.say("greet", kinds=kinds)
            )
        if move is not Move.REFUSE:
            return _chat(voice, kinds)
        reading = voice.speech.reading
        if Act.OUT_OF_SCOPE in reading.acts and reading.unread:
            return voice.tongue.say("no_deed")  # what is to be done, in the user's words, is known
        unanswered = Act.ASK_QUESTION in reading.acts
        return no_answer(voice) if unanswered else voice.tongue.say("refuse", kinds=kinds)


def _cards(speech: Speech) -> list[ItemCard]:
    return [*(item.card for item in speech.items), *speech.state.active.slate]


def _chat(voice: Voice, kinds: str) -> str:
    acts = set(voice.speech.reading.acts)
    if Act.ACCEPT in acts and (taken := _taken(voice)):
        return voice.tongue.say("chat_accept", name=taken)
    for act, occasion in (
        (Act.THANK, "chat_thanks"),
        (Act.AFFIRM, "chat_yes"),
        (Act.DENY, "chat_no"),
        (Act.ACCEPT, "chat_yes"),
    ):
        if act in acts:
            return voice.tongue.say(occasion)
    if Act.CORRECT in acts:
        return voice.tongue.say("heard_undo") + voice.tongue.say("chat_yes")
    if Act.RESTART in acts:
        return voice.tongue.say("heard_restart") + voice.tongue.say("ask_open")
    return voice.tongue.say("chat_small", kinds=kinds)


def _taken(voice: Voice) -> str:
    """Name what was taken, up to three items; "" where their names are not at hand."""
    shown = [item.card for item in voice.speech.items] or list(voice.speech.state.active.slate)
    ids = voice.speech.reading.item_ids or tuple(item.card.id for item in voice.speech.items)
    return voice.join([voice.item(card) for card in shown if card.id in ids][:3])


def _hand_over(voice: Voice) -> str:
    known = summary(voice)
    return voice.tongue.say("hand_over", summary=known) if known else voice.tongue.say("hand_over_plain")


def _goodbye(voice: Voice) -> str:
    taken = _taken(voice) if Act.ACCEPT in voice.speech.reading.acts else ""
    opening = voice.tongue.say("taken", name=taken) if taken else ""
    return opening + voice.tongue.say("goodbye")


_PLAIN: Final[Mapping[Move, Callable[[Voice], str]]] = {
    Move.ASK: ask,
    Move.RECOMMEND: recommend,
    Move.ANSWER: answer,
    Move.DESCRIBE: describe,
    Move.COMPARE: compare,
    Move.EXPLAIN: explain,
    Move.PLAN: plan,
    Move.CLARIFY: clarify,
    Move.RELAX: relax,
    Move.HAND_OVER: _hand_over,
    Move.GOODBYE: _goodbye,
}


def _with_notices(words: str, speech: Speech, catalogue: KnownCatalogue) -> str:
    """Put the emergency text first and the advice last, both as written."""
    notices = catalogue.schema.notices
    emergency = notices.emergency.speak(speech.language) if speech.reading.emergency else ""
    advice = notices.advice.speak(speech.language) if speech.move in _ADVISED else ""
    return "\n".join(part for part in (emergency, words, advice) if part)
