#!/usr/bin/env python3
"""Lets Rasa 3.6.21 write its reports of made-up predictions; run with the Python that has Rasa.

``reports.json`` gets the predictions and, for each set of them, every file that Rasa wrote.
"""

import json
import random
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
WORDS = [
    "from",
    "rome",
    "to",
    "new",
    "york",
    "by",
    "boat",
    "or",
    "train",
    "at",
    "noon",
    "with",
    "ada",
    "and",
    "bob",
]


def labels(dice, names, count, miss):
    targets = [dice.choice(names) for _ in range(count)]
    predicted = [
        target if dice.random() > miss else dice.choice([*names, "unheard", ""]) for target in targets
    ]
    return [
        {"text": f"message {i}", "target": t, "predicted": p, "confidence": round(dice.random(), 3)}
        for i, (t, p) in enumerate(zip(targets, predicted, strict=True))
    ]


def entity(dice, tokens, extractor=None):
    first = dice.randrange(len(tokens))
    last = min(len(tokens) - 1, first + dice.choice([0, 0, 1]))
    made = {
        "start": tokens[first][0],
        "end": tokens[last][1],
        "value": "x",
        "entity": dice.choice(["city", "person", "time"]),
    }
    if dice.random() < 0.3:
        made["role"] = dice.choice(["to", "from"])
    if dice.random() < 0.2:
        made["group"] = dice.choice(["1", "2"])
    if extractor:
        made["extractor"] = extractor
        made["confidence_entity"] = round(dice.random(), 3)
    return made


def apart(entities):
    kept = []
    for made in sorted(entities, key=lambda x: x["start"]):
        if not kept or made["start"] >= kept[-1]["end"]:
            kept.append(made)
    return kept


def texts_with_entities(dice, count):
    found = []
    for _ in range(count):
        words = [dice.choice(WORDS) for _ in range(dice.randint(2, 8))]
        text, tokens = " ".join(words), []
        for word in words:
            start = tokens[-1][1] + 1 if tokens else 0
            tokens.append([start, start + len(word)])
        targets = apart(entity(dice, tokens) for _ in range(dice.randint(0, 2)))
        predicted = [
            {**x, "extractor": "DIETClassifier", "confidence_entity": 0.9}
            for x in targets
            if dice.random() < 0.7
        ]
        predicted = apart(
            [*predicted, *(entity(dice, tokens, "DIETClassifier") for _ in range(dice.choice([0, 1])))]
        )
        predicted += apart(
            entity(dice, tokens, "RegexEntityExtractor") for _ in range(dice.choice([0, 0, 1, 2]))
        )
        found.append({"text": text, "tokens": tokens, "targets": targets, "predicted": predicted})
    return found


def stories(dice, count):
    """Per story: actions, and messages with an intent and entities, each expected and predicted."""
    actions, intents, found = (
        ["utter_a", "utter_b", "action_listen", "action_c"],
        ["greet", "bye", "order"],
        [],
    )
    for _ in range(count):
        told = {"actions": [], "messages": []}
        for _ in range(dice.randint(1, 4)):
            expected = dice.choice(actions)
            told["actions"].append([expected, expected if dice.random() > 0.2 else dice.choice(actions)])
        for text in texts_with_entities(dice, dice.randint(1, 2)):
            expected = dice.choice(intents)
            sides = [
                [
                    {"text": text["text"], **{k: x[k] for k in ("start", "end", "entity", "value")}}
                    for x in side
                ]
                for side in (
                    text["targets"],
                    [x for x in text["predicted"] if x["extractor"] == "DIETClassifier"],
                )
            ]
            predicted = expected if dice.random() > 0.2 else dice.choice(intents)
            told["messages"].append(
                {"text": text["text"], "intents": [expected, predicted], "entities": sides}
            )
        found.append(told)
    return found


def files(folder):
    return {x.name: json.loads(x.read_text()) for x in sorted(Path(folder).iterdir())}


def record_nlu(kind, data):
    from rasa.nlu import test
    from rasa.nlu.tokenizers.tokenizer import Token

    with tempfile.TemporaryDirectory() as folder:
        options = {"successes": True, "errors": True, "disable_plotting": True}
        if kind == "intents":
            rows = [
                test.IntentEvaluationResult(x["target"], x["predicted"], x["text"], x["confidence"])
                for x in data
            ]
            test.evaluate_intents(rows, folder, **options)
        elif kind == "responses":
            rows = [
                test.ResponseSelectionEvaluationResult(
                    x["target"], x["predicted"], x["text"], x["confidence"]
                )
                for x in data
            ]
            test.evaluate_response_selections(rows, folder, **options)
        else:
            rows = [
                test.EntityEvaluationResult(
                    x["targets"],
                    x["predicted"],
                    [Token(x["text"][start:end], start) for start, end in x["tokens"]],
                    x["text"],
                )
                for x in data
            ]
            extractors = {entity["extractor"] for x in data for entity in x["predicted"]}
            test.evaluate_entities(rows, extractors, folder, **options)
        return files(folder)


def record_stories(data):
    from rasa.core.test import EvaluationStore
    from rasa.model_testing import get_evaluation_metrics

    whole, correct = EvaluationStore(), 0
    for story in data:
        one = EvaluationStore(
            action_targets=[x for x, _ in story["actions"]],
            action_predictions=[x for _, x in story["actions"]],
            intent_targets=[x["intents"][0] for x in story["messages"]],
            intent_predictions=[x["intents"][1] for x in story["messages"]],
            entity_targets=[x for m in story["messages"] for x in m["entities"][0]],
            entity_predictions=[x for m in story["messages"] for x in m["entities"][1]],
        )
        correct += not one.check_prediction_target_mismatch()
        whole.merge_store(one)
    report = get_evaluation_metrics(*whole.serialise(), output_dict=True)[0]
    report["conversation_accuracy"] = {
        "accuracy": correct / len(data),
        "correct": correct,
        "with_warnings": 0,
        "total": len(data),
    }
    return {"story_report.json": report}


def main():
    dice = random.Random(7)
    five = ["greet", "bye", "order", "ask", "thank"]
    sets = [
        ("intents", labels(dice, five, 60, 0.4)),
        ("intents", labels(dice, five, 12, 0.0)),
        ("intents", [{**x, "predicted": "unheard"} for x in labels(dice, five[:2], 6, 0.0)]),
        ("intents", [{**x, "predicted": ""} for x in labels(dice, five[:2], 5, 0.0)]),
        ("responses", labels(dice, ["faq/a", "faq/b", "chat/c"], 30, 0.3)),
        ("entities", texts_with_entities(dice, 40)),
        ("entities", [x for x in texts_with_entities(dice, 30) if not x["targets"]]),
        ("stories", stories(dice, 12)),
        ("stories", stories(dice, 1)),
    ]
    recorded = [
        {
            "kind": kind,
            "predictions": data,
            "files": record_stories(data) if kind == "stories" else record_nlu(kind, data),
        }
        for kind, data in sets
    ]
    (HERE / "reports.json").write_text(json.dumps(recorded, indent=None, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    sys.exit(main())
