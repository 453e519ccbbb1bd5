"""Leaves paragraphs, bold, italics, lists and links that are allowed; all other markup goes."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from causerie.llm.leash.letters import SPACES, visible

AllowsLink = Callable[[str], bool]
_ROUNDS = 8
_ELEMENT = re.compile(
    r"<(script|style|iframe|object|svg|template|noscript)\b[^>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL
)
_COMMENT = re.compile(r"<!--.*?(?:-->|$)", re.DOTALL)
_AUTOLINK = re.compile(r"<(https?://[^\s<>]+)>", re.IGNORECASE)
_TAG = re.compile(r"<(?:[^\W\d_]|[/!?])[^<>]*>?")
_CODE_SCHEME = re.compile(r"(javascript|vbscript)\s*:", re.IGNORECASE)
_FENCE = re.compile(r"^[ \t>]*(?:```|~~~)[^\n]*$", re.MULTILINE)
_IMAGE = re.compile(r"!\s{0,3}\[[^\]\n]{0,500}\](?:\s?\([^)\n]*\)?|\[[^\]\n]*\])?")
_DEFINITION = re.compile(r"^[ \t]{0,3}\[[^\]\n]+\]:[ \t]*\S[^\n]*$", re.MULTILINE)
_LINK = re.compile(r"\[([^\[\]\n]*)\]\s?\(\s*<?([^\s()<>]*)>?(?:\s[^()\n]*)?\)")
_REFERENCE = re.compile(r"\[([^\[\]\n]*[^\[\]\d\n][^\[\]\n]*)\]\[[^\[\]\n]*\]")
_HEADING = re.compile(r"^[ \t]{0,3}#{1,6}(?:[ \t]+|$)", re.MULTILINE)
_RULE = re.compile(r"^[ \t]*(?:=+|-{2,}|\*{3,}|_{3,}|(?:[*_-] ){2,}[*_-])[ \t]*$", re.MULTILINE)
_TABLE_LINE = re.compile(r"^[ \t]*\|?[ \t:]*-[-: \t|]*\|[-: \t|]*$", re.MULTILINE)
_ROW = re.compile(r"^[ \t]*\|(.*?)\|?[ \t]*$", re.MULTILINE)
_QUOTE = re.compile(r"^[ \t]{0,3}>+[ \t]?", re.MULTILINE)
_INDENT = re.compile(r"^[ \t]+(?![-*+•] |\d{1,2}[.)] |[ \t])", re.MULTILINE)
_ACTIVE = re.compile(
    r"<!--|<\s*/?\s*(?:script|iframe|object|embed|svg|img|image|video|audio|form|input|button|link|meta|style|base|a|body)\b"
    r"|!\s{0,3}\[[^\]]{0,500}\]\s?[(\[]|(?:javascript|vbscript|data|file|blob)\s*:\s*[^\s]*[(/;,<]|\bon(?:error|load|click|mouseover|focus)\s*=",
    re.IGNORECASE,
)
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")  # Markdown lets a backslash stand before any sign
_SIGN = re.compile("[<!:=]")  # without any of them nothing is active


def is_active(text: str) -> bool:
    """Whether ``text`` holds images, HTML that does something, comments, or links that run code."""
    plain = _ESCAPE.sub("", unescape(unescape(visible(text))))
    return bool(_SIGN.search(plain) and _ACTIVE.search(plain))


def cleaned(text: str, allows_link: AllowsLink) -> str:
    """``text`` with allowed markup only; cleaning it again changes nothing."""
    for _ in range(_ROUNDS):
        before = text
        text = _once(text, allows_link)
        if text == before:
            return text
    return re.sub(r"[<>`|#\[\]\\&]", "", text).strip()  # nothing honest needs so many rounds


def _once(text: str, allows_link: AllowsLink) -> str:
    text = SPACES.sub(" ", visible(unescape(visible(text))))
    text = _without_html(text)
    text = _FENCE.sub("", text).replace("`", "")
    text = _DEFINITION.sub("", _IMAGE.sub("", text))
    text = _CODE_SCHEME.sub(r"\1", text.replace("![", "! ["))
    text = _LINK.sub(lambda found: _link(found, allows_link), text)
    text = _REFERENCE.sub(r"\1", text)
    text = _QUOTE.sub("", _HEADING.sub("", text))
    text = _RULE.sub("", _TABLE_LINE.sub("", text))
    text = _ROW.sub(lambda found: ", ".join(cell.strip() for cell in found[1].split("|")), text)
    text = _INDENT.sub("", text.replace("~~", ""))
    text = re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _without_html(text: str) -> str:
    text = _AUTOLINK.sub(r"\1", text)
    while True:  # each round makes it shorter
        before = text
        text = _TAG.sub("", _COMMENT.sub("", _ELEMENT.sub("", text)))
        if text == before:
            return text


def _link(found: re.Match[str], allows_link: AllowsLink) -> str:
    words, address = found[1].strip(), found[2]
    if re.match(r"https?://", address, re.IGNORECASE) and allows_link(address):
        return f"[{words or address}]({address})"
    return words
