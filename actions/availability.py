"""Which rooms are free: for every night, the rooms of a type less the stays over that night."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.pricing import Price, nights_of, price_of_stay
from actions.tables import Booking, RoomType

SEARCH_DAYS = 21


@dataclass(frozen=True, slots=True)
class Offer:
    """A room type that is free for a stay, and its price."""

    room_type: str
    sleeps: int
    rooms_left: int
    price: Price


def rooms_left(
    session: Session, room_type: str, arrival: date, departure: date, ignore: str | None = None
) -> int:
    """How many rooms of a type are free on every night; `ignore` is a booking about to move."""
    total = session.get_one(RoomType, room_type).rooms
    stays = session.execute(
        select(Booking.arrival, Booking.departure).where(
            Booking.room_type_name == room_type,
            Booking.status == "confirmed",
            Booking.arrival < departure,
            Booking.departure > arrival,
            Booking.reference != (ignore or ""),
        )
    ).all()
    taken = (
        sum(stay.arrival <= night < stay.departure for stay in stays)
        for night in nights_of(arrival, departure)
    )
    return total - max(taken, default=0)


def find_offers(
    session: Session, arrival: date, departure: date, guests: int = 1, ignore: str | None = None
) -> list[Offer]:
    """The room types free for these nights and big enough, cheapest first."""
    offers = []
    for room_type in session.scalars(select(RoomType).where(RoomType.sleeps >= guests)):
        left = rooms_left(session, room_type.name, arrival, departure, ignore)
        if left > 0:
            price = price_of_stay(session, room_type.name, arrival, departure)
            offers.append(Offer(room_type.name, room_type.sleeps, left, price))
    return sorted(offers, key=lambda offer: offer.price.total_cents)


def nearest_arrival(
    session: Session, room_type: str, arrival: date, departure: date, today: date
) -> date | None:
    """The closest other arrival for which this room type is free just as long."""
    length = departure - arrival
    for distance in range(1, SEARCH_DAYS + 1):
        for candidate in (arrival - timedelta(days=distance), arrival + timedelta(days=distance)):
            free = candidate >= today and rooms_left(session, room_type, candidate, candidate + length) > 0
            if free:
                return candidate
    return None
