"""Training and talking from Python code that was written for Rasa."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

import causerie.compat  # noqa: F401 - serves ``rasa``


async def test_trained_loaded_and_talked_to(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import rasa
    from rasa.core.agent import Agent

    monkeypatch.chdir(folder)
    trained = await asyncio.to_thread(rasa.train, "domain.yml", "config.yml", "data", output="models")
    assert trained.code == 0
    assert Path(trained.model).parent.name == "models"
    agent = Agent.load("models")
    assert agent.is_ready()
    assert await agent.handle_text("helo", sender_id="anna") == [{"recipient_id": "anna", "text": "Hello!"}]
    assert (await agent.parse_message("bye"))["intent"]["name"] == "bye"
    assert (await agent.tracker("anna")).latest_message.text == "helo"
    assert "utter_hello" in agent.domain.action_names_or_texts
    await agent.close()


def test_parts_are_trained_alone(folder: Path, tmp_path: Path) -> None:
    from rasa.model import get_latest_model
    from rasa.model_training import train_core, train_nlu

    out = tmp_path / "out"
    assert get_latest_model(out) is None
    nlu = train_nlu(folder / "config.yml", folder / "data", out, "nlu", domain=folder / "domain.yml")
    core = train_core(folder / "domain.yml", folder / "config.yml", folder / "data", out, "core")
    assert (nlu, core) == (str(out / "nlu.tar.gz"), str(out / "core.tar.gz"))
    assert get_latest_model(out) in (nlu, core)


async def test_an_agent_without_a_model_says_so() -> None:
    from rasa.core.agent import Agent
    from rasa.core.exceptions import AgentNotReady

    with pytest.raises(AgentNotReady, match="Load one"):
        await Agent().handle_text("hello")
