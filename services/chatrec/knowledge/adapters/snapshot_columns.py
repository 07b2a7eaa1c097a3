"""The names and texts of a snapshot as JSON columns."""

import sys
from collections.abc import Iterable
from typing import Any

from chatrec.knowledge.domain.snapshot.arrays import AnswerTable, Names, Talk
from chatrec.vocabulary.words import Phrases, Text

__all__ = ["answers_from", "answers_of", "nodes_from", "nodes_of", "talk_from", "talk_of", "texts_from", "texts_of"]

Columns = dict[str, list[Any]]
_NOTHING = Text()


def texts_of(texts: Iterable[Text]) -> Columns:
    """Write texts as two columns."""
    rows = list(texts)
    return {"en": [text.en for text in rows], "zh": [text.zh for text in rows]}


def texts_from(columns: Columns) -> tuple[Text, ...]:
    """Read texts."""
    pairs = zip(columns["en"], columns["zh"], strict=True)
    return tuple(Text(en, zh) if en or zh else _NOTHING for en, zh in pairs)


def nodes_of(nodes: Names) -> Columns:
    """Write the names of nodes; kinds are few, so they are numbered."""
    kinds = {kind: number for number, kind in enumerate(dict.fromkeys(nodes.kinds))}
    return {
        **texts_of(nodes.names),
        "ids": list(nodes.ids),
        "aliases": list(map(list, nodes.aliases)),
        "kinds": list(kinds),
        "kind_of": [kinds[kind] for kind in nodes.kinds],
    }


def nodes_from(columns: Columns) -> Names:
    """Read the names of nodes."""
    kinds = [sys.intern(kind) for kind in columns["kinds"]]
    return Names(
        ids=tuple(columns["ids"]),
        names=texts_from(columns),
        aliases=tuple(map(tuple, columns["aliases"])),
        kinds=tuple(kinds[number] for number in columns["kind_of"]),
    )


def answers_of(answers: AnswerTable) -> dict[str, Any]:
    """Write support answers."""
    return {
        "ids": list(answers.ids),
        "questions": texts_of(answers.questions),
        "variants": [[list(words.en), list(words.zh)] for words in answers.variants],
        "answers": texts_of(answers.answers),
        "item_ids": list(map(list, answers.item_ids)),
    }


def answers_from(columns: dict[str, Any]) -> AnswerTable:
    """Read support answers."""
    return AnswerTable(
        ids=tuple(columns["ids"]),
        questions=texts_from(columns["questions"]),
        variants=tuple(Phrases(tuple(en), tuple(zh)) for en, zh in columns["variants"]),
        answers=texts_from(columns["answers"]),
        item_ids=tuple(map(tuple, columns["item_ids"])),
    )


def talk_of(talk: Talk) -> Columns:
    """Write talk."""
    return {"ordinary": list(talk.ordinary), "dangers": list(talk.dangers)}


def talk_from(columns: Columns) -> Talk:
    """Read talk."""
    return Talk(tuple(columns["ordinary"]), tuple(columns["dangers"]))
