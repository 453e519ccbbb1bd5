"""What values look like when the hotel says them: dates, money, rooms, in English and French."""

from datetime import date

_MONTHS_EN_WORDS = """
    January February March April May June July August September October November December
"""
MONTHS_EN = _MONTHS_EN_WORDS.split()
_MONTHS_FR_WORDS = """
    janvier février mars avril mai juin juillet août septembre octobre novembre décembre
"""
MONTHS_FR = _MONTHS_FR_WORDS.split()
WEEKDAYS_EN = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
WEEKDAYS_FR = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
NAMES: dict[str, tuple[str, str]] = {
    "single": ("single room", "chambre simple"),
    "double": ("double room", "chambre double"),
    "family": ("family room", "chambre familiale"),
    "suite": ("suite", "suite"),
    "plumbing": ("plumbing", "plomberie"),
    "heating": ("heating", "chauffage"),
    "wifi": ("Wi-Fi", "Wi-Fi"),
    "electricity": ("electricity", "électricité"),
    "cleaning": ("cleaning", "ménage"),
    "noise": ("noise", "bruit"),
    "key": ("door or key", "porte ou clé"),
    "other": ("other", "autre"),
    "low": ("can wait", "peut attendre"),
    "normal": ("today", "dans la journée"),
    "urgent": ("urgent", "urgent"),
    "open": ("waiting for a colleague", "en attente d'un collègue"),
    "in_progress": ("being dealt with", "en cours de traitement"),
    "solved": ("solved", "résolu"),
    "confirmed": ("confirmed", "confirmée"),
    "cancelled": ("cancelled", "annulée"),
}


def is_french(language: str | None) -> bool:
    """French only when French was recognised; English is the house's default."""
    return language == "fr"


def say_name(name: str, language: str | None) -> str:
    """The word for a room type, a ticket category, an urgency or a status."""
    english, french = NAMES.get(name, (name, name))
    return french if is_french(language) else english


def say_date(day: date, language: str | None) -> str:
    """`Monday 3 May 2027`, `lundi 3 mai 2027`, `samedi 1er mai 2027`."""
    if is_french(language):
        number = "1er" if day.day == 1 else str(day.day)
        return f"{WEEKDAYS_FR[day.weekday()]} {number} {MONTHS_FR[day.month - 1]} {day.year}"
    return f"{WEEKDAYS_EN[day.weekday()]} {day.day} {MONTHS_EN[day.month - 1]} {day.year}"


def say_money(cents: int, language: str | None) -> str:
    """`€276`, `€248.40`; `276 €`, `248,40 €`."""
    whole, rest = divmod(cents, 100)
    if is_french(language):
        amount = f"{whole:,}".replace(",", " ") + (f",{rest:02}" if rest else "")
        return f"{amount} €"
    return f"€{whole:,}" + (f".{rest:02}" if rest else "")


def say_nights(count: int, language: str | None) -> str:
    """`1 night`, `3 nuits`."""
    word = "nuit" if is_french(language) else "night"
    return f"{count} {word}" + ("s" if count > 1 else "")


def say_guests(count: int, language: str | None) -> str:
    """`1 guest`, `3 personnes`."""
    word = "personne" if is_french(language) else "guest"
    return f"{count} {word}" + ("s" if count > 1 else "")
