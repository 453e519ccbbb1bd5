"""endpoints.yml and credentials.yml: the services and channels around the assistant."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from causerie.channels.registry import CHANNELS
from causerie.errors import Place, ProjectError
from causerie.files import expect
from causerie.files.credentials import read_credentials
from causerie.files.endpoints import SECTIONS, EndpointConfig, Endpoints, read_endpoints
from causerie.files.problems import Problems
from causerie.files.yaml import read_yaml
from causerie.migration.survey.findings import Finding, Verdict, of_problem
from causerie.migration.survey.registered import looked_up, own_class
from causerie.registry import Registry
from causerie.stores.brokers.registry import EVENT_BROKERS, RASAS_DEFAULT
from causerie.stores.locks.registry import LOCK_STORES
from causerie.stores.trackers.registry import TRACKER_STORES

# Which registry a section's type is looked up in, and what Rasa takes for no type.
TYPED: dict[str, tuple[Registry, str]] = {
    "tracker_store": (TRACKER_STORES, "in-memory"),
    "lock_store": (LOCK_STORES, "in_memory"),
    "event_broker": (EVENT_BROKERS, RASAS_DEFAULT),
}
# 'rasa init' writes this one into every project.
OF_OTHER_PRODUCTS = {"rasa": "This channel is that of Rasa X, which is not offered any more."}


def endpoint_findings(file: Path, folder: Path) -> Iterator[Finding]:
    try:
        endpoints = read_endpoints(file)
    except ProjectError as error:
        yield from (of_problem("endpoints", problem) for problem in error.problems)
        return
    yield from (of_problem("endpoints", problem) for problem in endpoints.warnings)
    for name in SECTIONS:
        section: EndpointConfig | None = getattr(endpoints, name)
        if section is not None:
            yield _section(name, section, folder)
    yield from _unread(endpoints, file)


def _section(name: str, section: EndpointConfig, folder: Path) -> Finding:
    if name in TYPED:
        registry, usual = TYPED[name]
        kind = section.type or usual
        found = looked_up("endpoints", registry, kind if "." in kind else kind.lower(), section.place, folder)
        return Finding("endpoints", f"{name}: {kind}", found.verdict, found.place, found.told, found.advice)
    if name == "nlg" and section.type and "." in section.type:
        return own_class("endpoints", "word generator", section.type, section.place, folder)
    told = f"at {section.url}" if section.url else ""
    if name == "action_endpoint" and not section.url:
        told = "Without a url, actions run in the server's process."
    return Finding("endpoints", name, Verdict.UNCHANGED, section.place, told)


def _unread(endpoints: Endpoints, file: Path) -> Iterator[Finding]:
    told_already = {name for problem in endpoints.warnings for name in problem.names}
    for key in endpoints.raw:
        if key not in SECTIONS and key not in told_already:
            told = "This section is not read by the assistant."
            yield Finding("endpoints", str(key), Verdict.WITHOUT_EFFECT, _key_place(file, key), told)


def channel_findings(file: Path, folder: Path) -> Iterator[Finding]:
    try:
        credentials = read_credentials(file)
    except ProjectError as error:
        yield from (of_problem("credentials", problem) for problem in error.problems)
        return
    for name in credentials:
        place = _key_place(file, name)
        if name in OF_OTHER_PRODUCTS and name not in CHANNELS.table:
            told, advice = OF_OTHER_PRODUCTS[name], "Take the section out."
            yield Finding("credentials", name, Verdict.WITHOUT_EFFECT, place, told, advice)
        else:
            yield looked_up("credentials", CHANNELS, name, place, folder)


def _key_place(file: Path, key: str) -> Place:
    problems = Problems()
    root = expect.mapping(read_yaml(file, problems), "The file", problems)
    return root.key_place(key) if root else Place(str(file))
