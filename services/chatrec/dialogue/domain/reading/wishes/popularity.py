"""How well known a thing is to be: "your most popular phone", "a hidden gem", "冷门一点的"."""
# ruff: noqa: E501 - lists of words are read by the row

import re
from collections.abc import Iterator
from typing import Final

from chatrec.dialogue.domain.reading.scene import Scene
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.schema import POPULARITY
from chatrec.vocabulary.words import Operator

__all__ = ["popularity_preferences"]

_LITTLE: Final = (
    r"\b(?:(?:lesser|little|less)[- ]known|less (?:popular|famous|mainstream)|not (?:so |too |very |that |really )?(?:popular|famous|mainstream|well[- ]known)|(?:too|so) (?:popular|famous|mainstream|well[- ]known)|(?:hidden|unknown) gems?|obscure|underrated|overlooked|niche|under the radar|off the beaten (?:track|path))\b"
    r"|冷门|小众|不(?:太|那么|怎么|是很|要太)?(?:热门|有名|出名|大众|知名|火(?![车锅辣]))|没(?:什么|多少)人(?:知道|看过?|去|买)|鲜为人知|太(?:大众|热门|有名|出名|火(?![车锅]))|被(?:低估|忽视|埋没)"
)
_MUCH: Final = (
    r"\b(?:most (?:popular|famous|well[- ]known|bought|sold|watched|read|visited)|(?:best|top)[- ]?sell(?:ing|ers?)|popular|famous|well[- ]known|trending|(?:most people|everyone|everybody)(?: is| are|'s)? (?:buy(?:s|ing)?|watch(?:es|ing)?|lov(?:es?|ing)|choos(?:es?|ing)|pick(?:s|ing)?|read(?:s|ing)?|visit(?:s|ing)?|get(?:s|ting)?))\b"
    r"|热门|爆款|热销|畅销|最火(?![车锅辣])|火爆|卖得?(?:最|很|比较)?(?:好|火|多)|销量(?:最|很|比较)?(?:高|好|大)|人气(?:最|很|比较)?(?:高|旺)|受欢迎|(?:大家|很多人|最多人|别人)都?(?:在|爱|喜欢)?(?:买|看|用|去|选|读)(?![过得])|有名|出名|知名"
)
_SAID: Final = re.compile(
    rf"(?P<least>\b(?:least|most un)[- ]?(?:known|popular|famous|watched|bought)\b|最(?:冷门|小众))|(?P<little>{_LITTLE})|(?P<much>{_MUCH})"
)
_WANTED: Final = {"least": 0.0, "little": 0.2, "much": 1.0}
_WEIGHT: Final = 1.5


def popularity_preferences(scene: Scene) -> Iterator[tuple[int, int, Preference]]:
    """Find where a message says how well known things are to be; 1 is the best known, 0 the least.

    What the catalogue itself has words for ("popular" as a value or a facet) is left to it.
    """
    known = [(one.start, one.end) for one in scene.found if one.end > one.start]
    for match in _SAID.finditer(scene.said.folded):
        if any(start < match.end() and match.start() < end for start, end in known):
            continue
        wanted = _WANTED[match.lastgroup or "much"]
        wish = Preference(
            POPULARITY,
            Operator.EQUAL,
            (wanted,),
            weight=_WEIGHT,
            turn=scene.state.turn,
            phrase=scene.phrase(match.start(), match.end()),
        )
        yield match.start(), match.end(), wish
