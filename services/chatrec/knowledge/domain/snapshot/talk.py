"""Talk that a catalogue's questions, needs and signs of an emergency have to be told apart from, or are told by."""

from collections.abc import Iterable, Iterator

from chatrec.knowledge.domain.linking.folding import is_cjk
from chatrec.knowledge.domain.snapshot.danger_talk import DANGER_TALK
from chatrec.knowledge.domain.snapshot.mild_talk import MILD_TALK
from chatrec.knowledge.domain.snapshot.ordinary_talk import ORDINARY_TALK
from chatrec.vocabulary.schema import CatalogueSchema, Facet, Kind

__all__ = ["danger_talk", "framed", "mild_talk", "ordinary_talk"]

_MOST_KINDS = 40
_MOST_FACETS = 60
_WORDS_A_KIND = 2
_ENGLISH_FRAMES = ("{}, can you recommend something", "is this any good? {}")
_CHINESE_FRAMES = ("{}，能推荐点什么吗", "想买点东西，{}")


def ordinary_talk(schema: CatalogueSchema) -> tuple[str, ...]:
    """Give utterances of any day, also on the kinds and facets of a catalogue."""
    about = [text for kind in schema.kinds[:_MOST_KINDS] for text in _on_kind(kind)]
    about += [text for facet in schema.facets[:_MOST_FACETS] for text in _on_facet(facet)]
    return tuple(dict.fromkeys((*about, *ORDINARY_TALK)))


def _on_kind(kind: Kind) -> Iterator[str]:
    for word in kind.words.en[:_WORDS_A_KIND]:
        yield from (f"I want a {word}", f"looking for a {word} under 500", f"a good {word}", f"which {word} is better")
    for word in kind.words.zh[:_WORDS_A_KIND]:
        yield from (f"想买{word}", f"推荐一款{word}，预算五百以内", f"有好的{word}吗", f"哪款{word}更好")


def _on_facet(facet: Facet) -> Iterator[str]:
    if facet.label.en:
        yield from (f"what is the {facet.label.en}", f"better {facet.label.en}")
    if facet.label.zh:
        yield from (f"{facet.label.zh}怎么样", f"{facet.label.zh}更好的")


def framed(texts: Iterable[str]) -> tuple[str, ...]:
    """Give texts as clauses among others: who is in danger may still ask for a product in the same breath."""
    found = []
    for text in texts:
        frames = _CHINESE_FRAMES if any(map(is_cjk, text)) else _ENGLISH_FRAMES
        found += [frame.format(text) for frame in frames]
    return tuple(found)


def danger_talk() -> tuple[str, ...]:
    """Give what people say when somebody's life is in danger."""
    return DANGER_TALK


def mild_talk() -> tuple[str, ...]:
    """Give what people say of small ailments: the words of danger, and no danger in them."""
    return MILD_TALK
