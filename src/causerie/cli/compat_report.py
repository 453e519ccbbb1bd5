"""Examines a project while a person watches, and writes what was found."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from causerie.cli.failing import print_problems
from causerie.errors import CauserieError, EndpointError, ProjectError
from causerie.migration.compatibility import Against, Report, examine
from causerie.migration.pages.compat_page import compat_document, compat_json
from causerie.migration.pages.html import as_html
from causerie.migration.pages.markdown import as_markdown
from causerie.migration.pages.terminal import show
from causerie.migration.survey.command_lines import Verb
from causerie.migration.survey.survey import NoProject, project_in
from causerie.migration.talking.replaying import read_conversations
from causerie.migration.talking.upstream import Way, checked_url

RUNS, RUNS_NOT, WRONG_USAGE = 0, 1, 2
PAGES = {".html": as_html, ".htm": as_html, ".md": as_markdown}
TERMINAL = "-"


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for on the command line."""

    json: str | None = None
    out: Path | None = None
    training: bool = True
    against: str | None = None
    conversations: Path | None = None
    token: str | None = None
    jwt: str | None = None
    run_actions: bool = False


class WrongUsage(CauserieError):
    """Options that can't be followed."""


def report_on(project: Path, commands: Verb, order: Order) -> int:
    """The exit status: 0 it runs, 1 something is missing or differs, 2 it could not be examined."""
    try:
        against = _against(order)
        files = _files_to_write(order)
        project_in(project)
        report = _examined(project, commands, order, against)
        _write(report, files, order)
    except ProjectError as error:
        print_problems(error.problems)
        return WRONG_USAGE
    except (WrongUsage, NoProject, EndpointError) as error:
        print(f"error: {error}", file=sys.stderr)
        return WRONG_USAGE
    return RUNS if report.runs else RUNS_NOT


def _against(order: Order) -> Against | None:
    if order.against is None:
        given = [f"--{x}" for x in ("conversations", "token", "jwt", "run_actions") if getattr(order, x)]
        if given:
            raise WrongUsage(f"{', '.join(given).replace('_', '-')}: only together with --against.")
        return None
    if not order.training:
        raise WrongUsage("--against needs a trained model, so it can't go with --no-train.")
    conversations = () if order.conversations is None else tuple(read_conversations(order.conversations))
    return Against(Way(checked_url(order.against), order.token, order.jwt), conversations, order.run_actions)


def _files_to_write(order: Order) -> dict[str, Path]:
    """Before anything is examined: an hour of work should not end at a misspelt folder."""
    files: dict[str, Path] = {}
    if order.out is not None:
        if order.out.suffix.lower() not in PAGES:
            raise WrongUsage(f"--out must end in .html or .md; it is '{order.out}'.")
        files["out"] = order.out.absolute()
    if order.json not in (None, TERMINAL):
        files["json"] = Path(str(order.json)).absolute()
    for file in files.values():
        if not file.parent.is_dir():
            raise WrongUsage(f"There is no folder '{file.parent}' to write '{file.name}' to.")
    return files


def _examined(project: Path, commands: Verb, order: Order, against: Against | None) -> Report:
    """In the project's folder, where its own classes are found, and places are told from there."""
    console = Console(stderr=True, highlight=False)
    with contextlib.chdir(project), _importable(Path.cwd()), console.status("…") as status:
        return examine(project_in(Path()), commands, order.training, against, status.update)


@contextlib.contextmanager
def _importable(folder: Path) -> Iterator[None]:
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))


def _write(report: Report, files: dict[str, Path], order: Order) -> None:
    document, content = compat_document(report), json.dumps(compat_json(report), ensure_ascii=False, indent=1)
    if order.json == TERMINAL:
        print(content)
    else:
        show(document, Console(highlight=False))
    try:
        if "json" in files:
            files["json"].write_text(content + "\n", encoding="utf-8")
        if "out" in files:
            files["out"].write_text(PAGES[files["out"].suffix.lower()](document), encoding="utf-8")
    except OSError as error:
        raise WrongUsage(f"The report can't be written: {error}") from error
    for file in files.values():
        print(f"The report is in '{file}'.", file=sys.stderr)
