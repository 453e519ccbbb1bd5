"""The project's files: enough examples, everything in both languages, nothing said without a text."""

import re
import statistics
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import yaml

from actions.language import french_lean
from causerie.files.nlu import read_nlu
from tests.hotel.questions import examples

PROJECT = Path(__file__).resolve().parents[2]
PLACEHOLDER = re.compile(r"{(\w+)}")


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def test_at_least_forty_intents_with_fifteen_examples() -> None:
    counts = {intent: len(lines) for intent, lines in examples().items()}
    assert len(counts) >= 40
    assert min(counts.values()) >= 15
    assert sum(intent.startswith("faq/") for intent in counts) >= 25
    assert statistics.median(counts.values()) >= 20


def test_every_intent_speaks_both_languages() -> None:
    for intent, lines in examples().items():
        leans = Counter("fr" if lean > 0 else "en" for lean in map(french_lean, lines) if lean)
        if intent not in ("inform_name", "inform_contact", "inform_reference"):
            assert min(leans["fr"], leans["en"]) >= 5, (intent, leans)


def test_no_example_stands_twice() -> None:
    homes: dict[str, list[str]] = defaultdict(list)
    for intent, lines in examples().items():
        for line in lines:
            homes[line.lower()].append(intent)
    assert {line: intents for line, intents in homes.items() if len(intents) > 1} == {}


def test_a_synonym_stands_for_values_of_one_entity() -> None:
    """Synonyms know no entities: "tonight" as a word for how urgent something is would also replace the date."""
    data = read_nlu(sorted((PROJECT / "data/nlu").glob("*.yml")))
    entities: dict[str, set[str]] = defaultdict(set)
    for example in data.examples:
        for entity in example.entities:
            said = example.text[entity.start : entity.end].lower()
            entities[data.synonyms.get(said, said)].add(entity.entity)
    values = set(data.synonyms.values())
    assert {value: found for value, found in entities.items() if value in values and len(found) > 1} == {}


def test_every_response_speaks_both_languages(domain: dict[str, Any]) -> None:
    for name, variations in domain["responses"].items():
        if name in ("utter_language_en", "utter_language_fr"):
            continue
        french = [v for v in variations if v.get("condition")]
        english = [v for v in variations if not v.get("condition")]
        assert french, name
        assert len(french) == len(english), name
        for variation in french:
            assert variation["condition"] == [{"type": "slot", "name": "language", "value": "fr"}]


def test_both_languages_say_the_same_values(domain: dict[str, Any]) -> None:
    for name, variations in domain["responses"].items():
        told = {frozenset(PLACEHOLDER.findall(variation["text"])) for variation in variations}
        assert len(told) == 1, name


def test_every_response_and_form_question_exists(domain: dict[str, Any]) -> None:
    used = set()
    for path in (PROJECT / "actions").glob("*.py"):
        used |= set(re.findall(r"\"(utter_\w+)\"", path.read_text(encoding="utf-8")))
    for folder in ("rules", "stories"):
        for path in (PROJECT / "data" / folder).glob("*.yml"):
            used |= set(re.findall(r"action: (utter_\w+)", path.read_text(encoding="utf-8")))
    known = set(domain["responses"]) | {"utter_faq", "utter_chitchat"}
    assert used - known - {"utter_language_"} == set()


def test_every_action_of_the_domain_is_written(domain: dict[str, Any]) -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (PROJECT / "actions").glob("*.py"))
    names = set(re.findall(r"return \"((?:action|validate)_\w+)\"", source))
    assert names == set(domain["actions"])


def test_every_faq_has_an_answer(domain: dict[str, Any]) -> None:
    topics = {intent for intent in examples() if "/" in intent}
    assert topics == {name.removeprefix("utter_") for name in domain["responses"] if "/" in name}
