"""``/metrics``: figures of the running assistant in the text format of Prometheus."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sanic import HTTPResponse, Request, Sanic
from sanic import text as text_response

from causerie.assistant import Assistant
from causerie.channels.describing import TEXT, WORDS, described
from causerie.server.model_routes import served_by

if TYPE_CHECKING:
    from causerie.llm.open_turns.open_turns import OpenTurns
    from causerie.llm.open_turns.question_vectors import QuestionVectors

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
AVAILABLE = "closed"


def add(app: Sanic[Any, Any]) -> None:
    app.add_route(show, "/metrics", methods=["GET"], name="metrics")


@described("Figures of the running assistant, as Prometheus reads them.", {200: {TEXT: WORDS}})
async def show(request: Request) -> HTTPResponse:
    from prometheus_client import CollectorRegistry, generate_latest

    served = served_by(request)
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Figures(served.assistant, served.trainings))
    return text_response(generate_latest(registry).decode(), content_type=CONTENT_TYPE)


class _Figures:
    """A collector that reads what the assistant has counted."""

    def __init__(self, assistant: Assistant | None, trainings: int) -> None:
        self.assistant, self.trainings = assistant, trainings

    def collect(self) -> Iterator[Any]:
        from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily

        loaded = int(self.assistant is not None)
        yield GaugeMetricFamily("causerie_model_loaded", "1 while a model is loaded.", loaded)
        yield GaugeMetricFamily("causerie_trainings", "Trainings under way.", self.trainings)
        if self.assistant is None:
            return
        model = InfoMetricFamily("causerie_model", "The model that is loaded.")
        model.add_metric([], {"file": self.assistant.model_file, "id": self.assistant.model.model_id})
        yield model
        if self.assistant.processor.open_turns is not None:
            yield from of_open_turns(self.assistant.processor.open_turns)


def of_open_turns(open_turns: OpenTurns) -> Iterator[Any]:
    from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

    status, tally = open_turns.status(), open_turns.tally
    yield GaugeMetricFamily("causerie_knowledge_passages", "Passages of the knowledge.", status["passages"])
    answers = CounterMetricFamily(
        "causerie_open_turns", "Open turns by kind, and why no GPT's words were said.", labels=["kind", "why"]
    )
    for (kind, why), count in sorted(tally.answers.items()):
        answers.add_metric([kind, why], count)
    yield answers
    tokens = CounterMetricFamily("causerie_gpt_tokens", "Tokens of answers by kind.", labels=["kind"])
    for kind, count in sorted(tally.tokens.items()):
        tokens.add_metric([kind.removesuffix("_tokens")], count)
    yield tokens
    yield CounterMetricFamily("causerie_gpt_cost", "What answers cost, by the prices.", tally.cost)
    if open_turns.vectors is not None:
        yield from of_question_vectors(open_turns.vectors)
    gpt = status["gpt"]
    available = int(gpt["state"] == AVAILABLE)
    yield GaugeMetricFamily("causerie_gpt_available", "1 while the GPT is asked; 0 without one.", available)
    yield GaugeMetricFamily("causerie_gpt_failures", "Failures in a row.", gpt.get("failures", 0))


def of_question_vectors(vectors: QuestionVectors) -> Iterator[Any]:
    from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

    outcomes = CounterMetricFamily(
        "causerie_embeddings", "Questions embedded, and why others were not.", labels=["outcome"]
    )
    for outcome, count in sorted(vectors.outcomes.items()):
        outcomes.add_metric([outcome], count)
    yield outcomes
    yield CounterMetricFamily("causerie_embeddings_tokens", "Tokens of embedded questions.", vectors.tokens)
    works = int(vectors.embedder is not None and not vectors.why)
    yield GaugeMetricFamily("causerie_embeddings_available", "1 while questions get vectors.", works)
