"""Understanding a message: a ``for`` loop over components."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from causerie.domain import Domain
from causerie.errors import ModelError
from causerie.nlu.checks import check_order, warnings_of
from causerie.nlu.direct import DirectNames, read_direct
from causerie.nlu.message import Message, to_parse_data
from causerie.nlu.steps import ComponentEntry, Step, build_step, build_steps, idle_steps
from causerie.nlu.taking_over import fingerprints, take_over
from causerie.nlu.training import train_steps
from causerie.ports import Component, Progress, TrainingContext
from causerie.training_data import NluData

logger = logging.getLogger(__name__)

FORMAT = 1


class Pipeline:
    """Made by ``train`` or ``load``. ``warnings`` are those of the config and the training data."""

    def __init__(
        self,
        steps: Sequence[Step],
        direct: DirectNames,
        language: str | None,
        warnings: Sequence[str] = (),
        fingerprints: Sequence[str] = (),
    ) -> None:
        self.steps = tuple(steps)
        self.fingerprints = tuple(fingerprints)
        idle = idle_steps(steps)
        self.working = tuple(step for step in steps if step not in idle)
        self.direct = direct
        self.language = language
        self.warnings = tuple(warnings)

    @classmethod
    def train(
        cls,
        entries: Sequence[ComponentEntry],
        data: NluData,
        domain: Domain | None = None,
        language: str | None = None,
        seed: int = 0,
        progress: Progress = lambda line: None,
        previous: Pipeline | None = None,
    ) -> Pipeline:
        """Train the components in their order, each on what those before it made of the examples.
        Those that would come out as in ``previous`` are taken over.

        Raises ComponentError for a pipeline that can't work, ProjectError for data that can't be
        used. Without a domain any intent may be named directly (``/intent``).
        """
        steps = build_steps(entries)
        check_order(steps)
        warnings = [*(line for step in steps for line in step.warnings), *warnings_of(steps, data)]
        for line in warnings:
            logger.info("%s", line)
        context = TrainingContext(data, domain or Domain(), language, seed, progress)
        prints = fingerprints(steps, context)
        kept = previous.trained() if previous else {}
        train_steps(steps := take_over(steps, prints, kept), set(kept.values()), context)
        return cls(steps, DirectNames.of(domain), language, warnings, prints)

    def trained(self) -> dict[str, Component]:
        """The components by their fingerprints; none for a model that was made without them."""
        return {key: step.component for key, step in zip(self.fingerprints, self.steps, strict=False) if key}

    def findings(self) -> dict[str, dict[str, Any]]:
        """What the training just done found out about the examples, by component."""
        found = {
            step.title: step.component.findings()
            for step in self.steps
            if hasattr(step.component, "findings")
        }
        return {title: own for title, own in found.items() if own}

    async def parse(
        self, text: str, metadata: Mapping[str, Any] | None = None, time: float | None = None
    ) -> Message:
        """Understand a text, or read the intent that it names. ``time`` in seconds since 1970."""
        message = Message(text.strip(), metadata or {}, time)
        named = read_direct(message, self.direct)
        if named is not None:
            return named
        for step in self.working:
            waiting = step.component.process(message)
            if waiting is not None:
                await waiting
        return message

    async def parse_data(
        self, text: str, metadata: Mapping[str, Any] | None = None, time: float | None = None
    ) -> dict[str, Any]:
        """What ``parse`` found, in the JSON of Rasa's ``/model/parse``."""
        return to_parse_data(await self.parse(text, metadata, time))

    async def explain_data(self, text: str, metadata: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """What ``parse_data`` gives, and under ``explanation`` what carried the decision, by component."""
        message = await self.parse(text, metadata)
        explained = {
            step.title: step.component.explain(message)
            for step in self.steps
            if hasattr(step.component, "explain")
        }
        return {**to_parse_data(message), "explanation": explained}

    def state(self) -> dict[str, Any]:
        """JSON values and numpy arrays, nested in dicts and lists."""
        return {
            "format": FORMAT,
            "language": self.language,
            "fingerprints": list(self.fingerprints),
            "direct": {
                "intents": None if self.direct.intents is None else sorted(self.direct.intents),
                "entities": None if self.direct.entities is None else sorted(self.direct.entities),
            },
            "components": [
                {"name": step.name, "options": step.options, "state": step.component.state()}
                for step in self.steps
            ],
        }

    @classmethod
    def load(cls, state: Mapping[str, Any]) -> Pipeline:
        """Raises ModelError for a state of another format, ComponentError for a component not here."""
        if state.get("format") != FORMAT:
            raise ModelError(
                f"The model's pipeline has format {state.get('format')!r}, and this version reads {FORMAT}. "
                "Train it again: causerie train --force"
            )
        steps = []
        for entry in state["components"]:
            step = build_step(entry["name"], entry["options"])
            step.component.load(entry["state"])
            steps.append(step)
        direct = state["direct"]
        names = DirectNames(
            *(None if direct[kind] is None else frozenset(direct[kind]) for kind in ("intents", "entities"))
        )
        return cls(steps, names, state["language"], fingerprints=state.get("fingerprints", ()))
