"""What code written for Rasa raises and catches."""

from __future__ import annotations

import json


class RasaException(Exception):
    """Base of all of them."""


class RasaCoreException(RasaException):
    """A mistake in a conversation or its policies."""


class InvalidParameterException(RasaException, ValueError):
    """An argument of a wrong value."""


class YamlException(RasaException):
    """A YAML file that can't be read."""

    def __init__(self, filename: str | None = None) -> None:
        super().__init__(filename)
        self.filename = filename


class YamlSyntaxException(YamlException):
    """A YAML file with a mistake in its syntax."""

    def __init__(
        self, filename: str | None = None, underlying_yaml_exception: Exception | None = None
    ) -> None:
        super().__init__(filename)
        self.underlying_yaml_exception = underlying_yaml_exception

    def __str__(self) -> str:
        return f"'{self.filename or '<text>'}' can't be read as YAML: {self.underlying_yaml_exception}"


class FileNotFoundException(RasaException, FileNotFoundError):
    """A file that is not there."""


class FileIOException(RasaException):
    """A file that can't be read or written."""


class InvalidConfigException(ValueError, RasaException):
    """A configuration with a wrong value."""


class UnsupportedFeatureException(RasaCoreException):
    """Something that is not possible any more."""


class InvalidEntityFormatException(RasaException, json.JSONDecodeError):
    """Entities of an example that are no JSON."""


class ConnectionException(RasaException):
    """A service that can't be reached."""
