"""A model that decides and understands as it is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from causerie.dialogue.tracker import Tracker
from causerie.domain import Domain
from causerie.evaluation.play_stories import play
from causerie.evaluation.story_lines import read_lines
from causerie.evaluation.story_results import StoryResult
from causerie.evaluation.subject import Subject
from causerie.files.domain_json import domain_from_dict
from causerie.policies.ensemble import Ensemble
from causerie.ports import Json, PolicyContext, Prediction

Choose = Callable[[Tracker], str | Prediction]

DOMAIN = domain_from_dict(
    {
        "version": "3.1",
        "intents": ["greet", "bye", "order", {"faq": {"is_retrieval_intent": True}}],
        "entities": ["city"],
        "slots": {"city": {"type": "text", "mappings": [{"type": "from_entity", "entity": "city"}]}},
        "forms": {"order_form": {"required_slots": ["city"]}},
        "responses": {"utter_hi": [{"text": "Hi"}], "utter_bye": [{"text": "Bye"}]},
        "actions": ["utter_faq", "action_note"],
    }
)


@dataclass
class ToldPolicy:
    """Asks ``choose`` for the next action."""

    choose: Choose
    defaults: ClassVar[Json] = {}
    priority: int = 1

    def train(self, context: PolicyContext) -> None:
        """Told already."""

    def predict(self, tracker: Tracker, domain: Domain) -> Prediction:
        chosen = self.choose(tracker)
        return chosen if isinstance(chosen, Prediction) else Prediction({chosen: 0.9})

    def state(self) -> Json:
        return {}

    def load(self, state: Json, domain: Domain) -> None:
        """Nothing was kept."""


@dataclass
class ToldInterpreter:
    """Text → intent; ``more`` is added to the answer."""

    intents: Mapping[str, str] = field(default_factory=dict)
    entities: Mapping[str, list[Json]] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)

    async def parse_data(self, text: str, metadata: Json | None = None, time: float | None = None) -> Json:
        return {
            "text": text,
            "intent": {"name": self.intents.get(text), "confidence": 1.0},
            "entities": self.entities.get(text, []),
            **self.more,
        }


async def played(
    folder: Path,
    stories: str,
    choose: Choose,
    interpreter: ToldInterpreter | None = None,
    end_to_end: bool = True,
    max_predictions: int = 10,
) -> StoryResult:
    """The one story in this text, played."""
    file = folder / "test_stories.yml"
    file.write_text(stories, encoding="utf-8")
    (line,) = read_lines([file], DOMAIN, end_to_end, None)
    subject = Subject(
        DOMAIN,
        interpreter or ToldInterpreter(),
        Ensemble({"policy_0_Told": ToldPolicy(choose)}),
        max_predictions,
    )
    return await play(line, subject, end_to_end)
