"""The templates of ``causerie init``, and where they lie."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

FOLDER = Path(__file__).parent / "templates"


class Template(Enum):
    FAQ = "faq"
    BOOKING = "booking"
    SUPPORT = "support"
    BLANK = "blank"

    @property
    def folder(self) -> Path:
        return FOLDER / self.value


TEMPLATES = {
    Template.FAQ: "answers questions (a library)",
    Template.BOOKING: "books a table with a form (a restaurant)",
    Template.SUPPORT: "opens tickets (a help desk)",
    Template.BLANK: "the least that can talk",
}
