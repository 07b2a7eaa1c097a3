"""Names turned into ids."""

import re
import unicodedata
from collections.abc import Collection

__all__ = ["distinct", "slug"]

_OTHER = re.compile(r"[^\w]+")


def slug(name: str) -> str:
    """Make an id of a name: lower case, words joined by "_"; Chinese characters stay."""
    return _OTHER.sub("_", unicodedata.normalize("NFKC", name).lower()).strip("_")[:100]


def distinct(id_: str, taken: Collection[str]) -> str:
    """Give an id that is not taken yet: the id itself, or with a number behind it."""
    if id_ not in taken:
        return id_
    number = 2
    while f"{id_}_{number}" in taken:
        number += 1
    return f"{id_}_{number}"
