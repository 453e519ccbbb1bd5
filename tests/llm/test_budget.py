"""Limits of a day, a conversation, a turn and a user."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from causerie.contracts.gpt import Fault, LocalGpt
from causerie.errors import LlmError, LlmReason, StoreError
from causerie.llm.budget import Asker, Budget, most_of, usage_as_json
from causerie.llm.completion import Completion, Usage
from causerie.llm.ledger import Amount, InMemoryLedger, Ledger
from causerie.llm.rate import UserRate
from causerie.llm.read_settings import settings_from
from causerie.llm.request import Message, Request
from causerie.llm.settings import Prices
from causerie.llm.sqlite_ledger import SqliteLedger

from .asking import QUESTION, client_of

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC).timestamp()
DAY = 86_400.0
PRICE = {"input": 1.0, "output": 2.0, "cached_input": 0.5}


class Clock:
    def __init__(self, now: float) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock(NOON)


def budget_of(clock: Clock, ledger: Ledger | None = None, **limits: Any) -> Budget:
    settings = settings_from({"model": "m", "max_output_tokens": 100, "price": PRICE, "limits": limits})
    return Budget(settings, ledger or InMemoryLedger(), clock, clock)


async def spend(budget: Budget, asker: Asker, usage: Usage | None = Usage(10, 0, 5)) -> None:
    async with budget.call(QUESTION, asker) as spending:
        spending.usage = usage


MOST = most_of(QUESTION, settings_from({"model": "m", "max_output_tokens": 100}))
ME = Asker("me", "turn 1")


async def test_only_what_was_used_is_kept(clock: Clock) -> None:
    budget = budget_of(clock)
    await spend(budget, ME, Usage(input=10, cached=4, output=5))
    assert await budget.spent_today() == Amount(15, pytest.approx((6 + 4 * 0.5 + 5 * 2) / 1e6))


async def test_while_a_call_runs_the_most_it_can_cost_is_taken(clock: Clock) -> None:
    budget = budget_of(clock)
    async with budget.call(QUESTION, ME) as spending:
        assert (await budget.spent_today()).tokens == MOST.total
        spending.usage = Usage(1, 0, 1)
    assert (await budget.spent_today()).tokens == 2


@pytest.mark.parametrize("span", ["day", "conversation", "turn"])
@pytest.mark.parametrize("limit", [{"tokens": MOST.total + 20}, {"cost": (MOST.input + 220) / 1e6}])
async def test_a_call_that_does_not_fit_is_not_made(clock: Clock, span: str, limit: dict[str, Any]) -> None:
    budget = budget_of(clock, **{span: limit})
    await spend(budget, ME, Usage(11, 0, 10))
    with pytest.raises(LlmError, match=f"The limit of this {span} is") as caught:
        await spend(budget, ME)
    assert caught.value.reason is LlmReason.OVER_BUDGET
    assert (await budget.spent_today()).tokens == 21


async def test_another_turn_conversation_and_day_have_their_own(clock: Clock) -> None:
    once = {"tokens": MOST.total}
    budget = budget_of(clock, turn=once, conversation={"tokens": 2 * MOST.total})
    await spend(budget, Asker("a", "1"), None)
    with pytest.raises(LlmError, match="this turn"):
        await spend(budget, Asker("a", "1"))
    await spend(budget, Asker("a", "2"), None)
    with pytest.raises(LlmError, match="this conversation"):
        await spend(budget, Asker("a", "3"))
    await spend(budget, Asker("b", "1"), None)

    of_a_day = budget_of(clock, day=once)
    await spend(of_a_day, ME, None)
    with pytest.raises(LlmError, match="this day"):
        await spend(of_a_day, ME)
    clock.now += DAY
    await spend(of_a_day, ME)


async def test_a_refused_call_takes_nothing_from_its_turn(clock: Clock) -> None:
    budget = budget_of(clock, day={"tokens": MOST.total}, turn={"tokens": MOST.total})
    async with budget.call(QUESTION, Asker("a", "1")) as spending:
        with pytest.raises(LlmError, match="this day"):
            await spend(budget, Asker("b", "1"))
        spending.usage = Usage()
    await spend(budget, Asker("b", "1"), None)


async def test_a_call_of_unknown_end_costs_the_most_it_can(clock: Clock) -> None:
    budget = budget_of(clock)
    with suppress(asyncio.CancelledError):
        async with budget.call(QUESTION, ME):
            raise asyncio.CancelledError
    assert (await budget.spent_today()).tokens == MOST.total


@pytest.mark.parametrize(
    ("fault", "tokens"),
    [(Fault.UNAUTHORISED, 0), (Fault.RATE_LIMITED, 0), (Fault.LENGTH, 9), (Fault.HTML, MOST.total)],
)
async def test_a_failed_call_costs_what_the_server_says(
    gpt: LocalGpt, clock: Clock, fault: Fault, tokens: int
) -> None:
    gpt.fault = fault
    gpt.answer_with(lambda messages: "two words")
    budget = budget_of(clock)
    client = client_of(gpt, max_output_tokens=100)
    with pytest.raises(LlmError):
        async with budget.call(QUESTION, ME):
            await client.complete(QUESTION)
    assert (await budget.spent_today()).tokens == tokens
    await client.close()


@pytest.mark.parametrize("kind", ["memory", "sqlite"])
async def test_fifty_conversations_never_spend_more_than_the_day_has(
    gpt: LocalGpt, clock: Clock, kind: str, tmp_path: Path
) -> None:
    gpt.answer_with(lambda messages: "From seven to ten.")
    ledger = InMemoryLedger() if kind == "memory" else SqliteLedger(tmp_path / "spent.db", "2026-11-28")
    limit = 10 * MOST.total
    budget = budget_of(clock, ledger, day={"tokens": limit})
    client = client_of(gpt, max_output_tokens=100)

    async def converse(number: int) -> list[str]:
        said = []
        for turn in range(4):
            try:
                async with budget.call(QUESTION, Asker(f"c{number}", f"t{turn}")) as spending:
                    assert (await budget.spent_today()).tokens <= limit
                    completion = await client.complete(QUESTION)
                    spending.usage = completion.usage
                said.append("answered")
            except LlmError as error:
                assert error.reason is LlmReason.OVER_BUDGET
                said.append("over budget")
        return said

    said = [
        word for words in await asyncio.gather(*(converse(number) for number in range(50))) for word in words
    ]
    answered = said.count("answered")
    assert answered == len(gpt.asked)
    assert answered >= 10
    assert (await budget.spent_today()).tokens == 11 * answered <= limit
    await client.close()
    await budget.close()


async def test_the_day_survives_a_restart(clock: Clock, tmp_path: Path) -> None:
    limits = {"day": {"tokens": MOST.total}}
    first = budget_of(clock, SqliteLedger(tmp_path / "spent.db", "2026-11-28"), **limits)
    await spend(first, ME)
    await first.close()
    second = budget_of(clock, SqliteLedger(tmp_path / "spent.db", "2026-11-28"), **limits)
    with pytest.raises(LlmError, match="this day"):
        await spend(second, ME)
    await second.close()


async def test_an_answer_is_not_lost_when_the_rest_can_t_be_given_back(
    clock: Clock, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "spent.db"
    budget = budget_of(clock, SqliteLedger(file, "2026-11-28"), day={"tokens": 2 * MOST.total})
    async with budget.call(QUESTION, ME) as spending:
        with sqlite3.connect(file) as db:
            db.execute(
                "CREATE TRIGGER full BEFORE UPDATE ON llm_spending BEGIN SELECT RAISE(ABORT, 'disk full'); END"
            )
        db.close()
        spending.usage = Usage(1, 0, 1)
    assert "disk full" in caplog.text
    assert (await budget.spent_today()).tokens == MOST.total
    with pytest.raises(StoreError, match="disk full"):
        await spend(budget, ME)
    await budget.close()


async def test_one_user_asks_no_more_than_so_often(clock: Clock) -> None:
    budget = budget_of(clock, calls_per_minute=2)
    for _ in range(2):
        await spend(budget, Asker("c", "1", user="ann"))
    with pytest.raises(LlmError, match="go on in 30 seconds") as caught:
        await spend(budget, Asker("c", "1", user="ann"))
    assert caught.value.reason is LlmReason.RATE_LIMITED
    assert caught.value.retry_after == pytest.approx(30)
    await spend(budget, Asker("c", "1", user="bob"))
    clock.now += 30
    await spend(budget, Asker("c", "1", user="ann"))


def test_a_bucket_holds_no_more_than_a_minute(clock: Clock) -> None:
    rate = UserRate(3, clock)
    clock.now += 600
    assert [rate.wait("ann") > 0 for _ in range(4)] == [False, False, False, True]
    assert UserRate(0, clock).wait("ann") == 0


@pytest.mark.parametrize(
    "text",
    [
        "When is breakfast, and may I bring my dog?",
        "Où est la salle d'eau ?",
        "朝食は何時からですか。",
        "🥐🥐🥐",
    ],
)
def test_the_most_is_more_than_words_and_less_than_bytes(text: str) -> None:
    most = most_of(Request((Message("user", text),)), settings_from({"model": "m"}))
    assert len(text.split()) < most.input <= len(text.encode()) + 8
    assert most.output == 1000


def test_the_schema_of_an_answer_counts_too() -> None:
    settings = settings_from({"model": "m"})
    plain, structured = (
        most_of(Request(QUESTION.messages, schema=schema), settings).input
        for schema in (None, {"type": "object", "description": "x" * 100})
    )
    assert structured > plain + 50


def test_usage_is_json_for_an_event() -> None:
    completion = Completion("At seven.", Usage(100, 40, 10), "m", "stop", 0.12345)
    assert usage_as_json(completion, Prices(1.0, 2.0, 0.5)) == {
        "model": "m",
        "finish_reason": "stop",
        "seconds": 0.123,
        "input_tokens": 100,
        "cached_tokens": 40,
        "output_tokens": 10,
        "cost": 0.0001,
    }
    uncounted = Completion("At seven.", None, "m", "stop", 1.0)
    assert usage_as_json(uncounted, Prices(1.0)) == {"model": "m", "finish_reason": "stop", "seconds": 1.0}
