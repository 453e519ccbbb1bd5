"""A command in a terminal of its own, typed into as a person types."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType

ENTER, CTRL_C, CTRL_D, DOWN = "\r", "\x03", "\x04", "\x1b[B"
_ESCAPES = re.compile(r"\x1b(\[[0-9;?]*[A-Za-z]|[()][A-Z0-9]|[=>])")
PATIENCE = 60


class PseudoTerminal:
    """``see`` waits for a text after what was seen before; ``type`` presses keys."""

    def __init__(self, *words: str, folder: Path) -> None:
        self._keys, side = pty.openpty()
        fcntl.ioctl(side, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 200, 0, 0))
        self.process = subprocess.Popen(
            [sys.executable, "-m", "causerie", *words],
            cwd=folder,
            env={**os.environ, "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1"},
            stdin=side,
            stdout=side,
            stderr=side,
            start_new_session=True,
        )
        os.close(side)
        self._raw = b""
        self._done = 0

    @property
    def screen(self) -> str:
        return _ESCAPES.sub("", self._raw.decode("utf-8", "replace"))

    def see(self, text: str) -> str:
        """What came until the text did, the text included."""
        end = time.monotonic() + PATIENCE
        while (at := self.screen.find(text, self._done)) < 0:
            assert time.monotonic() < end, f"waited for {text!r}; came: {self.screen[self._done :]}"
            if not self._read():
                raise AssertionError(f"ended before {text!r}; came: {self.screen[self._done :]}")
        seen = self.screen[self._done : at + len(text)]
        self._done = at + len(text)
        return seen

    def type(self, *keys: str) -> None:
        for key in keys:
            os.write(self._keys, key.encode())

    def ended(self) -> int:
        """The exit status."""
        while self._read():
            pass
        return self.process.wait(PATIENCE)

    def hang_up(self) -> None:
        os.close(self._keys)

    def _read(self) -> bool:
        ready, _, _ = select.select([self._keys], [], [], 1)
        if not ready:
            return self.process.poll() is None
        try:
            new = os.read(self._keys, 65536)
        except OSError:
            return False
        self._raw += new
        return bool(new)

    def __enter__(self) -> PseudoTerminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        with suppress(OSError):  # hung up already
            os.close(self._keys)
