"""Masks what tells who a person is: addresses, numbers, names after a greeting or a title."""

import re
from typing import Final

__all__ = ["masked"]

_MASKS: Final = (
    ("<email>", re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")),
    ("<url>", re.compile(r"https?://\S{1,300}")),
    ("<date>", re.compile(r"\b(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}\b|(?:19|20)\d\d年\d{1,2}月\d{1,2}[日号]")),
    (
        "<number>",
        re.compile(r"(?<![A-Za-z0-9.])(?:\+?\d[\d\s()-]{6,22}\d[xX]?|[A-Za-z]{1,4}-?\d{6,20})(?![A-Za-z0-9])"),
    ),
    (
        "<address>",
        re.compile(
            r"\b\d{1,5} (?:[A-Z][a-z]{1,20} ){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Square|Way)\b\.?"
            r"|[\u4e00-\u9fff]{1,12}(?:路|街|巷|大道|弄)\d{1,5}号(?:\d{1,4}(?:室|单元|栋|楼))*"
        ),
    ),
)
_NAMES: Final = (
    re.compile(
        r"(?P<cue>\b(?:[Mm]y name is|[Tt]his is|I am|I'm|Mrs?\.?|Ms\.?|Dear)\s+)"
        r"(?P<name>[A-Z][a-z]{1,20}(?: [A-Z][a-z]{1,20}){0,2})"
    ),
    re.compile(
        r"(?P<cue>我(?:叫|是)|我的名字(?:叫|是)|姓名[:：]?\s*)(?P<name>[\u4e00-\u9fff]{2,3})(?=[,，。!！;； ]|$)"
    ),
    re.compile(r"(?P<name>[\u4e00-\u9fff])(?P<cue>(?:先生|女士|小姐)(?=您|你|[,，。!！ ]|$))"),
)


def masked(text: str) -> str:
    """Replace e-mail and street addresses, links, dates, names that introduce or address, and numbers of 8 digits on.

    Masking is by form: it catches what looks like such data, so what comes out is still to be reviewed.
    """
    for mask, pattern in _MASKS:
        text = pattern.sub(mask, text)
    for pattern in _NAMES:
        text = pattern.sub(lambda match: match[0].replace(match["name"], "<name>", 1), text)
    return text
