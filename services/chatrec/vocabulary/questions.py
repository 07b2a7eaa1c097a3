"""The questions of a message, each with what was told before it: "it came late. who pays, and can I send it back?"."""
# ruff: noqa: E501 - lists of words are read by the row

import re
from typing import Final

__all__ = ["questions_within"]

_MOST: Final = 3
_ASKING: Final = (
    r"(?:what|how|who|whose|when|where|why|which|can|could|do|does|did|is|are|will|would|may|must|should|has|have)\b"
)
_BREAK: Final = re.compile(
    rf"(?<=[?？!！。;；\n])|(?<=[a-z]\.)\s|[,，]?\s*\b(?:and|also|plus|or)\b(?:,? (?:also|then|while we'?re at it))?,?\s+(?={_ASKING})"
    r"|，|[,、]?\s*(?:另外|还有|顺便问?一?下?|再问一?下|再就是|以及|同时)[,，]?|(?<=[吗呢]),\s*",
    re.IGNORECASE,
)
_QUESTION: Final = re.compile(
    rf"[?？]\s*$|^\W*(?:(?:so|and|but|then|first|two things|hi|hello|hey)\W+)*{_ASKING}|\b(?:what|how|who|when|where|why|which)(?:'s)? "
    r"|[吗么呢]\s*[。?？!！]?$|怎么|多少|几|什么|啥|哪|谁|如何|能不能|可不可以|是不是|会不会|有没有|能否|多[久长大重]|(?P<either>[\u3400-\u9fff])[不没](?P=either)",
    re.IGNORECASE,
)
# "... and is it extra?" says nothing by itself.
_LEANING: Final = re.compile(
    r"^(?:is|are|does|do|was|will|can|has) (?:it|that|this|they)(?: [a-z]+){1,2}\W*$|^(?:要|收|加)钱[吗么不]",
    re.IGNORECASE,
)
_CONTENT: Final = re.compile(r"[A-Za-z]{2,}|[\u3400-\u9fff]")
_ENOUGH: Final = 2


def questions_within(text: str) -> tuple[str, ...]:
    """Give the questions of a text in order, at most three; none where there are fewer than two."""
    found: list[str] = []
    told = ""
    for part in _BREAK.split(text):
        words = (part or "").strip(" ,，")
        if len(_CONTENT.findall(words)) < _ENOUGH:
            continue
        if _QUESTION.search(words):
            before = found[-1] if found and _LEANING.match(words) else ""
            found.append(f"{before} {told} {words}".strip().replace("  ", " "))
            told = ""
        else:
            told = f"{told} {words}".strip()
    return tuple(found[:_MOST]) if len(found) > 1 else ()
