"""What a domain says of its actions and names, for ``rasa.shared.core.domain``."""

from __future__ import annotations

from functools import cached_property
from typing import Any, NamedTuple, NoReturn

from causerie.compat.rasa.shared.core.slots import USUAL, Slot
from causerie.compat.rasa.shared.exceptions import RasaException
from causerie.domain import Domain as OurDomain
from causerie.domain import slots as ours
from causerie.domain.names import DEFAULT_ACTIONS
from causerie.files.domain_json import domain_as_dict
from causerie.registry import did_you_mean, import_class

Json = dict[str, Any]
State = dict[str, dict[str, Any]]


class ActionNotFoundException(ValueError, RasaException):
    """An action that the domain does not have."""


class SessionConfig(NamedTuple):
    session_expiration_time: float
    carry_over_slots: bool

    def are_sessions_enabled(self) -> bool:
        return self.session_expiration_time > 0


class DomainView:
    """``ours`` is what it shows."""

    ours: OurDomain

    def as_dict(self) -> Json:
        return domain_as_dict(self.ours)

    # -- actions

    @cached_property
    def action_names_or_texts(self) -> list[str]:
        return list(self.ours.action_names)

    @property
    def action_names(self) -> list[str]:
        return self.action_names_or_texts

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.ours.action_names)}

    @property
    def num_actions(self) -> int:
        return len(self.ours.action_names)

    def index_for_action(self, action_name: str) -> int:
        if action_name not in self._places:
            self.raise_action_not_found_exception(action_name)
        return self._places[action_name]

    def raise_action_not_found_exception(self, action_name_or_text: str) -> NoReturn:
        hint = did_you_mean(action_name_or_text, self.action_names_or_texts)
        raise ActionNotFoundException(f"The domain has no action '{action_name_or_text}'. {hint}".rstrip())

    @property
    def user_actions(self) -> list[str]:
        return [
            name
            for name in self.ours.action_names
            if name not in DEFAULT_ACTIONS and name not in self.ours.forms
        ]

    @property
    def user_actions_and_forms(self) -> list[str]:
        return [name for name in self.ours.action_names if name not in DEFAULT_ACTIONS]

    @property
    def action_texts(self) -> list[str]:
        return list(self.ours.e2e_actions)

    # -- what there is

    @property
    def intents(self) -> list[str]:
        return sorted(self.ours.intents)

    @property
    def intent_properties(self) -> dict[str, Json]:
        return {
            name: {
                "is_retrieval_intent": intent.is_retrieval,
                "used_entities": sorted(self.ours.used_entities(name) or ()),
            }
            for name, intent in self.ours.intents.items()
        }

    @property
    def retrieval_intents(self) -> list[str]:
        return sorted(self.ours.retrieval_intents)

    @property
    def entities(self) -> list[str]:
        return sorted(self.ours.entities)

    @cached_property
    def slots(self) -> list[Slot]:
        return [slot_of(slot) for slot in self.ours.slots.values()]

    @cached_property
    def responses(self) -> dict[str, list[Json]]:
        found: dict[str, list[Json]] = self.as_dict().get("responses", {})
        return found

    @property
    def forms(self) -> dict[str, Json]:
        found: dict[str, Json] = self.as_dict().get("forms", {})
        return found

    @property
    def form_names(self) -> list[str]:
        return list(self.ours.forms)

    def required_slots_for_form(self, form_name: str) -> list[str]:
        form = self.ours.forms.get(form_name)
        return list(form.required_slots) if form else []

    @property
    def session_config(self) -> SessionConfig:
        return SessionConfig(self.ours.session.expiration_time, self.ours.session.carry_over_slots)

    @property
    def store_entities_as_slots(self) -> bool:
        return self.ours.store_entities_as_slots

    def is_empty(self) -> bool:
        return not any((self.ours.actions, self.ours.responses, self.ours.forms, self.entities)) and all(
            slot.builtin for slot in self.ours.slots.values()
        )

    def does_custom_action_explicitly_need_domain(self, action_name: str) -> bool:
        return action_name in self.ours.actions_sent_domain

    # -- what policies see

    def get_active_state(self, tracker: Any, omit_unset_slots: bool = False) -> State:
        """The message, the last action, slots and loop of this moment."""
        from causerie.policies.states import policy_state

        return policy_state(tracker.ours.state, self.ours, omit_unset_slots)

    def states_for_tracker_history(
        self, tracker: Any, omit_unset_slots: bool = False, **kwargs: Any
    ) -> list[State]:
        found: list[State] = tracker.past_states(self, omit_unset_slots, **kwargs)
        return found

    @cached_property
    def input_states(self) -> list[str]:
        """Names of all that a state may hold."""
        slots = [
            f"{slot.name}_{place}" for slot in self.slots for place in range(slot.feature_dimensionality())
        ]
        return [*self.intents, *self.entities, *slots, *self.action_names_or_texts, *self.form_names]

    @cached_property
    def input_state_map(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.input_states)}

    @property
    def num_states(self) -> int:
        return len(self.input_states)


def slot_of(slot: ours.Slot) -> Slot:
    """The slot as an object that holds a value."""
    kind = USUAL.get(slot.type) or import_class(slot.type, "slot type")
    options: Json = {} if slot.type in USUAL else dict(slot.options)
    if slot.type == "categorical":
        options = {"values": list(slot.values)}
    elif slot.type == "float":
        options = {"min_value": slot.min_value, "max_value": slot.max_value}
    made: Slot = kind(
        slot.name,
        [],
        initial_value=slot.initial_value,
        influence_conversation=slot.influence_conversation,
        **options,
    )
    return made
