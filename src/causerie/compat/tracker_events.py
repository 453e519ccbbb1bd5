"""Events: ours ↔ Rasa's, by the JSON that both write."""

from __future__ import annotations

from causerie.compat.rasa.shared.core.events import Event, UserUttered
from causerie.dialogue import events as ours
from causerie.dialogue.event_json import as_dict, from_dict


def theirs_of(event: ours.Event) -> Event:
    found = Event.from_parameters(as_dict(event), default=Event)
    assert found is not None
    if isinstance(found, UserUttered) and isinstance(event, ours.UserUttered):
        found.use_text_for_featurization = event.use_text_for_featurization
    return found


def ours_of(event: Event) -> ours.Event:
    """Raises EventError for a type that is the project's own."""
    return from_dict(event.as_dict())
