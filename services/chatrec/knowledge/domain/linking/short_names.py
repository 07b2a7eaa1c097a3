"""Chinese titles without their last character, as people shorten them: 泰坦尼克 for 泰坦尼克号."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

__all__ = ["short_names"]

_LONG_HAN: Final = re.compile(r"[\u3400-\u9fff]{5,}")


def short_names(names: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Give the short forms that only one thing is named by, with its number.

    Names of four characters and fewer stay whole: what is left of them is a word like any other. So do names in other
    scripts, whose first words are mostly what the thing is about ("Operating Systems in Practice").
    """
    cuts = dict.fromkeys((number, name[:-1]) for number, name in names if _LONG_HAN.fullmatch(name))
    owners = Counter(cut for _, cut in cuts)
    yield from (pair for pair in cuts if owners[pair[1]] == 1)
