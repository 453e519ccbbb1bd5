"""What Rasa 3.6.21's connectors did in 697 cases, asked of ours: per channel, with all three credentials.

Cases marked `quirk` are held against what ours do instead (``ours/``, made by ``record_ours.py``).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
import replay_channels
from serving import is_ours, played, runner

from causerie import __version__

HERE = Path(__file__).parent
CASES = replay_channels.load_cases(HERE / "cases.yml")
RASA = json.loads((HERE / "golden.json").read_text(encoding="utf-8"))
OURS = {
    file.stem: json.loads(file.read_text(encoding="utf-8").replace("<version>", __version__))
    for file in (HERE / "ours").glob("*.json")
}


@pytest.mark.slow
@pytest.mark.parametrize("channel", sorted(OURS))
def test_a_channel_does_what_rasas_did(channel: str, channels_model: Path, tmp_path: Path) -> None:
    cases = [case for case in CASES if case.channel == channel]
    different, count = [], 0
    for profile in dict.fromkeys(case.profile for case in cases):
        with runner(profile, channels_model, tmp_path) as playing:
            for case in cases:
                if case.profile != profile:
                    continue
                expected = (OURS if is_ours(case) else RASA)[channel][case.name]
                told = replay_channels.differences(expected, played(playing, case), strict=False)
                different += [f"{case.title}\n{told}"] if told else []
                count += 1
    assert count == len(cases)
    assert not different, "\n\n".join(different)


def test_every_quirk_has_a_behaviour_of_ours() -> None:
    quirks = {(case.channel, case.name) for case in CASES if is_ours(case)}
    assert len(quirks) > 180
    assert quirks == {(channel, name) for channel, named in OURS.items() for name in named}


def test_nothing_that_comes_from_outside_breaks_ours() -> None:
    answers = [
        step.get("response", {}) for named in OURS.values() for steps in named.values() for step in steps
    ]
    assert [answer for answer in answers if answer.get("status") == 500] == []
