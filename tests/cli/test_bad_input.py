"""Broken, empty, binary, huge and hostile files and values: a clear error, never a traceback, no code run."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import run_command

RunHere = Callable[..., tuple[int, str]]

KINDS: dict[str, bytes] = {
    "empty": b"",
    "binary": bytes(range(256)) * 40,
    "not UTF-8": "nlu: [{intent: gr\u00fc\u00df}]".encode("latin-1"),
    "broken": b"nlu: [a\nstories: }",
    "a list": b"- a\n- b\n",
    "a number": b"42\n",
    "nested": b"nlu: " + b"[" * 20000,
    "unfolding": b"a: &a [x, x, x, x, x, x, x, x, x]\n"
    + b"".join(b"%c: &%c [%s]\n" % (98 + i, 98 + i, b", ".join([b"*%c" % (97 + i)] * 9)) for i in range(9)),
    "code": b"nlu: !!python/object/apply:os.system ['touch hacked']\n",
    "circle": b"nlu: &a [*a]\n",
    "huge": b"version: '" + b"x" * 3_000_000 + b"\n",
}
# In a folder of data, a file with other sections than Rasa's is nobody's business; one of bytes is told.
OTHERS = {"empty", "a list", "a number", "unfolding", "huge", "binary"}
# Who reads stories alone does not look at an ``nlu`` section.
NO_STORIES = {*OTHERS, "code", "circle"}
# These say nothing that a configuration or the dialogue is made of.
NO_CONFIG = {"empty", "code", "circle"}

# What is run, which file is spoilt, and the kinds that are no mistake there (an empty file of many …).
FILES: list[tuple[str, str, set[str]]] = [
    ("train", "config.yml", set()),
    ("train", "domain.yml", set()),
    ("train", "data/nlu.yml", OTHERS),
    ("train", "data/stories.yml", OTHERS),
    ("train nlu", "config.yml", set()),
    ("train nlu", "data/nlu.yml", set()),
    ("train core", "config.yml", NO_CONFIG),
    ("train core", "domain.yml", set()),
    ("train core --config config.yml other.yml --runs 1 --out cmp", "other.yml", NO_CONFIG),
    ("data validate", "config.yml", NO_CONFIG),
    ("data validate", "domain.yml", set()),
    ("data validate", "data/nlu.yml", OTHERS),
    ("data validate", "data/rules.yml", OTHERS),
    ("data validate stories", "data/stories.yml", OTHERS),
    ("data split nlu", "data/nlu.yml", set()),
    ("data split stories", "data/stories.yml", NO_STORIES),
    ("data convert nlu --data data/nlu.yml", "data/nlu.yml", set()),
    ("data migrate", "domain.yml", set()),
    ("visualize", "data/stories.yml", NO_STORIES),
    ("visualize --stories data/stories.yml", "data/stories.yml", NO_STORIES - {"binary"}),
    ("visualize --nlu data/nlu.yml", "data/nlu.yml", OTHERS),
    ("test --no-plot", "models/m.tar.gz", set()),
    ("test --no-plot", "tests/test_stories.yml", NO_STORIES),
    ("test core --no-plot", "endpoints.yml", {"empty"}),
    ("test core -m models/m.tar.gz models/n.tar.gz", "models/n.tar.gz", set()),
    ("test core --evaluate-model-directory -m cmp", "cmp/num_stories.json", set()),
    ("test nlu --no-plot", "data/nlu.yml", OTHERS),
    ("test nlu --no-plot", "models/m.tar.gz", set()),
    ("test nlu --cross-validation --no-plot", "config.yml", NO_CONFIG),
    ("test nlu --config config.yml other.yml --runs 1 --percentages 0", "data/nlu.yml", OTHERS),
    ("shell", "models/m.tar.gz", set()),
    ("shell", "endpoints.yml", {"empty"}),
    ("shell nlu", "models/m.tar.gz", set()),
    ("run", "models/m.tar.gz", set()),
    ("run", "endpoints.yml", {"empty"}),
    ("run", "credentials.yml", {"empty"}),
    ("run --ssl-certificate a.pem", "a.pem", set()),
    ("run actions", "actions/__init__.py", {"empty", "a number"}),
    ("export", "endpoints.yml", set()),
    ("export", "tracker.db", set()),
    ("feedback", "endpoints.yml", set()),
    ("feedback", "tracker.db", {"empty"}),
    ("evaluate markers all out.csv", "markers.yml", set()),
    ("evaluate markers first_n 1 out.csv", "tracker.db", {"empty"}),
    ("evaluate markers sample_n 1 out.csv", "endpoints.yml", {"empty"}),
    ("evaluate markers all out.csv", "domain.yml", {"empty"}),
    ("telemetry enable --logging-config-file log.yml", "log.yml", set()),
]

ENDPOINTS = """
tracker_store: {type: SQL, dialect: sqlite, db: tracker.db}
event_broker: {type: file, path: events.log}
"""

VALUES = [
    "dance",
    "train --dance",
    "train --config",
    "train --validation-max-history 0",
    "train --validation-max-history many",
    "train --out config.yml/x",
    "train --finetune nowhere",
    "train --domain nowhere.yml",
    "train --data nowhere",
    "train --endpoints nowhere.yml",
    "train nlu --nlu nowhere.yml",
    "train core --stories nowhere.yml",
    "train core --config config.yml config.yml",
    "train core --config config.yml other.yml --runs 0",
    "train core --config config.yml other.yml --percentages 101",
    "train core --config config.yml nowhere/other.yml data",
    "test --model nowhere",
    "test --stories nowhere",
    "test core --max-stories 0",
    "test core --model nowhere models/m.tar.gz",
    "test core --evaluate-model-directory --model models",
    "test core --evaluate-model-directory --model nowhere",
    "test core --out config.yml",
    "test nlu --nlu nowhere",
    "test nlu --cross-validation --folds 1",
    "test nlu --cross-validation --folds many",
    "test nlu --cross-validation --folds 1000",
    "test nlu --config config.yml other.yml --percentages -1",
    "test nlu --config nowhere.yml other.yml",
    "test nlu --config config.yml actions/../config.yml --runs 1",
    "shell nowhere.tar.gz",
    "shell --model tests",
    "shell nlu nowhere",
    "shell --endpoints nowhere.yml",
    "run --port 99999",
    "run --port many",
    "run --model nowhere",
    "run --connector nowhere",
    "run --credentials nowhere.yml",
    "run --ssl-certificate nowhere.pem",
    "run --log-file nowhere/a.log",
    "run --use-syslog --syslog-protocol PIGEON",
    "run --use-syslog --syslog-protocol TCP --syslog-port 1",
    "run --use-syslog --syslog-port 99999999",
    "run --response-timeout 0",
    "run --remote-storage nowhere.Storage",
    "run --jwt-secret s --jwt-method XYZ",
    "run actions --actions no/where",
    "run actions --actions nowhere",
    "run actions --port -1",
    "run actions --ssl-certificate nowhere.pem",
    "data split nlu --nlu nowhere",
    "data split nlu --training-fraction 2",
    "data split nlu --training-fraction nan",
    "data split nlu --out config.yml",
    "data split stories --training-fraction 0",
    "data convert nlu --data nowhere",
    "data convert nlu --data data/nlu.yml --format csv",
    "data convert nlu --data data/nlu.yml --out data",
    "data convert nlu --data data",
    "data migrate --domain nowhere",
    "data validate --max-history 0",
    "data validate --domain nowhere",
    "visualize --stories nowhere",
    "visualize --out data",
    "visualize --max-history 0",
    "visualize --nlu nowhere",
    "export --conversation-ids nobody",
    "export --minimum-timestamp soon",
    "export --minimum-timestamp 2 --maximum-timestamp 1",
    "export --endpoints nowhere.yml",
    "evaluate markers all",
    "evaluate markers all data",
    "evaluate markers all nowhere/out.csv",
    "evaluate markers all out.csv --config nowhere.yml",
    "evaluate markers first_n 0 out.csv",
    "evaluate markers first_n -3 out.csv",
    "evaluate markers sample_n many out.csv",
    "evaluate markers sample_n 1 out.csv --seed x",
    "init --init-dir config.yml --no-prompt",
    "init --init-dir nowhere --no-prompt",
    "init --template nowhere --no-prompt",
    "telemetry enable --logging-config-file nowhere.yml",
]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that has a file of every sort."""
    folder = tmp_path_factory.mktemp("whole")
    assert run_command("init", "--no-prompt", "--template", "blank", folder=folder).returncode == 0
    (trained,) = (folder / "models").iterdir()
    shutil.copy2(trained, folder / "models" / "n.tar.gz")
    trained.rename(folder / "models" / "m.tar.gz")
    (folder / "cmp" / "run_1").mkdir(parents=True)
    shutil.copy2(folder / "models" / "m.tar.gz", folder / "cmp" / "run_1" / "config__percentage__0.tar.gz")
    (folder / "cmp" / "num_stories.json").write_text("[3]")
    shutil.copy2(folder / "config.yml", folder / "other.yml")
    (folder / "endpoints.yml").write_text(ENDPOINTS)
    (folder / "markers.yml").write_text("m: {action: action_listen}\n")
    (folder / "actions").mkdir(exist_ok=True)
    for name in ("log.yml", "a.pem", "actions/__init__.py"):
        (folder / name).write_text("")
    with sqlite3.connect(folder / "tracker.db") as database:
        database.execute(
            "CREATE TABLE events (id INTEGER PRIMARY KEY, sender_id VARCHAR(255), type_name VARCHAR(255),"
            " timestamp FLOAT, intent_name VARCHAR(255), action_name VARCHAR(255), data TEXT)"
        )
        event = '{"event": "action", "name": "action_listen", "timestamp": 1.0}'
        row = "INSERT INTO events VALUES (1, 'ada', 'action', 1.0, NULL, 'action_listen', ?)"
        database.execute(row, (event,))
    database.close()
    return folder


