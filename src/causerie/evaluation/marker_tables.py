"""Where markers apply, and statistics of it, as CSV."""

from __future__ import annotations

import csv
import io
import statistics
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import nan

from causerie.evaluation.markers import Found

APPLIED = "of_sessions_where_marker_applied_at_least_once"
HEADER = ("sender_id", "session_idx", "marker", "statistic", "value")
Row = Iterable[object]


@dataclass(frozen=True, slots=True)
class SessionMarkers:
    """One session: for each marker, where it applies."""

    sender_id: str
    number: int
    found: Mapping[str, Sequence[Found]]


def events_table(results: Iterable[SessionMarkers]) -> str:
    rows = (
        (result.sender_id, result.number, name, place.event, place.turns)
        for result in results
        for name in sorted(result.found)
        for place in result.found[name]
    )
    return _csv([("sender_id", "session_idx", "marker", "event_idx", "num_preceding_user_turns"), *rows])


def overall_table(results: Sequence[SessionMarkers], markers: Iterable[str]) -> str:
    return _csv([HEADER, *_overall(results, sorted(markers))])


def sessions_table(results: Sequence[SessionMarkers], markers: Iterable[str]) -> str:
    rows = (
        (result.sender_id, result.number, name, _told(statistic), _number(numbers[statistic]))
        for name in sorted(markers)
        for statistic in sorted(_statistics([]))
        for result in results
        for numbers in [_statistics([place.turns for place in result.found[name]])]
    )
    return _csv([HEADER, *rows])


def _overall(results: Sequence[SessionMarkers], markers: Sequence[str]) -> Iterator[Row]:
    yield "all", nan, "-", "total_number_of_sessions", len(results)
    for name in markers:
        count = sum(bool(result.found[name]) for result in results)
        yield "all", nan, name, f"number_{APPLIED}", count
        yield "all", nan, name, f"percentage_{APPLIED}", _number(count / max(len(results), 1) * 100)
    for name in markers:
        turns = [place.turns for result in results for place in result.found[name]]
        for statistic, value in _statistics(turns).items():
            yield "all", nan, name, _told(statistic), _number(value)


def _statistics(values: Sequence[int]) -> dict[str, float]:
    return {
        "count": len(values),
        "mean": statistics.fmean(values) if values else nan,
        "median": float(statistics.median(values)) if values else nan,
        "min": min(values, default=nan),
        "max": max(values, default=nan),
    }


def _told(statistic: str) -> str:
    return f"{statistic}(number of preceding user turns)"


def _number(value: float) -> float:
    return value if isinstance(value, int) else round(value, 3)


def _csv(rows: Iterable[Row]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()
