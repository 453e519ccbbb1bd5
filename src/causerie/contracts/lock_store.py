"""What every lock store must do. Run it on your own: ``await check_lock_store(MyStore)``."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress

from causerie.ports import LockStore

#: Seconds in which somebody who asks for a lock has taken a place in the line.
IN_LINE = 0.2


async def check_lock_store(make: Callable[[], LockStore], *, is_shared: bool = False) -> None:
    """Raises AssertionError, with what was expected, for a store that does not keep the contract.

    ``is_shared``: all that ``make`` gives are one store, as processes that share it have them.
    """
    for check in (_excludes, _separates, _keeps_order, _survives_errors, _forgets_who_left):
        one = make()
        two = make() if is_shared else one
        try:
            await asyncio.wait_for(check(one, two), 60)
        finally:
            await one.close()
            if two is not one:
                await two.close()


async def _excludes(one: LockStore, two: LockStore) -> None:
    inside = 0

    async def work(store: LockStore) -> None:
        nonlocal inside
        async with store.lock("a"):
            inside += 1
            await asyncio.sleep(0.001)
            assert inside == 1, "two hold the lock of one conversation"
            inside -= 1

    await asyncio.gather(*(work(store) for _ in range(20) for store in (one, two)))


async def _separates(one: LockStore, two: LockStore) -> None:
    names = ["", "a", "A", "a b", "a:b", "a/ü\n", "\ud800", "x" * 10_000]
    async with one.lock("b"):
        for name in names:
            async with two.lock(name):
                pass
            async with one.lock(name):
                pass


async def _keeps_order(one: LockStore, two: LockStore) -> None:
    order: list[int] = []

    async def work(number: int) -> None:
        async with (one, two)[number % 2].lock("a"):
            order.append(number)

    async with one.lock("a"):
        waiting = [await _in_line(work(number)) for number in range(1, 5)]
        assert not order, "who comes later waits"
    await asyncio.gather(*waiting)
    assert order == [1, 2, 3, 4], f"who comes first is served first, not {order}"


async def _survives_errors(one: LockStore, two: LockStore) -> None:
    with suppress(ZeroDivisionError):
        async with one.lock("a"):
            raise ZeroDivisionError
    async with two.lock("a"):
        pass


async def _forgets_who_left(one: LockStore, two: LockStore) -> None:
    async with one.lock("a"):
        leaving = await _in_line(_take(two))
        staying = await _in_line(_take(one))
        leaving.cancel()
        await asyncio.wait([leaving])
        assert leaving.cancelled(), "who waits can be cancelled"
    await staying


async def _take(store: LockStore) -> None:
    async with store.lock("a"):
        pass


async def _in_line(work: Coroutine[None, None, None]) -> asyncio.Task[None]:
    task = asyncio.create_task(work)
    await asyncio.wait([task], timeout=IN_LINE)
    return task
