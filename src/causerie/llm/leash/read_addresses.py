"""E-mail addresses, links, domains and telephone numbers in folded text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from causerie.llm.leash.figure import Figure, Found, Kind

_AT = r"(?:@| ?[\[(](?:at|arobase)[\])] ?| (?:at|arobase) (?=[\w-]+(?:\.| (?:dot|point) )(?:com|net|org|fr|info|example)))"
_DOT = r"(?:\.| ?[\[({](?:\.|dot|point)[\])}] ?)"
_SPOKEN = r" (?:dot|point) (?=(?:com|net|org|fr|io|info|biz|co|eu|uk|example|xyz|top|ru|cn)\b)"
_EMAIL = re.compile(rf"(?<![\w.+%-])[\w.+%-]{{0,80}}[\w+%-]{_AT}[\w-]+(?:(?:{_DOT}|{_SPOKEN})[\w-]+)+")
_LINK = re.compile(r"(?:(?<![a-z0-9])[a-z][a-z0-9+-]{1,15} ?: ?//|(?<![\w.])www\.)[^\s<>\[\]\"'`|(){}]+")
_DOMAIN = re.compile(
    rf"(?<![\w.-])(?:[\w-]{{2,63}}(?:{_DOT}|{_SPOKEN})){{1,5}}[^\W\d_]{{2,24}}(?![\w-])(?::\d+)?(?:/[^\s<>\[\]\"'`|()]*)?"
)
_ADDRESS_OF_MACHINE = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.]*\d)(?::\d+)?(?:/[^\s<>()|]*)?")
_PHONE = re.compile(r"(?<![\w.,:/+-])(?:\+ ?|00)?\(?\d(?:[ ()./-]{0,2}\d){7,16}(?![\w])")
_TAIL = ".,;:!?*_~'\")"


def read_addresses(text: str) -> Iterator[Found]:
    """E-mail addresses, then links, then domains; they may overlap, and then the first counts."""
    for pattern, make in ((_EMAIL, _email), (_LINK, _link), (_ADDRESS_OF_MACHINE, _link), (_DOMAIN, _link)):
        for found in pattern.finditer(text):
            yield Found(*found.span(), (make(found[0]),))


def read_phones(text: str) -> Iterator[Found]:
    """Numbers of 8 to 15 digits that are written like telephone numbers."""
    for found in _PHONE.finditer(text):
        said = found[0]
        digits = re.sub(r"\D", "", said.replace("(0)", ""))
        grouped = re.fullmatch(r"[1-9]\d{0,2}(?:[ .,]\d{3})+", said)
        if 8 <= len(digits) <= 15 and not grouped and (said[0] in "+0(" or len(digits) > 8):
            yield Found(*found.span(), (Figure(Kind.PHONE, frozenset({(digits.lstrip("0"),)}), said),))


def link_of(address: str) -> tuple[str, str]:
    """Host without ``www.``, and the rest; an address with a user name keeps it, and equals none without."""
    address = re.sub(r"^([a-z][a-z0-9+-]*) ?: ?//", r"\1://", address.strip())
    address = address if "://" in address else f"https://{address}"
    try:
        parts = urlsplit(address)
    except ValueError:
        return address, ""
    host = parts.netloc.removesuffix(":443").removesuffix(":80").removeprefix("www.").rstrip(".")
    if parts.scheme not in ("http", "https"):
        host = f"{parts.scheme}:{host}"
    rest = parts.path.rstrip("/") + (f"?{parts.query}" if parts.query else "")
    return host, rest + (f"#{parts.fragment}" if parts.fragment else "")


def _email(said: str) -> Figure:
    plain = re.sub(r" ?[\[(](?:at|arobase)[\])] ?| (?:at|arobase) ", "@", said)
    return Figure(Kind.EMAIL, frozenset({(_with_dots(plain),)}), said)


def _link(said: str) -> Figure:
    return Figure(Kind.LINK, frozenset({link_of(_with_dots(said).rstrip(_TAIL))}), said)


def _with_dots(said: str) -> str:
    return re.sub(r" ?[\[({](?:\.|dot|point)[\])}] ?| (?:dot|point) ", ".", said)
