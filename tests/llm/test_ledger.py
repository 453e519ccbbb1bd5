"""Every ledger keeps accounts; the one in a file keeps them over restarts and between processes."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from causerie.errors import StoreError
from causerie.llm.ledger import Amount, Entry, InMemoryLedger, Ledger
from causerie.llm.settings import Limit
from causerie.llm.sqlite_ledger import SqliteLedger

TODAY = "2026-11-28"


@pytest.fixture(params=["memory", "sqlite"])
async def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Ledger]:
    make: Callable[[], Ledger] = InMemoryLedger
    if request.param == "sqlite":
        make = lambda: SqliteLedger(tmp_path / "spending.db", TODAY)  # noqa: E731
    made = make()
    yield made
    await made.close()


def day(tokens: int | None = None, cost: float | None = None) -> Entry:
    return Entry("day", Limit(tokens, cost), "2026-11-29")


async def test_an_account_begins_at_nothing_and_adds_up(ledger: Ledger) -> None:
    assert await ledger.spent("day") == Amount()
    assert await ledger.take([day()], Amount(100, 0.5)) is None
    await ledger.add([day()], Amount(-40, -0.25))
    assert await ledger.spent("day") == Amount(60, 0.25)


@pytest.mark.parametrize("limit", [day(tokens=150), day(cost=0.75)])
async def test_what_goes_beyond_a_limit_is_not_taken(ledger: Ledger, limit: Entry) -> None:
    assert await ledger.take([limit], Amount(100, 0.5)) is None
    assert await ledger.take([limit], Amount(100, 0.5)) == "day"
    assert await ledger.spent("day") == Amount(100, 0.5)
    assert await ledger.take([limit], Amount(50, 0.25)) is None


async def test_all_accounts_give_or_none(ledger: Ledger) -> None:
    poor = Entry("conversation a", Limit(tokens=10), "2026-12-01")
    assert await ledger.take([day(tokens=1000), poor], Amount(11)) == "conversation a"
    assert await ledger.spent("day") == Amount()


async def test_calls_at_once_never_take_more_than_there_is(ledger: Ledger) -> None:
    taken = await asyncio.gather(*(ledger.take([day(tokens=1000)], Amount(300)) for _ in range(50)))
    assert taken.count(None) == 3
    assert await ledger.spent("day") == Amount(900)


async def test_a_restart_forgets_nothing_that_is_needed(tmp_path: Path) -> None:
    file = tmp_path / "spending.db"
    first = SqliteLedger(file, TODAY)
    await first.add([day()], Amount(100, 0.5))
    await first.add([Entry("conversation old", Limit(), "2026-11-28")], Amount(7))
    await first.close()
    second = SqliteLedger(file, "2026-11-29")
    assert await second.spent("day") == Amount(100, 0.5)
    assert await second.spent("conversation old") == Amount()
    await second.close()


async def test_two_processes_share_a_file(tmp_path: Path) -> None:
    ledgers = [SqliteLedger(tmp_path / "spending.db", TODAY) for _ in range(4)]
    taken = await asyncio.gather(
        *(ledgers[number % 4].take([day(tokens=30_000)], Amount(100)) for number in range(400))
    )
    assert taken.count(None) == 300
    assert {await one.spent("day") for one in ledgers} == {Amount(30_000)}
    for one in ledgers:
        await one.close()


async def test_a_check_waits_for_what_another_process_is_writing(tmp_path: Path) -> None:
    file = tmp_path / "spending.db"
    ledger = SqliteLedger(file, TODAY)
    await ledger.add([day()], Amount(400))
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    other.execute("UPDATE llm_spending SET tokens = 900")
    taking = asyncio.create_task(ledger.take([day(tokens=1000)], Amount(300)))
    await asyncio.sleep(0.1)
    assert not taking.done()
    other.execute("COMMIT")
    other.close()
    assert await taking == "day"
    await ledger.close()


async def test_the_first_use_waits_for_another_process(tmp_path: Path) -> None:
    file = tmp_path / "spending.db"
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    other.execute("CREATE TABLE other (id INTEGER)")
    ledger = SqliteLedger(file, TODAY)
    adding = asyncio.create_task(ledger.add([day()], Amount(400)))
    await asyncio.sleep(0.2)
    assert not adding.done()
    other.execute("COMMIT")
    other.close()
    await adding
    assert await ledger.spent("day") == Amount(400)
    await ledger.close()


async def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    file = tmp_path / "spending.db"
    file.write_text("no database at all, but long enough to be one of the sort " * 20)
    ledger = SqliteLedger(file, TODAY)
    with pytest.raises(StoreError, match=r"can't be kept in .*spending\.db: file is not a database"):
        await ledger.spent("day")
    await ledger.close()


async def test_a_transaction_that_fails_leaves_nothing(tmp_path: Path) -> None:
    file = tmp_path / "spending.db"
    ledger = SqliteLedger(file, TODAY)
    await ledger.add([day()], Amount(1))
    with sqlite3.connect(file) as db:
        db.execute(
            "CREATE TRIGGER no BEFORE INSERT ON llm_spending WHEN NEW.account = 'bad' "
            "BEGIN SELECT RAISE(ABORT, 'not this one'); END"
        )
    db.close()
    with pytest.raises(StoreError, match="not this one"):
        await ledger.take([day(), Entry("bad", Limit(), "")], Amount(5))
    assert await ledger.spent("day") == Amount(1)
    assert await ledger.take([day()], Amount(5)) is None
    await ledger.close()


async def test_memory_keeps_the_accounts_used_last() -> None:
    ledger = InMemoryLedger(size=2)
    for name in ("a", "b", "a", "c"):
        await ledger.add([Entry(name, Limit(), "")], Amount(1))
    assert [await ledger.spent(name) for name in "abc"] == [Amount(2), Amount(), Amount(1)]
