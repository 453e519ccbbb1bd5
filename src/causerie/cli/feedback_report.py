"""Shows users' opinions in the terminal and writes them to a file."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from causerie.errors import CauserieError
from causerie.evaluation.feedback import Opinion, Share, opinions_in, summary
from causerie.evaluation.feedback_files import WRITERS
from causerie.files.endpoints import read_endpoints
from causerie.files.project import ProjectPaths
from causerie.files.write_whole import write_whole
from causerie.stores.trackers.registry import make_tracker_store

MOST_NAMES, MOST_WORDS = 15, 10
STARS = "★"


def report(paths: ProjectPaths, start: float | None, end: float | None, out: Path | None) -> None:
    """Raises CauserieError where nothing can be read or written."""
    if out is not None and out.suffix not in WRITERS:
        raise CauserieError(f"--out is a file that ends in {', '.join(WRITERS)}; found '{out}'.")
    if start is not None and end is not None and end < start:
        raise CauserieError("--maximum-timestamp is before --minimum-timestamp.")
    found = asyncio.run(_read(paths, start, end))
    if not found:
        print("No feedback was given.")
    else:
        _show(found)
    if out is not None:
        try:
            write_whole(out, WRITERS[out.suffix](found))
        except OSError as error:
            raise CauserieError(f"'{out}' can't be written: {error.strerror}.") from error
        print(f"{len(found)} opinions are in '{out}'. They hold words of users: treat them as personal data.")


async def _read(paths: ProjectPaths, start: float | None, end: float | None) -> list[Opinion]:
    endpoints = read_endpoints(paths.endpoints)
    if endpoints.tracker_store is None:
        raise CauserieError("There are no stored conversations: endpoints.yml names no 'tracker_store'.")
    store = make_tracker_store(endpoints.tracker_store, paths.root, reads_only=True)
    try:
        return await opinions_in(store, start, end)
    finally:
        await store.close()


def _show(found: Sequence[Opinion]) -> None:
    console, told = Console(), summary(found)
    if told.ratings:
        count = sum(told.ratings.values())
        mean = sum(stars * number for stars, number in told.ratings.items()) / count
        console.print(f"{count} conversations were rated, {mean:.1f} of 5 on average", markup=False)
        for stars in range(5, 0, -1):
            number = told.ratings.get(stars, 0)
            bar = "█" * round(20 * number / count)
            console.print(f"  {STARS * stars:5} {bar} {number}", markup=False)
    for title, shares in (("answers", told.actions), ("intents", told.intents)):
        if shares:
            console.print(_table(title, shares))
    for line in _words(found):
        console.print(line)


def _table(title: str, shares: Mapping[str, Share]) -> Table:
    table = Table(title, "👍", "👎", "liked", title=f"Opinions of {title}, the most disliked first")
    for name, share in list(shares.items())[:MOST_NAMES]:
        table.add_row(Text(name), str(share.up), str(share.down), f"{share.up / (share.up + share.down):.0%}")
    if len(shares) > MOST_NAMES:
        table.caption = f"and {len(shares) - MOST_NAMES} more"
    return table


def _words(found: Sequence[Opinion]) -> Iterator[Text]:
    """The latest dislikes and comments, as plain text: users wrote it."""
    telling = [opinion for opinion in found if opinion.value == "down" or opinion.comment]
    for opinion in reversed(telling[-MOST_WORDS:]):
        mark = {"up": "👍 ", "down": "👎 "}.get(opinion.value or "", "")
        stars = f"{STARS * (opinion.rating or 0)} " if opinion.rating else ""
        turn = opinion.turn
        about = f"“{turn.asked}” ({turn.intent}) → “{turn.said}”" if turn.said else opinion.conversation
        yield Text(f"{mark}{stars}{about}" + (f"\n   {opinion.comment}" if opinion.comment else ""))
