"""Broken files, each with the place where the mistake is found and a piece of what is said."""

from __future__ import annotations

from textwrap import dedent

import pytest

from causerie.files.problems import Problems
from causerie.files.schema_findings import findings
from causerie.files.yaml import read_yaml_text

# schema | line:column | what is said | the file
BROKEN = """
config | 2:9 | no component called 'WhitespaceTokeniser'. | Did you mean 'WhitespaceTokenizer'
pipeline:
- name: WhitespaceTokeniser
===
config | 2:3 | no component called 'Diet'.
pipeline:
- Diet
===
config | 3:3 | 'pipeline › DIETClassifier' knows no key 'epoch'. | Did you mean 'epochs'?
pipeline:
- name: DIETClassifier
  epoch: 5
===
config | 3:14 | 'pipeline › FallbackClassifier › threshold' must be a number. | the text 'high'
pipeline:
- name: FallbackClassifier
  threshold: high
===
config | 3:15 | must be true or false. | the text 'yes'
pipeline:
- name: DIETClassifier
  BILOU_flag: yes
===
config | 3:13 | must be a list
pipeline:
- name: CRFEntityExtractor
  features: {a: b}
===
config | 3:6 | 'pipeline › SklearnIntentClassifier › C' must be a list
pipeline:
- name: SklearnIntentClassifier
  C: 5
===
config | 2:3 | 'pipeline › 1' has no 'name'. | name: …
pipeline:
- epochs: 5
===
config | 1:11 | 'pipeline' must be a list | a mapping with the keys name
pipeline: {name: DIETClassifier}
===
config | 1:11 | 'language' must be text. | the number 12
language: 12
===
config | 1:9 | 'recipe' can't be 'default.v2'. | Did you mean 'default.v1'?
recipe: default.v2
===
config | 2:9 | no policy called 'RulPolicy'. | Did you mean 'RulePolicy'
policies:
- name: RulPolicy
===
config | 3:3 | 'policies › TEDPolicy' knows no key 'max_histori'. | Did you mean 'max_history'
policies:
- name: TEDPolicy
  max_histori: 3
===
config | 3:28 | must be a number. | the text 'low'
policies:
- name: RulePolicy
  core_fallback_threshold: 'low'
===
config | 1:15 | 'assistant_id' must be text.
assistant_id: [a]
===
config | 2:3 | 'importers › 1' has no 'name'.
importers:
- path: x
===
endpoints | 3:3 | 'action_endpoint' knows no key 'timout'. | Did you mean 'timeout'?
action_endpoint:
  url: http://localhost
  timout: 3
===
endpoints | 1:18 | 'action_endpoint' must be a mapping | the text 'http://localhost'
action_endpoint: http://localhost
===
endpoints | 2:12 | 'action_endpoint › timeout' must be a number. | the text 'long'
action_endpoint:
  timeout: long
===
endpoints | 3:3 | 'tracker_store' knows no key 'dialct'. | Did you mean 'dialect'?
tracker_store:
  type: SQL
  dialct: sqlite
===
endpoints | 3:9 | 'tracker_store › port' must be a number.
tracker_store:
  type: SQL
  port: five
===
endpoints | 2:9 | no tracker store called 'sequel'.
tracker_store:
  type: sequel
===
endpoints | 2:9 | no event broker called 'kafkaa'. | Did you mean 'kafka'?
event_broker:
  type: kafkaa
===
endpoints | 3:3 | 'event_broker' knows no key 'topics'. | Did you mean 'topic'?
event_broker:
  type: kafka
  topics: [a]
===
endpoints | 3:3 | 'lock_store' knows no key 'key_prefx'. | Did you mean 'key_prefix'?
lock_store:
  type: redis
  key_prefx: bot
===
endpoints | 2:9 | no lock store called 'in_memry'. | Did you mean 'in_memory'?
lock_store:
  type: in_memry
===
endpoints | 2:3 | 'rate_limit' knows no key 'per_adress'. | Did you mean 'per_address'?
rate_limit:
  per_adress: 3
===
endpoints | 2:12 | 'rate_limit › proxies' must not be below 0.
rate_limit:
  proxies: -1
===
endpoints | 2:3 | 'llm' knows no key 'api_key'.
llm:
  api_key: sk-1
  model: m
===
endpoints | 3:13 | 'llm › deadline' must be above 0. | the number 0
llm:
  model: m
  deadline: 0
===
endpoints | 3:16 | 'llm › temperature' must not be above 2.
llm:
  model: m
  temperature: 3
===
endpoints | 3:8 | 'llm › api' can't be 'respones'. | Did you mean 'responses'?
llm:
  model: m
  api: respones
===
endpoints | 2:3 | 'llm' has no 'model'.
llm:
  deadline: 3
===
endpoints | 2:28 | 'models › wait_time_between_pulls' must be a number.
models:
  wait_time_between_pulls: often
===
credentials | 1:1 | no channel called 'rset'. | Did you mean 'rest'?
rset:
===
credentials | 2:3 | 'callback' knows no key 'ulr'. | Did you mean 'url'?
callback:
  ulr: http://localhost
===
credentials | 1:11 | 'facebook' must be a mapping
facebook: [a, b]
===
credentials | 2:8 | 'callback › url' must be text.
callback:
  url: 12
===
domain | 2:11 | 'intents › 1 › greet' knows no key 'use_entites'. | Did you mean 'use_entities'
intents:
- greet: {use_entites: []}
===
domain | 2:3 | 'intents › 1' must be text or a mapping
intents:
- 3
===
domain | 2:3 | 'intents › 1' must hold one name only. | with the keys greet, use_entities
intents:
- greet:
  use_entities: []
===
domain | 2:10 | 'entities › 1 › city' knows no key 'role'. | Did you mean 'roles'?
entities:
- city: {role: [to]}
===
domain | 3:11 | 'entities › 1 › city › roles' must be a list
entities:
- city:
   roles: to
===
domain | 2:16 | 'slots › city › type' can't be 'txt'. | Did you mean 'text'?
slots:
  city: {type: txt, mappings: []}
===
domain | 2:9 | 'slots › city' has no 'mappings'.
slots:
  city: {type: text}
===
domain | 2:22 | 'slots › city' knows no key 'values'. | type, initial_value
slots:
  city: {type: text, values: [a], mappings: []}
===
domain | 4:23 | 'slots › city › mappings › 1 › type' can't be 'from_entty'. | Did you mean 'from_entity'
slots:
  city:
    type: text
    mappings: [{type: from_entty}]
===
domain | 4:16 | 'slots › city › mappings › 1' has no 'entity'.
slots:
  city:
    type: text
    mappings: [{type: from_entity}]
===
domain | 4:48 | knows no key 'activ_loop'. | Did you mean 'active_loop'?
slots:
  city:
    type: text
    mappings: [{type: from_text, conditions: [{activ_loop: a}]}]
===
domain | 2:16 | 'responses › utter_greet' must be a list | the text 'hi'
responses:
  utter_greet: hi
===
domain | 3:5 | 'responses › utter_greet › 1' knows no key 'txt'. | Did you mean 'text'?
responses:
  utter_greet:
  - txt: hi
===
domain | 3:5 | must have one of these keys. | text, custom
responses:
  utter_greet:
  - image: a.png
===
domain | 4:14 | 'responses › utter_greet › 1 › buttons' must be a list
responses:
  utter_greet:
  - text: hi
    buttons: {title: a}
===
domain | 2:14 | 'actions › 1 › action_a' knows no key 'send_domains'. | Did you mean 'send_domain'?
actions:
- action_a: {send_domains: true}
===
domain | 2:7 | 'forms › f' knows no key 'required'. | Did you mean 'required_slots'?
forms:
  f: {required: [city]}
===
domain | 2:28 | 'session_config › session_expiration_time' must not be below 0. | the number -3
session_config:
  session_expiration_time: -3
===
domain | 2:3 | 'session_config' knows no key 'session_expiration'. | Did you mean 'session_expiration_time'?
session_config:
  session_expiration: 3
===
domain | 1:10 | 'version' must be text. | the number 3.1
version: 3.1
===
training-data | 2:3 | 'nlu › 1' must have one of these keys. | Did you mean 'intent'?
nlu:
- inten: greet
  examples: "- hi"
===
training-data | 3:3 | 'nlu › greet' knows no key 'exmples'. | Did you mean 'examples'?
nlu:
- intent: greet
  exmples: "- hi"
===
training-data | 4:5 | 'nlu › greet › examples › 1' has no 'text'.
nlu:
- intent: greet
  examples:
  - metadata: hi
===
training-data | 3:13 | 'nlu › towns › examples' must be text or a list
nlu:
- lookup: towns
  examples: {a: b}
===
training-data | 4:5 | 'stories › s › steps › 1' must have one of these keys. | Did you mean 'intent'
stories:
- story: s
  steps:
  - intnt: greet
===
training-data | 5:5 | 'stories › s › steps › greet' knows no key 'action'.
stories:
- story: s
  steps:
  - intent: greet
    action: utter_greet
===
training-data | 3:10 | 'stories › s › steps' must be a list
stories:
- story: s
  steps: {intent: greet}
===
training-data | 3:3 | 'stories › s' knows no key 'step'. | Did you mean 'steps'
stories:
- story: s
  step: []
===
training-data | 3:11 | 'rules › r › steps › 1' must have one of these keys. | intent, user, or, action
rules:
- rule: r
  steps: [{checkpoint: a}]
===
training-data | 4:3 | 'rules › r' knows no key 'conditions'. | Did you mean 'condition'?
rules:
- rule: r
  steps: []
  conditions: []
===
training-data | 4:24 | 'rules › r › wait_for_user_input' must be true or false.
rules:
- rule: r
  steps: []
  wait_for_user_input: no
===
training-data | 4:10 | 'stories › s › steps › 1 › or › 1' must have one of these keys.
stories:
- story: s
  steps:
  - or: [{action: a}]
===
test-stories | 5:5 | 'stories › s › steps › greet' knows no key 'entitys'. | Did you mean 'entities'?
stories:
- story: s
  steps:
  - intent: greet
    entitys: []
===
test-stories | 4:11 | 'stories › s › steps › greet › user' must be text. | the number 12
stories:
- story: s
  steps:
  - user: 12
    intent: greet
===
markers | 1:5 | 'a' knows no key 'inten'. | Did you mean 'intent'
a: {inten: greet}
===
markers | 1:4 | 'a' must have just one of these keys.
a: {intent: greet, action: b}
===
markers | 1:10 | 'a › and' must not be empty.
a: {and: []}
===
markers | 1:4 | 'a' must be a mapping
a: greet
===
markers | 1:14 | must be text. | the number 3
a: {intent:  3}
"""
ROWS = []
for block in BROKEN.strip().split("===\n"):
    head, _, text = block.partition("\n")
    ROWS.append((*(part.strip() for part in head.split(" | ", 3)), text))


