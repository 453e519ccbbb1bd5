"""A story graph as one HTML page with the picture in it; the page asks nobody for anything."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from causerie.evaluation.story_graph import Node, StoryGraph, layers

LONGEST_LABEL = 34
LETTER, PADDING, HEIGHT = 7.2, 22, 30
GAP, ROW, MARGIN = 26, 84, 30

STYLE = """
body{margin:0;font:13px system-ui,sans-serif;background:#fff;color:#222}
header{padding:14px 30px;border-bottom:1px solid #ddd}
i{display:inline-block;width:11px;height:11px;border-radius:3px;margin:0 4px 0 14px;border:1px solid #0003}
rect{stroke:#0004}text{font-size:12px;text-anchor:middle;dominant-baseline:central;fill:#222}
path{fill:none;stroke:#888;stroke-width:1.2}path:hover{stroke:#d33;stroke-width:3}
"""
COLOURS = {
    "begin": "#d8d8d8",
    "end": "#d8d8d8",
    "user": "#cfe3ff",
    "bot": "#d5f2d3",
    "slot": "#fff0c2",
    "loop": "#eadcff",
    "checkpoint": "#ffd9d0",
}
Spots = dict[int, tuple[float, float]]


def story_page(graph: StoryGraph) -> str:
    spots, width, height = _laid_out(graph)
    legend = "".join(f'<i style="background:{colour}"></i>{kind}' for kind, colour in COLOURS.items())
    drawn = "\n".join([*_arrows(graph, spots), *_boxes(graph, spots)])
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Stories</title>\n'
        f"<style>{STYLE}</style></head>\n<body><header><b>Stories</b>{legend}</header>\n"
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}">\n'
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" '
        'orient="auto"><polygon points="0,0 8,4 0,8" fill="#888"/></marker></defs>\n'
        f"{drawn}\n</svg>\n</body></html>\n"
    )


def _laid_out(graph: StoryGraph) -> tuple[Spots, float, float]:
    """The middle of each node: rows from the top, each row near what leads to it."""
    rows = layers(graph)
    widest = max(sum(_width(graph.nodes[x]) + GAP for x in row) for row in rows)
    before: dict[int, list[int]] = {}
    for here, there in graph.edges:
        before.setdefault(there, []).append(here)
    spots: Spots = {}
    for depth, row in enumerate(rows):
        ordered = sorted(row, key=lambda number: _middle_of(before.get(number, []), spots, widest / 2))
        left = MARGIN + (widest - sum(_width(graph.nodes[x]) + GAP for x in row)) / 2
        for number in ordered:
            wide = _width(graph.nodes[number]) + GAP
            spots[number] = (left + wide / 2, MARGIN + HEIGHT / 2 + depth * ROW)
            left += wide
    return spots, widest + 2 * MARGIN, len(rows) * ROW + MARGIN


def _middle_of(numbers: list[int], spots: Spots, otherwise: float) -> float:
    known = [spots[number][0] for number in numbers if number in spots]
    return sum(known) / len(known) if known else otherwise


def _arrows(graph: StoryGraph, spots: Spots) -> Iterator[str]:
    for (here, there), stories in graph.edges.items():
        (x1, y1), (x2, y2) = spots[here], spots[there]
        y1, y2 = y1 + HEIGHT / 2, y2 - HEIGHT / 2
        bend = max(abs(y2 - y1) / 2, ROW / 2)
        told = escape(", ".join(dict.fromkeys(stories)))
        yield (
            f'<path d="M{x1:.0f},{y1:.0f} C{x1:.0f},{y1 + bend:.0f} {x2:.0f},{y2 - bend:.0f} '
            f'{x2:.0f},{y2:.0f}" marker-end="url(#tip)"><title>{told}</title></path>'
        )


def _boxes(graph: StoryGraph, spots: Spots) -> Iterator[str]:
    for number, (x, y) in spots.items():
        node = graph.nodes[number]
        wide = _width(node)
        yield (
            f'<g><title>{escape(node.label)}</title><rect x="{x - wide / 2:.0f}" y="{y - HEIGHT / 2:.0f}" '
            f'width="{wide:.0f}" height="{HEIGHT}" rx="{HEIGHT // 2 if node.kind == "user" else 5}" '
            f'fill="{COLOURS[node.kind]}"/><text x="{x:.0f}" y="{y:.0f}">{escape(_shown(node))}</text></g>'
        )


def _shown(node: Node) -> str:
    text = " ".join(node.label.split())
    return text if len(text) <= LONGEST_LABEL else f"{text[: LONGEST_LABEL - 1]}…"


def _width(node: Node) -> float:
    return len(_shown(node)) * LETTER + PADDING
