#!/usr/bin/env python3
"""Run commands in copies of small projects and compare with a recording.

    replay_cli.py check  --command causerie
    replay_cli.py check  --command rasa --rasa-env rasa-env --only "data validate"
    replay_cli.py record --command rasa --rasa-env rasa-env
    replay_cli.py list

``cases.yml`` holds the cases, ``projects/`` the projects they start from, and
``golden.json`` what real Rasa did.  A case has these keys:

``name``, ``quirk``
    as in ``conversations.yml``
``project``
    folder below ``projects/`` (``base`` if left out)
``files``
    files to write over the copy: text, or ``null`` to delete; a mapping
    ``{old: new}`` replaces pieces of the file that is there
``trained``
    start with a trained ``models/model.tar.gz`` of the unchanged project
``conversations``
    events per sender, put into the SQLite tracker store ``tracker.db``
``steps``
    commands, or one command under ``run`` in the case itself

A step is a command line without the program, or a mapping with ``run`` and

``stdin``     text for the standard input
``env``       environment variables
``read``      files (patterns) whose content is compared; a mapping ``{pattern:
              counts}`` compares only how many things are in them
``shows``     ``flags``, ``findings`` or ``json``: what is compared of the output

Of every command the exit status and the files it wrote, changed and deleted are
compared, never the wording.  *Findings* are found in Rasa's output with the patterns
in ``cases.yml`` and stored as a kind and the names it is about; other programs only
have to mention these names (``--strict`` wants the same patterns to match).
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import dataclasses
import difflib
import hashlib
import json
import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final, TypeAlias

import yaml

HERE: Final = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "conformance"))

import replay

Json: TypeAlias = Any

GOLDEN_FORMAT: Final = 1
TIMEOUT: Final = 400
IGNORED: Final = re.compile(
    r"(^|/)(\.rasa|__pycache__|\.home|\.config|\.matplotlib)(/|$)"
)
TRAIN: Final = "train --fixed-model-name model"

_MODEL = re.compile(r"\d{8}-\d{6}-[a-z]+-[a-z]+(-[a-z]+)*")
_VERSION = re.compile(r"\b\d+\.\d+\.\d+\b")
_ID = re.compile(r"\b([0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})\b")
_ASSISTANT = re.compile(r"\b\d{8}-\d{6}-[\w-]+")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_OPTION = re.compile(r"(?<![\w-])--?[A-Za-z][\w-]*")


# --------------------------------------------------------------------------- #
# Cases
# --------------------------------------------------------------------------- #


@dataclasses.dataclass(frozen=True, slots=True)
class Step:
    """One command."""

    run: str
    stdin: str = ""
    env: Mapping[str, str] = dataclasses.field(default_factory=dict)
    read: Mapping[str, str] = dataclasses.field(default_factory=dict)
    shows: str = ""

    @classmethod
    def parse(cls, raw: Json) -> Step:
        """Build a step from its YAML form."""
        fields: dict[str, Json] = {"run": raw} if isinstance(raw, str) else dict(raw)
        wanted = fields.get("read") or []
        if not isinstance(wanted, dict):
            wanted = dict.fromkeys(wanted, "content")
        return cls(
            run=str(fields["run"]),
            stdin=str(fields.get("stdin", "")),
            env={str(k): str(v) for k, v in (fields.get("env") or {}).items()},
            read=wanted,
            shows=str(fields.get("shows", "")),
        )


@dataclasses.dataclass(frozen=True, slots=True)
class Case:
    """Commands in one copy of a project."""

    name: str
    steps: tuple[Step, ...]
    project: str = "base"
    files: Mapping[str, Json] = dataclasses.field(default_factory=dict)
    trained: bool = False
    conversations: Mapping[str, Json] = dataclasses.field(default_factory=dict)
    quirk: str = ""

    @classmethod
    def parse(cls, raw: dict[str, Json]) -> Case:
        """Build a case from its YAML form."""
        return cls(
            name=str(raw["name"]),
            steps=tuple(Step.parse(step) for step in raw.get("steps") or [raw]),
            project=str(raw.get("project", "base")),
            files=raw.get("files") or {},
            trained=bool(raw.get("trained")),
            conversations=raw.get("conversations") or {},
            quirk=str(raw.get("quirk", "")),
        )

    @property
    def verb(self) -> str:
        """The verb of the last command."""
        words = [w for w in shlex.split(self.steps[-1].run) if w != "--help"]
        verb: list[str] = []
        for word in words[:3]:
            if word.startswith("-") or "." in word or "/" in word:
                break
            verb.append(word)
        return " ".join(verb) or "(none)"


# --------------------------------------------------------------------------- #
# Reading files and output
# --------------------------------------------------------------------------- #


def mask(value: Json) -> Json:
    """Replace what differs from run to run."""
    if isinstance(value, str):
        for pattern, placeholder in (
            (_MODEL, "<model>"),
            (_ASSISTANT, "<name>"),
            (_ID, "<id>"),
        ):
            value = pattern.sub(placeholder, value)
        return value
    if isinstance(value, float):
        return round(value, 6)
    if isinstance(value, list):
        return [mask(item) for item in value]
    if isinstance(value, dict):
        return {str(mask(key)): mask(item) for key, item in value.items()}
    return value


def read_file(path: Path, how: str) -> Json:
    """Content of a file in a form that can be compared."""
    text = path.read_text(encoding="utf-8")
    content: Json
    if path.suffix == ".json":
        content = json.loads(text)
        if isinstance(content, list):
            content = sorted(content, key=lambda item: json.dumps(item, sort_keys=True))
    elif path.suffix in (".yml", ".yaml"):
        content = yaml.safe_load(text)
        if isinstance(content, dict) and isinstance(content.get("version"), str):
            content["version"] = _VERSION.sub("<version>", content["version"])
    elif path.suffix == ".csv":
        content = list(csv.reader(text.splitlines()))
    else:
        lines = [line for line in text.splitlines() if line.strip()]
        content = [_maybe_json(line) for line in lines]
        if all(isinstance(item, dict) and "sender_id" in item for item in content):
            # Conversations may come in any order, the events of each may not.
            content.sort(key=lambda item: str(item["sender_id"]))
    return counts(content) if how == "counts" else content


def _maybe_json(line: str) -> Json:
    try:
        return json.loads(line)
    except json.JSONDecodeError:
        return line


def counts(content: Json) -> Json:
    """How many examples, stories or rows there are."""
    if isinstance(content, list):
        return len(content)
    if not isinstance(content, dict):
        return content
    found: dict[str, Json] = {}
    for item in content.get("nlu") or []:
        kind = next(k for k in ("intent", "synonym", "regex", "lookup") if k in item)
        examples = item.get("examples") or []
        if isinstance(examples, str):
            examples = [x for x in examples.splitlines() if x.strip()]
        found[f"{kind} {item[kind]}"] = len(examples)
    for key in ("stories", "rules"):
        if key in content:
            found[key] = len(content[key] or [])
    return found


def flags(output: str) -> dict[str, Json]:
    """Options and subcommands that a help text lists."""
    options: set[str] = set()
    for line in output.splitlines():
        found = re.match(r" {1,8}(-.*)", line)
        if found:
            options.update(_OPTION.findall(re.split(r" {2,}", found[1])[0]))
    usage = output.partition("\n\n")[0]
    groups = re.findall(r"{([\w,-]+)}", usage)
    commands = sorted(groups[-1].split(",")) if groups else []
    return {"options": sorted(options), "commands": commands}


def findings(output: str, patterns: Mapping[str, str]) -> list[dict[str, Json]]:
    """Kinds of findings in Rasa's output and the names they are about."""
    found: list[dict[str, Json]] = []
    text = re.sub(r"\s+", " ", output)
    for kind, pattern in patterns.items():
        for match in re.finditer(pattern, text):
            finding = {"kind": kind, "names": [name for name in match.groups() if name]}
            if finding not in found:
                found.append(finding)
    return sorted(found, key=lambda item: (item["kind"], item["names"]))


