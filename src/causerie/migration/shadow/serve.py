"""Starts the shadow."""

from __future__ import annotations

import secrets
import ssl
import sys
from dataclasses import dataclass
from pathlib import Path

import httpx2

from causerie.errors import CauserieError
from causerie.migration.pages.shadow_page import shadow_lines, shadow_page
from causerie.migration.shadow.app import REPORT, Front, create_shadow
from causerie.migration.shadow.companion import Beside, Companion
from causerie.migration.shadow.tally import Tally
from causerie.migration.talking.upstream import checked_url


@dataclass(frozen=True, slots=True)
class Listening:
    interface: str
    port: int
    tls: ssl.SSLContext | None = None


def serve_shadow(
    beside: Beside, listening: Listening, report: Path | None, sample: float, report_token: str | None
) -> None:
    """Serve until stopped; then the sums are printed and, beside the lines of the report, written as a page."""
    url = checked_url(beside.way.url)
    token = report_token or secrets.token_urlsafe(12)
    tally = Tally(report)
    front = Front(httpx2.URL(url), token, sample)
    app = create_shadow(front, Companion(beside, tally), tally, lambda: _tell(tally, report))
    host = "localhost" if listening.interface in ("0.0.0.0", "::", "") else listening.interface
    here = f"{'https' if listening.tls else 'http'}://{host}:{listening.port}"
    print(f"Causerie listens on {here}; every request is answered by {url}", file=sys.stderr)
    print(f"The report: {here}{REPORT}?token={token}", file=sys.stderr, flush=True)
    app.run(
        host=listening.interface,
        port=listening.port,
        ssl=listening.tls,
        single_process=True,
        access_log=False,
        motd=False,
        debug=False,
    )


def _tell(tally: Tally, report: Path | None) -> None:
    summary = tally.summary()
    tally.close()
    for line in shadow_lines(summary):
        print(line, file=sys.stderr)
    if report is None:
        return
    page = report.with_suffix(".html")
    try:
        page.write_text(shadow_page(summary), encoding="utf-8")
    except OSError as error:
        raise CauserieError(f"The page can't be written to '{page}': {error.strerror or error}.") from error
    print(f"The turns are in '{report}', the page is '{page}'.", file=sys.stderr)
