"""The JSON Schemas: valid, as generated, and silent about everything that Rasa takes."""

from __future__ import annotations

import sys
from pathlib import Path
from textwrap import dedent

import jsonschema
import pytest

from causerie import schemas
from causerie.files.problems import Problems
from causerie.files.project import ProjectPaths
from causerie.files.schema_findings import findings
from causerie.files.structure import structure_problems
from causerie.files.walk import YAML_ENDINGS, files_below, is_test_file
from causerie.files.yaml import read_yaml, read_yaml_text
from tests.conftest import RunHere

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

PROJECTS = sorted(
    file.parent
    for folder in ("tests", "src/causerie/cli/templates")
    for file in (ROOT / folder).rglob("config.yml")
    if (file.parent / "data").exists()
)


@pytest.mark.parametrize("name", schemas.names())
def test_a_schema_is_one_and_says_what_it_is_for(name: str) -> None:
    schema = schemas.schema(name)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"]
    assert schema["description"]


def test_every_option_of_a_component_is_explained() -> None:
    from docs.generate.option_meanings import MEANINGS, meaning
    from docs.generate.registered import entries

    keys = [(x.name, key) for kind in ("components", "policies") for x in entries(kind) for key in x.defaults]
    assert [pair for pair in keys if not meaning(*pair)] == []
    known = {key for _, key in keys} | {f"{name}.{key}" for name, key in keys}
    assert set(MEANINGS) <= known


def test_every_channel_has_its_keys() -> None:
    from docs.generate.channel_keys import CHANNEL_KEYS
    from docs.generate.registered import REGISTRIES

    assert set(REGISTRIES["channels"].table) <= set(CHANNEL_KEYS)


@pytest.mark.parametrize("project", [ROOT, *PROJECTS], ids=lambda path: path.name)
def test_projects_that_run_have_no_findings(project: Path) -> None:
    assert [str(problem) for problem in structure_problems(ProjectPaths.in_folder(project), [])] == []
    for folder in (project / "tests",) if project != ROOT else (ROOT / "tests/stories",):
        for file in files_below(folder, YAML_ENDINGS):
            root = read_yaml(file, Problems()) if is_test_file(file) else None
            assert root is None or [str(x.problem) for x in findings(root, "test-stories")] == []


def test_there_are_projects_to_look_at() -> None:
    assert len(PROJECTS) > 25


