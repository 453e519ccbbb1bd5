"""The keys that a channel's page shows are taken by the channel as they stand there."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from causerie.channels.registry import CHANNELS, make_channels
from causerie.files.credentials import read_credentials

PAGES = Path(__file__).parents[2] / "docs/how-to/channels"
NAMES = [path.stem for path in sorted(PAGES.glob("*.md")) if path.stem in CHANNELS.table]
BLOCK = re.compile(r"^ *```yaml\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
VARIABLE = re.compile(r"\$\{(\w+)\}")
VALUES = {"REDIS_URL": "redis://localhost:6379/0"}


@pytest.mark.parametrize("name", NAMES)
def test_the_keys_on_the_page_are_taken(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    page = (PAGES / f"{name}.md").read_text("utf-8")
    shown = [block for block in BLOCK.findall(page) if block.startswith(f"{name}:")]
    assert shown
    for block in shown:
        for variable in VARIABLE.findall(block):
            monkeypatch.setitem(
                os.environ, variable, VALUES.get(variable, "a-secret-of-thirty-two-signs-or-more")
            )
        file = tmp_path / "credentials.yml"
        file.write_text(block, encoding="utf-8")
        channels, missing = make_channels(read_credentials(file))
        assert missing == []
        assert channels[0].name == name
    assert caplog.text == ""  # an unknown key would be told there


def test_every_page_says_what_one_needs_to_know() -> None:
    assert {"slack", "telegram", "whatsapp", "facebook", "twilio", "twilio_voice", "socketio"} <= set(NAMES)
    for name in NAMES:
        page = (PAGES / f"{name}.md").read_text("utf-8")
        for heading in ("In credentials.yml", "Try it", "(Limits|What it looks like)", "Differs from Rasa"):
            assert re.search(f"\n## {heading}\n", page), (name, heading)
        assert "causerie channels check" in page
        assert f"({name}.md)" in (PAGES / "README.md").read_text("utf-8")
