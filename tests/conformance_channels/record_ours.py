"""Writes what our channels do in the cases where Rasa's are odd: ``record_ours.py MODEL [channel …]``.

Read the difference before it is committed: it is what users get instead.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

import replay_channels
from serving import HERE, is_ours, played, runner

from causerie import __version__


def main(model: str, *channels: str) -> None:
    cases = [case for case in replay_channels.load_cases(HERE / "cases.yml") if is_ours(case)]
    cases = [case for case in cases if not channels or case.channel in channels]
    ours: dict[str, dict[str, object]] = {}
    for profile in dict.fromkeys(case.profile for case in cases):
        with tempfile.TemporaryDirectory() as scratch, runner(profile, Path(model), Path(scratch)) as playing:
            for case in cases:
                if case.profile == profile:
                    steps = replay_channels.comparable(played(playing, case), strict=False)
                    ours.setdefault(case.channel, {})[case.name] = steps
    (HERE / "ours").mkdir(exist_ok=True)
    for channel, named in ours.items():
        text = json.dumps(named, indent=1, ensure_ascii=False, sort_keys=True)
        text = text.replace(json.dumps(__version__), '"<version>"')
        (HERE / "ours" / f"{channel}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
