"""What is done turn by turn: the share of people who are asked, are shown items, have taken one, or have gone."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, cast

from matplotlib.figure import Figure

from chatrec.offline.evaluate.closed_loop.talks import MOST_TURNS
from chatrec.offline.evaluate.report import Report
from chatrec.vocabulary.words import Move

__all__ = ["plot"]

_COLOURS: Final = {
    "took an item before": "#2e8b57",
    "shown items": "#1b6ca8",
    "asked": "#e08e45",
    "answered otherwise": "#8c6bb1",
    "gone": "#b8bfc6",
}
_SHOWING: Final = frozenset({Move.RECOMMEND, Move.RELAX, Move.PLAN})
_ACCEPTED: Final = "accepted"


def plot(report: Report, path: Path) -> None:
    """Draw one panel a policy, a stacked bar a turn; the file's suffix chooses the format."""
    talks = _by_policy(report)
    figure = Figure(figsize=(3.1 * len(talks) + 1.6, 3.4), layout="constrained")
    panels = figure.subplots(1, len(talks), sharey=True, squeeze=False)[0]
    for panel, (name, held) in zip(panels, talks.items(), strict=True):
        bottoms = [0.0] * MOST_TURNS
        rows = [_shares(held, turn) for turn in range(MOST_TURNS)]
        for what, colour in _COLOURS.items():
            heights = [row.get(what, 0.0) for row in rows]
            panel.bar(range(1, MOST_TURNS + 1), heights, bottom=bottoms, color=colour, label=what, width=0.9)
            bottoms = [bottom + height for bottom, height in zip(bottoms, heights, strict=True)]
        panel.set_title(name, fontsize=10)
        panel.set_xlabel("turn")
        panel.spines[["top", "right"]].set_visible(False)
    panels[0].set_ylabel("share of people")
    figure.legend(*panels[0].get_legend_handles_labels(), loc="outside lower center", ncols=len(_COLOURS), fontsize=8)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=150, metadata={"Date": None} if path.suffix == ".svg" else None)


def _by_policy(report: Report) -> dict[str, list[Sequence[str]]]:
    rows = [cast("Mapping[str, Sequence[str]]", detail["moves"]) for detail in report.evaluation.details]
    return {name: [row[name] for row in rows] for name in rows[0]}


def _shares(talks: Sequence[Sequence[str]], turn: int) -> dict[str, float]:
    """Give the shares of a turn, counted from 0; the last entry of a talk is how it ended."""
    counts = Counter(_what(talk, turn) for talk in talks)
    return {what: count / len(talks) for what, count in counts.items()}


def _what(talk: Sequence[str], turn: int) -> str:
    *made, ending = talk
    if turn >= len(made):
        return "took an item before" if ending == _ACCEPTED else "gone"
    if made[turn] in _SHOWING:
        return "shown items"
    return "asked" if made[turn] == Move.ASK else "answered otherwise"
