"""What Rasa 3.6.21's connectors did in 733 cases, asked of ours: per channel, with all three credentials.

Cases marked `quirk` are held against what ours do instead (``ours/``, made by ``record_ours.py``).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
import replay_channels
from serving import runner

HERE = Path(__file__).parent
CASES = replay_channels.load_cases(HERE / "cases.yml")
RASA = json.loads((HERE / "golden.json").read_text(encoding="utf-8"))
OURS = {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in (HERE / "ours").glob("*.json")}


@pytest.mark.slow
@pytest.mark.parametrize("channel", sorted(OURS))
def test_a_channel_does_what_rasas_did(channel: str, channels_model: Path, tmp_path: Path) -> None:
    cases = [case for case in CASES if case.channel == channel]
    different, played = [], 0
    for profile in dict.fromkeys(case.profile for case in cases):
        with runner(profile, channels_model, tmp_path) as playing:
            for case in cases:
                if case.profile != profile:
                    continue
                expected = (OURS if case.quirk else RASA)[channel][case.name]
                told = replay_channels.differences(expected, playing.play(case), strict=False)
                different += [f"{case.title}\n{told}"] if told else []
                played += 1
    assert played == len(cases)
    assert not different, "\n\n".join(different)


def test_every_quirk_has_a_behaviour_of_ours() -> None:
    quirks = {(case.channel, case.name) for case in CASES if case.quirk}
    assert len(quirks) == 200
    assert quirks == {(channel, name) for channel, named in OURS.items() for name in named}


def test_what_ours_do_differs_where_rasas_was_odd() -> None:
    same = [
        f"{channel} / {name}"
        for channel, named in OURS.items()
        for name, steps in named.items()
        if not replay_channels.differences(RASA[channel][name], steps, strict=False)
    ]
    assert same == []
