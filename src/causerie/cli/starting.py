"""Begins a project: chooses, copies, trains, and says what to do next."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from causerie.cli.copying import copy_template, files_in_the_way
from causerie.cli.talking import talk
from causerie.cli.templates_list import TEMPLATES, Template
from causerie.cli.training import train_project
from causerie.cli.training_order import Order
from causerie.errors import CauserieError
from causerie.files.project import ProjectPaths

console = Console(highlight=False, soft_wrap=True)
STARTED, GIVEN_UP = 0, 0


def start_project(folder: Path | None, template: Template | None, ask: bool) -> int:
    """The exit status. Without ``ask`` the folder must exist and hold no file of the template."""
    place = _folder(folder, ask)
    chosen = template or (_ask_template() if ask else Template.FAQ)
    if place is None or chosen is None:
        console.print("Nothing was written.")
        return GIVEN_UP
    existing = files_in_the_way(chosen.folder, place)
    if existing and not ask:
        raise CauserieError(
            f"'{place}' has files that the project would overwrite, so nothing was written: {_listed(existing)}. "
            "Choose another folder with --init-dir."
        )
    if existing and not _confirm(f"Overwrite {_listed(existing)}?", default=False):
        console.print("Nothing was written.")
        return GIVEN_UP
    copy_template(chosen.folder, place)
    console.print(f"The project is in '{place.resolve()}'.", markup=False)
    _train_and_talk(place, ask)
    return STARTED


def _train_and_talk(place: Path, ask: bool) -> None:
    paths, models = ProjectPaths.in_folder(place), place / "models"
    if ask and not _confirm("Train a model now?"):
        console.print(_next_steps(place, "causerie train"))
        return
    train_project(paths, Order(models))
    if ask and _confirm("Talk to the assistant now?"):
        talk(paths, models, None)
    console.print(_next_steps(place, "causerie shell"), markup=False)


def _folder(given: Path | None, ask: bool) -> Path | None:
    """An existing folder; None when the person gives up."""
    folder = given
    if folder is None:
        answer = _ask_text("In which folder shall the project be?", ".") if ask else "."
        if answer is None:
            return None
        folder = Path(answer)
    if folder.is_file():
        raise CauserieError(f"'{folder}' is a file; a project needs a folder.")
    if not folder.exists():
        if not ask:
            raise CauserieError(f"There is no folder '{folder}'. Make it first: mkdir -p {folder}")
        if not _confirm(f"There is no folder '{folder}'. Make it?"):
            return None
        folder.mkdir(parents=True)
    return folder


def _ask_template() -> Template | None:
    import questionary

    choices = [
        questionary.Choice(f"{template.value}: {told}", value=template)
        for template, told in TEMPLATES.items()
    ]
    chosen: Template | None = questionary.select("What shall it begin with?", choices=choices).ask()
    return chosen


def _ask_text(question: str, default: str) -> str | None:
    import questionary

    answer: str | None = questionary.text(question, default=default).ask()
    return answer


def _confirm(question: str, default: bool = True) -> bool:
    import questionary

    return bool(questionary.confirm(question, default=default).ask())


def _listed(files: list[Path]) -> str:
    return ", ".join(file.as_posix() for file in files)


def _next_steps(place: Path, first: str) -> str:
    go = "" if place.resolve() == Path.cwd() else f"cd {place} && "
    return (
        f"\nNext:\n  {go}{first}\n"
        "Change data/ and domain.yml, then run 'causerie train' again; 'causerie test' plays the test stories."
    )
