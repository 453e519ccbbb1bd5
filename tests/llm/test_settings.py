"""``llm`` in endpoints.yml: what it may say, and what is told when it is wrong."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from causerie.errors import LlmError, LlmReason, ProjectError
from causerie.files.endpoints import read_endpoints
from causerie.llm.keys import key_for, without_secrets
from causerie.llm.read_settings import read_llm_settings, settings_from
from causerie.llm.settings import BreakerSettings, Limit, Limits, LlmSettings, Prices


def read(text: str, folder: Path) -> LlmSettings | None:
    file = folder / "endpoints.yml"
    file.write_text(dedent(text))
    return read_llm_settings(read_endpoints(file).llm)


def test_without_a_section_there_is_no_model(tmp_path: Path) -> None:
    assert read("nlg:\n  url: http://localhost\n", tmp_path) is None


def test_a_model_is_enough(tmp_path: Path) -> None:
    assert read("llm:\n  model: gpt-4o-mini\n", tmp_path) == LlmSettings("gpt-4o-mini")


def test_everything_can_be_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECONDS", "7.5")
    settings = read(
        """\
        llm:
          model: my-gpt
          api: responses
          base_url: https://hotel.openai.azure.com/
          api_version: 2024-10-21
          api_key_env: HOTEL_KEY
          deadline: ${SECONDS}
          temperature: 0
          max_output_tokens: 200
          headers: {x-team: hotel, x-number: 7}
          query: {a: b}
          organization: org-1
          project: p-1
          price: {input: 0.15, output: 0.6, cached_input: 0.075}
          breaker: {failures: 2, pause: 5}
          limits: {day: {cost: 5.5}, conversation: {tokens: 20000}, turn: {tokens: 3000}, calls_per_minute: 6}
        """,
        tmp_path,
    )
    assert settings == LlmSettings(
        "my-gpt",
        "responses",
        "https://hotel.openai.azure.com",
        "2024-10-21",
        "HOTEL_KEY",
        7.5,
        0.0,
        200,
        {"x-team": "hotel", "x-number": "7"},
        {"a": "b"},
        "org-1",
        "p-1",
        Prices(0.15, 0.6, 0.075),
        BreakerSettings(2, 5.0),
        Limits(Limit(None, 5.5), Limit(20000), Limit(3000), 6),
    )


@pytest.mark.parametrize(
    ("values", "api"),
    [
        ({}, "responses"),
        ({"base_url": "https://eu.api.openai.com/v1"}, "responses"),
        ({"base_url": "http://localhost:11434/v1"}, "chat"),
        ({"base_url": "https://api.openai.com.evil.example/v1"}, "chat"),
        ({"base_url": "https://x.openai.azure.com", "api_version": "2024-10-21"}, "chat"),
        ({"base_url": "http://localhost:8000/v1", "api": "responses"}, "responses"),
    ],
)
def test_the_api_follows_from_the_address(values: dict[str, str], api: str) -> None:
    assert settings_from({"model": "m", **values}).api == api


@pytest.mark.parametrize(
    ("line", "place", "expected"),
    [
        ("modle: m", "3", "knows no key 'modle'"),
        ("timeout: 3", "3", "Write 'deadline'"),
        ("url: http://localhost", "3", "Write 'base_url'"),
        ("api: assistants", "3", "'api' of 'llm' must be 'chat' or 'responses'"),
        ("deadline: 0", "3", "must be a number above 0"),
        ("deadline: soon", "3", "found:    the text 'soon'"),
        ("deadline: .inf", "3", "must be a number above 0"),
        ("deadline: true", "3", "found:    the truth value true"),
        ("temperature: 3", "3", "must be a number from 0 to 2"),
        ("max_output_tokens: 1.5", "3", "must be a whole number from 1 up"),
        ("max_output_tokens: 0", "3", "found:    the number 0"),
        ("base_url: localhost:11434", "3", "http://localhost:11434/v1"),
        ("base_url: 'http://h:99999/v1'", "3", "host or port can't be read"),
        ("base_url: 'http://h/v1?key=1'", "3", "under 'query'"),
        ("api_version: v1", "3", "'base_url' beside it"),
        ("api_key_env: 'sk-abc def'", "3", "must be the name of an environment variable"),
        ("headers: [a]", "3", "found:    a list of 1"),
        ("headers: {a: [b]}", "3", "'a' under 'headers' of 'llm' must be text"),
        ("headers: {a: größe}", "3", "can't be sent as a header"),
        ("organization: größe", "3", "'organization' of 'llm' can't be sent as a header"),
        ("price: 3", "3", "'price' of 'llm' must be a mapping"),
        ("price: {cached: 3}", "3", "Write 'cached_input'"),
        ("price: {input: -1}", "3", "'input' of 'price' of 'llm' must be a number from 0 up"),
        ("limits: {day: 5}", "3", "'day' of 'limits' of 'llm' must be a mapping"),
        ("limits: {week: {tokens: 5}}", "3", "knows no key 'week'"),
        ("limits: {day: {cost: 5}}", "3", "Write 'price: {input: …, output: …}'"),
        ("limits: {turn: {tokens: 0}}", "3", "must be a whole number from 1 up"),
        ("breaker: {pauze: 3}", "3", "Did you mean 'pause'?"),
    ],
)
def test_a_mistake_is_told_with_its_place(line: str, place: str, expected: str, tmp_path: Path) -> None:
    with pytest.raises(ProjectError) as caught:
        read(f"llm:\n  model: m\n  {line}\n", tmp_path)
    told = str(caught.value)
    assert expected in told
    assert f"endpoints.yml:{place}" in told
    assert "expected:" in told


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(ProjectError) as caught:
        read("llm:\n  deadline: x\n  api: y\n", tmp_path)
    assert sorted(problem.place.line for problem in caught.value.problems) == [1, 2, 3]


@pytest.mark.parametrize("name", ["api_key", "key", "token", "secret"])
def test_a_key_in_the_file_is_refused_and_not_repeated(name: str, tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="Set OPENAI_API_KEY") as caught:
        read(f"llm:\n  model: m\n  {name}: sk-very-secret\n", tmp_path)
    assert "very-secret" not in str(caught.value)
    assert len(caught.value.problems) == 1


def test_a_password_in_the_address_is_refused_and_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="passwords out of it") as caught:
        read("llm:\n  model: m\n  base_url: http://me:hunter2@localhost/v1\n", tmp_path)
    assert "hunter2" not in str(caught.value)


ALL_KEYS = {"OPENAI_API_KEY": "of-openai", "AZURE_OPENAI_API_KEY": "of-azure", "MINE": "mine"}
AZURE = {"base_url": "https://x.openai.azure.com", "api_version": "2024-10-21"}


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({}, "of-openai"),
        (AZURE, "of-azure"),
        ({"base_url": "http://localhost:11434/v1"}, None),
        ({"base_url": "https://llm.example/v1"}, None),
        ({"base_url": "https://llm.example/v1", "api_key_env": "MINE"}, "mine"),
        ({**AZURE, "api_key_env": "MINE"}, "mine"),
    ],
)
def test_a_key_goes_only_where_it_belongs(values: dict[str, str], key: str | None) -> None:
    assert key_for(settings_from({"model": "m", **values}), ALL_KEYS) == key


@pytest.mark.parametrize("value", [None, "", "  "])
def test_a_missing_key_is_told_with_the_name_of_its_variable(value: str | None) -> None:
    environment = {} if value is None else {"OPENAI_API_KEY": value}
    with pytest.raises(LlmError, match="environment variable OPENAI_API_KEY is not set") as caught:
        key_for(settings_from({"model": "m"}), environment)
    assert caught.value.reason is LlmReason.NO_KEY


@pytest.mark.parametrize("key", ["sk-a b", "sk-a\nb", "sk-ä"])
def test_a_key_that_can_t_be_one_is_told_without_it(key: str) -> None:
    with pytest.raises(LlmError, match="no key has") as caught:
        key_for(settings_from({"model": "m"}), {"OPENAI_API_KEY": key})
    assert key not in str(caught.value)


def test_texts_lose_what_looks_like_a_key() -> None:
    text = "Incorrect API key provided: sk-abcd****wxyz, Bearer eyJhbGciOi and my-own-key."
    assert without_secrets(text, "my-own-key") == "Incorrect API key provided: …, … and …."