@pytest.mark.parametrize(("command", "file", "fine"), FILES, ids=[f"{x[0]}: {x[1]}" for x in FILES])
def test_a_spoilt_file_is_told(
    command: str, file: str, fine: set[str], whole: Path, tmp_path: Path, run_here: RunHere
) -> None:
    folder = shutil.copytree(whole, tmp_path / "project")
    for kind, content in KINDS.items():
        if kind in fine and command.startswith("run"):
            continue  # it would serve
        (folder / file).write_bytes(content)
        status, output = run_here(command.split(), folder, typed="hello\n/stop\n")
        assert "Traceback" not in output, (kind, output)
        assert not (folder / "hacked").exists()
        if kind not in fine:
            assert status in (1, 2), (kind, output)
            assert 10 < len(output) < 5000, (kind, output[:1000])
        for written in ("out.csv", "converted_data"):
            (folder / written).unlink(missing_ok=True)


@pytest.mark.parametrize("command", VALUES)
def test_a_value_that_cannot_be_is_told(command: str, whole: Path, tmp_path: Path, run_here: RunHere) -> None:
    folder = shutil.copytree(whole, tmp_path / "project")
    status, output = run_here(command.split(), folder)
    assert status in (1, 2), output
    assert "Traceback" not in output
    assert 10 < len(output) < 5000


@pytest.mark.parametrize(("command", "file", "fine"), FILES, ids=[f"{x[0]}: {x[1]}" for x in FILES])
def test_a_folder_in_place_of_a_file_is_told(
    command: str, file: str, fine: set[str], whole: Path, tmp_path: Path, run_here: RunHere
) -> None:
    if command.startswith("run"):
        return  # where it finds another file, it would serve
    folder = shutil.copytree(whole, tmp_path / "project")
    (folder / file).unlink()
    (folder / file).mkdir()
    status, output = run_here(command.split(), folder, typed="hello\n/stop\n")
    assert "Traceback" not in output
    assert status in (0, 1, 2), output
