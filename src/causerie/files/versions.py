"""The ``version`` at the top of domain and training files."""

from __future__ import annotations

import re

from causerie.files.nodes import Mapping, Scalar, describe, is_nothing
from causerie.files.problems import Problems

LATEST = "3.1"
_VERSION = re.compile(r"(\d+)(?:\.(\d+))?(?:\.\d+)*\Z")


def check_version(root: Mapping, problems: Problems) -> bool:
    """Whether the file is to be read; files of a later format are skipped, as in Rasa."""
    node = root.get("version")
    if is_nothing(node) or not isinstance(node, Scalar):
        return True
    written = str(node.value).strip("\"'")
    match = _VERSION.match(written)
    if not isinstance(node.value, str) or match is None:
        problems.warning(
            "'version' must be text; the file is read as version 3.1.",
            node.place,
            expected=f'version: "{LATEST}"',
            found=describe(node),
            kind="version",
        )
        return True
    found = (int(match.group(1)[:6]), int((match.group(2) or "0")[:6]))
    if found > (3, 1):
        problems.warning(
            f"The file has the format {written}, which is later than {LATEST}; it is skipped.",
            node.place,
            expected=f'version: "{LATEST}"',
            found=written,
            kind="version",
        )
        return False
    if found < (3, 0):
        problems.warning(
            f"The file has the format {written}; it is read as {LATEST}.",
            node.place,
            expected=f'version: "{LATEST}"',
            found=written,
            advice="'causerie data migrate' brings a domain of Rasa 2 to the format of today.",
            kind="version",
        )
    return True
