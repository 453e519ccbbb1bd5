"""What the project's own Python files, scripts and pins need."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from causerie.errors import Place
from causerie.migration.survey.code_part import code_findings
from causerie.migration.survey.command_lines import Verb, called, command_findings
from causerie.migration.survey.findings import Finding, Verdict
from causerie.migration.survey.python_part import python_findings, supported


def missing(folder: Path, code: str, name: str = "parts.py") -> dict[str, int]:
    (folder / name).write_text(dedent(code))
    found = code_findings(folder)
    return {x.what: x.place.line for x in found if x.verdict is Verdict.MISSING}


# -- imports


def test_names_of_rasa_that_are_served_are_fine(tmp_path: Path) -> None:
    code = """\
    import rasa.shared.utils.io
    from rasa.engine.graph import GraphComponent, ExecutionContext
    from rasa.shared.nlu.training_data.message import Message as M
    from rasa.shared import nlu
    rasa.shared.utils.io.read_yaml_file("x")
    """
    assert missing(tmp_path, code) == {}
    assert [x.verdict for x in code_findings(tmp_path)] == [Verdict.UNCHANGED]


def test_names_of_rasa_that_are_not_served_are_told_with_line_and_advice(tmp_path: Path) -> None:
    code = """\
    import rasa.shared.utils.io as rio
    import rasa.core.policies.ted_policy
    from rasa.nlu.classifiers.diet_classifier import DIETClassifier
    from rasa.shared.nlu.constants import TEXT, NO_SUCH_NAME
    import rasa

    def work():
        rio.read_nothing("x")
        return rasa.shared.utils.io.no_such_function()
    """
    assert missing(tmp_path, code) == {
        "rasa.core.policies.ted_policy": 2,
        "rasa.nlu.classifiers.diet_classifier.DIETClassifier": 3,
        "rasa.shared.nlu.constants.NO_SUCH_NAME": 4,
        "rasa.shared.utils.io.read_nothing": 8,
        "rasa.shared.utils.io.no_such_function": 9,
    }
    advice = {x.what: x.advice for x in code_findings(tmp_path)}
    assert "linear model" in advice["rasa.core.policies.ted_policy"]


def test_names_of_the_sdk_are_those_of_the_installed_one(tmp_path: Path) -> None:
    code = """\
    from rasa_sdk import Action, Tracker, Nonsense
    from rasa_sdk.events import SlotSet, NoSuchEvent
    from rasa_sdk.no_such_module import x
    """
    assert list(missing(tmp_path, code)) == [
        "rasa_sdk.Nonsense",
        "rasa_sdk.events.NoSuchEvent",
        "rasa_sdk.no_such_module.x",
    ]


def test_what_sanic_has_no_more_is_told(tmp_path: Path) -> None:
    code = "from sanic import response\n\ndef answer():\n    return response.stream(None)\n"
    assert missing(tmp_path, code) == {"sanic.response.stream": 4}


def test_packages_that_are_not_installed_are_told(tmp_path: Path) -> None:
    assert missing(tmp_path, "import no_such_package.inner\nimport json\n") == {"no_such_package.inner": 1}
    (found,) = [x for x in code_findings(tmp_path) if x.verdict is Verdict.MISSING]
    assert "pip install no_such_package" in found.advice


def test_modules_of_the_project_and_imports_that_may_fail_are_not_missed(tmp_path: Path) -> None:
    (tmp_path / "helpers.py").write_text("")
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "inner.py").write_text("import sibling\n")
    (tmp_path / "package" / "sibling.py").write_text("")
    code = """\
    import helpers, package.inner
    from . import other
    from typing import TYPE_CHECKING
    try:
        import no_such_package
    except ImportError:
        no_such_package = None
    if TYPE_CHECKING:
        from rasa.no.such import Thing
    """
    assert missing(tmp_path, code) == {}


def test_files_that_can_not_be_read_are_told(tmp_path: Path) -> None:
    (tmp_path / "old.py").write_text("print 'hello'\n")
    (tmp_path / "bytes.py").write_bytes(b"\xff\xfe\x00")
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "other.py").write_text("import no_such_package\n")
    findings = list(code_findings(tmp_path))
    assert [(str(x.place), x.verdict) for x in findings] == [
        ("bytes.py", Verdict.BROKEN),
        ("old.py:1", Verdict.BROKEN),
    ]


def test_no_code_of_the_project_is_run(tmp_path: Path) -> None:
    (tmp_path / "parts.py").write_text("import pathlib\npathlib.Path('ran').touch()\n")
    list(code_findings(tmp_path))
    assert not Path("ran").exists()
    assert not (tmp_path / "ran").exists()


# -- calls of rasa

TRAIN = Verb({"--data": True, "--num-threads": False}, {"nlu": Verb({"-u": True}, {})})
COMMANDS = Verb(
    {"--help": True, "--version": True}, {"train": TRAIN, "run": Verb({"--enable-api": True, "-p": True}, {})}
)


@pytest.mark.parametrize(
    ("words", "verdict", "what"),
    [
        ("train --data x y", Verdict.UNCHANGED, "rasa train"),
        ("train nlu -u data", Verdict.UNCHANGED, "rasa train nlu"),
        ("train --num-threads 4", Verdict.WITHOUT_EFFECT, "rasa train --num-threads"),
        ("run --enable-apis", Verdict.MISSING, "rasa run --enable-apis"),
        ("inspect --debug", Verdict.MISSING, "rasa inspect"),
    ],
)
def test_calls_are_held_against_our_commands(words: str, verdict: Verdict, what: str) -> None:
    (found,) = called(words.split(), Place("x"), COMMANDS)
    assert (found.verdict, found.what) == (verdict, what)


def commands_in(folder: Path, name: str, text: str) -> list[tuple[int, str, str]]:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(dedent(text))
    return [(x.place.line, x.what, str(x.verdict)) for x in command_findings(folder, COMMANDS)]


def test_images_and_their_commands_are_read(tmp_path: Path) -> None:
    text = """\
    FROM rasa/rasa:3.6.21-full
    # RUN rasa nothing
    RUN rasa train --data data \\
        --num-threads 2 && rasa run -p 5006
    CMD ["run", "--enable-api", "--nonsense"]
    """
    assert commands_in(tmp_path, "Dockerfile", text) == [
        (1, "rasa/rasa:3.6.21-full", "replaced"),
        (3, "rasa train --num-threads", "without effect"),
        (3, "rasa run", "unchanged"),
        (5, "rasa run --nonsense", "missing"),
    ]


def test_pipelines_and_makefiles_are_read(tmp_path: Path) -> None:
    assert commands_in(tmp_path, ".github/workflows/ci.yml", "jobs:\n  - run: rasa train --data x\n") == [
        (2, "rasa train", "unchanged")
    ]
    assert commands_in(tmp_path, "deploy/Makefile.sh", "\tpython -m rasa trian; echo rasa\n")[-1] == (
        1,
        "rasa trian",
        "missing",
    )


def test_our_own_commands_are_all_known(tmp_path: Path) -> None:
    import typer.main

    from causerie.cli.known_commands import known_commands
    from causerie.cli.main import app

    root = known_commands(typer.main.get_command(app))
    assert set(root.verbs) >= {"train", "run", "test", "data", "compat", "shadow"}
    assert root.verbs["data"].verbs["split"].verbs["nlu"].options["--training-fraction"]
    assert root.verbs["train"].options["--num-threads"] is False


# -- pins


def pins(folder: Path, name: str, text: str) -> list[Finding]:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return list(python_findings(folder))


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        ("rasa==3.6.21", Verdict.REPLACED),
        ("rasa[full,spacy]>=3.6,<4  # bot", Verdict.REPLACED),
        ("rasa-sdk~=3.6", Verdict.REPLACED),
        ("tensorflow-macos==2.12", Verdict.REPLACED),
        ("rasa-pro==3.9", Verdict.MISSING),
    ],
)
def test_requirements_of_rasa_are_replaced(line: str, verdict: Verdict, tmp_path: Path) -> None:
    (found,) = pins(tmp_path, "requirements.txt", f"# rasa\nrasaclient==1\n{line}\n")
    assert (found.verdict, found.place.line) == (verdict, 3)


@pytest.mark.parametrize(
    ("name", "text", "verdict"),
    [
        ("Dockerfile", "FROM python:3.10-slim\n", Verdict.REPLACED),
        ("Dockerfile", "FROM python:3.12\n", Verdict.UNCHANGED),
        (".python-version", "3.9.18\n", Verdict.REPLACED),
        ("runtime.txt", "python-3.11.4\n", Verdict.UNCHANGED),
        ("pyproject.toml", 'requires-python = ">=3.8,<3.11"\n', Verdict.REPLACED),
        ("pyproject.toml", 'requires-python = ">=3.8"\n', Verdict.UNCHANGED),
        (".github/workflows/ci.yml", 'with:\n  python-version: "3.10"\n', Verdict.REPLACED),
        ("setup.py", 'setup(python_requires="<3.10")\n', Verdict.REPLACED),
    ],
)
def test_pins_of_python_are_held_against_what_we_run_on(
    name: str, text: str, verdict: Verdict, tmp_path: Path
) -> None:
    (found,) = pins(tmp_path, name, text)
    assert found.verdict is verdict


def test_what_we_run_on_is_what_our_package_says() -> None:
    import tomllib

    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]
    lowest, beyond = supported()
    assert project["requires-python"] == f">={lowest[0]}.{lowest[1]},<{beyond[0]}.{beyond[1]}"
