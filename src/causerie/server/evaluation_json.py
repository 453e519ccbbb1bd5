"""Results of tests as Rasa's HTTP API shows them."""

from __future__ import annotations

from collections.abc import Sequence

from causerie.evaluation.classification import Scores, classify
from causerie.evaluation.entity_labels import NO_ENTITY, label
from causerie.evaluation.nlu_results import EntityResult, LabelResult, NluResults, extractors
from causerie.evaluation.story_report import story_report
from causerie.evaluation.story_results import StoryResult
from causerie.ports import Json

FROM_STORIES = ("MemoizationPolicy", "AugmentedMemoizationPolicy")


def stories_json(results: Sequence[StoryResult], end_to_end: bool) -> Json:
    report = story_report(results)
    report.pop("conversation_accuracy", None)
    average = report.get("weighted avg", {})
    actions = [check for result in results for check in result.actions]
    remembered = [check for check in actions if check.policy in FROM_STORIES]
    return {
        "report": report,
        "precision": average.get("precision", 0.0),
        "f1": average.get("f1-score", 0.0),
        "accuracy": report.get("accuracy", 0.0),
        "actions": [
            {
                "action": check.expected,
                "predicted": check.predicted,
                "policy": check.policy,
                "confidence": check.confidence,
            }
            for check in actions
        ],
        "in_training_data_fraction": len(remembered) / len(actions) if actions else 0,
        "is_end_to_end_evaluation": end_to_end,
    }


def nlu_json(results: NluResults) -> Json:
    """None where the examples say nothing of intents, entities or responses."""
    entities = {name: _entities(results.entities, name) for name in extractors(results.entities)}
    return {
        "intent_evaluation": _intents(results.intents) if results.intents else None,
        "entity_evaluation": entities or None,
        "response_selection_evaluation": _responses(results.responses) if results.responses else None,
    }


def _intents(results: Sequence[LabelResult]) -> Json:
    return {
        "predictions": [
            {"text": x.text, "intent": x.target, "predicted": x.predicted, "confidence": x.confidence}
            for x in results
        ],
        **_scores(classify([x.target for x in results], [x.predicted for x in results])),
        "errors": [
            {"text": x.text, "intent": x.target, "intent_prediction": _prediction(x)}
            for x in results
            if not x.passed
        ],
    }


def _responses(results: Sequence[LabelResult]) -> Json:
    return {
        "predictions": [
            {
                "text": x.text,
                "intent_response_key_target": x.target,
                "intent_response_key_prediction": x.predicted,
                "confidence": x.confidence,
            }
            for x in results
        ],
        **_scores(classify([x.target for x in results], [x.predicted for x in results])),
        "errors": [
            {
                "text": x.text,
                "intent_response_key_target": x.target,
                "intent_response_key_prediction": _prediction(x),
            }
            for x in results
            if not x.passed
        ],
    }


def _entities(results: Sequence[EntityResult], extractor: str) -> Json:
    labelled = [label(result, extractor) for result in results]
    targets = [name for x in labelled for name in x.targets]
    predicted = [name for x in labelled for name in x.predicted]
    return {
        **_scores(classify(targets, predicted, without=NO_ENTITY)),
        "errors": [
            {
                "text": x.result.text,
                "entities": list(x.result.targets),
                "predicted_entities": list(x.result.predicted),
            }
            for x in labelled
            if x.is_wrong
        ],
    }


def _scores(scores: Scores) -> Json:
    return {
        "report": scores.report,
        "precision": scores.precision,
        "f1_score": scores.f1,
        "accuracy": scores.accuracy,
    }


def _prediction(result: LabelResult) -> Json:
    return {"name": result.predicted, "confidence": result.confidence}
