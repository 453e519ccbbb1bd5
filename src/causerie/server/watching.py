"""``causerie run --watch``: a saved file is live at once.

A change is taken in by adjusting what is served (``training/quick.py``); a process beside the server
then trains as ``causerie train`` does, and its model takes the place of the adjusted one. Mistakes are told,
and the assistant goes on as it was.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from causerie.actions.in_process import forget_package
from causerie.errors import CauserieError, ProjectError
from causerie.files.project import Project, ProjectPaths, read_project
from causerie.files.validate import check_training
from causerie.server.served import Served
from causerie.training.archive import save
from causerie.training.latest import new_model_path
from causerie.training.model import Model
from causerie.training.quick import Quick, retrain_quickly
from causerie.training.train import plan

POLITE = 10
SAID_AT_MOST = 2000
DATA = (".yml", ".yaml", ".json")
FILES = (*DATA, ".txt", ".md", ".markdown", ".html", ".htm", ".pdf", ".jinja", ".py")


class Watcher:
    """Follows the files of the project that ``served`` serves; ``tell`` says what happens."""

    def __init__(self, served: Served, paths: ProjectPaths, tell: Callable[[str], None]) -> None:
        self.served, self.paths, self.tell = served, paths, tell
        self.project: Project | None = None
        self.training: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Until it is cancelled."""
        try:
            await self.begin()
            self.tell("Watching the project's files: what you save is live at once.")
            async for files in changed_files(watched(self.paths)):
                await self.take_in(files)
        finally:
            await self.stop_training()

    async def begin(self) -> None:
        """Train first if the model that is served is not that of the files."""
        project = await self.read()
        assistant = self.served.assistant
        if project is not None:
            model = assistant.model if assistant else None
            if (await asyncio.to_thread(plan, project, model)).to_train or assistant is None:
                self.train(project)
            else:
                self.project = project

    async def take_in(self, files: set[Path]) -> None:
        """Files were written, made or removed."""
        started = time.perf_counter()
        code = {file for file in files if file.suffix == ".py"}
        for file in files & {self.paths.endpoints, self.paths.credentials}:
            self.tell(f"{file} has changed: start the server again to use it.")
        if code:
            await self.use_code()
        if files - code:
            beside = any(file.suffix not in DATA for file in files - code)
            await self.use_project(started, beside)

    async def use_code(self) -> None:
        assistant = self.served.assistant
        if assistant is None:
            return
        forget_package(self.served.around.actions)
        with self.told("The actions can't be used"):
            await self.served.use(assistant.model, assistant.model_file)
            self.tell("The actions were read anew.")

    async def use_project(self, started: float, beside: bool) -> None:
        """``beside``: something that is read with the project and is no part of it, such as its knowledge."""
        project = await self.read()
        if project is None or (project == self.project and not beside):
            return
        await self.stop_training()
        quick = await self.quickly(project)
        if quick is not None:
            with self.told("The change can't be used"):
                await self.served.use(quick.model, self.file_name())
                self.project = project
                self.tell(f"Live after {time.perf_counter() - started:.2f} s.")
                if quick.whole:
                    await asyncio.to_thread(save, quick.model, new_model_path(self.served.models))
        if quick is None or not quick.whole:
            self.train(project)

    async def read(self) -> Project | None:
        with self.told("The project has mistakes, so the assistant stays as it is"):
            project = await asyncio.to_thread(read_project, self.paths)
            errors = [problem for problem in check_training(project) if problem.severity == "error"]
            if errors:
                raise ProjectError(errors)
            return project
        return None

    async def quickly(self, project: Project) -> Quick | None:
        model = self.model()
        if model is None or self.project is None:
            return None
        with self.told("The change can't be used"):
            return await asyncio.to_thread(retrain_quickly, project, self.project, model)
        return None

    def model(self) -> Model | None:
        return self.served.assistant.model if self.served.assistant else None

    def file_name(self) -> str:
        return self.served.assistant.model_file if self.served.assistant else ""

    def train(self, project: Project) -> None:
        self.training = asyncio.create_task(self.train_beside(project))

    async def train_beside(self, project: Project) -> None:
        """In a process of its own, which leaves the server its time."""
        started = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "causerie", "train", "--out", str(self.served.models.resolve())),
            cwd=self.paths.root,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        with suppress(OSError, AttributeError):
            os.setpriority(os.PRIO_PROCESS, process.pid, POLITE)
        try:
            _, said = await process.communicate()
        except asyncio.CancelledError:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
            raise
        if process.returncode:
            self.tell(f"The training failed: {said.decode(errors='replace')[-SAID_AT_MOST:].strip()}")
            return
        with self.told("The trained model can't be used"):
            await self.served.load(self.served.models)
            self.project = project
            self.tell(f"Trained in {time.perf_counter() - started:.1f} s, and in use.")

    @contextmanager
    def told(self, words: str) -> Iterator[None]:
        """What goes wrong is said after these words, and the assistant stays as it is."""
        try:
            yield
        except (CauserieError, OSError) as error:
            self.tell(f"{words}: {error}")

    async def stop_training(self) -> None:
        """A newer change makes it pointless."""
        if self.training is not None:
            self.training.cancel()
            await asyncio.wait([self.training])
            self.training = None


def watched(paths: ProjectPaths) -> list[Path]:
    """The files and folders of the project that exist, its actions, knowledge and prompts among them."""
    around = [paths.root / name for name in ("actions", "actions.py", "knowledge", "prompts")]
    own = [paths.domain, *paths.data, paths.config, paths.endpoints, paths.credentials, *around]
    return [path for path in own if path is not None and path.exists()]


async def changed_files(places: Iterable[Path]) -> AsyncIterator[set[Path]]:
    """Names as they are in ``places``; editors' passing files are left out."""
    from watchfiles import Change, awatch

    known = {place.resolve(): place for place in places}

    def concerns(change: Change, name: str) -> bool:
        path = Path(name)
        own = path in known or any(place in path.parents for place in known)
        return own and (path.suffix in FILES or path.is_dir()) and not path.name.startswith((".", "~", "#"))

    while True:
        async for changes in awatch(
            *folders_of(known), watch_filter=concerns, debounce=60, step=30, recursive=False
        ):
            found = {Path(name) for _, name in changes}
            files = {path for path in found if path.suffix in FILES}
            if files:
                yield {known.get(path, path) for path in files}
            if found - files:
                break  # a folder came or went: watch those that are there now


def folders_of(places: Iterable[Path]) -> set[Path]:
    """A file that an editor replaces is not the one that was watched, so its folder is."""
    found: set[Path] = set()
    for place in places:
        if place.is_dir():
            inside = (path for path in place.rglob("*") if path.is_dir() and path.name != "__pycache__")
            found.update((place, *inside))
        found.add(place.parent)
    return found
