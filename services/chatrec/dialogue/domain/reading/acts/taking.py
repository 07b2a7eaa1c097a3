"""An item that is taken by its name: "the Ridge mini it is", “那就影棚16”."""

import re
from typing import Final

from chatrec.dialogue.domain.reading.scene import Scene
from chatrec.vocabulary.words import MentionType

__all__ = ["takes_by_name"]

_LEAD: Final = (
    r"^\s*(?:(?:ok|okay|lovely|great|right|alright|fine|well|then|so|and|but|perfect|yes|yeah|hmm|good|nice)[ ,]*)*"
)
_EN_BEFORE: Final = re.compile(_LEAD + r"(?:the )?$")
_EN_AFTER: Final = re.compile(
    r"\s*,?\s*(?:it is|it'll be|will do(?: nicely)?|then|then please|wins|for me(?: then| please)?)\s*[.!]*$"
)
_EN_DECIDED: Final = re.compile(
    r"\b(?:settle (?:for|on)|decided on|go for|go with|make it|i'?m taking"
    r"|(?:i|we)(?:'ll| will) (?:have|take|get|do|watch|read|try|pick|go (?:with|for))) (?:the )?$"
)
_THEN: Final = re.compile(r"(?:,? (?:then|please|thanks|thank you))*[ .!]*")
_SETTLED: Final = re.compile(r"\s*(?:it is|it'll be|will do|wins|then\b)|[》”」]?\s*(?:吧|好了|得了|了)\s*[。.!！~]*$")
_HAN_BEFORE: Final = re.compile(r"(?:那就|就|还是|定|选定|决定)(?:要|选|买|来|拿|订|定|学|看|去|吃|种)?\s*[《“「]?$")
_HAN_AFTER: Final = re.compile(r"[》”」]?\s*(?:吧|了|好了|得了|行|可以)?\s*[。.!！~]*$")


def takes_by_name(scene: Scene) -> bool:
    """Tell whether a message decides for an item on the table by its name and asks nothing else."""
    table = {card.id for card in scene.state.active.table}
    folded = scene.said.folded
    for one in scene.found:
        if one.best.type is not MentionType.ITEM or one.is_open:
            continue
        clause = scene.said.clause_at(one.start)
        before, after = folded[clause.start : one.start], folded[one.end : clause.end]
        if one.best.target not in table and _SETTLED.match(after) is None:
            continue  # of what is not on the table only outright words take: "then X it is", “就X吧”
        english = _EN_BEFORE.search(before) and _EN_AFTER.match(after)
        decided = _EN_DECIDED.search(before) and _THEN.fullmatch(after)
        if not clause.question and (english or decided or (_HAN_BEFORE.search(before) and _HAN_AFTER.match(after))):
            return True
    return False
