"""What runs beside the server: reads turns as lines of JSON, writes what came of each.

The first line says which model and which old server; ``{"ready": true}`` answers it.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from pathlib import Path
from typing import IO, Any

from causerie.assembly import Surroundings, read_model
from causerie.errors import CauserieError, EndpointError
from causerie.files.endpoints import read_endpoints
from causerie.files.project import ProjectPaths
from causerie.migration.talking.comparison_json import comparison_as_dict
from causerie.migration.talking.judging import Judge
from causerie.migration.talking.turns import Json, When
from causerie.migration.talking.twin import Heard, Twin
from causerie.migration.talking.upstream import Upstream, Way

ASK_AGAIN_AFTER = 100


def main() -> None:
    """Until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which then ends this process
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what the project's own code prints is not an answer
    settings = json.loads(sys.stdin.readline() or "{}")
    try:
        twin = _twin(settings)
        judge, trackers = Judge(twin), Trackers(Upstream(Way(**settings["way"])))
    except CauserieError as error:
        _write(answers, {"failed": str(error)})
        return
    _write(answers, {"ready": True})
    with asyncio.Runner() as runner:
        for line in sys.stdin:
            _write(answers, runner.run(_compared(json.loads(line), judge, trackers)))
        runner.run(twin.close())


def _twin(settings: Json) -> Twin:
    paths = ProjectPaths.in_folder(Path())
    around = Surroundings(Path(), read_endpoints(paths.endpoints))
    model, _ = read_model(Path(settings["model"]), around)
    return Twin(model, around, settings["run_actions"])


async def _compared(turn: Json, judge: Judge, trackers: Trackers) -> Json:
    heard = Heard(**turn["heard"])
    events = await trackers.of(heard.sender)
    comparison = await judge.turn(heard, turn["answer"], events, When(**turn["when"]))
    return comparison_as_dict(comparison)


class Trackers:
    """The old server's; one that does not show them is asked again only now and then."""

    def __init__(self, upstream: Upstream) -> None:
        self._upstream = upstream
        self._not_before = 0
        self._asked = 0

    async def of(self, sender: str) -> list[Json] | None:
        self._asked += 1
        if self._asked < self._not_before:
            return None
        try:
            events = await self._upstream.tracker(sender)
        except EndpointError as error:
            print(f"The tracker of a conversation can't be read: {error}", file=sys.stderr)
            events = None
        if events is None:
            self._not_before = self._asked + ASK_AGAIN_AFTER
        return events


def _write(answers: IO[str], words: Any) -> None:
    answers.write(json.dumps(words, ensure_ascii=True, default=str) + "\n")
    answers.flush()


if __name__ == "__main__":
    main()
