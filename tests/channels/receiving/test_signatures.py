"""Signatures are compared in constant time, whatever was sent; old ones don't count."""

from __future__ import annotations

import base64
import hmac
from typing import Any

import pytest

from causerie.channels.receiving.signatures import base64_of, digest, hex_of, is_recent, same


def test_the_algorithms_are_the_published_ones() -> None:
    # RFC 4231, test case 2; and RFC 2202, test case 2, in base64.
    assert hex_of("Jefe", b"what do ya want for nothing?") == (
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    )
    sha1 = bytes.fromhex("effcdf6ae5eb2fa2d27416d5f184df9c259a7c79")
    assert base64_of("Jefe", b"what do ya want for nothing?") == base64.b64encode(sha1).decode()


@pytest.mark.parametrize("given", [None, "", "abd", "abcd", "é", "\ud800", "ABC"])
def test_anything_but_the_signature_is_wrong(given: str | None) -> None:
    assert not same("abc", given)
    assert same("abc", "abc")


@pytest.mark.parametrize("given", [None, "", "x", "abc", "a" * 1000])
def test_every_comparison_takes_the_same_way(given: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[Any] = []

    def compare(one: bytes, other: bytes) -> bool:
        compared.append((one, other))
        return one == other

    monkeypatch.setattr(hmac, "compare_digest", compare)
    assert same("abc", given) == (given == "abc")
    assert compared == [(b"abc", (given or "").encode())]


@pytest.mark.parametrize(
    ("timestamp", "recent"),
    [
        ("1000", True),
        (" 1000 ", True),
        ("1300", True),
        ("700", True),
        ("1301", False),
        ("699", False),
        ("", False),
        (None, False),
        ("1000.0", False),
        ("-1000", False),
        ("1e3", False),
        ("١٠٠٠", False),
        ("9" * 5_000, False),
    ],
)
def test_a_time_counts_for_five_minutes_in_both_directions(timestamp: str | None, recent: bool) -> None:
    assert is_recent(timestamp, clock=lambda: 1000.0) is recent


def test_a_digest_is_short_and_always_the_same() -> None:
    assert digest("hello") == digest("hello") != digest("Hello")
    assert len(digest("x" * 10_000)) == 16
