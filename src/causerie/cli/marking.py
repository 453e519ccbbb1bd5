"""Marks stored conversations while a person watches."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from causerie.cli.failing import print_problems
from causerie.cli.project_files import project_paths
from causerie.errors import CauserieError
from causerie.evaluation.marker_files import read_markers
from causerie.evaluation.marker_tables import SessionMarkers, events_table, overall_table, sessions_table
from causerie.evaluation.markers import Marker, find, sessions
from causerie.files.domain import read_domain
from causerie.files.endpoints import read_endpoints
from causerie.ports import TrackerStore
from causerie.stores.trackers.registry import make_tracker_store


@dataclass(frozen=True, slots=True)
class Drawn:
    """Which conversations: all, the first ``count``, or so many at random."""

    count: int | None = None
    at_random: bool = False
    seed: int | None = None

    def among(self, ids: list[str]) -> list[str]:
        if self.count is None or (self.at_random and self.count >= len(ids)):
            return ids
        return random.Random(self.seed).sample(ids, self.count) if self.at_random else ids[: self.count]


def mark(
    config: Path, out: Path, stats: Path | None, endpoints: str | None, domain: str | None, drawn: Drawn
) -> None:
    """Files that exist are not overwritten: CauserieError."""
    paths = project_paths(domain, endpoints=endpoints)
    overall, each = (
        stats.with_name(f"{stats.name}-{x}.csv") if stats else None for x in ("overall", "per-session")
    )
    for file in filter(None, (out, overall, each)):
        if file.exists():
            raise CauserieError(f"'{file}' exists already, so nothing was written. Move or remove it first.")
        if not file.parent.is_dir():
            raise CauserieError(f"There is no folder '{file.parent}' for '{file.name}'.")
    if drawn.count is not None and drawn.count < 1:
        raise CauserieError(f"The count of conversations must be 1 or more; it is {drawn.count}.")
    markers, warnings = read_markers(config, read_domain(paths.domain) if paths.domain else None)
    if warnings:
        print_problems(warnings)
    store = make_tracker_store(read_endpoints(paths.endpoints).tracker_store, paths.root, reads_only=True)
    results = asyncio.run(_results(store, markers, drawn))
    out.write_text(events_table(results), encoding="utf-8")
    if overall and each:
        overall.write_text(overall_table(results, markers), encoding="utf-8")
        each.write_text(sessions_table(results, markers), encoding="utf-8")
    print(f"{len(results)} sessions are searched for {len(markers)} markers; the result is in '{out}'.")


async def _results(store: TrackerStore, markers: Mapping[str, Marker], drawn: Drawn) -> list[SessionMarkers]:
    try:
        stored = store.keys()
        ids = [sender_id async for sender_id in stored]
        found = []
        for sender_id in drawn.among(ids):
            events = (await store.read(sender_id)).events
            for number, (start, session) in enumerate(sessions(events)):
                places = {name: find(marker, session, start) for name, marker in markers.items()}
                found.append(SessionMarkers(sender_id, number, places))
        return found
    finally:
        await store.close()
