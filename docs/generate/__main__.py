"""``python -m docs.generate`` writes; ``--check`` says what is not as generated, and ends with 1."""

from __future__ import annotations

import sys

from docs.generate.outputs import outdated, write


def main() -> int:
    if "--check" not in sys.argv:
        write()
        return 0
    stale = outdated()
    for path in stale:
        print(f"{path}: not as generated; run: python -m docs.generate")
    return 1 if stale else 0


sys.exit(main())
