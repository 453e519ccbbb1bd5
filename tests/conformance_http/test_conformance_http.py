"""What Rasa 3.6.21 answered in 281 cases over HTTP, asked of a server of ours for each setup."""

from __future__ import annotations

import argparse
import itertools
import json
import sys
from pathlib import Path

import pytest

from causerie.channels.callback import CallbackInput
from causerie.channels.rest import RestInput
from causerie.server.access import Access
from causerie.server.app import Options, create_app
from causerie.server.openapi import document
from causerie.server.served import Served

sys.path.insert(0, str(Path(__file__).parent))
import replay_http
from exchanges import Described, Exchange, recorded

BOOK = replay_http.Book.load(Path(__file__).parent / "cases.yml")
MIGRATING = Path(__file__).parents[2] / "docs" / "migrating-from-rasa.md"


def options(setup: str, scratch: Path) -> argparse.Namespace:
    return argparse.Namespace(
        command="check",
        setup=[setup],
        program=f"{sys.executable} -m causerie",
        scratch=scratch,
        only=[],
        ignore_event=[],
        skip_quirks=False,
        url=None,
        model=None,
        listen=0,
    )


@pytest.mark.slow
@pytest.mark.parametrize("setup", BOOK.setups)
def test_requests_are_answered_as_rasa_answered_them(
    setup: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exchanges: list[Exchange] = []
    with recorded(exchanges):
        replay_http.run(BOOK, options(setup, tmp_path))
    told = capsys.readouterr().out
    here = {case.name: case for case in BOOK.cases if case.setup == setup}
    seen = {line.split(" / ", 1)[1] for line in told.splitlines() if line.startswith(("PASS  ", "FAIL  "))}
    failed = {line.split(" / ", 1)[1] for line in told.splitlines() if line.startswith("FAIL  ")}
    assert seen == set(here)
    different = {name for name in failed if not here[name].quirk}
    assert not different, told
    found = misfits(exchanges, description(setup))
    assert not found, "\n".join(found)


def test_the_document_names_every_case_that_differs_or_is_odd() -> None:
    text = MIGRATING.read_text(encoding="utf-8")
    odd = [case.name for case in BOOK.cases if case.quirk]
    assert len(odd) > 30
    assert [name for name in odd if f"`{name}`" not in text] == []
    assert f"asks {len(BOOK.cases)} recorded requests" in text


def description(setup: str) -> Described:
    """The OpenAPI document of a server that is started as this setup says."""
    serve = BOOK.setups[setup].get("serve", [])
    given = {flag: value for flag, value in itertools.pairwise(serve) if flag.startswith("--")}
    access = Access(given.get("--auth-token"), given.get("--jwt-secret"))
    callback = CallbackInput.from_credentials({"url": "http://localhost"})
    app = create_app(Served(), [RestInput(), callback], Options("--enable-api" in serve, access))
    return Described(json.loads(json.dumps(document(app, access))))


def misfits(exchanges: list[Exchange], described: Described) -> list[str]:
    assert len(exchanges) > 1
    return [f"{told}: {exchange}" for exchange in exchanges for told in described.misfits(exchange)]
