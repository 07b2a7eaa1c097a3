"""Answers: support answers as written, facts of items, descriptions, comparisons."""

from typing import Final

from chatrec.dialogue.domain.wording.facts import facts_of
from chatrec.dialogue.domain.wording.reasons import path_clauses
from chatrec.dialogue.domain.wording.voice import Voice, measure, meets
from chatrec.vocabulary.conversation import PhrasedItem
from chatrec.vocabulary.graph import ItemCard, SupportAnswer
from chatrec.vocabulary.schema import KIND, Facet
from chatrec.vocabulary.slots import filled
from chatrec.vocabulary.words import Act, Better, Operator

__all__ = ["answer", "compare", "describe", "explain"]

_KEY_FACTS: Final = 5
_REASONS: Final = 4
_COMPARED: Final = 3
_ROWS: Final = 5
_DIFFERENCES: Final = 4


def answer(voice: Voice) -> str:
    """Answer a question: for support staff as written, on items from their cards, else say that there is no answer."""
    speech = voice.speech
    if speech.answer is not None:
        others = [one for one in speech.state.offered_answers if one.id != speech.answer.id]
        return _spaced(voice, [_written(voice, one) for one in (speech.answer, *others)])
    if speech.reading.acts and Act.ASK_QUESTION in speech.reading.acts:
        return voice.tongue.say("no_answer")
    if not speech.items:
        return voice.tongue.say("no_item")
    if not speech.reading.asked_facets:
        return describe(voice)
    return _spaced(voice, [_facts_of(voice, item) for item in speech.items[:_ROWS]])


def _written(voice: Voice, answer: SupportAnswer) -> str:
    """Give an answer as written, its slots filled with what the catalogue says now."""
    facts = {(item, fact.facet): fact for item, fact in answer.facts}

    def words(item: str, name: str) -> str:
        fact, facet = facts.get((item, name)), voice.catalogue.by_name.get(name)
        if fact is None or facet is None:
            return voice.pick("(not on record)", "（暂无记录）")
        if fact.names:
            return voice.join([known.speak(voice.language) for known in fact.names])
        return voice.values(facet, fact)

    return filled(answer.answer.speak(voice.language), words)


def _facts_of(voice: Voice, item: PhrasedItem) -> str:
    return _spaced(voice, [*facts_of(voice, item), *_status(voice, item)])


def describe(voice: Voice) -> str:
    """Tell what is known of the items: text, key facts, and whether they can be had."""
    if not voice.speech.items:
        return voice.tongue.say("no_item")
    unread = voice.tongue.say("unread_question").strip() if voice.speech.reading.unread else ""
    if unread and len(voice.speech.items) > 1:
        return unread
    said: list[str] = []
    for item in voice.speech.items[:_COMPARED]:
        facts = [words for fact in item.card.facts[:_KEY_FACTS] if (words := voice.fact(fact))]
        key = voice.tongue.say("describe_facts", facts=voice.pick("; ", "；").join(facts)) if facts else ""
        text = _text(voice, item.card)
        name = voice.item(item.card)
        said.append(
            voice.tongue.say("describe", name=name, text=text, facts=key).strip()
            if text or not facts
            else voice.tongue.say("fact", name=name, facts=voice.pick(", ", "，").join(facts))
        )
        said += _status(voice, item)
    return _spaced(voice, [unread, *said])


def _text(voice: Voice, card: ItemCard) -> str:
    own = card.text.speak(voice.language)
    ended = own if not own or own[-1] in ".!?。！？" else own + voice.pick(".", "。")
    return f"{ended} " if ended[-1:].isascii() and not voice.english and ended else ended


def _status(voice: Voice, item: PhrasedItem) -> list[str]:
    said = [] if item.card.available else [voice.tongue.say("unavailable")]
    return [*said, voice.tongue.say("known")] if item.known else said


def compare(voice: Voice) -> str:
    """Set items side by side on what differs, asked and wished for first, with a verdict by the user's wishes."""
    items = (
        list(voice.speech.items[:_COMPARED])
        if not voice.speech.reading.asked_facets
        else list(voice.speech.items[:_ROWS])
    )
    if len(items) < 2:  # noqa: PLR2004
        return voice.tongue.say("compare_few")
    rows: list[str] = []
    for facet in _by_interest(voice):
        values = [
            voice.values(facet, fact, limit=3)
            if (fact := item.card.fact(facet.name)) and fact.values
            else voice.pick("not known", "未知")
            for item in items
        ]
        if len(set(values)) > 1 and len(rows) < _DIFFERENCES:
            cells = [f"{voice.item(item.card)} {value}" for item, value in zip(items, values, strict=True)]
            rows.append(f"{voice.label(facet)}{voice.pick(': ', '：')}{voice.pick(', ', '，').join(cells)}")
    names = voice.join([voice.item(item.card) for item in items])
    if not rows:
        shared = (items[0].card.fact(name) for name in voice.speech.reading.asked_facets)
        facts = [voice.fact(fact) for fact in shared if fact is not None]
        return _spaced(voice, [voice.tongue.say("compare_same", names=names), *facts])
    return _spaced(voice, [voice.tongue.say("compare", rows=voice.pick("; ", "；").join(rows)), _verdict(voice, items)])


