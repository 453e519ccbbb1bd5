from __future__ import annotations

import json
import time

import pytest

from causerie.errors import ProjectError
from causerie.files.nlu import read_nlu
from causerie.training_data import EntityAnnotation as E


def examples_of(files, *lines: str):
    block = "".join(f"    - {line}\n" for line in lines)
    folder = files({"nlu.yml": "nlu:\n- intent: a\n  examples: |\n" + block})
    return read_nlu([folder / "nlu.yml"])


@pytest.mark.parametrize(
    ("written", "text", "entities"),
    [
        ("to [Rome](city)", "to Rome", (E(3, 7, "city", "Rome"),)),
        ("to [Rome](city:roma)", "to Rome", (E(3, 7, "city", "roma"),)),
        ("[d](e:f:g)", "d", (E(0, 1, "e", "f:g"),)),
        ("[x](y#r)", "x", (E(0, 1, "y#r", "x"),)),
        ('[LA]{"entity": "city", "role": "to"}', "LA", (E(0, 2, "city", "LA", "to"),)),
        ('[a]{"entity":"e","value":5,"group":"g"}', "a", (E(0, 1, "e", "5", None, "g"),)),
        ('[a]{"entity": "e", "value": "say \\"hi\\""}', "a", (E(0, 1, "e", 'say "hi"'),)),
        ('[x][{"entity":"y"},{"entity":"z","value":"w"}]', "x", (E(0, 1, "y", "x"), E(0, 1, "z", "w"))),
        ("[a b](c) and [d](e)", "a b and d", (E(0, 3, "c", "a b"), E(8, 9, "e", "d"))),
        ("[x](y)(z)", "x(z)", (E(0, 1, "y", "x"),)),
        ("just [brackets] here", "just [brackets] here", ()),
        ("[x](y", "[x](y", ()),
    ],
)
def test_annotations(files, written: str, text: str, entities) -> None:
    example = examples_of(files, written).examples[0]
    assert (example.text, example.entities) == (text, entities)


def test_a_value_beside_the_text_is_a_synonym(files) -> None:
    data = examples_of(files, "[Roma](city:rome)", '[LA]{"entity": "city", "value": "los angeles"}', "[x](y)")
    assert data.synonyms == {"Roma": "rome", "LA": "los angeles"}


@pytest.mark.parametrize(
    "broken", ["[x]{entity: y}", '[x]{"value": "y"}', '[x]{"entity": "y", "role": null}']
)
def test_a_broken_annotation_is_told_where_it_stands(files, broken: str) -> None:
    with pytest.raises(ProjectError) as caught:
        examples_of(files, "fine", "go " + broken)
    place = caught.value.problems[0].place
    assert (place.line, place.column) == (5, 7 + len("go [x]"))


def test_every_section_is_read(files) -> None:
    folder = files(
        {
            "data/nlu.yml": """
            version: "3.1"
            nlu:
              - intent: faq/hours
                metadata: {sentiment: neutral}
                examples: |
                  - when do you open
                  not an example

                  -   hours?
                  - hours?
              - intent: book+pay
                examples:
                  - text: |
                      book and pay [two](n)
                    metadata: {n: 1}
              - synonym: rome
                examples: |
                  - roma
              - regex: zip
                examples: |
                  - \\d{5}
              - lookup: city
                examples: |
                  - Rome
                  - Oslo
              - lookup: river
                examples: rivers.txt
            responses:
              utter_faq/hours:
                - text: At nine.
            """,
            "data/rivers.txt": "Rhine\n\nPo\n",
        }
    )
    data = read_nlu([folder / "data"])
    assert [x.text for x in data.examples] == ["when do you open", "hours?", "book and pay two"]
    assert data.examples[0].response_key == "hours"
    assert data.examples[0].intent_metadata == {"sentiment": "neutral"}
    assert data.examples[2].metadata == {"n": 1}
    assert data.examples[2].intent == "book+pay"
    assert data.examples[1].place.line == 10
    assert data.synonyms == {"roma": "rome"}
    assert data.regexes[0].pattern == r"\d{5}"
    assert [lookup.elements for lookup in data.lookups] == [("Rome", "Oslo"), ("Rhine", "Po")]
    assert data.responses["utter_faq/hours"][0].text == "At nine."
    assert data.retrieval_intents == {"faq"}


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("nlu: x\n", 1, "list"),
        ("nlu:\n- intnt: a\n  examples: ''\n", 2, "neither"),
        ("nlu:\n- x\n", 2, "mapping"),
        ("nlu:\n- intent: 12\n  examples: ''\n", 2, "text"),
        ("nlu:\n- intent: a\n  exmples: ''\n", 3, "exmples"),
        ("nlu:\n- intent: a\n  examples: {b: c}\n", 3, "block"),
        ("nlu:\n- lookup: a\n  examples: gone.txt\n", 3, "does not exist"),
    ],
)
def test_a_mistake_is_told_with_its_line(files, text: str, line: int, word: str) -> None:
    folder = files({"nlu.yml": text})
    with pytest.raises(ProjectError) as caught:
        read_nlu([folder / "nlu.yml"])
    problem = caught.value.problems[0]
    assert problem.place.line == line
    assert word in problem.message


def test_rasas_json_format_is_read(files) -> None:
    raw = {
        "rasa_nlu_data": {
            "common_examples": [
                {"text": "hi Ann", "intent": "greet", "entities": [{"start": 3, "end": 6, "entity": "who"}]}
            ],
            "entity_synonyms": [{"value": "ann", "synonyms": ["Annie"]}],
            "regex_features": [{"name": "zip", "pattern": "[0-9]+"}],
            "lookup_tables": [{"name": "who", "elements": ["Ann", "Bob"]}],
        }
    }
    data = read_nlu([files({"data/nlu.json": json.dumps(raw), "data/other.json": "[1]"}) / "data"])
    assert data.examples[0].entities == (E(3, 6, "who", "Ann"),)
    assert data.synonyms == {"Annie": "ann"}
    assert data.lookups[0].elements == ("Ann", "Bob")


def test_what_is_not_rasas_never_disturbs(files) -> None:
    folder = files(
        {
            "data/nlu.yml": "nlu:\n- intent: a\n  examples: |\n    - x\n",
            "data/run.pid.yml": "12345",
            "data/docker-compose.yml": "version: '3'\nservices: {web: [}",
            "data/list.yml": "- a\n- b\n",
            "data/.git/config.yml": "nlu: [",
            "data/models/x.yml": "nlu: [",
            "data/readme.md": "nlu: [",
            "data/numbers.json": "42",
        }
    )
    (folder / "data" / "image.yml").write_bytes(bytes(range(256)))
    (folder / "data" / "link.yml").symlink_to(folder / "gone.yml")
    (folder / "data" / "loop").symlink_to(folder / "data")
    assert [x.text for x in read_nlu([folder / "data"]).examples] == ["x"]


def test_ten_thousand_examples_are_read_in_a_second(files) -> None:
    block = "".join(f"    - take me to [city {n}](city) please\n" for n in range(10_000))
    folder = files({"nlu.yml": ""})
    (folder / "nlu.yml").write_text("nlu:\n- intent: a\n  examples: |\n" + block)
    started = time.perf_counter()
    assert len(read_nlu([folder]).examples) == 10_000
    assert time.perf_counter() - started < 2
