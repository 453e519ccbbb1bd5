"""Answers of a GPT recorded once and played back: tests of its turns run offline, free, and alike each time."""

from __future__ import annotations

import json
import os
import tempfile
from collections import Counter
from collections.abc import AsyncGenerator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from rapidfuzz import fuzz

from causerie.errors import CauserieError, LlmError, LlmReason
from causerie.llm.budget import Asker
from causerie.llm.completion import Completion, Usage
from causerie.llm.gpt import Gpt
from causerie.llm.request import Request, fingerprint
from causerie.llm.settings import LlmSettings

FORMAT = 1
ADVICE = "Record it: causerie test --record-llm"
Mode = Literal["replay", "record", "live"]


@dataclass(frozen=True, slots=True)
class Recorded:
    """``asked``: who asked what, and for the how-manieth time; ``prompt``: a fingerprint of all that was sent."""

    asked: str
    prompt: str
    text: str
    model: str
    finish_reason: str
    usage: dict[str, int] | None = None
    value: Any = None


@dataclass(frozen=True, slots=True)
class Drift:
    """``alike``: 0 to 100."""

    asked: str
    recorded: str
    now: str
    alike: float


@dataclass(slots=True)
class Played:
    """What became of the recordings: each list holds what was asked."""

    replayed: list[str] = field(default_factory=list)
    recorded: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    drift: list[Drift] = field(default_factory=list)


class Cassette:
    """A file of recordings, JSON that people can read and compare."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.kept: dict[str, Recorded] = _read(file) if file.exists() else {}

    def save(self) -> None:
        """The file appears whole or not at all; raises CauserieError when it can't be written."""
        listed = [asdict(self.kept[asked]) for asked in sorted(self.kept)]
        text = json.dumps({"format": FORMAT, "answers": listed}, indent=2, ensure_ascii=False) + "\n"
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.file.parent, prefix=".answers-")
            with os.fdopen(handle, "w", encoding="utf-8") as out:
                out.write(text)
            os.replace(name, self.file)
        except OSError as error:
            raise CauserieError(f"The recordings can't be written to {self.file}: {error}.") from error


class CassetteGpt:
    """Plays back what ``cassette`` holds. ``record`` asks ``live`` for what is missing or was asked otherwise;
    ``live`` asks it for everything and compares.
    """

    repeatable = True

    def __init__(
        self, cassette: Cassette, settings: LlmSettings, mode: Mode = "replay", live: Gpt | None = None
    ) -> None:
        self.cassette, self.settings, self.mode, self.live = cassette, settings, mode, live
        self.played = Played()
        self._times: Counter[str] = Counter()

    async def complete(self, request: Request, asker: Asker) -> Completion:
        asked = self._asked(request, asker)
        prompt = fingerprint(request)
        known = self.cassette.kept.get(asked)
        is_changed = known is not None and known.prompt != prompt
        if self.mode == "replay" or (self.mode == "record" and known is not None and not is_changed):
            return self._play_back(asked, known, is_changed)
        assert self.live is not None
        done = await self.live.complete(request, asker)
        if self.mode == "record":
            self.cassette.kept[asked] = _recorded(asked, prompt, done)
            self.played.recorded.append(asked)
        elif known is not None:
            alike = fuzz.ratio(known.text, done.text)
            self.played.drift.append(Drift(asked, known.text, done.text, round(alike, 1)))
        else:
            self.played.missing.append(asked)
        return done

    async def stream(self, request: Request, asker: Asker) -> AsyncGenerator[str | Completion, None]:
        done = await self.complete(request, asker)
        yield done.text
        yield done

    def status(self) -> dict[str, Any]:
        return {"model": self.settings.model, "state": self.mode}

    async def close(self) -> None:
        if self.live is not None:
            await self.live.close()

    def _asked(self, request: Request, asker: Asker) -> str:
        name = f"{asker.conversation}: {request.purpose}"
        self._times[name] += 1
        return f"{name} {self._times[name]}"

    def _play_back(self, asked: str, known: Recorded | None, is_changed: bool) -> Completion:
        if known is None:
            self.played.missing.append(asked)
            raise LlmError(LlmReason.NOT_FOUND, f"There is no recording of '{asked}'. {ADVICE}")
        (self.played.changed if is_changed else self.played.replayed).append(asked)
        usage = Usage(**known.usage) if known.usage else None
        return Completion(known.text, usage, known.model, known.finish_reason, 0.0, known.value)


def _recorded(asked: str, prompt: str, done: Completion) -> Recorded:
    usage = asdict(done.usage) if done.usage else None
    return Recorded(asked, prompt, done.text, done.model, done.finish_reason, usage, done.value)


def _read(file: Path) -> dict[str, Recorded]:
    try:
        content = json.loads(file.read_text("utf-8"))
        if content["format"] != FORMAT:
            raise ValueError(f"it has format {content['format']!r}, and {FORMAT} is read")
        return {entry["asked"]: Recorded(**entry) for entry in content["answers"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CauserieError(
            f"The recordings in {file} can't be read: {error}. Delete the file and record them anew."
        ) from error
