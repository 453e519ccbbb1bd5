"""What is said on the phone, as TwiML."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from causerie.channels.rendering.parts import (
    Attachment,
    Buttons,
    Custom,
    Elements,
    Image,
    Part,
    Text,
    dicts,
    parts_of,
)
from causerie.channels.rendering.plain import attachment_title, element_text
from causerie.channels.rendering.splitting import split_text, utf8_bytes
from causerie.channels.twilio_voice.settings import VoiceSettings
from causerie.ports import BotMessage

NATIVE = frozenset({"text"})
#: Longer texts are spoken in several pieces, with a pause between; a whole answer may have 64 kB.
LONGEST = 16_000
HANGS_UP = '<?xml version="1.0" encoding="UTF-8"?><Response />'


def spoken(message: BotMessage) -> list[str]:
    """One text after the other: buttons by their titles, no images, no addresses."""
    lines = [line for part in parts_of(message) for line in _lines(part)]
    return [piece for line in lines for piece in split_text(line, LONGEST, utf8_bytes) if piece.strip()]


def _lines(part: Part) -> list[str]:
    match part:
        case Text(text):
            return [text]
        case Buttons(text, buttons):
            return [text, *(str(button.get("title", "")) for button in buttons)]
        case Elements(elements):
            return [
                line
                for element in elements
                for line in _lines(Buttons(element_text(element), dicts(element.get("buttons"))))
            ]
        case Custom(custom):
            said = custom.get("text") if isinstance(custom, dict) else None
            return [said] if isinstance(said, str) else []
        case Attachment(attachment):
            return [title] if (title := attachment_title(attachment)) else []
        case Image():
            return []


def as_twiml(texts: Sequence[str], settings: VoiceSettings, action: str) -> str:
    """Say all, and listen after the last; with nothing to say listen at once."""
    response = Element("Response")
    *before, last = texts or [""]
    for text in before:
        _say(response, text, settings)
        SubElement(response, "Pause", length="1")
    options = {
        "input": "speech",
        "action": action,
        "actionOnEmptyResult": "true",
        "speechTimeout": settings.timeout,
        "speechModel": settings.model,
        "enhanced": settings.enhanced,
    }
    gather = SubElement(response, "Gather", options)
    if settings.language:
        gather.set("language", settings.language)
    if last or not texts:
        _say(gather, last, settings)
    return '<?xml version="1.0" encoding="UTF-8"?>' + tostring(response, encoding="unicode")


def _say(parent: Element, text: str, settings: VoiceSettings) -> None:
    say = SubElement(parent, "Say", voice=settings.voice)
    say.text = _speakable(text)


def _speakable(text: str) -> str:
    """Without signs that XML can't hold."""
    return "".join(
        sign
        for sign in text
        if sign in "\t\n\r"
        or (sign >= " " and not "\ud800" <= sign <= "\udfff" and sign not in "\ufffe\uffff")
    )
