"""Answers the open turns of test stories while a person watches, from recordings of a GPT."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from rich.console import Console

from causerie.assembly import Surroundings
from causerie.errors import CauserieError
from causerie.evaluation.open_turns import AnsweredTurn, answer_open_turns, write_open_turns
from causerie.evaluation.results_folder import ResultsFolder
from causerie.evaluation.story_lines import TestLine
from causerie.llm.cassette import Cassette, CassetteGpt, Mode, Played
from causerie.llm.gpt import open_gpt
from causerie.llm.open_turns.open_turns import OpenTurns
from causerie.llm.read_settings import read_llm_settings
from causerie.open_turns_assembly import open_turns_of, open_turns_with
from causerie.training.model import Model

RECORDINGS = Path("tests") / "llm_answers.json"
ACTION_ANSWER = "action_answer"
Wish = Literal["replay", "record", "live"]


def test_open_turns(
    model: Model,
    around: Surroundings,
    lines: Sequence[TestLine],
    folder: ResultsFolder,
    wish: Wish,
    console: Console,
) -> None:
    """Nothing where the stories have no open turns. Raises CauserieError where a GPT is wanted and missing."""
    config = open_turns_of(model)
    if config is None:
        _check_wish(wish, "the project has no 'open_turns' in config.yml")
        return
    actions = (ACTION_ANSWER, *config.actions)
    gpt = _gpt(around, wish)
    open_turns = open_turns_with(gpt, model, around.folder, around.endpoints)
    if open_turns is None:
        return
    found = asyncio.run(_answered(lines, model, open_turns, actions))
    if found:
        write_open_turns(found, gpt.played if gpt else None, folder)
        _show(found, gpt.played if gpt else None, console)
    if gpt is not None and wish == "record":
        gpt.cassette.save()


async def _answered(
    lines: Sequence[TestLine], model: Model, open_turns: OpenTurns, actions: Sequence[str]
) -> list[AnsweredTurn]:
    try:
        return await answer_open_turns(lines, model.domain, open_turns, actions)
    finally:
        await open_turns.close()


def _gpt(around: Surroundings, wish: Wish) -> CassetteGpt | None:
    """Recordings, and the GPT behind them where one is wanted; None where there are neither."""
    settings = read_llm_settings(around.endpoints.llm)
    if settings is None:
        _check_wish(wish, "endpoints.yml has no section 'llm'")
        return None
    if wish == "replay" and not RECORDINGS.exists():
        return None
    live = None
    if wish != "replay":
        live = open_gpt(settings, around.folder)
        if live is None:
            _check_wish(wish, "its key or its package is missing")
    mode: Mode = wish
    return CassetteGpt(Cassette(RECORDINGS), settings, mode, live)


def _check_wish(wish: Wish, why: str) -> None:
    if wish != "replay":
        raise CauserieError(f"--{wish}-llm needs a GPT, but {why}.")


def _show(found: Sequence[AnsweredTurn], played: Played | None, console: Console) -> None:
    kinds = {kind: sum(one.answer.kind == kind for one in found) for kind in ("generated", "retrieved")}
    said = f"{len(found)} open turns: {kinds['generated']} in a GPT's words, {kinds['retrieved']} from the knowledge"
    console.print(f"{said}, {len(found) - sum(kinds.values())} not answered.", markup=False)
    if played is None:
        return
    for asked in played.changed:
        console.print(f"  changed: '{asked}' is asked otherwise than when it was recorded.", markup=False)
    for asked in played.missing:
        console.print(
            f"  missing: '{asked}' has no recording. Record it: causerie test --record-llm", markup=False
        )
    for drift in played.drift:
        if drift.alike < 100:
            console.print(f"  drift: '{drift.asked}' is {drift.alike:g} % like its recording.", markup=False)
            console.print(f"    recorded: {drift.recorded}\n    now:      {drift.now}", markup=False)
