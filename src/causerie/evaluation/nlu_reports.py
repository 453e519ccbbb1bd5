"""Reports of an NLU test: intents, responses, and the entities of each extractor."""

from __future__ import annotations

from collections.abc import Sequence

from causerie.evaluation.classification import Scores, classify
from causerie.evaluation.entity_labels import NO_ENTITY, Labelled, label
from causerie.evaluation.nlu_results import EntityResult, LabelResult, NluResults, extractors
from causerie.evaluation.results_folder import ResultsFolder
from causerie.ports import Json

WITH_CONFIDENCES = ("DIETClassifier", "CRFEntityExtractor")


def write_nlu_results(results: NluResults, folder: ResultsFolder) -> dict[str, Scores]:
    """All reports; returns the scores under what they are about (``intents``, an extractor's name …)."""
    scores: dict[str, Scores] = {}
    if results.intents:
        scores["intents"] = _write_intents(results.intents, folder)
    if results.responses:
        scores["responses"] = _write_responses(results.responses, folder)
    for extractor in extractors(results.entities):
        scores[extractor] = _write_entities(results.entities, extractor, folder)
    return scores


def _write_intents(results: Sequence[LabelResult], folder: ResultsFolder) -> Scores:
    def written(result: LabelResult) -> Json:
        prediction = {"name": result.predicted, "confidence": result.confidence}
        return {"text": result.text, "intent": result.target, "intent_prediction": prediction}

    scores = _write_labels(results, "intent", "Intents", folder)
    folder.write_predictions(
        "intent", [written(x) for x in results if x.passed], [written(x) for x in results if not x.passed]
    )
    return scores


def _write_responses(results: Sequence[LabelResult], folder: ResultsFolder) -> Scores:
    def written(result: LabelResult) -> Json:
        return {
            "text": result.text,
            "intent_response_key_target": result.target,
            "intent_response_key_prediction": {"name": result.predicted, "confidence": result.confidence},
        }

    kind = "response_selection"
    scores = _write_labels(results, kind, "Responses", folder)
    folder.write_predictions(
        kind, [written(x) for x in results if x.passed], [written(x) for x in results if not x.passed]
    )
    return scores


def _write_labels(results: Sequence[LabelResult], kind: str, title: str, folder: ResultsFolder) -> Scores:
    scores = classify([x.target for x in results], [x.predicted for x in results])
    folder.write_json(f"{kind}_report.json", scores.report)
    folder.draw_confusion(kind, title, scores)
    folder.draw_confidences(
        kind,
        f"{title}: how sure",
        [x.confidence for x in results if x.passed],
        [x.confidence for x in results if not x.passed],
    )
    return scores


def _write_entities(results: Sequence[EntityResult], extractor: str, folder: ResultsFolder) -> Scores:
    labelled = [label(result, extractor) for result in results]
    targets = [name for x in labelled for name in x.targets]
    predicted = [name for x in labelled for name in x.predicted]
    scores = classify(targets, predicted, without=NO_ENTITY)
    folder.write_json(f"{extractor}_report.json", scores.report)
    folder.write_predictions(
        extractor,
        [_written(x.result) for x in labelled if x.has_hit],
        [_written(x.result) for x in labelled if x.is_wrong],
    )
    folder.draw_confusion(extractor, f"Entities of {extractor}", scores)
    if extractor in WITH_CONFIDENCES:
        folder.draw_confidences(extractor, "Entities: how sure", *_confidences(labelled))
    return scores


def _written(result: EntityResult) -> Json:
    return {
        "text": result.text,
        "entities": list(result.targets),
        "predicted_entities": list(result.predicted),
    }


def _confidences(labelled: Sequence[Labelled]) -> tuple[list[float], list[float]]:
    """Of the tokens taken for entities: those that were taken rightly, and the others."""
    right: list[float] = []
    wrong: list[float] = []
    for text in labelled:
        for target, predicted, confidence in zip(text.targets, text.predicted, text.confidences, strict=True):
            if predicted != NO_ENTITY:
                (right if target == predicted else wrong).append(confidence)
    return right, wrong
