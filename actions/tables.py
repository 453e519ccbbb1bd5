"""The hotel's tables."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


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
