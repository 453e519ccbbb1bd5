"""A name → what runs it."""

from __future__ import annotations

from causerie.actions.answering import ACTION_ANSWER, answer_open_turn
from causerie.actions.builtin import BUILTINS, Builtin
from causerie.actions.context import Action, ActionContext
from causerie.actions.custom import CustomAction
from causerie.actions.extract_slots import extract_slots
from causerie.actions.forms import FormAction
from causerie.actions.responding import Respond, RespondByRetrieval, SayText
from causerie.actions.two_stage_fallback import TwoStageFallback
from causerie.actions.user_wishes import ACTION_FORGET, ACTION_KEEP, forget_instructions, keep_instructions
from causerie.dialogue.events import Event
from causerie.domain import Domain
from causerie.domain.names import ACTION_EXTRACT_SLOTS, ACTION_TWO_STAGE_FALLBACK, UTTER_PREFIX
from causerie.errors import ActionError
from causerie.registry import did_you_mean

OF_OPEN_TURNS: dict[str, Builtin] = {
    ACTION_ANSWER: answer_open_turn,
    ACTION_KEEP: keep_instructions,
    ACTION_FORGET: forget_instructions,
}


class Catalogue:
    """All actions of a domain. A project's own action of the same name goes before a default one."""

    def __init__(self, domain: Domain) -> None:
        self.domain = domain
        self._found: dict[str, Action] = {}

    def find(self, name: str) -> Action:
        """The action; raises ActionError with near misses when the domain has none of this name."""
        action = self._found.get(name)
        if action is None:
            action = self._found[name] = self._make(name)
        return action

    async def run(self, name: str, context: ActionContext) -> list[Event]:
        return await self.find(name).run(context)

    def is_text(self, name: str) -> bool:
        """Whether this is an end-to-end text rather than a name."""
        return name in self.domain.e2e_actions

    def _make(self, name: str) -> Action:
        domain = self.domain
        if name not in domain.action_set:
            raise ActionError(
                f"The domain has no action '{name}'. {did_you_mean(name, list(domain.action_names))}".rstrip(),
                name,
                "unknown",
            )
        if name in domain.e2e_actions:
            return SayText(name)
        if name not in domain.custom_actions and name not in domain.forms:
            default = self._default(name)
            if default:
                return default
        if name.startswith(UTTER_PREFIX):
            intent = name.removeprefix(UTTER_PREFIX)
            return RespondByRetrieval(name) if intent in domain.retrieval_intents else Respond(name)
        if name in domain.forms and name not in domain.actions:
            return FormAction(name)
        of_open_turns = OF_OPEN_TURNS.get(name)
        return OwnOrBuiltin(name, of_open_turns) if of_open_turns else CustomAction(name)

    def _default(self, name: str) -> Action | None:
        if name == ACTION_TWO_STAGE_FALLBACK:
            return TwoStageFallback()
        if name == ACTION_EXTRACT_SLOTS:
            return _Function(extract_slots)
        function = BUILTINS.get(name)
        return _Function(function) if function else None


class OwnOrBuiltin:
    """Ours where the project has open turns, else its own code of this name."""

    def __init__(self, name: str, builtin: Builtin) -> None:
        self._name, self._builtin = name, builtin

    async def run(self, context: ActionContext) -> list[Event]:
        if context.open_turns is None and context.runner.knows(self._name):
            return await CustomAction(self._name).run(context)
        return await self._builtin(context)


class _Function:
    """A default action that is a function."""

    def __init__(self, function: Builtin) -> None:
        self._function = function

    async def run(self, context: ActionContext) -> list[Event]:
        return await self._function(context)
