"""NLU training data: intents with examples, synonyms, regexes, lookups, responses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from causerie.domain import Variation
from causerie.errors import Place
from causerie.files import expect
from causerie.files.domain_responses import read_responses
from causerie.files.nlu_examples import example_lines, read_examples
from causerie.files.nlu_json import read_nlu_json
from causerie.files.nlu_lookup import lookup_file, read_lookup_file
from causerie.files.nodes import Mapping, Node, Scalar, describe, is_nothing
from causerie.files.problems import Problems
from causerie.files.top_level import check_top_level
from causerie.files.versions import check_version
from causerie.files.walk import data_files
from causerie.files.yaml import read_yaml
from causerie.registry import did_you_mean
from causerie.training_data import Example, Lookup, NluData, Regex

SECTIONS = {
    "intent": ("intent", "examples", "metadata"),
    "synonym": ("synonym", "examples"),
    "regex": ("regex", "examples"),
    "lookup": ("lookup", "examples"),
}


@dataclass
class NluParts:
    """What was read so far."""

    examples: list[Example] = field(default_factory=list)
    synonyms: dict[str, str] = field(default_factory=dict)
    regexes: list[Regex] = field(default_factory=list)
    lookups: dict[str, tuple[list[str], Place]] = field(default_factory=dict)
    responses: dict[str, tuple[Variation, ...]] = field(default_factory=dict)


def read_nlu(paths: Iterable[Path | str]) -> NluData:
    """The NLU data below these files and folders; raises ProjectError with all its problems."""
    problems = Problems()
    parts = NluParts()
    for file in data_files(paths, problems):
        read_nlu_file(file, parts, problems)
    problems.raise_errors()
    return build_nlu(parts)


def read_nlu_file(file: Path, parts: NluParts, problems: Problems) -> None:
    if file.suffix == ".json":
        read_nlu_json(file, parts, problems)
        return
    root = read_yaml(file, problems)
    section = expect.mapping(root, "A file of training data", problems)
    if section is not None and check_version(section, problems):
        check_top_level(section, problems)
        read_nlu_sections(section, parts, problems)


def read_nlu_sections(root: Mapping, parts: NluParts, problems: Problems) -> None:
    """``nlu`` and ``responses`` of one document."""
    for name, variations in read_responses(root.get("responses"), problems).items():
        parts.responses[name] = variations
    node = root.get("nlu")
    if is_nothing(node):
        return
    listed = expect.sequence(node, "'nlu'", problems, "Begin each section with '- intent: …'.")
    for item in listed or ():
        section = expect.mapping(item, "Each section under 'nlu'", problems, "Begin it with '- intent: …'.")
        if section is not None:
            _read_section(section, parts, problems)


def _read_section(item: Mapping, parts: NluParts, problems: Problems) -> None:
    kind = next((key for key in SECTIONS if key in item), None)
    if kind is None:
        problems.error(
            "This section says neither what intent nor what else its examples are for.",
            item.place,
            expected=", ".join(f"{key}: …" for key in SECTIONS),
            found=describe(item),
            advice=next((hint for key in item.entries if (hint := did_you_mean(str(key), SECTIONS))), ""),
            kind="unknown_key",
        )
        return
    expect.known_keys(item, SECTIONS[kind], f"A section with the key '{kind}'", problems)
    name = expect.name(item.get(kind), f"The name behind '{kind}:'", problems)
    if name is None:
        return
    if kind == "intent":
        _read_intent(item, name.strip(), parts, problems)
    elif kind == "synonym":
        for text, place in _lines(item, kind, name, problems):
            add_synonym(parts, text, name, place, problems)
    elif kind == "regex":
        for pattern, place in _lines(item, kind, name, problems):
            add_regex(parts, name, pattern, place, problems)
    else:
        _read_lookup(item, name, parts, problems)


def _read_intent(item: Mapping, intent: str, parts: NluParts, problems: Problems) -> None:
    for example in read_examples(item, intent, problems):
        add_example(parts, example, problems)


def add_example(parts: NluParts, example: Example, problems: Problems) -> None:
    """Keeps an example; an entity whose value is not its text is a synonym too."""
    parts.examples.append(example)
    for entity in example.entities:
        text = example.text[entity.start : entity.end]
        if text != entity.value:
            add_synonym(parts, text, entity.value, example.place, problems)


def add_nlu(parts: NluParts, data: NluData, problems: Problems) -> None:
    """Values that were read or made before."""
    for example in data.examples:
        add_example(parts, example, problems)
    for text, value in data.synonyms.items():
        add_synonym(parts, text, value, Place(), problems)
    for regex in data.regexes:
        add_regex(parts, regex.name, regex.pattern, regex.place, problems)
    for lookup in data.lookups:
        parts.lookups.setdefault(lookup.name, ([], lookup.place))[0].extend(lookup.elements)
    parts.responses = {**data.responses, **parts.responses}


def add_synonym(parts: NluParts, text: str, value: str, place: Place, problems: Problems) -> None:
    known = parts.synonyms.get(text)
    if known is not None and known != value:
        problems.warning(
            f"'{text}' is a synonym of '{known}' and of '{value}'; the last one counts.",
            place,
            advice="Let each word stand for one value.",
            kind="synonym",
            name=text,
        )
    parts.synonyms[text] = value


def add_regex(parts: NluParts, name: str, pattern: str, place: Place, problems: Problems) -> None:
    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        problems.warning(
            f"The regex '{name}' is no regular expression: {error}.",
            place,
            found=pattern,
            advice="Mend it, or put a backslash before characters that are meant as they stand.",
            kind="regex",
            name=name,
        )
    parts.regexes.append(Regex(name, pattern, place))


def _read_lookup(item: Mapping, name: str, parts: NluParts, problems: Problems) -> None:
    file = lookup_file(item.get("examples"))
    if file is not None:
        elements = read_lookup_file(file, item.key_place("examples"), problems)
    else:
        elements = [text for text, _ in _lines(item, "lookup", name, problems)]
    parts.lookups.setdefault(name, ([], item.place))[0].extend(elements)


def _lines(item: Mapping, kind: str, name: str, problems: Problems) -> list[tuple[str, Place]]:
    """The lines of a synonym, regex or lookup, as a block or as a list."""
    node: Node | None = item.get("examples")
    what = f"the examples of the {kind} '{name}'"
    found: list[tuple[str, Place]] = []
    if isinstance(node, Scalar) and isinstance(node.value, str):
        found = [
            (text, node.line_place(index, column))
            for text, index, column in example_lines(node, what, problems)
        ]
    elif not is_nothing(node):
        listed = expect.sequence(node, f"{what[0].upper()}{what[1:]}", problems, "Write 'examples: |'.")
        for part in listed or ():
            text = expect.text(part, f"Each of {what}", problems)
            if text:
                found.append((text.strip(), part.place))
    if not found:
        problems.warning(f"The {kind} '{name}' has no examples.", item.place, kind="empty", name=name)
    return found


def build_nlu(parts: NluParts) -> NluData:
    """The finished value; an example that stands there twice is kept once."""
    unique = {
        (x.text, x.intent, x.entities, repr(x.metadata), repr(x.intent_metadata)): x
        for x in reversed(parts.examples)
    }
    return NluData(
        examples=tuple(reversed(unique.values())),
        synonyms=parts.synonyms,
        regexes=tuple(parts.regexes),
        lookups=tuple(Lookup(name, tuple(words), place) for name, (words, place) in parts.lookups.items()),
        responses=parts.responses,
    )
