"""A page about the examples that were trained on, with the curve by which to choose a threshold."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import Any

WIDE, HIGH, EDGE = 640, 300, 40

Json = dict[str, Any]
STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: #222; }
table { border-collapse: collapse; } th, td { text-align: left; padding: .2rem .8rem .2rem 0; vertical-align: top; }
svg { background: #fafafa; } .rejects { stroke: #0b6; } .accepts { stroke: #c33; } .chosen { stroke: #888; }
polyline, line { fill: none; stroke-width: 2; } text { font-size: 12px; fill: #444; }
@media (prefers-color-scheme: dark) { body { background: #181818; color: #ddd; } svg { background: #222; }
text { fill: #bbb; } }
"""


def write_training_page(findings: dict[str, Json], folder: Path) -> Path:
    """``understanding.json`` and ``understanding.html`` in the folder; returns the page."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "understanding.json").write_text(json.dumps(findings, indent=2) + "\n", encoding="utf-8")
    parts = "".join(f"<h2>{escape(name)}</h2>{section(found)}" for name, found in findings.items())
    page = folder / "understanding.html"
    page.write_text(
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>What training found</title>'
        f"<style>{STYLE}</style></head><body><h1>What training found</h1>{parts}</body></html>\n",
        encoding="utf-8",
    )
    return page


def summary(found: Json) -> list[str]:
    """A few lines for the terminal."""
    lines = []
    right = found["held_out"]["right"]
    if right is not None:
        lines.append(f"of {found['held_out']['examples']} examples held out, {right:.1%} were understood")
    if found["thin"]:
        names = ", ".join(f"{one['intent']} ({one['examples']})" for one in found["thin"][:5])
        more = f" and {len(found['thin']) - 5} more" if len(found["thin"]) > 5 else ""
        lines.append(f"intents with few examples: {names}{more}")
    if found["confused"]:
        worst = found["confused"][0]
        lines.append(
            f"most often confused: {worst['intent']} taken for {worst['taken_for']} ({worst['times']} times)"
        )
    if found["two_labels"]:
        one = found["two_labels"][0]
        lines.append(
            f'alike under two intents ({len(found["two_labels"])}): "{one["text"]}" ({one["intent"]}) and '
            f'"{one["other_text"]}" ({one["other_intent"]})'
        )
    if found["proposed_threshold"] is not None:
        row = next(row for row in found["thresholds"] if row["threshold"] == found["proposed_threshold"])
        lines.append(
            f"a FallbackClassifier with threshold {row['threshold']} would turn away {row['false_rejects']:.1%} of "
            f"what is meant for it and let in {row['false_accepts']:.1%} of what is near but foreign"
        )
    return lines


def section(found: Json) -> str:
    held = found["held_out"]
    said = f"<p>{found['examples']} examples of {found['intents']} intents."
    if held["right"] is not None:
        said += f" Of {held['examples']} held out, {held['right']:.1%} were understood."
    parts = [said + "</p>"]
    if found["thresholds"]:
        parts.append(curve(found["thresholds"], found["proposed_threshold"]))
        parts.append(
            rows(
                ("threshold", "turned away though meant for it", "let in though foreign"),
                (
                    (f"{row['threshold']:.2f}", f"{row['false_rejects']:.1%}", f"{row['false_accepts']:.1%}")
                    for row in found["thresholds"]
                ),
            )
        )
    parts += listed(
        "Few examples", ("intent", "examples"), ((one["intent"], one["examples"]) for one in found["thin"])
    )
    parts += listed(
        "Confused",
        ("intent", "taken for", "times", "such as"),
        (
            (one["intent"], one["taken_for"], one["times"], "; ".join(one["texts"]))
            for one in found["confused"]
        ),
    )
    parts += listed(
        "Alike under two intents",
        ("text", "intent", "text", "intent"),
        ((one["text"], one["intent"], one["other_text"], one["other_intent"]) for one in found["two_labels"]),
    )
    return "".join(parts)


def listed(title: str, names: Sequence[str], entries: Iterable[Sequence[object]]) -> list[str]:
    entries = list(entries)
    return [f"<h3>{title}</h3>", rows(names, entries)] if entries else []


def rows(names: Sequence[str], entries: Iterable[Sequence[object]]) -> str:
    head = "".join(f"<th>{escape(name)}</th>" for name in names)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(str(value))}</td>" for value in entry) + "</tr>" for entry in entries
    )
    return f"<table><tr>{head}</tr>{body}</table>"


def curve(thresholds: Sequence[Json], proposed: float) -> str:
    """Both shares over the threshold, as an SVG picture."""

    def x(value: float) -> float:
        return EDGE + value * (WIDE - 2 * EDGE)

    def y(value: float) -> float:
        return HIGH - EDGE - value * (HIGH - 2 * EDGE)

    def line(key: str, kind: str) -> str:
        points = " ".join(f"{x(row['threshold']):.0f},{y(row[key]):.0f}" for row in thresholds)
        return f'<polyline class="{kind}" points="{points}"/>'

    marks = "".join(
        f'<text x="{x(v) - 8:.0f}" y="{HIGH - EDGE + 18}">{v:.1f}</text>'
        f'<text x="6" y="{y(v) + 4:.0f}">{v:.0%}</text>'
        for v in (0, 0.2, 0.4, 0.6, 0.8, 1.0)
    )
    return (
        f'<svg role="img" viewBox="0 0 {WIDE} {HIGH}" width="{WIDE}" height="{HIGH}">'
        "<title>Shares turned away and let in, over the threshold</title>"
        + line("false_rejects", "rejects")
        + line("false_accepts", "accepts")
        + f'<line class="chosen" x1="{x(proposed):.0f}" x2="{x(proposed):.0f}" y1="{y(0)}" y2="{y(1)}"/>'
        + marks
        + f'<text x="{WIDE // 2}" y="16">red: let in though foreign; green: turned away; grey: proposed</text></svg>'
    )
