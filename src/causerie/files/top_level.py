"""The keys a Rasa file may have at its top, and misspellings of them."""

from __future__ import annotations

from causerie.files.nodes import Mapping
from causerie.files.problems import Problems
from causerie.registry import near_misses

DOMAIN_KEYS = (
    "intents", "entities", "slots", "responses", "actions", "forms", "e2e_actions", "session_config",
)  # fmt: skip
DATA_KEYS = ("nlu", "stories", "rules", "responses")
CONFIG_KEYS = (
    "recipe", "language", "assistant_id", "pipeline", "policies", "importers", "imports", "spaces",
    "train_schema", "predict_schema", "nlu_target", "core_target", "open_turns",
)  # fmt: skip
ALL_KEYS = ("version", "config", *DOMAIN_KEYS, *DATA_KEYS, *CONFIG_KEYS)


def check_top_level(root: Mapping, problems: Problems) -> None:
    """Warns of keys that look like a known one; other keys are nobody's business."""
    for key in root.entries:
        meant = misspelt(str(key))
        if meant and meant not in root:
            problems.warning(
                f"The key '{key}' is not read; it looks like '{meant}'.",
                root.key_place(key),
                expected=meant,
                found=str(key),
                advice=f"Did you mean '{meant}'?",
                kind="unknown_key",
                name=str(key),
            )


def misspelt(key: str) -> str | None:
    """The known key that this one looks like, unless it is one."""
    if key in ALL_KEYS or key.startswith(("x-", "_", ".")):
        return None
    close = near_misses(key, list(ALL_KEYS))
    return close[0] if close and abs(len(close[0]) - len(key)) <= 2 else None
