"""Rasa's own TED policy, trained and asked: run by the Python of an environment that has Rasa 3.6.

    python train_ted.py job.json result.json

``job.json`` names a domain, a file of stories, TED's keys (``config``) and the factor of augmentation, and holds
``tests``: conversations as lists of events. They are played with their own actions, as ``playing.py`` plays them.
``result.json`` holds the CPU seconds of training and, per conversation, the action predicted at each place.
"""

import json
import sys
import tempfile
import time
from pathlib import Path

import numpy
from rasa.core.policies.ted_policy import TEDPolicy
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActionExecutionRejected, Event
from rasa.shared.core.generator import TrainingDataGenerator
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.core.training_data.loading import load_data_from_files
from rasa.shared.core.training_data.structures import StoryGraph


def main():
    job = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    domain = Domain.load(job["domain"])
    started = time.process_time()
    policy = train(job, domain)
    spent = time.process_time() - started
    predicted = [play(policy, domain, events) for events in job["tests"]]
    Path(sys.argv[2]).write_text(json.dumps({"cpu_s": spent, "predicted": predicted}), encoding="utf-8")


def train(job, domain):
    """As ``rasa train core`` does, stories joined to longer ones (augmentation) included."""
    graph = StoryGraph(load_data_from_files([job["stories"]], domain))
    trackers = TrainingDataGenerator(graph, domain, augmentation_factor=job["augmentation"]).generate()
    config = {**TEDPolicy.get_default_config(), **job["config"]}
    storage = LocalModelStorage.create(Path(tempfile.mkdtemp()))
    policy = TEDPolicy.create(config, storage, Resource("ted"), ExecutionContext(GraphSchema({}), "ted"))
    policy.train(trackers, domain)
    return policy


def play(policy, domain, events):
    tracker = DialogueStateTracker("test", domain.slots)
    out = []
    for raw in events:
        event = Event.from_parameters(raw)
        if isinstance(event, ActionExecuted) and not event.unpredictable:
            expected = event.action_name or event.action_text
            best = choice(policy, tracker, domain)
            if best != expected and best == tracker.active_loop_name:
                tracker.update(ActionExecutionRejected(best), domain)
                best = choice(policy, tracker, domain)
            out.append(best)
        tracker.update(event, domain)
    return out


def choice(policy, tracker, domain):
    """The best action; one that was just rejected is none, as in Rasa's ensemble."""
    scores = numpy.array(policy.predict_action_probabilities(tracker, domain).probabilities)
    last = tracker.events[-1] if tracker.events else None
    if isinstance(last, ActionExecutionRejected):
        scores[domain.index_for_action(last.action_name)] = 0.0
    return domain.action_names_or_texts[int(scores.argmax())]


if __name__ == "__main__":
    main()
