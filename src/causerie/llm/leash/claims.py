"""Finds answers that claim to have done something: a GPT only writes words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from causerie.llm.leash.letters import fold, visible
from causerie.llm.leash.sentences import ends_of

_DONE = (
    r"(?:booked|reserved|cancell?ed|changed|modified|moved|refunded|confirmed|upgraded|paid|charged|sent|emailed|registered"
    r"|applied|added|ordered|updated|extended|deleted|recorded|noted|scheduled|arranged)"
)
_FAIT = (
    r"(?:reservee?s?|annulee?s?|modifiee?s?|changee?s?|rembourse\w*|confirmee?s?|surclasse\w*|payee?s?|debite\w*|envoye\w*"
    r"|enregistree?s?|appliquee?s?|ajoutee?s?|commandee?s?|prolonge\w*|supprimee?s?|notee?s?|transmis\w*|deplacee?s?)"
)
_THING = r"(?:booking|reservation|room|stay|suite|table|dates?|payment|refund|request|order|appointment)"
_CHOSE = (
    r"(?:reservation|chambre|sejour|suite|table|paiement|remboursement|demande|commande|rendez-vous|dates?)"
)
_CLAIM = re.compile(
    rf"\b(?:i|we)(?:'ve| have)(?: \w+)? (?:just |now |already |successfully )?{_DONE}\b|\bi(?: just| now| already)? (?:booked|reserved|cancell?ed|refunded|sent|upgraded|changed)\b"
    rf"|\byour {_THING} (?:is|are|has been|have been|was) (?:now |already |successfully |hereby )?{_DONE}\b"
    rf"|\byou(?:'ve| have) been {_DONE}\b|\b(?:i|we)(?:'ll| will) (?:now )?(?:book|cancel|refund|upgrade|charge)\b"
    rf"|\bj'ai (?:bien |deja |maintenant )?{_FAIT}\b|\b(?:nous avons|on a) (?:bien |deja )?{_FAIT}\b"
    rf"|\b(?:votre|vos|ta) {_CHOSE} (?:est|sont|a ete|ont ete|a bien ete) (?:bien |maintenant |desormais )?{_FAIT}\b"
    rf"|\bvous (?:avez ete|etes) {_FAIT}\b"
)
_MAYBE = re.compile(
    r"\b(?:if|when|once|after|until|unless|before|as soon as|whether|how|si|quand|lorsque|une fois|des que|apres|avant|jusqu|tant que|comment)\b"
)


def claimed(answer: str, passages: Iterable[str]) -> str:
    """The words that claim it; "" when none do. "Once your booking is confirmed" claims nothing."""
    text = re.sub("[’‘`]", "'", fold(visible(answer)))
    known: str | None = None
    starts = [0, *ends_of(text)]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        sentence = text[start:end]
        for found in _CLAIM.finditer(sentence):
            if _MAYBE.search(sentence[: found.start()]):
                continue
            known = "\n".join(map(fold, passages)) if known is None else known
            if found[0] not in known:
                return found[0]
    return ""
