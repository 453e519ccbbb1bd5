"""What is found in a project's files, each with its place and what to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from causerie.channels.registry import CHANNELS
from causerie.files.project import ProjectPaths
from causerie.migration.survey.command_lines import Verb
from causerie.migration.survey.findings import Finding, Verdict
from causerie.migration.survey.replaced import REPLACED_BY
from causerie.migration.survey.survey import NoProject, project_in, survey
from causerie.nlu.registry import components
from causerie.policies.registry import POLICIES
from causerie.stores.brokers.registry import EVENT_BROKERS
from causerie.stores.trackers.registry import TRACKER_STORES

COMMANDS = Verb({"--help": True}, {})
DOMAIN = 'version: "3.1"\nintents: [hello]\n'
Write = Callable[..., list[Finding]]


@pytest.fixture
def found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """``found({"config.yml": …})`` → the findings of a project with these files."""
    monkeypatch.chdir(tmp_path)

    def write(files: dict[str, str]) -> list[Finding]:
        for name, text in {"domain.yml": DOMAIN, **files}.items():
            file = tmp_path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(dedent(text))
        return survey(ProjectPaths.in_folder(Path()), COMMANDS)

    return write


def only(findings: list[Finding], verdict: Verdict) -> list[tuple[str, str]]:
    return [(str(x.place), x.what) for x in findings if x.verdict is verdict]


def one(findings: list[Finding], what: str) -> Finding:
    return next(x for x in findings if x.what == what)


# -- config.yml


def test_components_are_unchanged_replaced_or_missing(found: Write) -> None:
    findings = found(
        {
            "config.yml": """\
            recipe: default.v1
            language: en
            pipeline:
            - name: WhitespaceTokenizer
            - name: DIETClassifier
              epochs: 100
              epoch: 3
            - name: MitieEntityExtractor
            - name: rasa.nlu.extractors.entity_synonyms.EntitySynonymMapper
            - name: DIETClasifier
            policies:
            - name: TEDPolicy
              epochs: 100
            - name: rasa.core.policies.rule_policy.RulePolicy
            """
        }
    )
    assert ("config.yml:8:3", "MitieEntityExtractor") in only(findings, Verdict.MISSING)
    assert "Use DIETClassifier or CRFEntityExtractor" in one(findings, "MitieEntityExtractor").advice
    assert "DIETClassifier" in one(findings, "DIETClasifier").advice
    assert only(findings, Verdict.REPLACED) == [
        ("config.yml:5:3", "DIETClassifier"),
        ("config.yml:12:3", "TEDPolicy"),
    ]
    told = [x.told for x in findings if x.verdict is Verdict.WITHOUT_EFFECT]
    assert any("epochs" in line for line in told)
    assert any("'epoch' is unknown" in line for line in told)
    assert one(findings, "rasa.core.policies.rule_policy.RulePolicy").verdict is Verdict.UNCHANGED


def test_every_name_of_the_registries_has_a_verdict(found: Write) -> None:
    lines = [f"- name: {name}\n" for name in (*components.table, *components.refused)]
    policies = [f"- name: {name}\n" for name in POLICIES.table]
    findings = found({"config.yml": "pipeline:\n" + "".join(lines) + "policies:\n" + "".join(policies)})
    named = {x.what for x in findings if x.area == "config"}
    assert named >= {*components.table, *components.refused, *POLICIES.table}
    assert {x.what for x in findings if x.verdict is Verdict.REPLACED} == set(REPLACED_BY)
    assert set(components.refused) <= {x.what for x in findings if x.verdict is Verdict.MISSING}


def test_parts_with_many_keys_of_neural_networks_are_told_as_replaced() -> None:
    for registry, keys in ((components, "without_effect"), (POLICIES, "ignored")):
        for name in registry.table:
            if len(getattr(registry.find(name), keys, ())) > 10 and name != "LearnedPolicy":
                assert name in REPLACED_BY


def test_classes_of_the_projects_own_are_found_and_not_run(found: Write) -> None:
    findings = found(
        {
            "config.yml": """\
            pipeline:
            - name: parts.own.Tokenizer
            - name: parts.own.Missing
            - name: nowhere.at.All
            importers:
            - name: parts.own.Importer
            - name: RasaFileImporter
            """,
            "parts/own.py": "raise SystemExit('run')\nclass Tokenizer: ...\nclass Importer: ...\n",
        }
    )
    assert one(findings, "parts.own.Tokenizer").verdict is Verdict.UNCHANGED
    assert "no class 'Missing'" in one(findings, "parts.own.Missing").told
    assert "no module 'nowhere.at'" in one(findings, "nowhere.at.All").told
    assert one(findings, "RasaFileImporter").verdict is Verdict.UNCHANGED


def test_a_graph_is_missing(found: Write) -> None:
    findings = found({"config.yml": "recipe: graph.v1\ntrain_schema: {nodes: {}}\n"})
    graph = one(findings, "graph.v1")
    assert (graph.verdict, str(graph.place)) == (Verdict.MISSING, "config.yml:1:9")
    assert "pipeline" in graph.advice


# -- domain and data


def test_all_mistakes_of_all_files_are_told_with_their_places(found: Write) -> None:
    findings = found(
        {
            "config.yml": "pipeline: 3\n",
            "domain.yml": "intents: 3\nslots:\n  a: {type: wrong}\n",
            "data/nlu.yml": "nlu:\n- intent: hello\n  examples: 3\n",
            "data/broken.yml": "stories: [\n",
            "endpoints.yml": "tracker_store: 3\n",
            "credentials.yml": "rest: 3\n",
            "parts.py": "def (:\n",
        }
    )
    files = {x.place.file for x in findings if x.verdict is Verdict.BROKEN}
    assert files == {
        "config.yml",
        "domain.yml",
        "data/nlu.yml",
        "data/broken.yml",
        "endpoints.yml",
        "credentials.yml",
        "parts.py",
    }
    assert all(x.place.line for x in findings if x.verdict is Verdict.BROKEN)
    told = [(x.place, x.told) for x in findings if x.verdict is Verdict.BROKEN]
    assert len(set(told)) == len(told)


def test_without_a_pipeline_the_suggested_one_is_looked_at(found: Write) -> None:
    findings = found({"config.yml": "language: en\n"})
    assert ("config.yml:1:1", "DIETClassifier") in only(findings, Verdict.REPLACED)


def test_keys_that_nobody_reads_are_told(found: Write) -> None:
    findings = found({"domain.yml": DOMAIN + "flows: {}\n"})
    assert ("domain.yml:3", "flows") in only(findings, Verdict.WITHOUT_EFFECT)


def test_formats_of_old_are_missing(found: Write) -> None:
    findings = found(
        {
            "data/nlu.md": "## intent:hello\n- hi\n",
            "data/stories.md": "## a story\n* hello\n  - utter_hello\n",
            "data/README.md": "## Notes\nNothing to see.\n",
            "data/luis.json": '{"luis_schema_version": "2.0"}',
        }
    )
    assert [what for _, what in only(findings, Verdict.MISSING)] == ["luis.json", "nlu.md", "stories.md"]
    assert "rasa data convert" in one(findings, "nlu.md").advice


def test_what_is_declared_and_read_is_counted(found: Write) -> None:
    findings = found({"data/nlu.yml": 'version: "3.1"\nnlu:\n- intent: hello\n  examples: "- hi"\n'})
    assert one(findings, "intents").told == "1 declared"
    assert one(findings, "examples").told == "1 read"


def test_slot_types_of_the_projects_own_are_looked_for(found: Write) -> None:
    slots = "slots:\n  a: {type: parts.slots.Mood, mappings: []}\n"
    findings = found({"domain.yml": DOMAIN + slots})
    assert one(findings, "parts.slots.Mood").verdict is Verdict.MISSING


# -- services and channels


@pytest.mark.parametrize("name", ["redis", "mongod", "SQL", "in-memory", "dynamo", "nonsense"])
def test_tracker_stores_are_as_the_registry_says(name: str, found: Write) -> None:
    findings = found({"endpoints.yml": f"tracker_store:\n  type: {name}\n"})
    served = name.lower() in TRACKER_STORES.table
    assert one(findings, f"tracker_store: {name}").verdict is (
        Verdict.UNCHANGED if served else Verdict.MISSING
    )


@pytest.mark.parametrize("name", ["rest", "callback", "slack", "telegram", "socketio", "nonsense"])
def test_channels_are_as_the_registry_says(name: str, found: Write) -> None:
    findings = found({"credentials.yml": f"# mine\n{name}:\n  key: value\n"})
    served = name in CHANNELS.table
    channel = one(findings, name)
    assert channel.verdict is (Verdict.UNCHANGED if served else Verdict.MISSING)
    assert str(channel.place) == "credentials.yml:2:1"


def test_the_channel_of_rasa_x_has_no_effect(found: Write) -> None:
    channel = one(found({"credentials.yml": "rasa:\n  url: http://localhost:5002/api\n"}), "rasa")
    assert channel.verdict is Verdict.WITHOUT_EFFECT
    assert "Rasa X" in channel.told


def test_sections_of_endpoints_that_are_not_read_are_told(found: Write) -> None:
    findings = found(
        {
            "endpoints.yml": """\
            action_endpoint: {url: http://localhost:5055/webhook}
            event_broker: {type: parts.Broker}
            tracing: {type: jaeger}
            """
        }
    )
    assert one(findings, "tracing").verdict is Verdict.WITHOUT_EFFECT
    assert one(findings, "action_endpoint").told == "at http://localhost:5055/webhook"
    assert one(findings, "event_broker: parts.Broker").verdict is Verdict.MISSING


def test_a_package_that_a_part_needs_and_is_not_there_is_told(
    found: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    from causerie.migration.survey import registered

    there = registered.is_installed
    monkeypatch.setattr(registered, "is_installed", lambda name: name != "aiokafka" and there(name))
    assert "kafka" in EVENT_BROKERS.table
    kafka = one(found({"endpoints.yml": "event_broker: {type: kafka}\n"}), "event_broker: kafka")
    assert (kafka.verdict, kafka.advice) == (Verdict.MISSING, "pip install aiokafka")


# -- no project


def test_what_is_no_project_is_told(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    for place, told in ((tmp_path / "none", "no folder"), (file, "is a file"), (tmp_path, "no Rasa project")):
        with pytest.raises(NoProject, match=told):
            project_in(place)
