"""Webhooks may be called so often and no more; the API has no limit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from causerie.errors import ComponentError
from causerie.files.endpoints import read_endpoints
from causerie.server import rate_limit
from causerie.server.app import Options
from causerie.server.rate_limit import Buckets, RateLimits

PROJECT = """
policies: [{name: RulePolicy}]
intents: [hello]
responses: {utter_hello: [{text: Hello.}]}
rules: [{rule: hello, steps: [{intent: hello}, {action: utter_hello}]}]
"""


async def say(http: Any, sender: str, query: str = "", **headers: str) -> Any:
    body = {"sender": sender, "message": "/hello"}
    return await http.post(f"/webhooks/rest/webhook{query}", json=body, headers=headers)


async def turns(http: Any, sender: str) -> int:
    events = (await http.get(f"/conversations/{sender}/tracker")).json()["events"]
    return sum(event["event"] == "user" for event in events)


@pytest.mark.parametrize("query", ["", "?stream=true"])
async def test_a_sender_that_talks_too_much_waits_and_others_do_not(
    client: Callable[..., Any], query: str
) -> None:
    http = await client(PROJECT, None, Options(enable_api=True, limits=RateLimits(per_sender=2)))
    assert [(await say(http, "ada", query)).status_code for _ in range(3)] == [200, 200, 429]
    refused = await say(http, "ada", query)
    assert 1 <= int(refused.headers["retry-after"]) <= 30
    assert refused.json()["reason"] == "TooManyRequests"
    assert (await say(http, "bob", query)).status_code == 200
    assert await turns(http, "ada") == 2, "nothing of a refused message is stored"


async def test_an_address_that_calls_too_often_waits(client: Callable[..., Any]) -> None:
    http = await client(PROJECT, None, Options(enable_api=True, limits=RateLimits(per_address=2)))
    assert [(await say(http, sender)).status_code for sender in "abc"] == [200, 200, 429]
    assert (await say(http, "d")).headers["retry-after"]
    for _ in range(5):
        assert (await http.post("/model/parse", json={"text": "x"})).status_code == 200, (
            "the API has no limit"
        )
        assert (await http.get("/webhooks/rest/")).status_code == 200


async def test_behind_a_proxy_the_address_is_the_one_that_it_names(client: Callable[..., Any]) -> None:
    http = await client(PROJECT, None, Options(limits=RateLimits(per_address=1, proxies=1)))
    forwarded = [{"x-forwarded-for": address} for address in ("1.1.1.1", "2.2.2.2", "1.1.1.1")]
    assert [(await say(http, "a", **headers)).status_code for headers in forwarded] == [200, 200, 429]


async def test_without_a_proxy_nobody_can_name_another_address(client: Callable[..., Any]) -> None:
    http = await client(PROJECT, None, Options(limits=RateLimits(per_address=1)))
    forwarded = [{"x-forwarded-for": address} for address in ("1.1.1.1", "2.2.2.2")]
    assert [(await say(http, "a", **headers)).status_code for headers in forwarded] == [200, 429]


def test_a_bucket_fills_evenly() -> None:
    now = [0.0]
    bucket = Buckets(6, clock=lambda: now[0])
    assert [bucket.take("a") for _ in range(7)] == [0, 0, 0, 0, 0, 0, 10]
    now[0] = 10.0
    assert [bucket.take("a"), bucket.take("a")] == [0, 10]
    now[0] = 1000.0
    assert [bucket.take("a") for _ in range(7)] == [0, 0, 0, 0, 0, 0, 10]


def test_those_that_have_been_away_longest_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limit, "KEPT", 2)
    bucket = Buckets(1, clock=lambda: 0.0)
    assert [bucket.take(key) for key in "abca"] == [0, 0, 0, 0]
    assert bucket.take("c") > 0


def test_no_limit() -> None:
    bucket = Buckets(0)
    assert {bucket.take("a") for _ in range(100)} == {0.0}


def test_limits_are_read_from_endpoints(tmp_path: Path) -> None:
    file = tmp_path / "endpoints.yml"
    file.write_text("rate_limit: {per_address: 600, per_sender: 0, proxies: 1}\n")
    assert RateLimits.of(read_endpoints(file).rate_limit) == RateLimits(600, 0, 1)
    assert RateLimits.of(None) == RateLimits()


@pytest.mark.parametrize(
    ("text", "told"),
    [("per_sendr: 5", "per_sender"), ("per_sender: -1", "found -1"), ("per_sender: many", "'many'")],
)
def test_mistakes_are_told(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "endpoints.yml"
    file.write_text(f"rate_limit: {{{text}}}\n")
    with pytest.raises(ComponentError, match=told):
        RateLimits.of(read_endpoints(file).rate_limit)
