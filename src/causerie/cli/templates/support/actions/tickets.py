"""The tickets, in a file beside the project. A real help desk would ask its own system."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

FILE = Path(__file__).parent.parent / "tickets.json"
FIRST_NUMBER = 1001


@dataclass(frozen=True)
class Ticket:
    number: str
    area: str
    description: str
    email: str
    status: str = "open"


def open_ticket(area: str, description: str, email: str) -> Ticket:
    tickets = read_tickets()
    ticket = Ticket(f"T-{FIRST_NUMBER + len(tickets)}", area, description, email)
    FILE.write_text(json.dumps([asdict(x) for x in (*tickets, ticket)], indent=2), encoding="utf-8")
    return ticket


def find_ticket(number: str) -> Ticket | None:
    return next((x for x in read_tickets() if x.number.lower() == number.lower()), None)


def read_tickets() -> list[Ticket]:
    if not FILE.exists():
        return []
    return [Ticket(**x) for x in json.loads(FILE.read_text(encoding="utf-8"))]
