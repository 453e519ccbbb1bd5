"""Everything that ``causerie compat`` finds out about a project."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from causerie.assembly import Surroundings
from causerie.files.endpoints import read_endpoints
from causerie.files.project import ProjectPaths
from causerie.migration.survey.command_lines import Verb
from causerie.migration.survey.findings import STOPS, Finding, Verdict
from causerie.migration.survey.survey import survey
from causerie.migration.talking.replaying import Conversation, Replayed, conversations_of, replay
from causerie.migration.talking.turns import AGREES, NOT_COMPARED
from causerie.migration.talking.twin import Twin
from causerie.migration.talking.upstream import Upstream, Way
from causerie.migration.trial import Trial, try_out
from causerie.ports import Progress
from causerie.training.model import Model

STANDS_IN_THE_WAY = "Mend first what is broken."


@dataclass(frozen=True, slots=True)
class Against:
    """A running Rasa to compare with; more conversations than the test stories, if there are any."""

    way: Way
    conversations: tuple[Conversation, ...] = ()
    run_actions: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """``trial`` and ``replayed`` are None when nobody asked for them."""

    project: str
    findings: tuple[Finding, ...]
    trial: Trial | None = None
    replayed: Replayed | None = None

    @property
    def runs(self) -> bool:
        """Nothing is broken or missing, all test stories pass, and the same is said as there."""
        agree = self.replayed is None or all(
            x.verdict in (AGREES, NOT_COMPARED) for _, x in self.replayed.turns
        )
        tried = self.trial is None or self.trial.passed
        return agree and tried and not any(finding.verdict in STOPS for finding in self.findings)


def examine(
    paths: ProjectPaths, commands: Verb, training: bool, against: Against | None, progress: Progress
) -> Report:
    """Raises EndpointError when the server to compare with can't be asked."""
    if against:
        progress(f"asking {against.way.url}")
        asyncio.run(_check(against.way))
    progress("reading the project")
    findings = tuple(survey(paths, commands))
    trial = _trial(paths, findings, progress) if training else None
    replayed = None
    if against and trial and trial.model:
        conversations = (*conversations_of(trial.lines), *against.conversations)
        replayed = asyncio.run(_replayed(trial.model, paths, against, conversations, progress))
    return Report(str(paths.root.resolve().name), findings, trial, replayed)


def _trial(paths: ProjectPaths, findings: Sequence[Finding], progress: Progress) -> Trial:
    broken = [x for x in findings if x.verdict is Verdict.BROKEN and x.area in ("config", "domain", "data")]
    return Trial(error=STANDS_IN_THE_WAY) if broken else try_out(paths, progress)


async def _check(way: Way) -> None:
    upstream = Upstream(way)
    try:
        await upstream.check()
    finally:
        await upstream.close()


async def _replayed(
    model: Model,
    paths: ProjectPaths,
    against: Against,
    conversations: Sequence[Conversation],
    progress: Progress,
) -> Replayed:
    around = Surroundings(paths.root, read_endpoints(paths.endpoints))
    upstream, twin = Upstream(against.way), Twin(model, around, against.run_actions)
    try:
        return await replay(conversations, upstream, twin, progress)
    finally:
        await twin.close()
        await upstream.close()
