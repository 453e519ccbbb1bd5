"""Exceptions of components."""


class GraphRunError(Exception):
    """A component failed."""


class GraphComponentException(Exception):
    """A component can't be made."""


class GraphSchemaException(Exception):
    """A pipeline can't work."""


class GraphSchemaValidationException(Exception):
    """A component does not keep its interface."""