@pytest.mark.parametrize("row", ROWS, ids=[f"{row[0]} {row[2]}" for row in ROWS])
def test_a_mistake_is_found_where_it_is(row: tuple[str, ...]) -> None:
    schema, place, *said, text = row
    problems = Problems()
    root = read_yaml_text(text, "f.yml", problems, expand_variables=False)
    assert root is not None
    assert not list(problems)
    found = [str(finding.problem) for finding in findings(root, schema)]
    assert len(found) == 1, found
    assert found[0].startswith(f"f.yml:{place}: "), found
    for piece in said:
        assert piece in found[0]


def test_the_table_has_all_files() -> None:
    from causerie import schemas

    assert {row[0] for row in ROWS} == set(schemas.names())
    assert len(ROWS) >= 60


def test_a_file_of_the_wrong_kind_is_told_as_a_whole() -> None:
    root = read_yaml_text("- a\n", "f.yml", Problems())
    assert root is not None
    (found,) = findings(root, "domain")
    assert "The file of domain must be a mapping" in str(found.problem)


def test_keys_that_are_no_text_do_no_harm() -> None:
    text = dedent("slots:\n  1: {type: text}\nresponses: {2: [{text: a}]}\n")
    root = read_yaml_text(text, "f.yml", Problems())
    assert root is not None
    (found,) = findings(root, "domain")
    assert "'slots › 1' has no 'mappings'." in str(found.problem)
