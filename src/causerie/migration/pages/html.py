"""A document as one page: nothing is fetched from anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from causerie.migration.pages.document import Document, Row, Section

STYLE = """
body{margin:2rem auto;max-width:76rem;padding:0 1rem;font:15px/1.5 system-ui,sans-serif;color:#222;background:#fff}
table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}td,th{border-bottom:1px solid #ddd;padding:.3rem .6rem;
text-align:left;vertical-align:top;overflow-wrap:anywhere}th{font-weight:600}
@media(prefers-color-scheme:dark){body{color:#ddd;background:#161616}td,th{border-color:#444}}
"""
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def as_html(document: Document) -> str:
    title, body = escape(document.title), "\n".join(map(_section, document.sections))
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{title}</title>\n<style>{STYLE}</style></head>\n<body><h1>{title}</h1>\n{body}\n</body></html>\n"
    )


def _section(section: Section) -> str:
    return "\n".join(_parts(section))


def _parts(section: Section) -> Iterator[str]:
    yield f"<h2>{escape(section.title)}</h2>"
    yield from (f"<p>{escape(line)}</p>" for line in section.lines)
    if section.rows:
        yield "<table>"
        if section.head:
            yield _row(section.head, "th")
        yield from (_row(row, "td") for row in section.rows)
        yield "</table>"


def _row(row: Row, tag: str) -> str:
    return "<tr>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in row) + "</tr>"
