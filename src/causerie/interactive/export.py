"""Where what was learnt is written, and writing it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from causerie.errors import ProjectError
from causerie.files.problems import Problems
from causerie.files.project import Project, ProjectPaths, read_project
from causerie.files.walk import YAML_ENDINGS, data_files, domain_files, keys_of
from causerie.files.write_into import GrowingFile
from causerie.files.write_learnt import add_examples, add_names, add_stories
from causerie.interactive.conversation import Conversation
from causerie.interactive.learnt import Learnt, learnt_from
from causerie.interactive.learnt_stories import has_open_turn
from causerie.interactive.terminal import Asking, Choice


@dataclass(frozen=True, slots=True)
class Exporter:
    """``end_to_end``: stories tell each message word by word. ``nlu``: without, no examples are written."""

    paths: ProjectPaths
    end_to_end: bool = False
    nlu: bool = True

    async def __call__(self, conversation: Conversation, asking: Asking) -> bool:
        """Asks and writes until it is done; False when the designer would rather go on."""
        while True:
            try:
                return await self._export(conversation, asking)
            except (ProjectError, OSError) as error:
                asking.tell(f"Nothing more was written. {_told(error)}")
                if not await asking.confirm("Try again?"):
                    return False

    async def _export(self, conversation: Conversation, asking: Asking) -> bool:
        project = read_project(self.paths)
        open_turn = has_open_turn(await conversation.tracker()) and await asking.confirm(
            "The last turn is not finished. Does the bot listen now? (No leaves this turn out.)"
        )
        learnt = await learnt_from(conversation, project, open_turn)
        if not learnt:
            asking.tell("Nothing new was learnt, so nothing is written.")
            return True
        for note in learnt.notes:
            asking.tell(f"note: {note}")
        files = _Files()
        told = [
            *await self._stories(learnt, files, asking),
            *await self._examples(learnt, project, files, asking),
            *await self._names(learnt, files, asking),
        ]
        files.write()
        for line in told:
            asking.tell(line)
        asking.tell("Train again for the assistant to know it: causerie train")
        return True

    async def _stories(self, learnt: Learnt, files: _Files, asking: Asking) -> list[str]:
        if not learnt.stories:
            return []
        usual = _usual(self.paths.data, "stories.yml", "stories")
        file = await _ask_file("Write the stories to:", usual, asking)
        add_stories(files[file], learnt.stories, self.end_to_end)
        return [f"{_listed('stories', (x.name for x in learnt.stories))} in '{file}'."]

    async def _examples(self, learnt: Learnt, project: Project, files: _Files, asking: Asking) -> list[str]:
        if not learnt.examples or not self.nlu:
            return []
        wanted = {example.intent for example in learnt.examples}
        places = [x.place.file for x in project.nlu.examples if x.intent in wanted and _is_yaml(x.place.file)]
        most = max(sorted(set(places)), key=places.count, default="")
        usual = Path(most) if most else _usual(self.paths.data, "nlu.yml", "nlu")
        file = await _ask_file("Write the examples to:", usual, asking)
        add_examples(files[file], learnt.examples)
        return [f"{_listed('examples', (repr(x.text) for x in learnt.examples))} in '{file}'."]

    async def _names(self, learnt: Learnt, files: _Files, asking: Asking) -> list[str]:
        if not learnt.names:
            return []
        file = await self._domain_file(asking)
        add_names(files[file], learnt.names)
        new = learnt.names
        kinds: Mapping[str, Iterable[str]] = {
            "intents": new.intents,
            "entities": new.entities,
            "slots": new.slots,
            "actions": new.actions,
            "responses": new.responses,
        }
        return [f"{_listed(kind, names)} in '{file}'." for kind, names in kinds.items() if names]

    async def _domain_file(self, asking: Asking) -> Path:
        domain = self.paths.domain or Path("domain.yml")
        if not domain.is_dir():
            return await _ask_file("Write the new names of the domain to:", domain, asking)
        found = domain_files(domain, Problems())
        found.sort(key=lambda file: "intents" not in keys_of(file))
        if len(found) == 1:
            return found[0]
        chosen = await asking.choose(
            "Which file of the domain gets the new names?", [Choice(str(file), str(file)) for file in found]
        )
        return Path(chosen)


@dataclass(slots=True)
class _Files:
    """Files that grow; one that is named twice grows twice."""

    grown: dict[Path, GrowingFile] = field(default_factory=dict)

    def __getitem__(self, file: Path) -> GrowingFile:
        return self.grown.setdefault(file.resolve(), GrowingFile(file))

    def write(self) -> None:
        for file in self.grown.values():
            file.write()


async def _ask_file(question: str, usual: Path, asking: Asking) -> Path:
    return Path((await asking.text(question, str(usual), _check_file)).strip())


def _check_file(typed: str) -> str:
    file = Path(typed.strip())
    if file.suffix not in YAML_ENDINGS or file.is_dir():
        return "Type the name of a YAML file, such as data/stories.yml; one that is not there is made."
    return ""


def _usual(data: Iterable[Path], name: str, key: str) -> Path:
    """The file of this name, else one that has such a section, else a new one of this name."""
    places = [*data]
    folder = next((place for place in places if place.is_dir()), Path("data"))
    files = [file for file in data_files(places, Problems()) if file.suffix in YAML_ENDINGS]
    named = [file for file in files if file.name == name]
    having = [file for file in files if key in keys_of(file)]
    return next(iter((*named, *having)), folder / name)


def _is_yaml(file: str) -> bool:
    return file.endswith(YAML_ENDINGS)


def _told(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"'{error.filename}': {error.strerror}."
    return str(error)


def _listed(kind: str, names: Iterable[str]) -> str:
    return f"{kind}: {', '.join(names)},"
