"""Finds orders to an assistant in documents, which only inform: HTML comments, "note to the assistant", …"""

from __future__ import annotations

import re
from dataclasses import replace

from causerie.llm.leash.letters import fold, visible
from causerie.llm.prompts.material import Passage

_HIDDEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(\w{1,20})\b[^<>]{0,300}(?:display\s*:\s*none|\bhidden\b|visibility\s*:\s*hidden|font-size\s*:\s*0)[^<>]{0,300}>.*?</\1\s*>",
    re.I | re.S,
)
_WHO = r"(?:the |any |an? |dear |le |la |les |l'|cher |chere |chers )?(?:ai|a\.i\.|llms?|assistants?|chat ?bots?|bots?|robots?|chatgpt|(?:language )?models?|ai (?:systems?|agents?|models?)|(?:automated )?agents?|ias?|intelligences? artificielles?|modeles?(?: de langage)?)"
_ORDER = re.compile(
    rf"\b(?:notes?|notices?|footnotes?|instructions?|messages?|consignes?|attention|memo|reminder)(?: \w+)? (?:to|for|pour|a|au|aux|des?|du) {_WHO}\b"
    r"|\b(?:ignore|disregard|forget|override|bypass|oublie[zr]?|ignore[zr]?|ne tiens pas compte)\b.{0,40}\b(?:instructions?|rules?|directions?|prompts?|above|consignes?|regles?|question|precede\w*)\b"
    r"|\b(?:your|ton|tes|votre|vos|its|ses|the|le) (?:system |initial |hidden )?(?:prompts?|instructions|rules|regles|consignes)\b"
    rf"|^[^\w\n]{{0,20}}(?:to )?{_WHO} ?[,:]|\b(?:dear|cher) {_WHO}\b|[.!?] (?:p\.?s\.? )?{_WHO}, "
    rf"|\b(?:if you are|si tu es|si vous etes|as|en tant qu'?) ?(?:an? |un |une )?{_WHO}\b|\bas {_WHO}, you\b"
    rf"|\b{_WHO} (?:reading|that read|which read|who read|qui lisent|must|should|shall|has to|have to|doit|doivent|reveals?)\b"
    r"|^[^\w\n]{0,20}(?:system|systeme|prompt|override|developer|developpeur)\b[^.\n]{0,20}:|\bsystem (?:notice|message|prompt)\b|\b(?:message|prompt) systeme\b"
    r"|\b(?:tell|dis|dites|inform) (?:the |a |aux? |l')? ?(?:users?|guests?|visitors?|l'utilisateur|utilisateurs?|clients?)\b|\bdo not tell the user|\bne le dis pas\b|\bdis-lui\b"
    r"|<\|?/?(?:system|im_start|im_end|inst|assistant|user|tool_call)\b|\bend data \w+ ?>>>|^[^\w\n]{0,20}fin ?>>>|\byou are now\b|\btu es maintenant\b"
    r"|\bseo hidden\b|\bmodels?, always\b|(?:^|\W)/\w+\s?\{|\b(?:action|utter)_\w+"
    r"|<(?:img|script|iframe)\b[^<>]{0,300}\b(?:assistant|onerror|onload)",
    re.I | re.M,
)


def order_in(text: str) -> str:
    """The first words in ``text`` that give an assistant orders; "" when there are none."""
    plain = visible(text)
    if found := _HIDDEN.search(plain):
        return found[0][:80]
    found = _ORDER.search(re.sub("[’‘`]", "'", fold(plain)))
    return found[0].strip()[:80] if found else ""


def without_orders(passage: Passage) -> Passage:
    """``passage`` without hidden parts and without lines that hold an order. What is meant for readers stays."""
    text = _HIDDEN.sub("", visible(passage.text))
    lines = [line for line in text.split("\n") if not order_in(line)]
    headings = tuple(heading for heading in passage.headings if not order_in(heading))
    return replace(passage, text="\n".join(lines).strip(), headings=headings)
