"""The learned policy: what stories make likely where none of them fits exactly.

A linear model over what was said and done last. It serves ``TEDPolicy`` and takes its keys; those
of the neural network mean nothing here.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from causerie.dialogue.tracker import Tracker
from causerie.domain import Domain
from causerie.domain.names import ACTION_LISTEN
from causerie.policies.learning.examples import examples_of, learnt_stories, places
from causerie.policies.learning.exceptions import find_exceptions, view_key
from causerie.policies.learning.features import features
from causerie.policies.learning.model import LinearModel
from causerie.policies.learning.namesakes import Namesake, find_namesakes
from causerie.policies.learning.neural_keys import NEURAL_KEYS
from causerie.policies.learning.side_exchanges import find_exchanges, without_exchanges
from causerie.policies.learning.views import INTENT, TEXT, View, is_after_listen, present_view
from causerie.policies.states import RuleOnly
from causerie.policies.voting import configured, max_history
from causerie.ports import Json, PolicyContext, Prediction
from causerie.training_data.unfolding import unfold

COST = 0.1
SAY_WITHOUT = 0.25


class LearnedPolicy:
    """Votes for every action of the stories.

    ``max_history`` counts the moments that are looked at, side exchanges that are over left out.
    """

    defaults: ClassVar[Json] = {"priority": 1, "max_history": None, "e2e_confidence_threshold": 0.5}
    ignored: ClassVar[Json] = NEURAL_KEYS

    def __init__(self, config: Json) -> None:
        self.config = configured(self.defaults, config)
        self.priority = int(self.config["priority"])
        self.max_history = max_history(config)
        self.model = LinearModel()
        self.exchanges: dict[str, str] = {}
        self.exceptions: dict[str, str] = {}
        self.namesakes: dict[str, Namesake] = {}
        self.rule_only = RuleOnly()
        self.reads_intents = self.reads_texts = False

    def train(self, context: PolicyContext) -> None:
        domain = context.domain
        self.rule_only = context.shared.get("rule_only", RuleOnly())
        lines = context.shared.get("story_lines") or unfold(context.stories, domain)
        stories = learnt_stories(lines, domain)
        messages = {symbol for story in stories for symbol in story.symbols if symbol.startswith(INTENT)}
        self.reads_texts = any(message.startswith(TEXT) for message in messages)
        self.reads_intents = any(not message.startswith(TEXT) for message in messages)
        self.exchanges = find_exchanges((story.symbols for story in stories), domain.forms)
        self.namesakes = find_namesakes((story.symbols for story in stories), domain)
        examples = examples_of(stories, self.exchanges, domain.forms, self.max_history, context.seed)
        self.model.train(examples, COST, context.seed)
        self.exceptions = find_exceptions(places(stories), self._best, self.max_history)

    def predict(self, tracker: Tracker, domain: Domain) -> Prediction:
        if not self.model.labels:
            return Prediction({}, type(self).__name__, self.priority)
        only_texts = self.reads_texts and not self.reads_intents
        view = present_view(tracker, domain, self.rule_only, by_text=only_texts)
        margins, by_text = self._margins(view), only_texts
        if self.reads_texts and self.reads_intents and is_after_listen(view):
            text_margins = self._margins(present_view(tracker, domain, self.rule_only, by_text=True))
            if self._prefers_text(text_margins, margins):
                margins, by_text = text_margins, True
        shares = self.model.probabilities(margins).tolist()
        scores = self._with_namesake(view, dict(zip(self.model.labels, shares, strict=True)))
        return Prediction(scores, type(self).__name__, self.priority, is_end_to_end=by_text)

    def _margins(self, view: View) -> NDArray[np.float32]:
        exception = self.exceptions.get(view_key(view, self.max_history)) if self.exceptions else None
        if exception is not None:
            return self.model.clean_margins(exception)
        return self._learnt_margins(view)

    def _best(self, view: View) -> str:
        return self.model.labels[int(np.argmax(self._learnt_margins(view)))]

    def _learnt_margins(self, view: View) -> NDArray[np.float32]:
        """For a message after side exchanges, what it would be without them has a say, too."""
        margins = self.model.margins(features(view, self.exchanges, self.max_history))
        if not view.symbols[-1].startswith(INTENT):
            return margins
        symbols = without_exchanges(view.symbols, self.exchanges)
        if len(symbols) == len(view.symbols):
            return margins
        undisturbed = features(View(tuple(symbols), view.state, view.told), self.exchanges, self.max_history)
        return (1 - SAY_WITHOUT) * margins + SAY_WITHOUT * self.model.margins(undisturbed)

    def _with_namesake(self, view: View, scores: dict[str, float]) -> dict[str, float]:
        """The scores, and the namesake of a message that is in no story, if names are trusted more."""
        found = self._namesake(view)
        if found is None or found.trust <= max(scores.values()):
            return scores
        return {
            **{label: share * (1 - found.trust) for label, share in scores.items()},
            found.action: found.trust,
        }

    def _namesake(self, view: View) -> Namesake | None:
        *_, before, now = ("", *view.symbols)
        done = self.namesakes.get(before)
        if done is not None and done.action == now and now not in self.model.labels:
            return Namesake(ACTION_LISTEN, done.trust)
        return self.namesakes.get(now)

    def _prefers_text(self, by_text: NDArray[np.float32], by_intent: NDArray[np.float32]) -> bool:
        threshold = float(self.config["e2e_confidence_threshold"])
        confidence = float(self.model.probabilities(by_text).max())
        return confidence > threshold and float(by_text.max()) > float(by_intent.max())

    def state(self) -> Json:
        return {
            "model": self.model.state(),
            "exchanges": self.exchanges,
            "exceptions": self.exceptions,
            "namesakes": self.namesakes,
            "reads_intents": self.reads_intents,
            "reads_texts": self.reads_texts,
            "rule_only": {
                "slots": sorted(self.rule_only.slots),
                "loops": sorted(self.rule_only.loops),
            },
        }

    def load(self, state: Json, domain: Domain) -> None:
        self.model.load(state["model"])
        self.exchanges = dict(state["exchanges"])
        self.exceptions = dict(state["exceptions"])
        self.namesakes = {message: Namesake(*found) for message, found in state["namesakes"].items()}
        self.reads_intents = state["reads_intents"]
        self.reads_texts = state["reads_texts"]
        hidden = state["rule_only"]
        self.rule_only = RuleOnly(frozenset(hidden["slots"]), frozenset(hidden["loops"]))
