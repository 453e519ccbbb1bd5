"""The hotel's clock. `HOTEL_NOW` (ISO date and time) stops it, for tests and demonstrations."""

import os
from datetime import date, datetime
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
RECEPTION_OPENS = 7
RECEPTION_CLOSES = 22


def now() -> datetime:
    """The time at the hotel."""
    fixed = os.environ.get("HOTEL_NOW")
    if fixed:
        return datetime.fromisoformat(fixed).replace(tzinfo=PARIS)
    return datetime.now(PARIS)


def today() -> date:
    """The date at the hotel."""
    return now().date()


def reception_is_open() -> bool:
    """Whether somebody sits at the reception now."""
    return RECEPTION_OPENS <= now().hour < RECEPTION_CLOSES
