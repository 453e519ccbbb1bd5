"""``make bench``: everything that is measured, as tables, pictures and JSON under ``benchmarks/results``."""

from __future__ import annotations

import argparse
import json
import platform
import re
from pathlib import Path

from benchmarks import beside_rasa, flatness

RESULTS = Path(__file__).parent / "results"
README = Path(__file__).parents[1] / "README.md"
TABLE = re.compile(r"(<!-- bench:begin -->\n).*?(<!-- bench:end -->)", re.DOTALL)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rasa-env", type=Path, help="virtual environment with rasa==3.6.21")
    parser.add_argument("--only", choices=("rasa", "flatness"), help="one part only")
    options = parser.parse_args()
    RESULTS.mkdir(exist_ok=True)
    if options.only != "rasa":
        _flatness()
    if options.only != "flatness":
        _beside_rasa(options.rasa_env)


def _flatness() -> None:
    found = flatness.run(print)
    _write("flatness.json", found)
    flatness.draw(found, RESULTS / "flatness.png")
    print(json.dumps(found, indent=2))


def _beside_rasa(rasa_env: Path | None) -> None:
    found = beside_rasa.run(rasa_env, print)
    _write("beside_rasa.json", {"python": platform.python_version(), **found})
    rows = beside_rasa.table(found)
    print(rows)
    if rasa_env is not None and README.is_file():
        README.write_text(TABLE.sub(rf"\g<1>{rows}\n\g<2>", README.read_text()))


def _write(name: str, found: object) -> None:
    (RESULTS / name).write_text(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    main()
