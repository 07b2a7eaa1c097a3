"""Writes a drawing as SVG, or as a page around it: no scripts, no fonts and nothing else from elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from chatrec.offline.graph.drawing import BOX_HEIGHT, FONT, Box, Drawing, Link, Note, clean, text_width
from chatrec.vocabulary.words import Language

__all__ = ["page", "svg"]

_FONTS = "system-ui, 'Segoe UI', 'Noto Sans', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"
_SMALL = 11.0
_LEGEND_ROW = 20.0
_MARGIN = 24.0
_SWATCH = 26.0
_ARROW = 7.0


@dataclass(frozen=True, slots=True)
class _Inks:
    """The colours of a picture on a light or dark screen."""

    ground: str
    ink: str
    grey: str
    item: str
    entity: str
    border: str
    relations: tuple[str, ...]


_PAPER = _Inks(
    ground="#ffffff",
    ink="#1e293b",
    grey="#64748b",
    item="#eff6ff",
    entity="#f8fafc",
    border="#94a3b8",
    relations=(
        "#2563eb",
        "#c2410c",
        "#15803d",
        "#a21caf",
        "#0e7490",
        "#be123c",
        "#6d28d9",
        "#4d7c0f",
        "#a16207",
        "#475569",
    ),
)
_NIGHT = _Inks(
    ground="#0f172a",
    ink="#e2e8f0",
    grey="#94a3b8",
    item="#1e3a5f",
    entity="#1e293b",
    border="#64748b",
    relations=(
        "#7aa2ff",
        "#fb923c",
        "#4ade80",
        "#e879f9",
        "#22d3ee",
        "#fb7185",
        "#a78bfa",
        "#a3e635",
        "#facc15",
        "#94a3b8",
    ),
)


def svg(drawing: Drawing) -> str:
    """Write a drawing as one SVG element, light or dark as the reader's screen is."""
    legend, extra = _legend(drawing)
    height = drawing.height + extra
    wide, tall = f"{drawing.width:.0f}", f"{height:.0f}"
    size = f'viewBox="{drawing.left:.0f} 0 {wide} {tall}" width="{wide}" height="{tall}"'
    parts = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">',
        f"<title>{escape(drawing.title)}</title>",
        f"<style>{_style(len(drawing.legend))}</style>",
        f'<rect class="ground" x="{drawing.left:.0f}" width="{wide}" height="{tall}"/>',
        *(part for link in drawing.links for part in _link(link)),
        *(part for link in drawing.links for part in _label(link)),
        *(_note(note) for note in drawing.notes),
        *(part for box in drawing.boxes for part in _box(box)),
        *legend,
        "</svg>",
    )
    return "\n".join(parts) + "\n"


def page(drawing: Drawing, language: Language) -> str:
    """Write a drawing as an HTML page with the facts of what it shows below."""
    rows = "".join(f"<tr><th>{escape(clean(k))}</th><td>{escape(clean(v))}</td></tr>" for k, v in drawing.facts)
    table = f"<table>{rows}</table>\n" if rows else ""
    title = escape(drawing.title)
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_PAGE_STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{title}</h1>\n{svg(drawing)}{table}</body>\n</html>\n"
    )


_PAGE_STYLE = (
    f":root{{color-scheme:light dark}}body{{margin:2rem;font:15px/1.5 {_FONTS};background:#fff;color:#1e293b}}"
    "h1{font-size:1.15rem;font-weight:600;overflow-wrap:anywhere}svg{max-width:100%;height:auto}"
    "table{border-collapse:collapse;margin-top:1rem}"
    "th,td{text-align:left;padding:.2rem 1.2rem .2rem 0;font-weight:400;border-bottom:1px solid #e2e8f0}"
    "th{color:#64748b}@media(prefers-color-scheme:dark){body{background:#0f172a;color:#e2e8f0}"
    "th,td{border-color:#334155}th{color:#94a3b8}}"
)


def _style(relations: int) -> str:
    return (
        f"text{{font-family:{_FONTS};font-size:{FONT:g}px}}.small{{font-size:{_SMALL:g}px}}"
        ".link{fill:none;stroke-width:1.6;stroke-opacity:.75}.box{stroke-width:1}.centre{font-weight:600}"
        ".more .box{stroke-dasharray:3 3}.halo{stroke-width:5;stroke-linejoin:round}"
        f"{_inked(_PAPER)}{_relations(_PAPER.relations, relations)}"
        f"@media(prefers-color-scheme:dark){{{_inked(_NIGHT)}{_relations(_NIGHT.relations, relations)}}}"
    )


