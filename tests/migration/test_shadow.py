"""In front of a Rasa server: every answer is the old server's, and messages are compared beside it."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest

from causerie.migration.shadow.companion import WAITING, Beside, Companion
from causerie.migration.shadow.tally import Tally
from causerie.migration.talking.turns import When
from causerie.migration.talking.twin import Heard
from causerie.migration.talking.upstream import Way
from tests.server.processes import free_port

from .fake_rasa import RECORDED, FakeRasa

TOKEN = "for-the-report"
FIRST_TALK = [turn["message"] for turn in RECORDED["talks"][0]["turns"]]


class Shadow:
    """A shadow in a process of its own, in the folder of a trained project."""

    def __init__(self, folder: Path, upstream: str, *options: str) -> None:
        self.folder = folder
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        words = ["shadow", "--upstream", upstream, "-p", str(self.port), "-i", "127.0.0.1", *options]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "causerie", *words, "--report-token", TOKEN],
            cwd=folder,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "COLUMNS": "200"},
        )
        self.http = httpx2.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=20)
        self._wait_until(self._listens)

    def say(self, text: str, sender: str = "anna", channel: str = "rest", **query: str) -> httpx2.Response:
        body = {"sender": sender, "message": text}
        return self.http.post(f"/webhooks/{channel}/webhook", json=body, params=query)

    def report(self) -> dict[str, Any]:
        return dict(self.http.get("/shadow/report", params={"token": TOKEN, "format": "json"}).json())

    def compared(self, turns: int) -> dict[str, Any]:
        """The report, once it has so many turns."""
        self._wait_until(lambda: self.report()["turns"] >= turns)
        return self.report()

    def verdicts(self, turns: int) -> list[str]:
        """Those of the latest turns, and why one was not compared."""
        self.compared(turns)
        rows = [json.loads(line) for line in (self.folder / "shadow.jsonl").read_text().splitlines()]
        return [row["note"] or row["verdict"] for row in rows][-turns:]

    def stop(self) -> str:
        """What it said on stderr until it ended."""
        self.http.close()
        self.process.send_signal(signal.SIGINT)
        return self.process.communicate(timeout=30)[1]

    def _listens(self) -> bool:
        try:
            return self.http.get("/shadow/report").status_code == 401
        except httpx2.HTTPError:
            return False

    def _wait_until(self, holds: Callable[[], bool]) -> None:
        until = time.monotonic() + 60
        while not holds():
            assert time.monotonic() < until, self.process.poll()
            time.sleep(0.05)


@contextmanager
def shadow_of(folder: Path, upstream: str, *options: str) -> Iterator[Shadow]:
    shadow = Shadow(folder, upstream, *options)
    try:
        yield shadow
    finally:
        if shadow.process.poll() is None:
            shadow.stop()


@pytest.fixture
def shadow(rasa: FakeRasa, trained_bakery: Path) -> Iterator[Shadow]:
    with shadow_of(trained_bakery, rasa.url) as running:
        yield running


@pytest.mark.slow
def test_turns_that_agree_are_counted_and_written(shadow: Shadow, trained_bakery: Path) -> None:
    for text in FIRST_TALK:
        assert shadow.say(text).status_code == 200
    report = shadow.compared(len(FIRST_TALK))
    assert (report["agree"], report["differ"], report["conversations"]) == (3, 0, 1)
    told = shadow.stop()
    assert "3 turns; 3 agree" in told
    rows = [json.loads(line) for line in (trained_bakery / "shadow.jsonl").read_text().splitlines()]
    assert [(row["text"], row["verdict"]) for row in rows] == [(text, "agrees") for text in FIRST_TALK]
    assert "Causerie beside Rasa" in (trained_bakery / "shadow.html").read_text()


@pytest.mark.slow
def test_the_first_difference_of_a_conversation_is_shown(shadow: Shadow) -> None:
    for text in ("hello", "never recorded", "bye"):
        shadow.say(text)
    report = shadow.compared(3)
    (first,) = report["first_differences"]
    assert (first["text"], first["sender"]) == ("never recorded", "anna")
    assert first["differences"][-1]["theirs"] == []
    assert report["conversations_that_differ"] == 1
    page = shadow.http.get("/shadow/report", params={"token": TOKEN})
    assert page.headers["content-type"].startswith("text/html")
    assert "never recorded" in page.text


@pytest.mark.slow
def test_custom_actions_run_once(shadow: Shadow, trained_bakery: Path) -> None:
    assert shadow.say("how much is the rye?").json() == [
        {"recipient_id": "anna", "text": "The rye costs 4.20."}
    ]
    assert shadow.verdicts(1) == ["agrees"]
    assert not (trained_bakery / "actions" / "asked.txt").exists()


@pytest.mark.slow
def test_custom_actions_run_here_too_if_that_is_wanted(rasa: FakeRasa, trained_bakery: Path) -> None:
    with shadow_of(trained_bakery, rasa.url, "--run-actions") as shadow:
        shadow.say("how much is the rye?")
        assert shadow.verdicts(1) == ["agrees"]
    assert (trained_bakery / "actions" / "asked.txt").read_text() == "rye\n"


@pytest.mark.slow
def test_without_trackers_turns_with_actions_are_left_open(trained_bakery: Path) -> None:
    with FakeRasa(api=False) as rasa, shadow_of(trained_bakery, rasa.url) as shadow:
        shadow.say("how much is the rye?", "anna")
        shadow.say("hello", "bert")
        report = shadow.compared(2)
    assert (report["agree"], report["not_compared"]) == (1, 1)
    assert "'action_price'" in next(iter(report["why_not_compared"]))


@pytest.mark.slow
def test_requests_and_answers_pass_as_they_are(shadow: Shadow, rasa: FakeRasa) -> None:
    answer = shadow.http.put(
        "/conversations/a%2Fb//x?token=secret&q=%20[1]",
        content=b"\x00\xff not json",
        headers={"Authorization": "Bearer abc", "X-Mine": "yes", "Host": "bot.example.org", "Cookie": "a=b"},
    )
    method, path, headers, body = rasa.seen[-1]
    assert (method, path, body) == (
        "PUT",
        "/conversations/a%2Fb//x?token=secret&q=%20[1]",
        b"\x00\xff not json",
    )
    got = {name.lower(): value for name, value in headers.items()}
    assert (got["authorization"], got["x-mine"], got["host"], got["cookie"]) == (
        "Bearer abc",
        "yes",
        "bot.example.org",
        "a=b",
    )
    assert answer.status_code == 404
    assert answer.json()["message"] == "Requested URL /nothing/here not found"
    assert answer.headers.get_list("x-twice") == ["one", "two"]


@pytest.mark.slow
@pytest.mark.parametrize("method", ["GET", "POST", "PATCH", "DELETE", "OPTIONS"])
def test_every_method_passes(method: str, shadow: Shadow, rasa: FakeRasa) -> None:
    assert shadow.http.request(method, "/").text == "Hello from Rasa: 3.6.21"
    assert rasa.seen[-1][0] == method


@pytest.mark.slow
def test_heads_and_long_chunked_bodies_pass(shadow: Shadow, rasa: FakeRasa) -> None:
    head = shadow.http.head("/")
    assert (head.status_code, head.headers["content-length"]) == (200, "23")
    parts = [b"x" * 100_000] * 30
    shadow.http.post("/model/train", content=iter(parts))
    assert rasa.seen[-1][3] == b"".join(parts)
    assert shadow.http.get("/").text == "Hello from Rasa: 3.6.21"


@pytest.mark.slow
def test_streamed_answers_pass_piece_by_piece_and_are_compared(shadow: Shadow) -> None:
    answer = shadow.say("hello", stream="true")
    assert answer.headers["content-type"] == "text/event-stream"
    assert answer.headers["transfer-encoding"] == "chunked"
    assert json.loads(answer.text)["text"] == "Hello! What can I do for you?"
    assert shadow.verdicts(1) == ["agrees"]


@pytest.mark.slow
def test_channels_that_answer_elsewhere_are_compared_by_the_tracker(shadow: Shadow) -> None:
    assert shadow.say("hello", channel="callback").text == "success"
    assert shadow.verdicts(1) == ["agrees"]


@pytest.mark.slow
def test_a_channel_with_another_form_passes_and_is_named(shadow: Shadow, rasa: FakeRasa) -> None:
    shadow.http.post("/webhooks/rest/webhook", json={"message": {"not": "text"}, "sender": []})
    shadow.http.post("/webhooks/callback/elsewhere", json={"message": "x"})
    assert shadow.report()["turns"] == 0
    assert rasa.seen[-1][1] == "/webhooks/callback/elsewhere"
    assert "callback" in shadow.report()["unread_channels"]


@pytest.mark.slow
def test_a_server_that_is_away_gives_502_and_comes_back(trained_bakery: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with shadow_of(trained_bakery, f"http://127.0.0.1:{port}") as shadow:
        answer = shadow.say("hello")
        assert answer.status_code == 502
        assert answer.json()["reason"] == "UpstreamUnreachable"
        assert shadow.report()["turns"] == 0
        with FakeRasa(port=port):
            assert shadow.say("hello").status_code == 200


@pytest.mark.slow
def test_what_goes_wrong_here_is_not_noticed_there(rasa: FakeRasa, trained_bakery: Path) -> None:
    next((trained_bakery / "models").glob("*.gz")).write_bytes(b"no model")
    with shadow_of(trained_bakery, rasa.url) as shadow:
        assert shadow.say("hello").json()[0]["text"] == "Hello! What can I do for you?"
        report = shadow.compared(1)
        assert report["not_compared"] == 1
        assert "Nothing is compared" in next(iter(report["why_not_compared"]))


@pytest.mark.slow
def test_a_part_that_hangs_or_dies_is_not_noticed_there(rasa: FakeRasa, trained_bakery: Path) -> None:
    """The process beside is stopped, as one that hangs would be, and killed."""
    with shadow_of(trained_bakery, rasa.url) as shadow:
        shadow.say("hello")
        shadow.compared(1)
        (beside,) = _children(shadow.process.pid)
        os.kill(beside, signal.SIGSTOP)
        assert shadow.say("when do you open?").json()[0]["text"] == "We are open from 7 to 19."
        os.kill(beside, signal.SIGKILL)
        shadow.compared(2)
        shadow.say("bye")
        report = shadow.compared(3)
        assert report["agree"] + report["not_compared"] == 3
        assert all("The assistant here" in why for why in report["why_not_compared"])


@pytest.mark.parametrize("pause", [0.0, 0.2])
async def test_a_process_that_died_is_started_again(
    pause: float, rasa: FakeRasa, trained_bakery: Path
) -> None:
    """Whether its end was noticed before the next message came, or not."""
    tally, when = Tally(None), When(time.time(), 0.01)
    model = next((trained_bakery / "models").glob("*.gz"))
    companion = Companion(Beside(trained_bakery, model, Way(rasa.url)), tally)
    others = _children(os.getpid())
    companion.begin()
    try:
        for number, text in enumerate(FIRST_TALK):
            rasa.said["anna"].append(text)
            companion.offer(Heard("anna", text), None, when)
            await companion.finished()
            if not number:
                (beside,) = _children(os.getpid()) - others
                os.kill(beside, signal.SIGKILL)
                await asyncio.sleep(pause)
    finally:
        await companion.close()
    summary = tally.summary()
    assert (summary["turns"], summary["differ"]) == (3, 0), summary
    assert summary["agree"] >= 2


async def test_a_turn_that_takes_too_long_is_given_up(rasa: FakeRasa, trained_bakery: Path) -> None:
    model = next((trained_bakery / "models").glob("*.gz"))
    tally = Tally(None)
    companion = Companion(Beside(trained_bakery, model, Way(rasa.url), turn_time=0.2), tally)
    companion.begin()
    try:
        rasa.delay = 5
        companion.offer(Heard("anna", "hello"), [], When(time.time(), 0.01))
        await companion.finished()
    finally:
        await companion.close()
    assert list(tally.summary()["why_not_compared"]) == [
        "The assistant here took more than 0.2 s to compare a turn."
    ]


async def test_what_comes_faster_than_it_can_be_compared_is_left_out(
    rasa: FakeRasa, trained_bakery: Path
) -> None:
    model = next((trained_bakery / "models").glob("*.gz"))
    tally = Tally(None)
    companion = Companion(Beside(trained_bakery, model, Way(rasa.url), end_time=0), tally)
    for number in range(WAITING + 3):
        companion.offer(Heard(f"{number}", "hello"), [], When(0, 0))
    assert tally.left_out == 3
    await companion.close()
    assert tally.left_out == WAITING + 3


@pytest.mark.slow
def test_the_report_opens_with_its_token_only(shadow: Shadow, rasa: FakeRasa) -> None:
    for asked in ({}, {"token": "wrong"}):
        refused = shadow.http.get("/shadow/report", params=asked)
        assert refused.status_code == 401
        assert "token" in refused.json()["message"]
    assert shadow.http.get("/shadow/report", headers={"X-Report-Token": TOKEN}).status_code == 200
    assert rasa.seen == []


@pytest.mark.slow
def test_no_conversation_is_compared_with_a_sample_of_nothing(rasa: FakeRasa, trained_bakery: Path) -> None:
    with shadow_of(trained_bakery, rasa.url, "--sample", "0") as shadow:
        assert shadow.say("hello").json()
        report = shadow.report()
    assert (report["turns"], report["not_in_sample"]) == (0, 1)


@pytest.mark.slow
def test_a_client_that_hangs_up_does_not_disturb(shadow: Shadow) -> None:
    async def hang_up() -> None:
        _, writer = await asyncio.open_connection("127.0.0.1", shadow.port)
        writer.write(b'POST /webhooks/rest/webhook HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"mess')
        await writer.drain()
        writer.close()

    asyncio.run(hang_up())
    assert shadow.say("hello").status_code == 200
    assert shadow.verdicts(1) == ["agrees"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--upstream", "nonsense"], "'nonsense' is no address"),
        ([], "--upstream"),
        (["--upstream", "http://x", "--sample", "2"], "--sample"),
        (["--upstream", "http://x", "--report", "none/of/this.jsonl"], "can't be written"),
        (["--upstream", "http://x", "-m", "nowhere"], "There is no model"),
        (["--upstream", "http://x", "--ssl-certificate", "nowhere.pem"], "certificate"),
    ],
)
def test_wrong_options_are_told(words: list[str], told: str, trained_bakery: Path, run_here: Any) -> None:
    status, said = run_here(["shadow", *words, "--port", str(free_port())], trained_bakery)
    assert status != 0
    assert told in said
    assert "Traceback" not in said


def test_only_the_first_difference_of_a_conversation_counts_as_first(tmp_path: Path) -> None:
    tally = Tally(tmp_path / "turns.jsonl")
    for verdict in ("agrees", "differs", "differs"):
        differences = [{"what": "messages", "theirs": [], "ours": ["é"]}] if verdict == "differs" else []
        tally.add(
            {
                "sender": "a",
                "channel": "rest",
                "text": "x",
                "verdict": verdict,
                "differences": differences,
                "note": "",
            }
        )
    tally.close()
    rows = [json.loads(line) for line in (tmp_path / "turns.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["first_of_conversation"] for row in rows] == [False, True, False]
    summary = tally.summary()
    assert (summary["differ"], len(summary["first_differences"])) == (2, 1)
    assert summary["differences"] == {"messages": 2}


def _children(process: int) -> set[int]:
    import psutil

    return {child.pid for child in psutil.Process(process).children()}


@pytest.mark.slow
async def test_websockets_pass_both_ways(trained_bakery: Path) -> None:
    from websockets.asyncio.client import connect
    from websockets.asyncio.server import ServerConnection, serve

    asked = []

    async def echo(connection: ServerConnection) -> None:
        assert connection.request is not None
        asked.append((connection.request.path, connection.request.headers.get("X-Mine")))
        async for frame in connection:
            await connection.send(frame)
            if frame == "bye":
                await connection.close(4001, "enough")

    async with serve(echo, "127.0.0.1", 0) as server:
        url = f"http://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}"
        shadow = await asyncio.to_thread(Shadow, trained_bakery, url)
        try:
            address = f"ws://127.0.0.1:{shadow.port}/socket.io/?transport=websocket"
            async with connect(address, additional_headers={"X-Mine": "yes"}) as there:
                for frame in ('42["user_uttered"]', b"\x00\xff", "bye"):
                    await there.send(frame)
                    assert await there.recv() == frame
                await there.wait_closed()
                assert (there.close_code, there.close_reason) == (4001, "enough")
        finally:
            await asyncio.to_thread(shadow.stop)
    assert ("/socket.io/?transport=websocket", "yes") in asked


@pytest.mark.slow
def test_a_websocket_to_a_server_that_is_away_gives_502(trained_bakery: Path) -> None:
    with shadow_of(trained_bakery, "http://127.0.0.1:1") as shadow:
        upgrade = {
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        }
        assert shadow.http.get("/socket.io/", headers=upgrade).status_code == 502
