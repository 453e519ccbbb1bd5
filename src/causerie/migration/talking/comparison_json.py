"""A compared turn as JSON."""

from __future__ import annotations

from dataclasses import asdict

from causerie.migration.talking.turns import Comparison, Json


def comparison_as_dict(comparison: Comparison) -> Json:
    return {
        "sender": comparison.sender,
        "channel": comparison.channel,
        "text": comparison.text,
        "verdict": comparison.verdict,
        "differences": [asdict(difference) for difference in comparison.differences],
        "note": comparison.note,
    }
