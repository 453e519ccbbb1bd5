"""Lines for people, on the terminal, without colours."""

from __future__ import annotations

import sys
from typing import Any, NoReturn


def print_color(*args: Any, color: str = "") -> None:
    print(*args)


print_success = print_info = print_warning = print_color


def print_error(*args: Any) -> None:
    print(*args, file=sys.stderr)


def print_error_and_exit(message: str, exit_code: int = 1) -> NoReturn:
    print_error(message)
    sys.exit(exit_code)
