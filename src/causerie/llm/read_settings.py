"""``llm`` in endpoints.yml → LlmSettings; all its mistakes are told at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args
from urllib.parse import urlsplit

from causerie.errors import Place
from causerie.files.endpoints import EndpointConfig
from causerie.files.problems import Problems
from causerie.llm.read_limits import read_limits
from causerie.llm.section import Section
from causerie.llm.settings import OPENAI, Api, BreakerSettings, LlmSettings, Prices, is_openai

KEYS = (
    "model", "api", "base_url", "api_version", "api_key_env", "deadline", "temperature", "max_output_tokens",
    "headers", "query", "organization", "project", "price", "breaker",
    "limits",
)  # fmt: skip
ADVICE = {
    "url": "Write 'base_url'.",
    "timeout": "Write 'deadline': seconds for the whole call.",
    "max_tokens": "Write 'max_output_tokens'.",
    "organisation": "Write 'organization', as OpenAI spells it.",
    "prices": "Write 'price'.",
    "budget": "Write 'limits'.",
    "azure_endpoint": "Write 'base_url', and 'api_version' beside it.",
}
SECRETS = ("api_key", "key", "token", "api_token", "openai_api_key", "azure_api_key", "secret")


def read_llm_settings(endpoint: EndpointConfig | None) -> LlmSettings | None:
    """None without such a section; raises ProjectError with all its problems."""
    if endpoint is None:
        return None
    problems = Problems()
    settings = _settings(Section(_given(endpoint), "'llm'", endpoint.place, problems, endpoint.places))
    problems.raise_errors()
    return settings


def _given(endpoint: EndpointConfig) -> dict[str, Any]:
    named = {"url": endpoint.url, "type": endpoint.type}
    return {**{key: value for key, value in named.items() if value is not None}, **endpoint.options}


def _settings(section: Section) -> LlmSettings:
    _refuse_secrets(section)
    section.known(KEYS, ADVICE, besides=SECRETS)
    base_url = _base_url(section)
    version = section.text("api_version")
    usual: Api = "responses" if is_openai(base_url) and not version else "chat"
    return LlmSettings(
        model=section.text("model", required="The model's name, for example 'gpt-4o-mini'.") or "",
        api=section.choice("api", get_args(Api), usual),
        base_url=base_url,
        api_version=version,
        api_key_env=_name_of_a_variable(section),
        deadline=section.number("deadline", 20.0, above=0),
        temperature=section.number("temperature", None, at_least=0, at_most=2),
        max_output_tokens=section.whole("max_output_tokens", 1000, at_least=1),
        headers=_headers(section),
        query=section.texts("query"),
        organization=_in_a_header(section, "organization"),
        project=_in_a_header(section, "project"),
        price=_price(section.part("price")),
        breaker=_breaker(section.part("breaker")),
        limits=read_limits(section),
    )


def _refuse_secrets(section: Section) -> None:
    for key in SECRETS:
        if key in section.values:
            section.wrong(
                key,
                f"'{key}' of 'llm' may not stand in a file.",
                expected="a key in the environment",
                found="a key in the file",
                advice="Set OPENAI_API_KEY (on Azure AZURE_OPENAI_API_KEY), or name another variable: "
                "'api_key_env: MY_KEY'. If the file was ever shared, revoke that key.",
            )


def _base_url(section: Section) -> str:
    given = section.text("base_url")
    if given is None:
        if section.values.get("api_version"):
            section.wrong(
                "api_version",
                "'api_version' of 'llm' goes with the address of an Azure resource.",
                expected="'base_url' beside it",
                found="no 'base_url'",
                advice="Write 'base_url: https://<resource>.openai.azure.com'.",
            )
        return OPENAI
    advice = _fault_of_url(given)
    if advice:
        section.wrong(
            "base_url",
            "'base_url' of 'llm' must be an address.",
            expected="http(s)://host[:port]/path",
            found="something else",
            advice=advice,
        )
        return OPENAI
    return given.rstrip("/")


def _fault_of_url(url: str) -> str:
    """What is wrong with it; the address itself is not shown, as it may hold a password."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "Its host or port can't be read."
    if parts.scheme not in ("http", "https") or not host:
        return "For example 'http://localhost:11434/v1'."
    if parts.username or parts.password:
        return "Keep names and passwords out of it; keys come from the environment ('api_key_env')."
    if parts.query or parts.fragment:
        return "Write what follows the '?' under 'query'."
    return ""


def _name_of_a_variable(section: Section) -> str | None:
    name = section.text("api_key_env")
    if name is not None and not name.isidentifier():
        section.wrong(
            "api_key_env",
            "'api_key_env' of 'llm' must be the name of an environment variable.",
            expected="a name such as MY_KEY",
            found="something else",
            advice="Write the variable's name here, and the key into the environment.",
        )
        return None
    return name


def _headers(section: Section) -> dict[str, str]:
    found = section.texts("headers")
    for name, value in found.items():
        if not (_fits_a_header(name) and _fits_a_header(value)):
            _not_for_headers(section, "headers", "A name or value under 'headers' of 'llm'")
            break
    return found


def _in_a_header(section: Section, key: str) -> str | None:
    value = section.text(key)
    if value is not None and not _fits_a_header(value):
        _not_for_headers(section, key, f"'{key}' of 'llm'")
    return value


def _fits_a_header(text: str) -> bool:
    return bool(text) and text.isascii() and text.isprintable()


def _not_for_headers(section: Section, key: str, what: str) -> None:
    section.wrong(
        key,
        f"{what} can't be sent as a header.",
        expected="letters, digits and signs of ASCII, on one line",
        found="other characters, or nothing",
        advice="Write it without accents and line breaks.",
    )


def _price(section: Section) -> Prices:
    section.known(("input", "output", "cached_input"), {"cached": "Write 'cached_input'."})
    return Prices(
        input=section.number("input", 0.0, at_least=0),
        output=section.number("output", 0.0, at_least=0),
        cached_input=section.number("cached_input", None, at_least=0),
    )


def _breaker(section: Section) -> BreakerSettings:
    section.known(("failures", "pause"), {})
    return BreakerSettings(
        failures=section.whole("failures", 5, at_least=0), pause=section.number("pause", 30.0, above=0)
    )


def settings_from(values: Mapping[str, Any], file: str = "") -> LlmSettings:
    """Settings from plain values; raises ProjectError as for a file."""
    found = read_llm_settings(EndpointConfig(options=dict(values), place=Place(file)))
    assert found is not None
    return found
