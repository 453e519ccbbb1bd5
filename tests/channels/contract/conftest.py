"""One server for all tests of a channel, in one process."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2] / "conformance_channels"))
from contract_bot import ANSWER, trained
from contract_channels import Served
from contract_server import Running, started
from platform_driver import Driver

from causerie.contracts.gpt import LocalGpt


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Channel by channel, so that each server is started once."""
    places = [number for number, item in enumerate(items) if _served(item) is not None]
    ours = sorted(
        (items[place] for place in places), key=lambda item: (_served(item).name, item.location[:2])
    )
    for place, item in zip(places, ours, strict=True):
        item.add_marker(pytest.mark.xdist_group(f"contract-{_served(item).name}"))
        items[place] = item


def _served(item: pytest.Item) -> Served | None:
    callspec = getattr(item, "callspec", None)
    found = callspec.params.get("served") if callspec is not None else None
    return found if isinstance(found, Served) else None


@pytest.fixture(scope="session")
def contract_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return trained(tmp_path_factory.mktemp("bot"))


@pytest.fixture(scope="session")
def served(request: pytest.FixtureRequest) -> Served:
    return request.param


@pytest.fixture(scope="session")
def driver(served: Served) -> Driver:
    return served.driver


@pytest.fixture(scope="session")
def gpt() -> Iterator[LocalGpt]:
    with LocalGpt(lambda messages: ANSWER) as running:
        running.token_delay = 0.01
        yield running


@pytest.fixture(scope="session")
def server(
    served: Served, contract_model: Path, gpt: LocalGpt, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp(served.name)
    with started(served, contract_model, folder, gpt.base_url) as running:
        yield running
