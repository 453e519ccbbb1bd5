"""Numbers of people, days and times as guests write them."""

from __future__ import annotations

import re
from datetime import date, timedelta

WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
TIME = re.compile(r"\b(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm)?\b")


def read_people(text: str) -> int | None:
    """``we are four`` → 4"""
    words = re.findall(r"\w+", text.lower())
    for word in words:
        if word.isascii() and word.isdigit():
            return int(word)
        if word in WORDS:
            return WORDS.index(word) + 1
    return 1 if {"me", "myself", "alone"} & set(words) else None


def read_day(text: str, today: date) -> date | None:
    """``tomorrow``, ``on Friday``, ``2030-05-31``"""
    lowered = text.lower()
    if "tomorrow" in lowered:
        return today + timedelta(days=1)
    if "today" in lowered or "tonight" in lowered:
        return today
    for number, name in enumerate(WEEKDAYS):
        if name in lowered or re.search(rf"\b{name[:3]}\b", lowered):
            return today + timedelta(days=(number - today.weekday()) % 7)
    written = re.search(r"\d{4}-\d{2}-\d{2}", text)
    try:
        return date.fromisoformat(written[0]) if written else None
    except ValueError:
        return None


def read_time(text: str) -> tuple[int, int] | None:
    """``7 pm`` → (19, 0). A bare number up to 10 means the evening."""
    lowered = text.lower()
    if "noon" in lowered:
        return 12, 0
    found = TIME.search(lowered)
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if hour < 12 and (half == "pm" or (half is None and found[2] is None and hour <= 10)):
        hour += 12
    return (hour, minute) if hour < 24 and minute < 60 else None
