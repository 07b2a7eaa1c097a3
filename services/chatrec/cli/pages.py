"""Turns, items and paths as people read them in a terminal."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from chatrec.cli.changes import Names, change_lines, name_of
from chatrec.client.chat import Explained
from chatrec.offline.evaluate.report import Summary
from chatrec.offline.graph.facts import Finding, FindingType
from chatrec.vocabulary.graph import Path
from chatrec.vocabulary.turn import Turn, TurnItem
from chatrec.vocabulary.words import Language

__all__ = ["explanation_page", "figures_page", "findings_page", "graph_page", "turn_page"]

_HEADS = {Language.EN: ("#", "item", "why", "score"), Language.ZH: ("#", "推荐", "理由", "得分")}
_MISSES = {Language.EN: "misses: ", Language.ZH: "不符合："}
_LOST = {Language.EN: "without: ", Language.ZH: "暂时缺少："}
_MOST_IDS = 4
_MOST_COLUMNS = 12
_NO_PATH = {Language.EN: "No path leads to it from what you said.", Language.ZH: "你说过的话还没有通向它的路径。"}
_PLACE = {Language.EN: "place by score", Language.ZH: "得分名次"}
_VARIED = {Language.EN: "the list is varied", Language.ZH: "列表兼顾了多样性"}
_SHARES = {
    Language.EN: ("your words", "knowledge graph", "learned value"),
    Language.ZH: ("语言理解", "知识图谱", "学到的价值"),
}


def turn_page(turn: Turn) -> RenderableType:
    """Draw a turn: the reply, then the items as a table."""
    parts: list[RenderableType] = [Text(turn.reply, style="bold cyan")]
    if turn.items:
        parts.append(_items_table(turn))
    if turn.degraded:
        parts.append(Text(_LOST[turn.language] + ", ".join(turn.degraded), style="yellow"))
    return Group(*parts)


def _items_table(turn: Turn) -> Table:
    table = Table(box=None, padding=(0, 1), header_style="dim")
    for head in _HEADS[turn.language]:
        table.add_column(head, justify="right" if head in {"#", "score", "得分"} else "left")
    for number, item in enumerate(turn.items, start=1):
        missed = f" ({_MISSES[turn.language]}{', '.join(item.misses)})" if item.misses else ""
        table.add_row(str(number), Text(item.name, style="bold"), Text(item.reason + missed), f"{item.score:.3f}")
    return table


def explanation_page(explained: Explained, language: Language) -> RenderableType:
    """Draw why an item has its score: the shares, its place, its paths, and what would change its place."""
    item = explained.item
    table = Table(box=None, show_header=False, padding=(0, 1))
    for name, share in zip(_SHARES[language], (item.shares.llm, item.shares.kg, item.shares.rl), strict=True):
        table.add_row(name, f"{share:+.3f}", "█" * min(30, round(-share * 10)))
    table.add_row("ln(score)", f"{item.shares.llm + item.shares.kg + item.shares.rl:+.3f}", "")
    if item.place_by_score:
        table.add_row(_PLACE[language], str(item.place_by_score), _VARIED[language])
    reason = Text(item.reason or _NO_PATH[language])
    changes = change_lines(explained.drops, explained.brings, explained.names, explained.facet_names, language)
    parts = (reason, table, graph_page(item, explained.names, language), *map(Text, changes))
    return Panel(Group(*parts), title=Text(item.name), expand=False)


def graph_page(item: TurnItem, names: Names, language: Language) -> RenderableType:
    """Draw the paths of an item as a tree."""
    tree = Tree(Text(item.name, style="bold green"))
    for path in item.paths:
        tree.add(Text(_walk(path, names, language)))
    return tree


def _walk(path: Path, names: Names, language: Language) -> str:
    return "  ·  ".join(
        f"{name_of(triple.head, names, language)} ─{triple.relation}→ {name_of(triple.tail, names, language)}"
        for triple in path.triples
    )


def figures_page(summary: Summary) -> RenderableType:
    """Draw an evaluation: a row for our system with its intervals, one for each trivial system and each part.

    Where there are more metrics than a page is wide, they are the rows and the systems the columns.
    """
    head = f"{summary['task']}, {summary['split']}: {summary['cases']} cases, seeds {summary['seeds']}"
    cost = f"{summary['wall_s']} s, {summary['cpu_s']} s of the processor, at most {summary['peak_rss_mb']} MB"
    metrics = summary["metrics"]
    rows = {
        "ours": [f"{figure['value']:.3f}" for figure in metrics.values()],
        "": [f"{figure['low']:.3f}-{figure['high']:.3f}" for figure in metrics.values()],
    }
    for name, row in (summary["baselines"] | summary["ablation"]).items():
        rows[name] = [f"{row[metric]:.3f}" if metric in row else "" for metric in metrics]
    table = Table(box=None, padding=(0, 1), header_style="dim")
    across = len(metrics) <= _MOST_COLUMNS
    table.add_column("system" if across else "")
    for name in metrics if across else rows:
        table.add_column(name, justify="right")
    if across:
        for name, cells in rows.items():
            table.add_row(Text(name, style="bold" if name == "ours" else ""), *cells, style="" if name else "dim")
    else:
        for place, metric in enumerate(metrics):
            table.add_row(metric, *(cells[place] for cells in rows.values()))
    return Group(Text(head, style="bold"), table, Text(cost, style="dim"))


def findings_page(catalogue: str, findings: Sequence[Finding]) -> RenderableType:
    """Draw what is wrong with a catalogue's graph: a row a finding, the count of each type below."""
    table = Table(title=Text(f"{catalogue}: {len(findings)} findings"), title_justify="left", box=None, padding=(0, 1))
    for head in ("type", "nodes", "what"):
        table.add_column(head, header_style="dim", overflow="fold")
    for finding in findings:
        table.add_row(Text(finding.type, style="yellow"), Text(_shown(finding.ids)), Text(_plain(finding.what)))
    found = ", ".join(f"{sum(one.type is type_ for one in findings)} {type_}" for type_ in FindingType)
    return Group(table, Text(found, style="dim"))


def _shown(ids: Sequence[str]) -> str:
    more = f" + {len(ids) - _MOST_IDS}" if len(ids) > _MOST_IDS else ""
    return _plain(", ".join(ids[:_MOST_IDS])) + more


def _plain(text: str) -> str:
    """Leave out what steers a terminal."""
    return "".join(char if char.isprintable() else "\ufffd" for char in text)