def _inked(inks: _Inks) -> str:
    return (
        f".ground{{fill:{inks.ground}}}text{{fill:{inks.ink}}}.grey{{fill:{inks.grey}}}"
        f".halo{{stroke:{inks.ground};fill:{inks.ground}}}"
        f".box{{fill:{inks.entity};stroke:{inks.border}}}.item .box{{fill:{inks.item}}}"
        f".centre .box{{fill:{inks.ink};stroke:{inks.ink}}}.centre text{{fill:{inks.ground}}}"
    )


def _relations(palette: tuple[str, ...], count: int) -> str:
    """Colour the relations; past the end of the palette its colours come again, dashed."""
    rules = []
    for number in range(count):
        colour = palette[number % len(palette)]
        dash = f";stroke-dasharray:{6 * (number // len(palette))} 3" if number >= len(palette) else ""
        rules.append(f".l{number}{{stroke:{colour}{dash}}}.f{number}{{fill:{colour}}}text.f{number}{{fill:{colour}}}")
    return "".join(rules)


def _link(link: Link) -> Iterator[str]:
    bend = (link.x2 - link.x1) * 0.55
    curve = (
        f"M{link.x1:.1f} {link.y1:.1f}C{link.x1 + bend:.1f} {link.y1:.1f} "
        f"{link.x2 - bend:.1f} {link.y2:.1f} {link.x2:.1f} {link.y2:.1f}"
    )
    side = _ARROW if link.x2 > link.x1 else -_ARROW
    tip, back = (link.x2 - side, link.x2) if link.inward else (link.x2, link.x2 - side)
    arrow = f"{tip:.1f},{link.y2:.1f} {back:.1f},{link.y2 - 3.5:.1f} {back:.1f},{link.y2 + 3.5:.1f}"
    yield f'<g><title>{escape(link.title)}</title><path class="link l{link.colour}" d="{curve}"/>'
    yield f'<polygon class="f{link.colour}" points="{arrow}"/></g>'


def _label(link: Link) -> Iterator[str]:
    """Write a link's label over a halo, which is a text of its own: not every viewer knows `paint-order`."""
    if link.label:
        at = f'x="{(link.x1 + link.x2) / 2:.1f}" y="{(link.y1 + link.y2) / 2 + 4:.1f}" text-anchor="middle"'
        yield f'<text class="small halo" aria-hidden="true" {at}>{escape(link.label)}</text>'
        yield f'<text class="small f{link.colour}" {at}>{escape(link.label)}</text>'


def _note(note: Note) -> str:
    colour = f"f{note.colour}" if note.colour >= 0 else "grey"
    at = f'x="{note.x:.1f}" y="{note.y:.1f}" text-anchor="{note.anchor}"'
    return f'<text class="small {colour}" {at}>{escape(note.text)}</text>'


def _box(box: Box) -> Iterator[str]:
    shape = f'x="{box.left:.1f}" y="{box.y - BOX_HEIGHT / 2:.1f}" width="{box.width:.1f}" height="{BOX_HEIGHT:g}"'
    round_ = BOX_HEIGHT / 2 if box.role != "item" else 5
    yield f'<g class="{box.role}"><title>{escape(box.title)}</title><rect class="box" {shape} rx="{round_:g}"/>'
    at = f'x="{box.x:.1f}" y="{box.y + FONT * 0.35:.1f}" text-anchor="middle"'
    yield f"<text {at}>{escape(box.label)}</text></g>"


def _legend(drawing: Drawing) -> tuple[list[str], float]:
    """Write the legend below, in as many lines as it needs, and give its height."""
    parts: list[str] = []
    first = drawing.left + _MARGIN
    x, y = first, drawing.height + 4
    for colour, name in enumerate(drawing.legend):
        label = clean(name, 40)
        wide = _SWATCH + text_width(label, _SMALL) + 18
        if x > first and x + wide > drawing.right - _MARGIN:
            x, y = first, y + _LEGEND_ROW
        parts.append(f'<path class="link l{colour}" d="M{x:.1f} {y:.1f}h18"/>')
        parts.append(f'<text class="small" x="{x + _SWATCH:.1f}" y="{y + 4:.1f}">{escape(label)}</text>')
        x += wide
    return parts, (y + _LEGEND_ROW - drawing.height if parts else 0.0)
