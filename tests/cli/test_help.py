from __future__ import annotations

import subprocess
import sys

import pytest

from .conftest import Command

HEAVY = ("numpy", "scipy", "sklearn", "sanic", "sqlalchemy", "questionary", "yaml", "ruamel", "causerie.nlu")


def test_help_loads_nothing_heavy() -> None:
    asked = f"import sys, causerie.cli.main; print([x for x in {HEAVY!r} if x in sys.modules])"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("verb", "option"),
    [
        ("init", "--template"),
        ("shell", "--conversation-id"),
        ("shell nlu", "--model"),
        ("test", "--fail-on-prediction-errors"),
        ("test core", "--e2e"),
        ("test nlu", "--successes"),
        ("test nlu", "--cross-validation"),
        ("train", "--fixed-model-name"),
        ("train nlu", "--persist-nlu-data"),
        ("train core", "--percentages"),
        ("data split nlu", "--training-fraction"),
        ("data split stories", "--random-seed"),
        ("data convert nlu", "--format"),
        ("data migrate", "--out"),
        ("visualize", "--max-history"),
        ("export", "--conversation-ids"),
        ("feedback", "--out"),
        ("evaluate markers all", "--stats-file-prefix"),
        ("evaluate markers sample_n", "--seed"),
        ("telemetry enable", "--logging-config-file"),
        ("data validate", "--fail-on-warnings"),
        ("data validate stories", "--max-history"),
    ],
)
def test_every_verb_tells_its_options(verb: str, option: str, causerie: Command) -> None:
    done = causerie(*verb.split(), "--help")
    assert done.returncode == 0
    assert option in done.stdout
