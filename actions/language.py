"""English or French? Decided by counting the small words only one of the two uses."""

import re

_ENGLISH_WORDS = """
    the is are was do does did have has had can could would should will my your our you we they he she
    it i'm i'd i'll it's don't that's what's there's what when where which who how why and with for from
    of at by an this that these those there here any some not please thanks thank hi hello hey bye yes
    yeah yep nope sure need want like get take make look looking book booking stay night nights tomorrow
    today tonight week weekend morning evening next until till room people guests two three four five
    six good great much many about actually instead nothing nevermind never sorry cheers cancel change
    breakfast check leaving arriving just again help speak someone somebody yours me us be been in to on
    if or so too really monday tuesday wednesday thursday friday saturday sunday january february march
    april june july august september october november december cheap cheapest broken working
"""
ENGLISH = frozenset(_ENGLISH_WORDS.split())
_FRENCH_WORDS = """
    arrive arrivons arrivera vient venons part partons cest ca jpeux jai dej ptit cb voudrait aimerait
    le la les un une des du de au aux et est sont était je tu il elle on nous vous ils elles mon ma mes
    notre nos votre vos ton ta tes leur ce cet cette ces qui que quoi quel quelle quels quelles où quand
    comment combien pourquoi avec sans pour dans sur sous chez par pas ne plus très bien merci bonjour
    bonsoir salut oui non ouais svp stp voudrais veux peux peut avez avoir ai suis sommes serons sera
    serait êtes fait faire faut aimerais souhaite souhaiterais réserver chambre nuit nuits demain
    aujourd'hui hier soir matin semaine prochain prochaine jusqu'au personnes deux trois quatre cinq
    lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars avril mai juin juillet août
    septembre octobre novembre décembre vs ya y'a ça c'est j'ai à déjà rien aussi alors mais ou donc
    annuler changer modifier petit petit-déjeuner déjeuner moi toi finalement adultes enfants dispo cher
    moins en ok? euh d'accord voilà bonne bon allez etes etait deja reserver fevrier aout
"""
FRENCH = frozenset(_FRENCH_WORDS.split())
SWITCH_MARGIN = 2
_WORD = re.compile(r"[a-zà-öø-ÿœ]+(?:['’-][a-zà-öø-ÿœ]+)*")
_ELISION = re.compile(r"\b(?:j|l|d|qu|c|n|s|m|t|jusqu)['’](?=[a-zà-öø-ÿœ]{2})")
_ENGLISH_ENDING = re.compile(r"\b(?:i|you|we|they|it|he|she|that|what)['’](?:m|d|ll|re|ve|s)\b|n['’]t\b")
_FRENCH_LETTER = re.compile(r"[éèêàâçùûôîœë]")


def detect_language(text: str, previous: str | None = None) -> str | None:
    """Return `en` or `fr`, or `previous` when the text says too little (a name, a number, a button)."""
    if text.startswith("/"):
        return previous
    lean = french_lean(text)
    if previous is None:
        return None if lean == 0 else ("fr" if lean > 0 else "en")
    if lean >= SWITCH_MARGIN:
        return "fr"
    if lean <= -SWITCH_MARGIN:
        return "en"
    return _switch_on_short_text(text, lean, previous)


def french_lean(text: str) -> int:
    """How much more French than English the text is; negative for English."""
    lowered = text.lower().replace("’", "'")
    words = _WORD.findall(lowered)
    french = sum(word in FRENCH for word in words) + len(_ELISION.findall(lowered))
    english = sum(word in ENGLISH for word in words) + len(_ENGLISH_ENDING.findall(lowered))
    return french - english + (1 if _FRENCH_LETTER.search(lowered) else 0)


def _switch_on_short_text(text: str, lean: int, previous: str) -> str:
    """One or two words all of one language ("bonjour", "yes please") are enough to switch."""
    words = _WORD.findall(text.lower())
    if not 0 < len(words) <= 2 or lean == 0:
        return previous
    if lean > 0 and words[0] in FRENCH:
        return "fr"
    if lean < 0 and words[0] in ENGLISH:
        return "en"
    return previous


def asked_language(text: str) -> str | None:
    """The language a guest asks for by name: "in French please", "on peut parler anglais ?"."""
    lowered = text.lower()
    if re.search(r"\b(fran[cç]ais|french|fr)\b", lowered):
        return "fr"
    if re.search(r"\b(anglais|english|en(?=$|\s*[.!?]))\b", lowered):
        return "en"
    return None
