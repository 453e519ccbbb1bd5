"""Reads markers.yml (or a folder of such files), checked against the domain."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path

from causerie.domain import Domain
from causerie.errors import Place, Problem
from causerie.evaluation.markers import CONDITIONS, NEGATIONS, OF_ONE, OPERATORS, Marker
from causerie.files import expect
from causerie.files.nodes import Mapping, Node, describe
from causerie.files.problems import Problems
from causerie.files.walk import YAML_ENDINGS, files_below
from causerie.files.yaml import read_yaml
from causerie.registry import did_you_mean

TAGS = (*OPERATORS, *CONDITIONS, *NEGATIONS)


def read_markers(place: Path, domain: Domain | None) -> tuple[dict[str, Marker], tuple[Problem, ...]]:
    """Markers by name, and warnings; raises ProjectError with all problems.

    Without a domain any name will do.
    """
    problems = Problems()
    found: dict[str, Marker] = {}
    for file in list(files_below(place, YAML_ENDINGS)) if place.is_dir() else [place]:
        root = expect.mapping(read_yaml(file, problems), "A file of markers", problems)
        for name, node in root.entries.items() if root else ():
            marker = _marker(node, f"The marker '{name}'", _known(domain), problems)
            if name in found or name in TAGS:
                what = "a marker already" if name in found else "what conditions and operators are called"
                problems.error(f"'{name}' is {what}; choose another name.", node.place, kind="twice")
            elif marker:
                found[str(name)] = marker
    if not found and not problems:
        problems.error("There are no markers.", Place(str(place)), expected="name: {intent: greet}")
    problems.raise_errors()
    return found, problems.warnings


def _known(domain: Domain | None) -> dict[str, Container[str]]:
    if domain is None:
        return {}
    return {"action": domain.action_set, "intent": domain.intents, "slot_was_set": domain.slots}


def _marker(node: Node, what: str, known: dict[str, Container[str]], problems: Problems) -> Marker | None:
    item = expect.mapping(node, what, problems, "Write '{intent: greet}', or '{and: [{…}, {…}]}'.")
    if item is None:
        return None
    tags = [str(key) for key in item.entries if key != "description"]
    if len(tags) != 1 or tags[0] not in TAGS:
        problems.error(
            f"{what} must have one condition or operator.",
            item.place,
            expected=", ".join(TAGS),
            found=describe(item),
            advice=next((hint for tag in tags if (hint := did_you_mean(tag, TAGS))), ""),
            kind="unknown_key",
        )
        return None
    if tags[0] in NEGATIONS:
        _warn_of_negation(item, tags[0], problems)
    if NEGATIONS.get(tags[0], tags[0]) in CONDITIONS:
        return _condition(item, tags[0], what, known, problems)
    return _operator(item, tags[0], what, known, problems)


def _warn_of_negation(item: Mapping, tag: str, problems: Problems) -> None:
    meant = NEGATIONS[tag]
    problems.warning(
        f"'{tag}' is read as '{meant}', without the negation, as Rasa 3.6 reads it.",
        item.key_place(tag),
        advice=f"For the negation write 'not: [{{{meant}: …}}]'.",
        kind="negation",
        name=tag,
    )


def _condition(
    item: Mapping, tag: str, what: str, known: dict[str, Container[str]], problems: Problems
) -> Marker | None:
    name = expect.name(item.get(tag), f"'{tag}' of {what}", problems)
    kind = NEGATIONS.get(tag, tag)
    if name is not None and kind in known and name not in known[kind]:
        thing = kind.partition("_")[0]
        problems.error(
            f"The domain has no {thing} '{name}'.", item.key_place(tag), kind="undefined", name=name
        )
    return None if name is None else Marker(kind, name)


def _operator(
    item: Mapping, tag: str, what: str, known: dict[str, Container[str]], problems: Problems
) -> Marker | None:
    listed = expect.sequence(item.get(tag), f"'{tag}' of {what}", problems, "Begin each part with '- '.")
    if listed is None:
        return None
    kind = NEGATIONS.get(tag, tag)
    if not listed.items or (kind in OF_ONE and len(listed.items) > 1):
        number = "one part" if kind in OF_ONE else "parts"
        problems.error(f"'{tag}' of {what} needs {number}.", listed.place, found=describe(listed))
        return None
    parts = [_marker(part, f"A part of '{tag}'", known, problems) for part in listed]
    return Marker(kind, parts=tuple(part for part in parts if part))
