"""What was found out about a project, as a document and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from causerie.evaluation.story_results import ActionCheck, PlayedEvent, StoryResult
from causerie.migration.compatibility import Report
from causerie.migration.pages.document import Document, Row, Section, shown
from causerie.migration.survey.findings import Finding, Verdict
from causerie.migration.talking.comparison_json import comparison_as_dict
from causerie.migration.talking.replaying import Replayed
from causerie.migration.talking.turns import AGREES, DIFFERS, NOT_COMPARED, Json
from causerie.migration.trial import Trial

TITLES = {
    Verdict.BROKEN: "Broken: mistakes in the files",
    Verdict.MISSING: "Missing here",
    Verdict.REPLACED: "Replaced",
    Verdict.WITHOUT_EFFECT: "Without effect here",
    Verdict.UNCHANGED: "Runs unchanged",
}


def compat_document(report: Report) -> Document:
    counts = Counter(finding.verdict for finding in report.findings)
    said = ", ".join(f"{counts[verdict]} {verdict}" for verdict in Verdict if counts[verdict])
    sections = [
        Section("In short", (_conclusion(report), f"Found: {said}." if said else "Nothing was found."))
    ]
    for verdict in Verdict:
        found = [finding for finding in report.findings if finding.verdict is verdict]
        if found:
            rows = tuple(map(_row, found))
            sections.append(Section(TITLES[verdict], head=("where", "what", "here", "what to do"), rows=rows))
    if report.trial:
        sections.append(_trial(report.trial))
    if report.replayed:
        sections.append(_replayed(report.replayed))
    return Document(f"Causerie for '{report.project}'", tuple(sections))


def compat_json(report: Report) -> Json:
    trial, replayed = report.trial, report.replayed
    return {
        "project": report.project,
        "runs": report.runs,
        "findings": [_finding_json(finding) for finding in report.findings],
        "training": trial and {"seconds": round(trial.seconds, 3), "error": trial.error or None},
        "test_stories": trial
        and [{"name": x.name, "file": x.file, "passed": x.passed, "wrong": _wrong(x)} for x in trial.results],
        "against": replayed
        and {
            "server": replayed.server,
            "notes": list(replayed.notes),
            "turns": [{"conversation": name, **comparison_as_dict(turn)} for name, turn in replayed.turns],
        },
    }


def _conclusion(report: Report) -> str:
    if not report.runs:
        return "Not everything runs here as it does there; see below what to do."
    if report.trial is None:
        return "Nothing is broken or missing. It was not trained."
    return "It runs here: nothing is missing, it trains, and what was tried goes as it should."


def _row(finding: Finding) -> Row:
    place = str(finding.place) if finding.place.file else finding.area
    return place, finding.what, finding.told, finding.advice


def _finding_json(finding: Finding) -> Json:
    return {
        "area": finding.area,
        "what": finding.what,
        "verdict": str(finding.verdict),
        "file": finding.place.file or None,
        "line": finding.place.line or None,
        "told": finding.told,
        "advice": finding.advice,
    }


def _trial(trial: Trial) -> Section:
    if trial.model is None:
        return Section("Training", (f"It was not trained: {trial.error}",))
    lines = [f"Trained in {trial.seconds:.1f} s."]
    if trial.error:
        lines.append(f"The test stories can't be played: {trial.error}")
    elif trial.results:
        passed = sum(result.passed for result in trial.results)
        lines.append(f"{passed} of {len(trial.results)} test stories pass.")
    else:
        lines.append("There are no test stories.")
    rows = tuple((result.name, wrong) for result in trial.results for wrong in _wrong(result))
    return Section("Training and test stories", tuple(lines), ("test story", "what goes otherwise"), rows)


def _wrong(result: StoryResult) -> list[str]:
    return [_told(played) for played in result.wrong]


def _told(played: PlayedEvent) -> str:
    check = played.check
    if isinstance(check, ActionCheck):
        return f"{played.place}: expected {check.expected}, predicted {check.predicted}"
    if check is None:
        return str(played.place)
    entities = "" if check.has_right_entities else "; other entities"
    return f"{played.place}: '{check.text.strip()}': expected {check.expected}, understood {check.predicted}{entities}"


def _replayed(replayed: Replayed) -> Section:
    counts = Counter(turn.verdict for _, turn in replayed.turns)
    said = ", ".join(f"{counts[verdict]} {verdict}" for verdict in (AGREES, DIFFERS, NOT_COMPARED))
    lines = (f"{replayed.server}: {len(replayed.turns)} turns: {said}.", *replayed.notes)
    head = ("conversation", "message", "what", "there", "here")
    return Section("Beside the running server", lines, head, tuple(_differences(replayed)))


def _differences(replayed: Replayed) -> Iterator[Row]:
    for name, turn in replayed.turns:
        for difference in turn.differences:
            yield name, turn.text, difference.what, shown(difference.theirs), shown(difference.ours)
        if turn.note:
            yield name, turn.text, NOT_COMPARED, turn.note, ""