def json_values(output: str) -> list[Json]:
    """JSON objects that begin at the end of a line, the inner ones left out."""
    decoder = json.JSONDecoder()
    values: list[Json] = []
    position = 0
    for start in re.finditer(r"{$", output, re.MULTILINE):
        if start.start() < position:
            continue
        with contextlib.suppress(json.JSONDecodeError):
            value, position = decoder.raw_decode(output, start.start())
            values.append(value)
    return values


# --------------------------------------------------------------------------- #
# Running
# --------------------------------------------------------------------------- #


def snapshot(folder: Path) -> dict[str, str]:
    """Files of a folder and what is in them, as digests."""
    found: dict[str, str] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not IGNORED.search(name):
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """``+`` new, ``~`` changed and ``-`` deleted files, names masked."""
    lines = [f"+ {name}" for name in after if name not in before]
    lines += [f"~ {k}" for k in after if k in before and before[k] != after[k]]
    lines += [f"- {name}" for name in before if name not in after]
    return sorted(set(mask(lines)))


def store_conversations(path: Path, conversations: Mapping[str, Json]) -> None:
    """Write a SQLite tracker store."""
    with sqlite3.connect(path) as database:
        database.execute(
            "CREATE TABLE events (id INTEGER PRIMARY KEY, sender_id VARCHAR(255) NOT"
            " NULL, type_name VARCHAR(255) NOT NULL, timestamp FLOAT, intent_name"
            " VARCHAR(255), action_name VARCHAR(255), data TEXT)"
        )
        for sender, events in conversations.items():
            for event in events:
                intent = (event.get("parse_data") or {}).get("intent") or {}
                action = event.get("name") if event["event"] == "action" else None
                row = (
                    sender,
                    event["event"],
                    event["timestamp"],
                    intent.get("name"),
                    action,
                    json.dumps(event),
                )
                database.execute(
                    "INSERT INTO events (sender_id, type_name, timestamp, intent_name,"
                    " action_name, data) VALUES (?, ?, ?, ?, ?, ?)",
                    row,
                )
    database.close()


