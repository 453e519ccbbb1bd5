"""A lock that is served in the order of its tickets."""

from __future__ import annotations

import json
import time
from collections import deque
from typing import Any

NO_TICKET_ISSUED = -1


class Ticket:
    """``expires`` in seconds since 1970."""

    def __init__(self, number: int, expires: float) -> None:
        self.number = number
        self.expires = expires

    def has_expired(self) -> bool:
        return time.time() > self.expires

    def as_dict(self) -> dict[str, Any]:
        return {"number": self.number, "expires": self.expires}

    def dumps(self) -> str:
        return json.dumps(self.as_dict())

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Ticket:
        return cls(data["number"], data["expires"])


class TicketLock:
    """The tickets of one conversation; the first one that has not expired is served."""

    def __init__(self, conversation_id: str, tickets: deque[Ticket] | None = None) -> None:
        self.conversation_id = conversation_id
        self.tickets: deque[Ticket] = deque(tickets or ())

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> TicketLock:
        tickets = deque(Ticket.from_dict(json.loads(raw)) for raw in data.get("tickets", ()))
        return cls(data["conversation_id"], tickets)

    def dumps(self) -> str:
        tickets = [ticket.dumps() for ticket in self.tickets]
        return json.dumps({"conversation_id": self.conversation_id, "tickets": tickets})

    def issue_ticket(self, lifetime: float) -> int:
        number = self.last_issued + 1
        self.tickets.append(Ticket(number, time.time() + lifetime))
        return number

    def is_locked(self, ticket_number: int) -> bool:
        return self.now_serving != ticket_number

    def remove_expired_tickets(self) -> None:
        self.tickets = deque(ticket for ticket in self.tickets if not ticket.has_expired())

    def remove_ticket_for(self, ticket_number: int) -> None:
        self.tickets = deque(ticket for ticket in self.tickets if ticket.number != ticket_number)

    @property
    def last_issued(self) -> int:
        self.remove_expired_tickets()
        return self.tickets[-1].number if self.tickets else NO_TICKET_ISSUED

    @property
    def now_serving(self) -> int:
        self.remove_expired_tickets()
        return self.tickets[0].number if self.tickets else 0

    def is_someone_waiting(self) -> bool:
        return bool(self.tickets)