# Written after what the schemas of Rasa 3.6 allow, and what its example projects do.
ALLOWED = {
    "domain with everything": """
        domain
        version: "3.1"
        intents:
        - greet
        - ask: {use_entities: true}
        - buy: {use_entities: [city], ignore_entities: []}
        - faq: {is_retrieval_intent: true}
        entities: [city, {place: {roles: [from, to], groups: ['1']}}, {mood: {influence_conversation: false}}]
        slots:
          city: {type: text, initial_value: 12, mappings: [{type: from_entity, entity: city, intent: null}]}
          age: {type: float, min_value: 0, max_value: 120.5, mappings: [{type: custom, action: action_age}]}
          kind: {type: categorical, values: [a, 1, true], mappings: [{type: from_intent, value: {a: [1]}}]}
          own: {type: my_slots.Colour, red: 3, mappings: []}
          old: {type: rasa.shared.core.slots.TextSlot, mappings: [{type: from_text, not_intent: [a, b]}]}
          asked:
            type: bool
            influence_conversation: false
            mappings:
            - {type: from_intent, intent: yes, value: true, conditions: [{active_loop: null}]}
            - {type: from_trigger_intent, value: 0, intent: [a], conditions: [{active_loop: f, requested_slot: asked}]}
        responses:
          utter_greet:
          - text: |
              Hello
              {name}
            buttons: [{title: a, payload: /a, url: x, anything: [1]}]
            metadata: 12
            channel: slack
            condition: [{type: slot, name: city, value: 3}]
          - custom: {blocks: [{type: section}]}
          - {text: hi, image: x, attachment: {type: video}, elements: [{title: a, buttons: []}], button_type: v}
          utter_faq/hours: [{text: "7 to 10", id: "1", quick_replies: [{title: a, payload: b, more: 1}]}]
        actions: [action_age, {action_big: {send_domain: true}}, utter_greet]
        forms: {f: {required_slots: [asked], ignored_intents: greet}, g: {}, h: {required_slots: []}}
        e2e_actions: [Hello]
        session_config: {session_expiration_time: 0.5, carry_over_slots_to_new_session: true}
        config: {store_entities_as_slots: true}
        anything_else: {of: yours}
        """,
    "empty sections": """
        domain
        version: "3.1"
        intents:
        entities: []
        slots: {}
        responses:
        actions: []
        forms: {}
        session_config:
        """,
    "data of all kinds in one file": """
        training-data
        version: "3.1"
        nlu:
        - intent: greet
          examples: |
            - hi
        - intent: faq/hours
          metadata: anything
          examples:
          - text: |
              when?
            metadata: {sentiment: neutral}
          - just a text
        - {synonym: Rome, examples: "- roma"}
        - {regex: zip, examples: ['[0-9]{5}']}
        - {lookup: city, examples: data/cities.txt}
        responses: {utter_faq/hours: [{text: a}]}
        stories:
        - story: one
          metadata: [1, 2]
          steps:
          - intent: greet
            entities: [{city: Rome, role: to, group: '1'}, {age: 12}, {name: null}, mood]
          - slot_was_set: [{city: Rome}, {age: 12.5}, {asked: true}, {list: [a, {b: c}]}, {gone: null}, kind]
          - action: utter_greet
          - active_loop: f
          - active_loop: null
          - checkpoint: c
            slot_was_set: [{city: Rome}]
          - or: [{intent: a}, {intent: b, entities: [{c: d}]}]
          - or: [{slot_was_set: [{a: b}]}, {slot_was_set: [{a: null}]}]
          - user: |
              to [Rome](city)
          - bot: Fine.
          - action: ...
        rules:
        - rule: r
          conversation_start: true
          wait_for_user_input: false
          condition: [{active_loop: f}, {slot_was_set: [{requested_slot: null}]}]
          steps: [{intent: nlu_fallback}, {action: action_default_fallback}]
        - rule: empty
        anything: else
        """,
    "test stories": """
        test-stories
        stories:
        - story: one
          steps:
          - user: |
              when is it [open]{"entity": "state", "role": "now"}?
            intent: faq/hours
          - action: utter_faq/hours
          - user: '/greet{"city": "Rome"}'
            intent: greet
          - action: f
          - active_loop: f
          - slot_was_set: [{requested_slot: asked}]
        """,
    "a config with keys of the neural parts, classes and variables": """
        config
        recipe: default.v1
        language: en
        assistant_id: ${ASSISTANT}
        spaces: []
        pipeline:
        - name: WhitespaceTokenizer
        - name: rasa.nlu.classifiers.diet_classifier.DIETClassifier
          anything: 3
        - name: my.own.Component
          anything: [1]
        - KeywordIntentClassifier
        - name: DIETClassifier
          epochs: 100
          constrain_similarities: true
          hidden_layers_sizes: {text: [256, 128]}
          split_entities_by_comma: {address: false}
          random_seed: 42
        - name: CountVectorsFeaturizer
          stop_words: english
          min_df: 0.5
          OOV_words: [a]
          max_features: null
        - name: CRFEntityExtractor
          features: [[low, pos], [bias, digit], [low]]
          L2_c: 1e-3
        - {name: SklearnIntentClassifier, C: [1, 2, 5], kernels: [linear]}
        - {name: DucklingEntityExtractor, dimensions: [NUMBER], timeout: 3, url: "http://localhost:8000"}
        - {name: FallbackClassifier, threshold: 1, ambiguity_threshold: $LIMIT}
        - {name: MitieNLP, model: data/total_word_feature_extractor.dat}
        policies:
        - name: TEDPolicy
          max_history: 5
          featurizer: [{name: MaxHistoryTrackerFeaturizer, max_history: 5}]
        - name: RulePolicy
          core_fallback_threshold: 0.4
        - policies.mine.MyPolicy
        importers: [{name: MultiProjectImporter}, RasaFileImporter, {name: my.Importer, path: x}]
        imports: [bots/a]
        """,
    "endpoints of Rasa": """
        endpoints
        action_endpoint: {url: "http://localhost:5055/webhook", cafile: ./file, token: a, headers: {a: b}}
        nlg: {type: my.Nlg, whatever: 3}
        models: {url: "http://localhost", wait_time_between_pulls: $PAUSE, basic_auth: {username: a, password: b}}
        tracker_store:
          type: redis
          url: localhost
          port: 6379
          db: 0
          key_prefix: conversation
          record_exp: 30000
          use_ssl: true
        lock_store: {type: redis, url: localhost, port: $PORT, db: 1, username: u, password: 12, use_ssl: false, ssl_certfile: a, ssl_keyfile: b, ssl_ca_certs: c, key_prefix: bot, socket_timeout: "10"}
        event_broker: {type: Pika, url: localhost, port: $PORT, queues: [a, b], raise_on_failure: true}
        empty:
        mine: [1]
        """,
    "more endpoints": """
        endpoints
        tracker_store: {type: SQL, dialect: postgresql, url: h, port: "5432", db: r, username: u, password: 12, query: {a: b}}
        event_broker: {type: my.Broker, any: 3}
        lock_store: {type: in_memory}
        """,
    "credentials of Rasa": """
        credentials
        rest:
        callback: {url: "http://localhost"}
        facebook: {verify: rasa-bot, secret: a, page-access-token: b}
        slack: {slack_token: xoxb-1, slack_channel: C1, use_threads: true, errors_ignore_retry: [a]}
        mattermost: {url: a, token: b, webhook_url: c}
        socketio: {user_message_evt: user_uttered, session_persistence: true, namespace: null}
        rasa: {url: "http://localhost:5002/api"}
        addons.mine.Channel: {anything: 1}
        """,
    "markers": """
        markers
        done: {and: [{action: utter_bye}, {not: [{slot_was_set: city}]}]}
        order: {description: First this., seq: [{intent: a}, {or: [{intent: b}, {intent: faq/hours}]}]}
        once: {at_least_once: [{intent: a}]}
        old: {not_action: a}
        """,
}


