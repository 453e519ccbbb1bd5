"""Small PDF files written by hand: a page for each text."""

from __future__ import annotations

import zlib
from collections.abc import Sequence


def pdf_of(pages: Sequence[str]) -> bytes:
    """Lines of ASCII in Helvetica; an empty page has no text at all."""
    return _file([_stream(_shown(page)) for page in pages])


def pdf_bomb(size: int) -> bytes:
    """A page whose compressed content becomes ``size`` bytes."""
    return _file([_stream(b" " * size)])


def _shown(page: str) -> bytes:
    lines = [f"({line}) Tj T*" for line in page.splitlines()]
    return "\n".join(["BT /F1 12 Tf 14 TL 72 720 Td", *lines, "ET"]).encode("latin-1") if lines else b""


def _stream(content: bytes) -> bytes:
    packed = zlib.compress(content, 9)
    return b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)


def _file(streams: Sequence[bytes]) -> bytes:
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(streams)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(streams)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, stream in enumerate(streams):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % (5 + 2 * number)
        )
        objects.append(stream)
    out = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
