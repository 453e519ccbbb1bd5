"""All tests of one channel run in one process: its server is started once."""

from __future__ import annotations

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        callspec = getattr(item, "callspec", None)
        if callspec is not None and "driver" in callspec.params:
            item.add_marker(pytest.mark.xdist_group(f"contract-{callspec.params['driver'].name}"))
