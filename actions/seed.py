"""What stands in the books on the first day: rooms, rates, and the bookings the examples speak of."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions import clock
from actions.pricing import price_of_stay
from actions.tables import Booking, Rate, RoomType, Ticket

ROOMS = {"single": (4, 1), "double": (8, 2), "family": (4, 6), "suite": (2, 3)}
RATES_IN_EURO = {
    "single": {"low": 68, "mid": 82, "high": 98},
    "double": {"low": 92, "mid": 112, "high": 138},
    "family": {"low": 128, "mid": 154, "high": 189},
    "suite": {"low": 165, "mid": 195, "high": 240},
}
YEARS_AHEAD = 3
REGATTA = ((8, 13), (8, 17), ("double", "suite"))
NEW_YEAR = ((12, 30), (1, 2), ("single", "double", "family", "suite"))


def fill_empty_books(session: Session) -> None:
    """Fill new books; leave books in use as they are."""
    if session.scalar(select(RoomType).limit(1)) is not None:
        return
    _add_rooms(session)
    session.flush()
    year = clock.today().year
    for offset in range(YEARS_AHEAD):
        _fill_house(session, "RG", year + offset, *REGATTA)
        _fill_house(session, "NY", year + offset, *NEW_YEAR)
    _add_known_guests(session, year + 1)


def _add_rooms(session: Session) -> None:
    for name, (rooms, sleeps) in ROOMS.items():
        session.add(RoomType(name=name, rooms=rooms, sleeps=sleeps))
        for season, euro in RATES_IN_EURO[name].items():
            session.add(Rate(room_type_name=name, season=season, cents=euro * 100))


def _fill_house(
    session: Session,
    mark: str,
    year: int,
    start: tuple[int, int],
    end: tuple[int, int],
    room_types: tuple[str, ...],
) -> None:
    """The regatta week takes every double and suite, New Year's Eve the whole house."""
    arrival = date(year, *start)
    departure = date(year + (end < start), *end)
    for room_type in room_types:
        rooms, sleeps = ROOMS[room_type]
        for number in range(rooms):
            reference = f"{mark}{year % 100}-{room_type[:2].upper()}{number + 1}"
            _add_booking(
                session,
                reference,
                room_type,
                arrival,
                departure,
                sleeps,
                "Group",
                "groups@lesglycines.example",
            )


def _add_known_guests(session: Session, year: int) -> None:
    _add_booking(
        session,
        "HTL-7K2QX",
        "double",
        date(year, 6, 10),
        date(year, 6, 13),
        2,
        "Claire Fontaine",
        "claire.fontaine@example.com",
    )
    _add_booking(
        session,
        "HTL-4MP9R",
        "suite",
        date(year, 9, 18),
        date(year, 9, 21),
        2,
        "John Carter",
        "john.carter@example.com",
    )
    session.add(
        Ticket(
            reference="TCK-3F8WA",
            category="heating",
            description="The radiator stays cold.",
            room_number="204",
            urgency="normal",
            status="in_progress",
            created_at=_now(),
        )
    )


def _add_booking(
    session: Session,
    reference: str,
    room_type: str,
    arrival: date,
    departure: date,
    guests: int,
    guest_name: str,
    email: str,
) -> None:
    session.add(
        Booking(
            reference=reference,
            room_type_name=room_type,
            arrival=arrival,
            departure=departure,
            guests=guests,
            guest_name=guest_name,
            email=email,
            total_cents=price_of_stay(session, room_type, arrival, departure).total_cents,
            created_at=_now(),
        )
    )


def _now() -> datetime:
    return clock.now().replace(tzinfo=None)
