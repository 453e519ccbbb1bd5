"""The books: prices, availability, bookings, tickets, on a real SQLite file."""

import threading
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from actions.availability import find_offers, nearest_arrival, rooms_left
from actions.database import open_books
from actions.pricing import price_of_stay, season_of
from actions.reservations import (
    RoomTaken,
    StayWish,
    book,
    cancel,
    cancellation_fee,
    change,
    find_booking,
    read_reference,
)
from actions.tables import Booking

MAY = StayWish("double", date(2027, 5, 3), date(2027, 5, 5), 2)
REGATTA = (date(2027, 8, 13), date(2027, 8, 15))


@pytest.mark.parametrize(
    ("night", "season"),
    [
        (date(2027, 7, 14), "high"),
        (date(2026, 12, 24), "high"),
        (date(2027, 1, 2), "high"),
        (date(2027, 1, 3), "low"),
        (date(2027, 5, 3), "mid"),
        (date(2027, 11, 1), "low"),
    ],
)
def test_seasons(night: date, season: str) -> None:
    assert season_of(night) == season


def test_every_night_costs_its_season() -> None:
    with open_books() as books:
        price = price_of_stay(books, "double", date(2027, 6, 29), date(2027, 7, 2))
    assert price.total_cents == (2 * 112 + 138) * 100


def test_a_week_is_a_tenth_cheaper() -> None:
    with open_books() as books:
        price = price_of_stay(books, "single", date(2027, 5, 1), date(2027, 5, 8))
    assert (price.total_cents, price.discount_cents) == (51_660, 5_740)


def test_the_books_are_the_same_every_time(hotel: Path) -> None:
    with open_books() as books:
        assert books.scalar(select(func.count()).select_from(Booking)) == 3 * (10 + 18) + 2
        assert find_booking(books, "HTL-7K2QX", "claire.fontaine@example.com") is not None
    assert hotel.exists()


def test_regatta_week_leaves_singles_and_family_rooms() -> None:
    with open_books() as books:
        offers = find_offers(books, *REGATTA)
        assert [offer.room_type for offer in offers] == ["single", "family"]
        assert nearest_arrival(books, "double", *REGATTA, date(2026, 11, 20)) == date(2027, 8, 11)


def test_new_year_is_full() -> None:
    with open_books() as books:
        assert find_offers(books, date(2026, 12, 31), date(2027, 1, 1)) == []


def test_departure_day_is_free_again() -> None:
    with open_books() as books:
        assert rooms_left(books, "double", date(2027, 8, 17), date(2027, 8, 18)) == 8


def test_book_change_cancel() -> None:
    with open_books(write=True) as books:
        booking = book(books, MAY, "Jane Doe", "jane@example.com")
    assert booking.reference.startswith("HTL-")
    assert booking.total_cents == 22_400
    with open_books(write=True) as books:
        found = find_booking(books, booking.reference, "JANE@example.com")
        assert found is not None
        change(books, found, StayWish("suite", MAY.arrival, MAY.departure, 3))
        assert found.total_cents == 39_000
        assert cancel(found) == 0
    with open_books() as books:
        assert rooms_left(books, "suite", MAY.arrival, MAY.departure) == 2


def test_the_email_guards_the_booking() -> None:
    with open_books() as books:
        assert find_booking(books, "HTL-7K2QX", "somebody@example.com") is None


def test_a_full_house_takes_no_booking() -> None:
    with open_books(write=True) as books, pytest.raises(RoomTaken):
        book(books, StayWish("double", *REGATTA, 2), "Jane Doe", "jane@example.com")


def test_two_guests_cannot_get_the_last_room() -> None:
    """Ten at once ask for the two suites."""
    wish = StayWish("suite", date(2027, 3, 1), date(2027, 3, 3), 2)
    outcomes: list[str] = []

    def try_to_book() -> None:
        try:
            with open_books(write=True) as books:
                book(books, wish, "Jane Doe", "jane@example.com")
            outcomes.append("booked")
        except RoomTaken:
            outcomes.append("taken")

    with open_books():
        pass
    threads = [threading.Thread(target=try_to_book) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["booked"] * 2 + ["taken"] * 8


def test_cancelling_late_costs_a_night() -> None:
    with open_books() as books:
        booking = find_booking(books, "HTL-7K2QX", "claire.fontaine@example.com")
    assert booking is not None
    assert cancellation_fee(booking, datetime(2027, 6, 8, 18, 0)) == 0
    assert cancellation_fee(booking, datetime(2027, 6, 8, 18, 1)) == 11_200


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("HTL-7K2QX", "HTL-7K2QX"),
        ("my ref is htl 7k2qx thanks", "HTL-7K2QX"),
        ("7K2QX", "HTL-7K2QX"),
        ("TCK-7K2QX", None),
        ("hello", None),
    ],
)
def test_references(text: str, reference: str | None) -> None:
    assert read_reference(text, "HTL") == reference
