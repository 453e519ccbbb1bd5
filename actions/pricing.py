"""What a stay costs: every night at its season's rate, a tenth off from seven nights on."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.tables import Rate

WEEK = 7
WEEK_DISCOUNT_PERCENT = 10
HIGH_MONTHS = (7, 8)
LOW_MONTHS = (11, 12, 1, 2, 3)


@dataclass(frozen=True, slots=True)
class Price:
    """The price of a stay, in cents; breakfast and tourist tax are not in it."""

    nights: int
    total_cents: int
    discount_cents: int


def season_of(night: date) -> str:
    """July, August and Christmas to 2 January are high; November to March low; the rest mid."""
    christmas = (night.month, night.day) >= (12, 20) or (night.month, night.day) <= (1, 2)
    if night.month in HIGH_MONTHS or christmas:
        return "high"
    return "low" if night.month in LOW_MONTHS else "mid"


def nights_of(arrival: date, departure: date) -> list[date]:
    """The evenings somebody sleeps here."""
    return [arrival + timedelta(days=day) for day in range((departure - arrival).days)]


def rates_of(session: Session, room_type: str) -> dict[str, int]:
    """Cents per night by season."""
    rates = session.scalars(select(Rate).where(Rate.room_type_name == room_type))
    return {rate.season: rate.cents for rate in rates}


def price_of_stay(session: Session, room_type: str, arrival: date, departure: date) -> Price:
    """Add up the nights and take off the week's discount."""
    rates = rates_of(session, room_type)
    nights = nights_of(arrival, departure)
    full = sum(rates[season_of(night)] for night in nights)
    discount = full * WEEK_DISCOUNT_PERCENT // 100 if len(nights) >= WEEK else 0
    return Price(len(nights), full - discount, discount)
