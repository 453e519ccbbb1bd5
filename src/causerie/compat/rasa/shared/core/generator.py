"""The trackers that policies are trained on."""

from causerie.compat.rasa.shared.core.trackers import DialogueStateTracker as TrackerWithCachedStates

__all__ = ["TrackerWithCachedStates"]
