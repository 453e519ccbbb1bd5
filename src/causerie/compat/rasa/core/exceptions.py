"""Exceptions of agents and channels."""

from causerie.compat.rasa.shared.exceptions import RasaCoreException


class AgentNotReady(RasaCoreException):
    """An agent without a model."""


class ChannelConfigError(RasaCoreException):
    """A channel whose credentials are wrong."""


class InvalidTrackerFeaturizerUsageError(RasaCoreException):
    """A featurizer of trackers that is asked for what it can't."""