class Runner:
    """Runs cases with one program."""

    def __init__(
        self, program: Sequence[str], scratch: Path, patterns: Mapping[str, str]
    ) -> None:
        self.program, self.scratch, self.patterns = list(program), scratch, patterns
        self.lock = threading.Lock()
        self.models: dict[str, Path] = {}

    def execute(self, step: Step, work: Path) -> tuple[int, str]:
        """Run a command; return exit status and output."""
        home = work.parent / f"{work.name}.home"
        home.mkdir(exist_ok=True)
        environment = {
            **os.environ,
            "HOME": str(home),
            "COLUMNS": "200",
            "RASA_TELEMETRY_ENABLED": "false",
            "TF_CPP_MIN_LOG_LEVEL": "3",
            "PYTHONWARNINGS": "ignore",
            "PYTHONPATH": str(work),
            **step.env,
        }
        try:
            done = subprocess.run(
                self.program + shlex.split(step.run),
                cwd=work,
                env=environment,
                input=step.stdin.encode("utf-8"),
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=TIMEOUT,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise replay.ReplayError(f"{step.run}: no end after {TIMEOUT} s") from error
        output = _COLOUR.sub("", done.stdout.decode("utf-8", "replace"))
        with (home / "output.log").open("a", encoding="utf-8") as log:
            log.write(f"$ {step.run}\n{output}\n[{done.returncode}]\n")
        return done.returncode, output

    def model(self, project: str) -> Path:
        """A model of a project, trained when first asked for."""
        with self.lock:
            if project not in self.models:
                work = self.scratch / f"trained-{project}"
                shutil.copytree(HERE / "projects" / project, work)
                status, output = self.execute(Step(TRAIN), work)
                if status:
                    raise replay.ReplayError(f"training failed:\n{output[-3000:]}")
                self.models[project] = work / "models" / "model.tar.gz"
            return self.models[project]

    def prepare(self, case: Case) -> Path:
        """Make the copy of the project that a case works in."""
        slug = re.sub(r"[^a-z0-9]+", "-", case.name.lower()).strip("-")
        work = self.scratch / slug
        shutil.copytree(HERE / "projects" / case.project, work)
        for name, content in case.files.items():
            path = work / name
            if content is None:
                path.unlink()
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, dict):
                text = path.read_text(encoding="utf-8")
                for old, new in content.items():
                    if old not in text:
                        raise replay.ReplayError(f"{case.name}: no {old!r} in {name}")
                    text = text.replace(old, new)
                content = text
            path.write_text(content, encoding="utf-8")
        if case.trained:
            (work / "models").mkdir()
            shutil.copy2(self.model(case.project), work / "models" / "model.tar.gz")
        if case.conversations:
            store_conversations(work / "tracker.db", case.conversations)
        return work

    def play(self, case: Case) -> list[dict[str, Json]]:
        """Run the commands of a case; return what was observed."""
        work = self.prepare(case)
        observed: list[dict[str, Json]] = []
        for step in case.steps:
            before = snapshot(work)
            status, output = self.execute(step, work)
            result: dict[str, Json] = {"run": step.run, "exit": status}
            result["files"] = changes(before, snapshot(work))
            if step.read:
                result["read"] = {
                    path.relative_to(work).as_posix(): read_file(path, how)
                    for pattern, how in step.read.items()
                    for path in sorted(work.glob(pattern))
                }
            match step.shows:
                case "flags":
                    result["flags"] = flags(output)
                case "findings":
                    result["findings"] = findings(output, self.patterns)
                case "json":
                    result["json"] = json_values(output)
            result = mask(result)
            result["output"] = output
            observed.append(result)
        return observed