@pytest.mark.parametrize("text", ALLOWED.values(), ids=ALLOWED)
def test_what_rasa_allows_is_no_finding(text: str) -> None:
    schema, _, body = dedent(text).strip().partition("\n")
    problems = Problems()
    root = read_yaml_text(body, "f.yml", problems, expand_variables=False)
    assert root is not None
    assert not list(problems)
    assert [str(finding.problem) for finding in findings(root, schema)] == []


def write(folder: Path, files: dict[str, str]) -> None:
    (folder / "data").mkdir()
    usual = {
        "config.yml": "language: en\nassistant_id: a\npipeline: [{name: KeywordIntentClassifier}]\n",
        "domain.yml": "intents: [greet]\nresponses: {utter_greet: [{text: hi}]}\n",
        "data/nlu.yml": "nlu: [{intent: greet, examples: '- hi'}]\n",
        "data/rules.yml": "rules: [{rule: a, steps: [{intent: greet}, {action: utter_greet}]}]\n",
    }
    for name, text in {**usual, **files}.items():
        (folder / name).write_text(text, encoding="utf-8")


def test_validate_tells_what_the_readers_pass_over(run_here: RunHere, tmp_path: Path) -> None:
    config = (
        "language: en\nassistant_id: a\npipeline: [{name: KeywordIntentClassifier, case_sensitiv: true}]\n"
    )
    write(tmp_path, {"config.yml": config})
    status, output = run_here(["data", "validate"], tmp_path)
    assert "config.yml:3:44: warning: 'pipeline › KeywordIntentClassifier' knows no key" in output
    assert "Did you mean 'case_sensitive'?" in output
    assert status == 0
    assert run_here(["data", "validate", "--fail-on-warnings"], tmp_path)[0] == 1


def test_an_unknown_component_is_an_error(run_here: RunHere, tmp_path: Path) -> None:
    write(tmp_path, {"config.yml": "language: en\nassistant_id: a\npipeline: [{name: KeywordClassifier}]\n"})
    status, output = run_here(["data", "validate"], tmp_path)
    assert "config.yml:3:19: error: There is no component called 'KeywordClassifier'." in output
    assert status == 1


def test_endpoints_and_credentials_are_looked_at_without_their_variables(
    run_here: RunHere, tmp_path: Path
) -> None:
    endpoints = "tracker_store: {type: SQL, password: $NOT_SET, dialct: a}\nlock_store: redis\n"
    write(tmp_path, {"endpoints.yml": endpoints, "credentials.yml": "rset:\n"})
    status, output = run_here(["data", "validate"], tmp_path)
    assert "endpoints.yml:1:48: warning: 'tracker_store' knows no key 'dialct'." in output
    assert "endpoints.yml:2:13: error: 'lock_store' must be a mapping" in output
    assert "credentials.yml:1:1: error: There is no channel called 'rset'." in output
    assert "NOT_SET" not in output
    assert status == 1


def test_a_mistake_that_a_reader_tells_is_not_told_again(run_here: RunHere, tmp_path: Path) -> None:
    domain = """\
        intents: [greet, 3]
        slots:
          a: {type: txt, mappings: []}
          b: {type: text}
        responses:
          utter_greet:
          - txt: hi
          utter_b: hi
        forms:
          f: {required: []}
        """
    write(tmp_path, {"domain.yml": dedent(domain)})
    _, output = run_here(["data", "validate"], tmp_path)
    told = [line.split(": ")[0] for line in output.splitlines() if ": error: " in line]
    lines = [place.split(":")[1] for place in told]
    assert set(lines) == {"1", "3", "4", "7", "8", "10"}
    assert " › " not in output


def test_schemas_are_written_for_editors(run_here: RunHere, tmp_path: Path) -> None:
    status, output = run_here(["data", "schemas", "--out", "for/editors"], tmp_path)
    assert status == 0
    assert "for/editors" in output
    written = {file.name: file.read_text("utf-8") for file in (tmp_path / "for/editors").iterdir()}
    assert written == {f"{name}.json": schemas.text(name) for name in schemas.names()}


def test_a_folder_that_is_a_file_is_told(run_here: RunHere, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    status, output = run_here(["data", "schemas", "--out", "taken"], tmp_path)
    assert status == 1
    assert "The schemas can't be written to 'taken'" in output
