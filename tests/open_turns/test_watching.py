"""`run --watch`: a page of knowledge that is saved answers at once."""

from __future__ import annotations

from causerie.files.project import ProjectPaths
from causerie.server.served import Served
from causerie.server.watching import Watcher, watched


async def test_a_changed_page_answers_at_once(inn):
    house = await inn(key=False)
    served = Served(house.assistant, house.around, house.folder / "models")
    paths, told = ProjectPaths.in_folder(house.folder), []
    watcher = Watcher(served, paths, told.append)
    await watcher.begin()
    page = house.folder / "knowledge" / "house.md"
    assert page.parent in watched(paths)
    page.write_text(page.read_text("utf-8").replace("from 7 to 10", "from 8 to 11"), "utf-8")
    await watcher.take_in({page})
    (said,) = await house.say("what time is breakfast served")
    assert "from 8 to 11" in said
    assert any(line.startswith("Live after") for line in told)
    await watcher.stop_training()
