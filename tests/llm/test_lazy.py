"""Who uses no GPT pays nothing for it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from causerie.errors import LlmError, LlmReason
from causerie.llm.client import LlmClient
from causerie.llm.read_settings import settings_from

SERVES = """
import asyncio, sys
import causerie, causerie.cli.main, causerie.assembly
from causerie.files.project import read_project_from_strings
from causerie.assembly import Surroundings, assemble
from causerie.channels.collecting import Collector
from causerie.files.endpoints import Endpoints
from causerie.ports import IncomingMessage
from causerie.training.train import train
from pathlib import Path

project = read_project_from_strings('''
version: "3.1"
recipe: default.v1
language: en
pipeline: [{name: KeywordIntentClassifier}]
policies: [{name: RulePolicy}]
intents: [hello]
nlu: [{intent: hello, examples: "- hello"}]
responses: {utter_hello: [{text: Hello.}]}
rules: [{rule: r, steps: [{intent: hello}, {action: utter_hello}]}]
''')

async def talk():
    assistant = assemble(train(project), Surroundings(Path("."), Endpoints()))
    collector = Collector()
    await assistant.handle(IncomingMessage("hello", "me"), collector)
    await assistant.close()
    return collector.messages

assert asyncio.run(talk()), "it answers"
loaded = sorted({name.partition(".")[0] for name in sys.modules} & {"openai", "jinja2"})
print(loaded)
"""
IMPORTS_OF_THE_CLIENT = """
import sys
import causerie.llm.client
print(sorted({"openai"} & set(sys.modules)))
"""


SERVER = """
import sys
import causerie.cli.main, causerie.server.serve, causerie.server.app, causerie.stores.trackers.memory
import causerie.channels.registry
print(" ".join(sorted(sys.modules)))
"""
#: What a project without a GPT, open turns, tokens, and endpoints elsewhere does not need to serve.
NEEDLESS = (
    "causerie.llm.knowledge", "causerie.llm.open_turns.open_turns", "causerie.llm.client", "causerie.training.train",
    "cryptography", "httpx2", "jinja2", "jsonschema", "jwt", "matplotlib", "openai", "prometheus_client", "pydantic",
    "redis", "rich", "ruamel", "scipy", "sklearn", "snowballstemmer", "sqlalchemy",
)  # fmt: skip


def test_a_server_imports_nothing_that_few_projects_need() -> None:
    done = subprocess.run([sys.executable, "-c", SERVER], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert not set(NEEDLESS) & set(done.stdout.split())


@pytest.mark.parametrize("code", [SERVES, IMPORTS_OF_THE_CLIENT])
def test_openai_is_not_imported_before_a_client_is_made(code: str) -> None:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert "openai" not in done.stdout


def test_without_the_package_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openai", None)
    with pytest.raises(LlmError, match=r"pip install '/path/to/causerie\[llm\]'") as caught:
        LlmClient(settings_from({"model": "m"}), {"OPENAI_API_KEY": "sk-1"})
    assert caught.value.reason is LlmReason.NOT_INSTALLED
