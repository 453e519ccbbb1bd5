"""The hotel's books: tables, and sessions on one SQLite file.

The file is `HOTEL_DATABASE`, or `hotel.db` beside the project. It is created and filled on first use.
Writers take SQLite's write lock when their transaction begins, so what they read stays true until commit.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, ForeignKey, String, Text, create_engine, event
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

LOCK_TIMEOUT_SECONDS = 5
PROJECT = Path(__file__).resolve().parent.parent


class Base(DeclarativeBase):
    """All tables."""


class RoomType(Base):
    """A kind of room: how many there are and how many people sleep in one."""

    __tablename__ = "room_types"
    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    rooms: Mapped[int]
    sleeps: Mapped[int]
    rates: Mapped[list["Rate"]] = relationship(back_populates="room_type", order_by="Rate.season")


class Rate(Base):
    """What one night in a room type costs in a season, in cents."""

    __tablename__ = "rates"
    room_type_name: Mapped[str] = mapped_column(ForeignKey("room_types.name"), primary_key=True)
    season: Mapped[str] = mapped_column(String(10), primary_key=True)
    cents: Mapped[int]
    room_type: Mapped[RoomType] = relationship(back_populates="rates")


class Booking(Base):
    """A stay. `departure` is the morning the room is free again."""

    __tablename__ = "bookings"
    reference: Mapped[str] = mapped_column(String(12), primary_key=True)
    room_type_name: Mapped[str] = mapped_column(ForeignKey("room_types.name"), index=True)
    arrival: Mapped[date] = mapped_column(index=True)
    departure: Mapped[date] = mapped_column(index=True)
    guests: Mapped[int]
    guest_name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(200), index=True)
    total_cents: Mapped[int]
    status: Mapped[str] = mapped_column(String(12), default="confirmed")
    created_at: Mapped[datetime]


class Lead(Base):
    """Somebody who asked before booking and would like to hear from the reception."""

    __tablename__ = "leads"
    id: Mapped[int] = mapped_column(primary_key=True)
    guest_name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(200))
    wish: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(2))
    created_at: Mapped[datetime]


class Ticket(Base):
    """A problem a guest reported."""

    __tablename__ = "tickets"
    reference: Mapped[str] = mapped_column(String(12), primary_key=True)
    category: Mapped[str] = mapped_column(String(20))
    description: Mapped[str] = mapped_column(Text)
    room_number: Mapped[str] = mapped_column(String(10))
    urgency: Mapped[str] = mapped_column(String(10))
    status: Mapped[str] = mapped_column(String(12), default="open")
    created_at: Mapped[datetime]


class Handover(Base):
    """A conversation a person should take over."""

    __tablename__ = "handovers"
    id: Mapped[int] = mapped_column(primary_key=True)
    conversation: Mapped[str] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime]


def database_path() -> Path:
    """Where the books lie."""
    return Path(os.environ.get("HOTEL_DATABASE") or PROJECT / "hotel.db")


@contextmanager
def open_books(*, write: bool = False) -> Iterator[Session]:
    """A session in one transaction: committed at the end, rolled back when something fails."""
    engine = _engine(str(database_path()))
    with Session(engine.execution_options(write=write), expire_on_commit=False) as session, session.begin():
        yield session


@cache
def _engine(path: str) -> Engine:
    from actions.seed import fill_empty_books

    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": LOCK_TIMEOUT_SECONDS})
    event.listen(engine, "connect", _leave_transactions_to_us)
    event.listen(engine, "begin", _begin)
    with Session(engine.execution_options(write=True)) as session, session.begin():
        Base.metadata.create_all(session.connection())
        fill_empty_books(session)
    return engine


def _leave_transactions_to_us(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")


def _begin(connection: Any) -> None:
    write = connection.get_execution_options().get("write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
