"""What is said and shown when a leaf is lost."""

from collections.abc import Iterable

from chatrec.vocabulary.conversation import Reply, Speech
from chatrec.vocabulary.graph import ItemCard, Ranking, RankQuery, SupportAnswer
from chatrec.vocabulary.matching import misses
from chatrec.vocabulary.schema import CatalogueSchema, Notices
from chatrec.vocabulary.slots import filled
from chatrec.vocabulary.words import Language, Move, Text

__all__ = ["plain_reply", "popular_ranking"]

_SAY_AGAIN = {
    Language.EN: "Sorry, I did not catch that. Could you say it again in a moment?",
    Language.ZH: "抱歉，我刚才没听清，请稍后再说一遍，好吗？",
}
_HELLO = {
    Language.EN: "Hello! What are you looking for?",
    Language.ZH: "你好！想找点什么？",
}
_SHOWING = {Language.EN: "Here is what I found: {names}.", Language.ZH: "为你找到：{names}。"}
_NEAREST = {
    Language.EN: "Nothing meets every wish. The nearest: {names}.",
    Language.ZH: "没有完全符合的，最接近的是：{names}。",
}
_ASKING = {Language.EN: "What matters most to you?", Language.ZH: "你最看重什么？"}
_PLAIN = {Move.ASK: _ASKING, Move.GREET: _HELLO}
_ADVISING = frozenset({Move.RECOMMEND, Move.RELAX, Move.DESCRIBE, Move.ANSWER, Move.COMPARE, Move.PLAN})
_COMMA = {Language.EN: ", ", Language.ZH: "、"}


def plain_reply(speech: Speech, notices: Notices) -> Reply:
    """Word a move without the dialogue service: short, in the right language, and without reasons.

    What the domain owes its users is said all the same, as written: the emergency text first, the advice last.
    """
    language = speech.language
    names = _COMMA[language].join(item.card.name.speak(language) for item in speech.items)
    answer = _answer_text(speech.answer, language) if speech.answer else ""
    if answer:
        text = answer
    elif names:
        text = (_NEAREST if speech.move is Move.RELAX else _SHOWING)[language].format(names=names)
    else:
        text = _PLAIN.get(speech.move, _SAY_AGAIN)[language]
    first = notices.emergency.speak(language) if speech.reading.emergency else ""
    last = notices.advice.speak(language) if speech.move in _ADVISING else ""
    return Reply(text="\n".join(filter(None, (first, text, last))), reasons=("",) * len(speech.items))


def _answer_text(answer: SupportAnswer, language: Language) -> str:
    """Fill the slots of an answer with values as they are stored."""
    plain = {
        (item, fact.facet): _COMMA[language].join(
            name.speak(language) for name in fact.names or (Text(str(value), str(value)) for value in fact.values)
        )
        for item, fact in answer.facts
    }
    return filled(answer.answer.speak(language), lambda item, facet: plain.get((item, facet), "?"))


def popular_ranking(query: RankQuery, popular: Iterable[ItemCard], schema: CatalogueSchema) -> Ranking:
    """Rank the popular items known from before that break no hard preference and were not turned down."""
    gone = {*query.excluded_item_ids, *query.rejected_item_ids}
    kept = [
        card
        for card in popular
        if card.available and card.id not in gone and not misses(card, query.preferences, schema)
    ]
    top = max((card.popularity for card in kept), default=1.0) or 1.0
    return Ranking(
        item_ids=tuple(card.id for card in kept),
        f_llm=(1.0,) * len(kept),
        f_kg=tuple(min(1.0, 0.1 + 0.9 * card.popularity / top) for card in kept),
        popularity=tuple(card.popularity for card in kept),
        collaborative=(0.0,) * len(kept),
        paths=((),) * len(kept),
        misses=((),) * len(kept),
        matched=len(kept),
    )
