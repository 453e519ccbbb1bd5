from __future__ import annotations

import json
from pathlib import Path

from causerie.evaluation.nlu_reports import write_nlu_results
from causerie.evaluation.nlu_results import examine
from causerie.evaluation.results_folder import ResultsFolder
from causerie.evaluation.subject import Subject
from causerie.policies.ensemble import Ensemble
from causerie.ports import Json
from causerie.training_data import EntityAnnotation, Example, NluData

from .told import DOMAIN, ToldInterpreter


def subject(interpreter: ToldInterpreter) -> Subject:
    return Subject(DOMAIN, interpreter, Ensemble({}))


async def test_one_intent_alone_is_not_tested() -> None:
    data = NluData((Example("hello", "greet"), Example("hi", "greet")))
    results = await examine(data, subject(ToldInterpreter({"hello": "greet"})))
    assert (results.intents, results.responses, results.entities) == ((), (), ())


async def test_the_fallback_does_not_hide_what_was_found() -> None:
    ranking = [{"name": "nlu_fallback", "confidence": 0.4}, {"name": "greet", "confidence": 0.3}]
    interpreter = ToldInterpreter(
        {"hello": "nlu_fallback", "bye": "nlu_fallback"}, more={"intent_ranking": ranking}
    )
    data = NluData((Example("hello", "greet"), Example("bye", "bye")))
    first, second = (await examine(data, subject(interpreter))).intents
    assert (first.passed, first.confidence, second.predicted) == (True, 0.3, "greet")


async def test_reports_of_intents_responses_and_entities(tmp_path: Path) -> None:
    selector = {
        "all_retrieval_intents": ["faq"],
        "faq": {"response": {"intent_response_key": "faq/a", "confidence": 0.8}},
    }
    found = {"entity": "city", "value": "Rome", "start": 3, "end": 7, "extractor": "Tagger"}
    ready_made = {**found, "extractor": "DucklingEntityExtractor"}
    interpreter = ToldInterpreter(
        {"what": "faq", "which": "faq", "to Rome": "order"},
        {"to Rome": [found, ready_made]},
        {"response_selector": selector, "text_tokens": [[0, 2], [3, 7]]},
    )
    data = NluData(
        (
            Example("what", "faq/a"),
            Example("which", "faq/b"),
            Example("to Rome", "order", (EntityAnnotation(3, 7, "city", "Rome"),)),
        )
    )
    results = await examine(data, subject(interpreter))
    scores = write_nlu_results(results, ResultsFolder(tmp_path, successes=True))
    assert scores.keys() == {"intents", "responses", "Tagger"}
    assert scores["intents"].accuracy == 1.0
    assert read(tmp_path, "response_selection_errors") == [
        {
            "text": "which",
            "intent_response_key_target": "faq/b",
            "intent_response_key_prediction": {"name": "faq/a", "confidence": 0.8},
        }
    ]
    assert read(tmp_path, "Tagger_report")["city"]["f1-score"] == 1.0  # type: ignore[call-overload]
    assert read(tmp_path, "Tagger_successes") == [
        {
            "text": "to Rome",
            "entities": [{"start": 3, "end": 7, "value": "Rome", "entity": "city"}],
            "predicted_entities": [found],
        }
    ]
    assert not (tmp_path / "intent_errors.json").exists()


def read(folder: Path, name: str) -> Json | list[Json]:
    content: Json | list[Json] = json.loads((folder / f"{name}.json").read_text())
    return content
