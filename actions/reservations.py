"""Bookings: make, find, change, cancel. A booking is found by its reference and its e-mail together."""

import re
import secrets
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions import clock
from actions.availability import rooms_left
from actions.pricing import price_of_stay
from actions.tables import Booking, Handover, Lead, Ticket

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
REFERENCE_LENGTH = 5
FREE_CANCELLATION = timedelta(days=2)
CANCELLATION_HOUR = 18
_REFERENCE = re.compile(r"\b(HTL|TCK)[\s-]?([0-9A-Z]{5})\b", re.IGNORECASE)


class RoomTaken(Exception):
    """Somebody else booked the last room meanwhile."""


@dataclass(frozen=True, slots=True)
class StayWish:
    """What a guest wants to book."""

    room_type: str
    arrival: date
    departure: date
    guests: int


def new_reference(session: Session, prefix: str, table: type[Booking] | type[Ticket]) -> str:
    """A reference nobody can guess and nobody has."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(REFERENCE_LENGTH))
        reference = f"{prefix}-{code}"
        if session.get(table, reference) is None:
            return reference


def read_reference(text: str, prefix: str) -> str | None:
    """`htl 7k2qx` → `HTL-7K2QX`; the five letters alone do as well."""
    match = _REFERENCE.search(text)
    if match:
        return f"{prefix}-{match[2].upper()}" if match[1].upper() == prefix else None
    alone = text.strip(" .!#").upper()
    return f"{prefix}-{alone}" if re.fullmatch(r"(?=.*\d)[0-9A-Z]{5}", alone) else None


def book(session: Session, wish: StayWish, guest_name: str, email: str) -> Booking:
    """Write a booking, if a room is still free; the session must have been opened for writing."""
    _require_room(session, wish, ignore=None)
    booking = Booking(
        reference=new_reference(session, "HTL", Booking),
        room_type_name=wish.room_type,
        arrival=wish.arrival,
        departure=wish.departure,
        guests=wish.guests,
        guest_name=guest_name,
        email=email,
        total_cents=price_of_stay(session, wish.room_type, wish.arrival, wish.departure).total_cents,
        status="confirmed",
        created_at=_stamp(),
    )
    session.add(booking)
    return booking


def find_booking(session: Session, reference: str, email: str) -> Booking | None:
    """The booking, only for who knows its reference and its e-mail."""
    return session.scalar(
        select(Booking).where(Booking.reference == reference, Booking.email == email.lower())
    )


def change(session: Session, booking: Booking, wish: StayWish) -> None:
    """Move a booking to other dates, another room or another number of guests."""
    _require_room(session, wish, ignore=booking.reference)
    booking.room_type_name = wish.room_type
    booking.arrival = wish.arrival
    booking.departure = wish.departure
    booking.guests = wish.guests
    booking.total_cents = price_of_stay(session, wish.room_type, wish.arrival, wish.departure).total_cents


def cancel(booking: Booking) -> int:
    """Cancel, and return what is still due in cents: nothing in time, the first night when late."""
    booking.status = "cancelled"
    return cancellation_fee(booking, clock.now().replace(tzinfo=None))


def cancellation_fee(booking: Booking, moment: datetime) -> int:
    """Free until 18:00 two days before arrival; afterwards one night at the booking's average rate."""
    deadline = datetime.combine(booking.arrival - FREE_CANCELLATION, time(CANCELLATION_HOUR))
    nights = (booking.departure - booking.arrival).days
    return 0 if moment <= deadline else booking.total_cents // nights


def add_lead(session: Session, guest_name: str, email: str, wish: str, language: str) -> None:
    """Note a question for the reception to answer by e-mail."""
    session.add(Lead(guest_name=guest_name, email=email, wish=wish, language=language, created_at=_stamp()))


def open_ticket(session: Session, category: str, description: str, room_number: str, urgency: str) -> Ticket:
    """Note a problem."""
    ticket = Ticket(
        reference=new_reference(session, "TCK", Ticket),
        category=category,
        description=description,
        room_number=room_number,
        urgency=urgency,
        status="open",
        created_at=_stamp(),
    )
    session.add(ticket)
    return ticket


def ask_for_person(session: Session, conversation: str, email: str | None) -> None:
    """Note that a person should answer."""
    session.add(Handover(conversation=conversation, email=email, created_at=_stamp()))


def _require_room(session: Session, wish: StayWish, ignore: str | None) -> None:
    if rooms_left(session, wish.room_type, wish.arrival, wish.departure, ignore) < 1:
        raise RoomTaken(wish.room_type)


def _stamp() -> datetime:
    return clock.now().replace(tzinfo=None)
