"""Default wordings for kinds, facets and values that a catalogue does not put into words itself."""

import re

from chatrec.vocabulary.schema import Facet
from chatrec.vocabulary.words import FacetType, Language, Phrases, Text

__all__ = ["spoken", "spoken_phrases", "worded"]

_QUESTIONS = {
    FacetType.NUMBER: ("What {} do you have in mind?", "对{}有什么要求？"),
    FacetType.ORDINAL: ("What {} would you like?", "{}想要什么样的？"),
    FacetType.ENTITY: ("Which {} would you like?", "对{}有偏好吗？"),
    FacetType.FLAG: ("Is {} something you need?", "需要{}吗？"),
    FacetType.DATE: ("How recent should it be ({})?", "{}有要求吗？"),
}
_CHINESE = re.compile(r"[㐀-鿿]")


def spoken(name: str, language: Language) -> Text:
    """Turn an id into words: `battery_hours` is "battery hours"; ids with Chinese characters are Chinese words."""
    words = re.sub(r"[_\s]+", " ", name).strip() or name
    return Text(zh=words) if language is Language.ZH or _CHINESE.search(words) else Text(en=words)


def spoken_phrases(words: Text) -> Phrases:
    """Make the words by which something is called out of its name."""
    return Phrases(en=(words.en,) if words.en else (), zh=(words.zh,) if words.zh else ())


def worded(facet: Facet, language: Language) -> Facet:
    """Fill what a facet leaves unsaid: label, question, phrases, relation, and the names of ordinal values."""
    label = facet.label or spoken(facet.name, language)
    english, chinese = _QUESTIONS[facet.type]
    question = facet.question or Text(
        en=english.format(label.speak(Language.EN)), zh=chinese.format(label.zh or label.en)
    )
    related = facet.type is FacetType.ENTITY
    return Facet(
        name=facet.name,
        type=facet.type,
        label=label,
        question=question,
        phrases=facet.phrases if facet.phrases.every() else spoken_phrases(label),
        unit=facet.unit,
        better=facet.better,
        many=facet.many,
        relation=(facet.relation or facet.name) if related else "",
        relation_label=(facet.relation_label or label) if related else Text(),
        values=facet.values,
        value_names=tuple(
            name or spoken(value, language) for name, value in zip(facet.value_names, facet.values, strict=True)
        ),
        money=facet.money,
        demand=facet.demand,
    )
