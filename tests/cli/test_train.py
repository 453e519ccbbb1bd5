"""``causerie train``, ``train nlu``, ``train core``: what they say, what they write, how they end."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from causerie.cli.groups import spelt_out

from .conftest import Command


def models(project: Path) -> set[str]:
    return {path.name for path in (project / "models").glob("*.tar.gz")}


def test_one_part_alone_says_so_in_its_name(causerie: Command, project: Path) -> None:
    before = models(project)
    for part in ("nlu", "core"):
        done = causerie("train", part)
        assert done.returncode == 0, done.stderr
    new = sorted(name.partition("-")[0] for name in models(project) - before)
    assert new == ["core", "nlu"]


def test_options_without_effect_are_named_once(causerie: Command, project: Path) -> None:
    done = causerie("train", "--epoch-fraction", "3", "--num-threads", "2", "--fixed-model-name", "m")
    assert done.returncode == 0
    assert done.stderr.count("--epoch-fraction, --num-threads: accepted, without effect here") == 1


def test_several_files_may_follow_one_option(causerie: Command, project: Path) -> None:
    files = [str(path.relative_to(project)) for path in sorted((project / "data").glob("*.yml"))]
    assert causerie("train", "--data", *files, "--fixed-model-name", "m").returncode == 0


@pytest.mark.parametrize(("old", "kept"), [("assistant_id: placeholder_default # mine", "# mine"), ("", "")])
def test_an_assistant_without_id_is_given_one(old: str, kept: str, causerie: Command, project: Path) -> None:
    file = project / "config.yml"
    lines = [line for line in file.read_text().splitlines() if not line.startswith("assistant_id")]
    file.write_text("\n".join([*lines, old, "# the end"]) + "\n")
    assert causerie("train", "--fixed-model-name", "m").returncode == 0
    written = file.read_text()
    assert yaml.safe_load(written)["assistant_id"] not in (None, "placeholder_default")
    assert set(lines) <= set(written.splitlines())
    assert kept in written
    assert "# the end" in written


def test_a_dry_run_writes_nothing(causerie: Command, project: Path) -> None:
    config, before = (project / "config.yml").read_text(), models(project)
    assert causerie("train", "--dry-run").returncode == 0
    assert causerie("train", "--dry-run", "--force").returncode == 8
    (project / "config.yml").write_text(config.replace("assistant_id", "# assistant_id"))
    causerie("train", "--dry-run")
    assert "# assistant_id" in (project / "config.yml").read_text()
    assert models(project) == before


def test_finetune_needs_a_model_and_says_what_it_does(causerie: Command, project: Path) -> None:
    assert "is a full one" in causerie("train", "--finetune", "--fixed-model-name", "m").stdout
    refused = causerie("train", "--finetune", "nowhere")
    assert refused.returncode == 1
    assert "no model in 'nowhere'" in refused.stderr


@pytest.mark.parametrize("verb", ["train", "train nlu"])
def test_nothing_to_learn_from_is_a_mistake(verb: str, causerie: Command, project: Path) -> None:
    for file in (project / "data").iterdir():
        file.unlink()
    done = causerie(*verb.split())
    assert done.returncode == 1
    assert "data" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_without_a_configuration_is_no_project(causerie: Command) -> None:
    done = causerie("train")
    assert done.returncode == 1
    assert "config.yml" in done.stderr


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("version: 1\n", ""),
        ("version: 7\n", "can't be used"),
        ("[1", "error"),
        ("\0\1", "error"),
        ("", "error"),
    ],
)
def test_logging_is_configured_by_a_file(text: str, told: str, causerie: Command, project: Path) -> None:
    (project / "logging.yml").write_text(text)
    done = causerie("shell", "nlu", "--logging-config-file", "logging.yml", typed="hello\n")
    assert done.returncode == (1 if told else 0), done.stderr
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_the_shell_takes_a_model_by_its_place(causerie: Command, project: Path) -> None:
    name = f"models/{min(models(project))}"
    assert '"text": "hello"' in causerie("shell", "nlu", name, typed="hello\n").stdout
    assert causerie("shell", name, "--conversation-id", "x", typed="/stop\n").returncode == 0
    assert "nowhere" in causerie("shell", "nowhere", typed="/stop\n").stderr


def test_words_are_spelt_out() -> None:
    given = ["train", "--data", "a", "b", "--finetune", "-c", "x", "y", "--out", "z"]
    several = {"--data", "-c"}
    assert spelt_out(given, several) == [
        "train",
        "--data",
        "a",
        "--data",
        "b",
        "--finetune",
        "models",
        "-c",
        "x",
        "-c",
        "y",
        "--out",
        "z",
    ]
    assert spelt_out(["train", "--finetune", "--", "x"], several) == [
        "train",
        "--finetune",
        "models",
        "--",
        "x",
    ]


def test_a_model_that_cannot_be_saved_is_told(causerie: Command, project: Path) -> None:
    done = causerie("train", "--out", "config.yml")
    assert done.returncode == 1
    assert "can't be saved in 'config.yml'" in done.stderr
    assert "Traceback" not in done.stderr
