"""Against a real HTTP server on loopback that answers as Duckling does."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest

from causerie.training_data import NluData

from .conftest import Entry

TIME = {"body": "tomorrow", "start": 5, "end": 13, "dim": "time", "latent": False,
        "value": {"type": "value", "value": "2026-11-21T00:00:00.000+01:00", "grain": "day"}}  # fmt: skip
BETWEEN = {"body": "1-2", "start": 0, "end": 3, "dim": "number",
           "value": {"type": "interval", "from": {"value": 1}}}  # fmt: skip


class Duckling:
    def __init__(self) -> None:
        self.status = 200
        self.body = json.dumps([TIME, BETWEEN]).encode()
        self.asked: list[dict[str, list[str]]] = []
        duckling = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                duckling.asked.append(parse_qs(self.rfile.read(length).decode()))
                self.send_response(duckling.status if self.path == "/parse" else 404)
                self.send_header("Content-Length", str(len(duckling.body)))
                self.end_headers()
                self.wfile.write(duckling.body)

            def log_message(self, *arguments: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def duckling(monkeypatch) -> Iterator[Duckling]:
    monkeypatch.delenv("RASA_DUCKLING_HTTP_URL", raising=False)
    running = Duckling()
    thread = threading.Thread(target=running.server.serve_forever)
    thread.start()
    yield running
    running.server.shutdown()
    thread.join()
    running.server.server_close()


def entry(url: str | None, **options: object) -> Entry:
    return Entry("DucklingEntityExtractor", {"url": url, **options})


async def test_values_and_intervals_become_entities(train, duckling):
    pipeline = train([entry(duckling.url, timezone="Europe/Paris")], NluData(), language="fr")
    time, number = (await pipeline.parse_data("1-2  tomorrow", time=1000.5))["entities"]
    assert time == {
        "entity": "time", "start": 5, "end": 13, "text": "tomorrow", "value": TIME["value"]["value"],
        "confidence": 1.0, "additional_info": TIME["value"], "extractor": "DucklingEntityExtractor",
    }  # fmt: skip
    assert number["value"] == {"to": None, "from": 1}
    assert duckling.asked == [
        {
            "text": ["1-2  tomorrow"],
            "locale": ["fr"],
            "tz": ["Europe/Paris"],
            "dims": ["null"],
            "reftime": ["1000000"],
        }
    ]


async def test_only_the_dimensions_asked_for_are_kept(train, duckling):
    pipeline = train([entry(duckling.url, dimensions=["number"])], NluData())
    assert [e.entity for e in (await pipeline.parse("1-2")).entities] == ["number"]


async def test_the_environment_names_the_server(train, duckling, monkeypatch):
    monkeypatch.setenv("RASA_DUCKLING_HTTP_URL", duckling.url + "/")
    pipeline = train([entry("http://127.0.0.1:9")], NluData())
    assert len((await pipeline.parse("1-2")).entities) == 2


@pytest.mark.parametrize(("status", "body"), [(500, b"oops"), (200, b"<html>"), (200, b"")])
async def test_an_answer_that_is_none_gives_no_entities(train, duckling, caplog, status, body):
    duckling.status, duckling.body = status, body
    assert (await train([entry(duckling.url)], NluData()).parse("1-2")).entities == []
    assert "failed" in caplog.text


async def test_no_server_gives_no_entities(train, duckling, caplog):
    assert (await train([entry("http://127.0.0.1:9")], NluData()).parse("1-2")).entities == []
    assert "Is it running?" in caplog.text


async def test_no_url_gives_a_warning(train, duckling, caplog):
    assert (await train([entry(None)], NluData()).parse("1-2")).entities == []
    assert "RASA_DUCKLING_HTTP_URL" in caplog.text