def _by_interest(voice: Voice) -> list[Facet]:
    asked = voice.speech.reading.asked_facets
    wished = {wish.facet for wish in voice.speech.state.active.preferences}
    facets = voice.catalogue.schema.facets
    if asked:
        return [facet for facet in facets if facet.name in asked]
    return sorted(facets, key=lambda facet: (facet.name not in wished, not facet.money, facet.better is None))


def _verdict(voice: Voice, items: list[PhrasedItem]) -> str:
    for name in voice.speech.reading.asked_facets:
        facet = voice.catalogue.by_name.get(name)
        best = _first_asked(voice, facet, items) if facet else None
        if facet is not None and best is not None:
            return voice.tongue.say("verdict_facet", label=voice.label(facet), name=voice.item(best.card))
    scores = [_kept_wishes(voice, item) for item in items]
    if scores.count(max(scores)) == 1 and max(scores) > 0:
        return voice.tongue.say("verdict", name=voice.item(items[scores.index(max(scores))].card))
    for facet in _by_interest(voice):
        best = _best_on(facet, items)
        if best is not None:
            return voice.tongue.say("verdict_facet", label=voice.label(facet), name=voice.item(best.card))
    return ""


def _first_asked(voice: Voice, facet: Facet, items: list[PhrasedItem]) -> PhrasedItem | None:
    """Find the one item that answers a question on a facet: at the end that it asks for, else at the better one."""
    ends = [check.operator for check in voice.speech.reading.checks if check.facet == facet.name]
    if not ends:
        return _best_on(facet, items)
    return _furthest(facet, items, 1 if ends[0] is Operator.AT_LEAST else -1)


def _best_on(facet: Facet, items: list[PhrasedItem]) -> PhrasedItem | None:
    """Find the one item that is best on a facet which has a better end; None where there is no such one."""
    if facet.better is None:
        return None
    return _furthest(facet, items, 1 if facet.better is Better.HIGH else -1)


def _furthest(facet: Facet, items: list[PhrasedItem], sign: int) -> PhrasedItem | None:
    """Find the one item that is highest on a facet (lowest for -1); None where two are, or only one is known."""
    known = [
        (sign * number, item)
        for item in items
        if (fact := item.card.fact(facet.name))
        and fact.values
        and (number := measure(facet, fact.values[0])) is not None
    ]
    if len(known) < 2:  # noqa: PLR2004
        return None
    top = max(number for number, _ in known)
    best = [item for number, item in known if number == top]
    return best[0] if len(best) == 1 else None


def _kept_wishes(voice: Voice, item: PhrasedItem) -> int:
    kept = 0
    for wish in voice.speech.state.active.preferences:
        facet, fact = voice.catalogue.by_name.get(wish.facet), item.card.fact(wish.facet)
        if facet is None or wish.facet == KIND:
            continue
        if fact is None:
            kept += not wish.liked
        else:
            met = [meets(facet, value, wish) for value in fact.values]
            kept += any(met) if wish.liked else all(met)
    return kept


def explain(voice: Voice) -> str:
    """Tell why items were suggested: their paths in words, each with its share."""
    if not voice.speech.items:
        return voice.tongue.say("explain_none")
    said: list[str] = []
    for item in voice.speech.items[:_COMPARED]:
        name = voice.item(item.card)
        clauses = path_clauses(voice, item)
        if not clauses:
            said.append(voice.tongue.say("explain_plain", name=name))
            continue
        said.append(voice.tongue.say("explain", name=name, reason=_with_shares(voice, clauses)))
    return _spaced(voice, said)


def _with_shares(voice: Voice, clauses: list[tuple[str, float]]) -> str:
    shown = 0 < sum(share for _, share in clauses) <= 1.001  # noqa: PLR2004
    words = [
        _shared(voice, clause, share) if shown and share >= 0.005 else clause  # noqa: PLR2004
        for clause, share in clauses[:_REASONS]
    ]
    return voice.pick("; ", "；").join(words)


def _shared(voice: Voice, clause: str, share: float) -> str:
    if clause.endswith((")", "）")):
        return f"{clause[:-1]}{voice.pick(', ', '，')}{share:.0%}{clause[-1]}"
    return clause + voice.pick(f" ({share:.0%})", f"（{share:.0%}）")


def _spaced(voice: Voice, sentences: list[str]) -> str:
    return voice.pick(" ", "").join(sentence for sentence in sentences if sentence)
