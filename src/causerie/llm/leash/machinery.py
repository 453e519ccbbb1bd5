"""Finds what is written for machines: commands, tool calls, code, names of actions."""

from __future__ import annotations

import re
import unicodedata

from causerie.llm.leash.letters import visible

_MACHINERY = re.compile(
    r"""^\s*[*_>`-]*\s*/[a-z]\w*(?:\s*\{|\s*$|_\w+)          # /book_room{"guests": 2}
    | \{\s*["'\w-]+\s*: | \[\s*\{ | \{\{ | \{% | \$\{        # JSON, templates
    | \b(?:action|utter|validate|ask)_[a-z0-9]\w* | \bintent_\w+
    | \b(?:slot_?set|set_?slot|followup_?action|active_?loop|all_?slots_?reset|user_?uttered|action_?executed)\b
    | \b(?:tool_?calls?|function_?calls?|tool_?use|role)\b\s*["']?\s*[:=({\[]
    | <\|?\/?(?:im_start|im_end|system|assistant|user|tool|endoftext|tool_call|function)[^>]*>? | \[/?(?:inst|sys)\]
    | ^\s*[#*\[(<]*\s*(?:system|assistant|developer|tool|function)\s*[\])>*]*\s*:
    | \b\w{2,}\([^()\n]*(?:=|"|')[^()\n]*\)                  # call(name="x")
    | \b(?:import|def|function|const|var|let)\s+\w+\s*[=({] | ;\s*--\s | \b(?:drop|select|insert|delete)\s+(?:table|from|into|\*)
    """,
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)


def is_machinery(text: str) -> bool:
    plain = unicodedata.normalize("NFKC", visible(text)).replace("\\", "")
    return bool(_MACHINERY.search(plain))


def mixes_scripts(text: str) -> bool:
    """Whether a word takes letters from Latin and from Cyrillic or Greek, which look the same."""
    if text.isascii():
        return False
    for word in re.findall(r"[^\W\d_]{2,}", unicodedata.normalize("NFKC", visible(text))):
        if not word.isascii():
            scripts = {unicodedata.name(letter, "").partition(" ")[0] for letter in word}
            if "LATIN" in scripts and scripts & {"CYRILLIC", "GREEK", "CHEROKEE", "ARMENIAN"}:
                return True
    return False
