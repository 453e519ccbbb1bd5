"""Calls into the project's own classes: what goes wrong there is told with class, file and line."""

from __future__ import annotations

import inspect
import traceback
from collections.abc import Callable
from typing import Any, TypeVar

from causerie.errors import CauserieError, ComponentError

Error = TypeVar("Error", bound=CauserieError)


def where(cls: type) -> str:
    """``parts.Speller (/project/parts.py)``."""
    try:
        file = inspect.getsourcefile(cls)
    except (OSError, TypeError):
        file = None
    return f"{cls.__module__}.{cls.__qualname__}" + (f" ({file})" if file else "")


def wrong(cls: type, what: str, advice: str = "") -> ComponentError:
    """The error for a class that does not keep its interface."""
    return ComponentError(f"{where(cls)}: {what} {advice}".rstrip())


def call(cls: type, method: str, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """The result; raises ComponentError that names the line which raised."""
    try:
        return function(*args, **kwargs)
    except CauserieError:
        raise
    except Exception as error:
        raise failed(cls, method, error) from error


async def awaited(cls: type, method: str, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """As ``call``, for a method that may be ``async`` or not."""
    try:
        result = function(*args, **kwargs)
        return await result if inspect.isawaitable(result) else result
    except CauserieError:
        raise
    except Exception as error:
        raise failed(cls, method, error) from error


def failed(cls: type, method: str, error: BaseException, kind: type[Error] = ComponentError) -> Error:  # type: ignore[assignment]
    """The error for a method that raised: what, and the last line of the project's own file."""
    return kind(f"{where(cls)}: '{method}' failed: {type(error).__name__}: {error}{_line(cls, error)}.")


def _line(cls: type, error: BaseException) -> str:
    try:
        file = inspect.getsourcefile(cls)
    except (OSError, TypeError):
        return ""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file]
    return f" (line {lines[-1]})" if lines else ""


def accepted(function: Callable[..., Any], **offered: Any) -> dict[str, Any]:
    """Those of the offered arguments that the function takes."""
    parameters = inspect.signature(function).parameters.values()
    if any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters):
        return offered
    names = {parameter.name for parameter in parameters}
    return {name: value for name, value in offered.items() if name in names}
