"""Tables: Rasa's ``events`` as it is, and reminders beside it."""

from __future__ import annotations

from sqlalchemy import Column, Float, Index, Integer, MetaData, String, Table, Text
from sqlalchemy.types import BigInteger

metadata = MetaData()
_Id = BigInteger().with_variant(Integer, "sqlite")

events = Table(
    "events",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("sender_id", String(255), nullable=False, index=True),
    Column("type_name", String(255), nullable=False),
    Column("timestamp", Float),
    Column("intent_name", String(255)),
    Column("action_name", String(255)),
    Column("data", Text),
)

reminders = Table(
    "causerie_reminders",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("sender_id", String(255), nullable=False),
    Column("name", String(255), nullable=False),
    Column("trigger_at", Float, nullable=False),
    Column("data", Text, nullable=False),
    Index("ix_causerie_reminders_sender_name", "sender_id", "name"),
)
