"""Every mistake in credentials.yml says the channel, the key, what was expected and what was found."""

from __future__ import annotations

from typing import Any

import pytest

from causerie.channels.receiving.credentials import Credentials
from causerie.errors import ComponentError

KEYS = ("token", "webhook_url", "use_threads", "count")


def read(**given: Any) -> Credentials:
    return Credentials("diner", given, KEYS)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (None, "nothing"),
        ("", "nothing"),
        ("  ", "'  '"),
        (True, "True"),
        (["a"], r"\['a'\]"),
        ("${DINER_TOKEN}", "a variable that the environment doesn't have"),
    ],
)
def test_what_is_required_must_be_there(value: Any, found: str) -> None:
    told = f"The channel 'diner' in credentials.yml needs 'token': the bot's token; found .*{found}"
    with pytest.raises(ComponentError, match=told):
        read(token=value).required("token", "the bot's token")


def test_a_number_may_be_a_secret_too() -> None:
    assert read(token=123456).required("token", "the bot's token") == "123456"


def test_long_values_are_not_shown_whole() -> None:
    secret = "a-secret-that-nobody-should-see-in-a-log"
    with pytest.raises(ComponentError) as told:
        read(webhook_url=secret).url("webhook_url")
    assert secret not in str(told.value)
    assert "…" in str(told.value)


@pytest.mark.parametrize(
    ("read_it", "expected"),
    [
        (lambda: read(token=[]).text("token"), "a text; found \\[\\]"),
        (lambda: read(token=True).text("token"), "a text; found True"),
        (lambda: read(use_threads="yes").flag("use_threads"), "true or false; found 'yes'"),
        (lambda: read(use_threads=1).flag("use_threads"), "true or false; found 1"),
        (lambda: read(count=-1).number("count", 5), "a number from 0 up; found -1"),
        (lambda: read(count="5").number("count", 5), "a number from 0 up; found '5'"),
        (lambda: read(count=True).number("count", 5), "a number from 0 up; found True"),
        (lambda: read(token="c").one_of("token", ("a", "b"), "a"), "one of a, b; found 'c'"),
        (lambda: read(token=[1]).texts("token"), "a list of texts; found \\[1\\]"),
        (lambda: read(token="a").mapping("token"), "keys and values; found 'a'"),
        (lambda: read(webhook_url="ftp://x").url("webhook_url"), "begins with https:// or http://"),
    ],
)
def test_values_of_another_kind_are_refused(read_it: Any, expected: str) -> None:
    with pytest.raises(
        ComponentError, match=f"of the channel 'diner' in credentials.yml must be .*{expected}"
    ):
        read_it()


def test_keys_that_are_missing_or_null_are_as_if_not_given() -> None:
    found = read(token=None, use_threads=None)
    assert found.text("token", "default") == "default"
    assert found.flag("use_threads", True)
    assert found.number("count", 5) == 5
    assert found.texts("token", ["a"]) == ["a"]
    assert found.mapping("token") == {}
    assert found.url("webhook_url") == ""


def test_values_are_read_as_people_write_them() -> None:
    found = read(use_threads="True", webhook_url="https://bot.example/hook/", token="one", count=0.5)
    assert found.flag("use_threads")
    assert found.url("webhook_url") == "https://bot.example/hook"
    assert found.texts("token") == ["one"]
    assert found.number("count", 5) == 0.5


def test_an_unknown_key_is_told_with_the_one_that_was_meant(caplog: pytest.LogCaptureFixture) -> None:
    Credentials("diner", {"tokne": "x"}, KEYS)
    assert "The channel 'diner' in credentials.yml has no key 'tokne'. Did you mean 'token'?" in caplog.text


@pytest.mark.parametrize("given", ["token", ["token"], 7])
def test_credentials_must_be_keys_and_values(given: Any) -> None:
    with pytest.raises(ComponentError, match=r"'diner' in credentials\.yml must hold keys and values; found"):
        Credentials("diner", given, KEYS)
