"""Reads a tutorial as steps: commands, files, and what must be said."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass

STEP = re.compile(r"(?:^<!-- (?P<mark>[^\n]*?) -->\n)?^```(?P<language>\w+)\n(?P<body>.*?)^```", re.M | re.S)


@dataclass(frozen=True)
class Step:
    """``mark`` is what the comment before a block says."""

    language: str
    mark: str
    body: str
    line: int

    @property
    def commands(self) -> list[list[str]]:
        return [shlex.split(line) for line in self.body.splitlines() if line.strip()]


def steps(text: str) -> list[Step]:
    return [
        Step(x["language"], x["mark"] or "", x["body"], text.count("\n", 0, x.start()) + 1)
        for x in STEP.finditer(text)
    ]
