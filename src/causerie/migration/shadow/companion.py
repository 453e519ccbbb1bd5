"""The process beside the server in which the assistant takes what users wrote.

It is a process of its own, so that nothing in it (an error, a loop, a crash) can hold up the server.
Nobody waits for it: messages queue up, and what the queue can't hold is counted and left out.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from causerie.errors import CauserieError
from causerie.migration.shadow.tally import Tally
from causerie.migration.talking.turns import NOT_COMPARED, Json, When
from causerie.migration.talking.twin import Heard
from causerie.migration.talking.upstream import Way

log = logging.getLogger(__name__)
WAITING = 1_000
LONGEST_LINE = 64 * 1024 * 1024
LONGEST_PAUSE = 60.0


@dataclass(frozen=True, slots=True)
class Beside:
    """What the process needs: the project, its model, the old server; times in seconds."""

    project: Path
    model: Path
    way: Way
    run_actions: bool = False
    turn_time: float = 60.0
    start_time: float = 300.0
    end_time: float = 10.0


class Companion:
    """``begin`` once its loop runs, ``offer`` from then on, ``close`` at the end."""

    def __init__(self, beside: Beside, tally: Tally) -> None:
        self._beside = beside
        self._tally = tally
        self._waiting: asyncio.Queue[Json] = asyncio.Queue(WAITING)
        self._process: asyncio.subprocess.Process | None = None
        self._work: asyncio.Task[None] | None = None
        self._failures = 0

    def begin(self) -> None:
        self._work = asyncio.get_running_loop().create_task(self._compare_all())

    def offer(self, heard: Heard, answer: list[Json] | None, when: When) -> None:
        """Never waits."""
        try:
            self._waiting.put_nowait({"heard": asdict(heard), "answer": answer, "when": asdict(when)})
        except asyncio.QueueFull:
            self._tally.left_out += 1

    async def finished(self) -> None:
        """When everything that was offered is compared."""
        await self._waiting.join()

    async def close(self) -> None:
        """Gives what waits a little time, then ends the process."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.finished(), self._beside.end_time)
        self._tally.left_out += self._waiting.qsize()
        if self._work:
            self._work.cancel()
            await asyncio.wait([self._work])
        await self._end()

    async def _compare_all(self) -> None:
        try:
            await self._start()
        except CauserieError as error:  # tried again with the first message, and told in the report
            log.error("%s", error)
            await self._end()
        while True:
            turn = await self._waiting.get()
            try:
                self._tally.add(await self._compared(turn))
                self._failures = 0
            except Exception as error:
                why = str(error) if isinstance(error, CauserieError) else f"{type(error).__name__}: {error}"
                log.error("%s", why)
                self._tally.add(_not_compared(turn, why))
                await self._end()
                self._failures += 1
            finally:
                self._waiting.task_done()
            if self._failures:
                await asyncio.sleep(min(0.1 * 2**self._failures, LONGEST_PAUSE))

    async def _compared(self, turn: Json) -> Json:
        """Raises CauserieError when the process ends, or does not answer in time."""
        process = self._process
        if process is None or process.returncode is not None:
            process = await self._start()
        return await _ask(process, turn, self._beside.turn_time, "compare a turn")

    async def _start(self) -> asyncio.subprocess.Process:
        beside = self._beside
        process = self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "causerie.migration.shadow.side",
            cwd=beside.project,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=LONGEST_LINE,
        )
        settings = {"model": str(beside.model), "way": asdict(beside.way), "run_actions": beside.run_actions}
        ready = await _ask(process, settings, beside.start_time, "load the model")
        if "failed" in ready:
            raise CauserieError(f"Nothing is compared: {ready['failed']}")
        return process

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def _ask(process: asyncio.subprocess.Process, words: Json, seconds: float, doing: str) -> Json:
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(json.dumps(words).encode() + b"\n")
        await process.stdin.drain()
        line = await asyncio.wait_for(process.stdout.readline(), seconds)
    except TimeoutError:
        raise CauserieError(f"The assistant here took more than {seconds:g} s to {doing}.") from None
    except (OSError, ValueError, RuntimeError) as error:  # uvloop's word for a pipe that is closed
        raise CauserieError(f"The assistant here could not {doing}: {error}") from error
    if not line:
        status = await process.wait()
        raise CauserieError(f"The assistant here ended (status {status}) when it was to {doing}.")
    answer: Json = json.loads(line)
    return answer


def _not_compared(turn: Json, why: str) -> Json:
    heard = turn["heard"]
    return {
        "sender": heard["sender"],
        "channel": heard["channel"],
        "text": heard["text"],
        "verdict": NOT_COMPARED,
        "differences": [],
        "note": why,
    }
