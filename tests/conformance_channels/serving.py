"""A server of ours beside the fake platforms, for one set of credentials."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import replay_channels
from fake_platform import FakePlatform

HERE = Path(__file__).parent
#: Seconds without calls that end a step; of a platform that fails.
QUIET, PATIENT, UNTIL_NEXT_TRY = 0.12, 0.4, 8.0
#: Cases that are not marked as quirks and where ours differ all the same, with the reason: decision record 27.
DIFFERENT = {
    ("callback", "callback hangs up"): "what was said is kept although the callback could not be told",
    ("twilio", "whatsapp reaction"): "who is on WhatsApp is answered on WhatsApp",
    ("twilio_voice", "silence after an image only"): "a custom message's text is spoken instead of an error",
    ("slack", "platform is slow"): "the turn is stored before Slack has taken the answer, not after",
}
SERVE = (
    f"{sys.executable} -m causerie run --enable-api --port {{port}} --model {{model}} "
    "--endpoints {endpoints} --credentials {credentials}"
)


def is_ours(case: replay_channels.Case) -> bool:
    """Whether ours are held against their own recording."""
    return bool(case.quirk) or (case.channel, case.name) in DIFFERENT


def played(playing: replay_channels.Runner, case: replay_channels.Case) -> list[Any]:
    """A platform that fails is called again a little later; how often is a matter of time, so it counts once."""
    faults = [fault for step in case.steps for fault in step.get("faults", ())]
    asked = max((float(fault.get("headers", {}).get("Retry-After", 0)) for fault in faults), default=0.0)
    playing.quiet = asked + PATIENT if faults else QUIET
    steps = playing.play(case)
    if any(fault.get("times") == 0 for fault in faults):
        playing.quiet = UNTIL_NEXT_TRY
        playing._settle({})
    return [once(step) for step in steps] if faults and is_ours(case) else steps


def once(step: Any) -> Any:
    calls = [call for number, call in enumerate(step.get("calls", [])) if call not in step["calls"][:number]]
    return {**step, "calls": calls} if calls else step


@contextlib.contextmanager
def runner(profile: str, model: Path, scratch: Path) -> Iterator[replay_channels.Runner]:
    """Plays cases of this profile."""
    fake = FakePlatform().start()
    options = argparse.Namespace(url=None, serve=SERVE, model=model, log=scratch)
    try:
        with replay_channels.served(options, profile, fake) as server:
            yield replay_channels.Runner(server, fake, QUIET)
    finally:
        fake.stop()
