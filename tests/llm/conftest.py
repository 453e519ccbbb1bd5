"""The local GPT, and a settled environment: no key of the machine's own is used."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from causerie.contracts.gpt import LocalGpt


@pytest.fixture
def gpt() -> Iterator[LocalGpt]:
    with LocalGpt() as running:
        yield running


@pytest.fixture(autouse=True)
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "AZURE_OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_ORG_ID"):
        monkeypatch.delenv(name, raising=False)