def compare(expected: Json, actual: list[dict[str, Json]], strict: bool) -> str:
    """A unified diff of recording and observation, or an empty string."""
    wanted: list[Json] = []
    for index, step in enumerate(expected or []):
        step = dict(step)
        if "findings" in step and index < len(actual) and not strict:
            output = actual[index]["output"]
            silent = [
                finding
                for finding in step.pop("findings")
                if not all(name in output for name in finding["names"])
            ]
            actual[index].pop("findings", None)
            if silent:
                step["findings"] = silent
        wanted.append(step)
    shown = [{k: v for k, v in step.items() if k != "output"} for step in actual]
    left, right = (
        json.dumps(side, indent=1, ensure_ascii=False, sort_keys=True).splitlines()
        for side in (wanted, shown)
    )
    lines = difflib.unified_diff(left, right, "recorded", "program", n=2, lineterm="")
    return "\n".join(f"    {line}" for line in lines)


def run(options: argparse.Namespace, document: dict[str, Json]) -> tuple[int, int]:
    """Record or check; return how many passed and failed."""
    golden_path = HERE / "golden.json"
    recorded: dict[str, Json] = {}
    if golden_path.is_file():
        recorded = json.loads(golden_path.read_text(encoding="utf-8"))["cases"]
    every = load(document)
    cases = select(every, options)
    program = [f"{options.rasa_env}/bin/rasa"]
    if options.command != "rasa":
        program = ["causerie"]
    if options.program:
        program = shlex.split(options.program)
    strict = options.strict or options.command == "rasa"
    recording = options.action == "record"

    with tempfile.TemporaryDirectory(prefix="conformance-") as temporary:
        scratch = (options.scratch or Path(temporary)).resolve()
        scratch.mkdir(parents=True, exist_ok=True)
        runner = Runner(program, scratch, document["findings"])

        def test(case: Case) -> tuple[Case, str]:
            try:
                observed = runner.play(case)
            except Exception as error:  # noqa: BLE001 - the other cases still run
                return case, f"    {type(error).__name__}: {error}"
            if not recording:
                return case, compare(recorded.get(case.name), observed, strict)
            recorded[case.name] = [
                {key: value for key, value in step.items() if key != "output"}
                for step in observed
            ]
            return case, ""

        passed = failed = 0
        with ThreadPoolExecutor(options.jobs) as pool:
            for case, problem in pool.map(test, cases):
                print(f"{'FAIL' if problem else 'PASS'}  {case.name}", flush=True)
                passed, failed = passed + (not problem), failed + bool(problem)
                if problem:
                    print(problem, flush=True)
    if recording:
        kept = {c.name: recorded[c.name] for c in every if c.name in recorded}
        text = json.dumps(
            {"format": GOLDEN_FORMAT, "cases": kept}, ensure_ascii=False, indent=1
        )
        golden_path.write_text(text + "\n", encoding="utf-8")
    return passed, failed


def load(document: dict[str, Json]) -> list[Case]:
    """The cases of ``cases.yml``; names must not be used twice."""
    cases = [Case.parse(raw) for raw in document["cases"]]
    cases += [
        Case(
            f"help of {verb}" if verb else "help",
            (Step(f"{verb} --help", shows="flags"),),
        )
        for verb in document["verbs"]
    ]
    names = [case.name for case in cases]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise replay.ReplayError(f"cases.yml: names used twice: {', '.join(twice)}")
    return cases


def select(cases: Sequence[Case], options: argparse.Namespace) -> list[Case]:
    """The cases that the options ask for."""
    return [
        case
        for case in cases
        if (not options.only or any(part in case.name for part in options.only))
        and not (options.skip_quirks and case.quirk)
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line entry point; returns the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("action", choices=("check", "record", "list"))
    parser.add_argument("--command", choices=("causerie", "rasa"), default="causerie")
    parser.add_argument("--rasa-env", default="rasa-env", help="venv with Rasa 3.6")
    parser.add_argument("--program", help="program to run instead")
    parser.add_argument("--only", action="append", default=[], metavar="TEXT")
    parser.add_argument("--skip-quirks", action="store_true")
    parser.add_argument("--strict", action="store_true", help="expect Rasa's wording")
    parser.add_argument("--jobs", type=int, default=2, help="cases at once")
    parser.add_argument("--scratch", type=Path, help="an empty folder for the copies")
    options = parser.parse_args(arguments)
    try:
        document = yaml.safe_load((HERE / "cases.yml").read_text(encoding="utf-8"))
        if options.action == "list":
            verbs: dict[str, int] = {}
            for case in select(load(document), options):
                verbs[case.verb] = verbs.get(case.verb, 0) + 1
            for verb, count in sorted(verbs.items()):
                print(f"{count:4}  {verb}")
            return 0
        passed, failed = run(options, document)
    except (replay.ReplayError, OSError, KeyError, yaml.YAMLError) as error:
        print(f"replay_cli: {error}", file=sys.stderr)
        return 2
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
