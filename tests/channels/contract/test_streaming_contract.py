"""The contract where answers of a GPT are shown while they are made."""

from __future__ import annotations

import pytest
from contract_bot import ANSWER, OPEN_QUESTION
from contract_channels import STREAMING, over
from contract_server import Running, fresh, until
from platform_driver import Driver


@pytest.fixture(autouse=True)
def board(server: Running) -> None:
    """Nothing is to be read yet."""
    server.settle()
    server.fake.forget()
    server.fake.board.clear()


@over(STREAMING)
def test_an_answer_grows_until_it_is_whole_and_is_given_once(driver: Driver, server: Running) -> None:
    before, message = server.turns(), fresh()
    delivery = driver.delivery(OPEN_QUESTION, message)
    for _ in range(2):
        status, answer = server.deliver(delivery)
        assert status < 300, answer
    until(lambda: server.board() == [ANSWER])
    server.settle()
    assert server.board() == [ANSWER]
    assert server.turns() == before + 1
    (first,) = driver.shown(server.calls(), None)
    assert first.text == ANSWER[: len(first.text)] != ANSWER


@over(STREAMING)
def test_a_platform_that_is_down_gets_the_whole_answer_later_in_order(
    driver: Driver, server: Running
) -> None:
    server.fail(driver, status=503, times=3)
    for text in (OPEN_QUESTION, "/text", "pancakes"):
        status, answer = server.deliver(driver.delivery(text, fresh()))
        assert status < 300, answer
    until(lambda: server.board() == [ANSWER, "One plain line.", "Pancakes are on their way."])
    server.fake.behave()


@over(STREAMING)
def test_a_platform_that_goes_down_while_an_answer_grows_shows_it_whole_in_the_end(
    driver: Driver, server: Running
) -> None:
    done = server.deliver_in_background(driver.delivery(OPEN_QUESTION, fresh()))
    until(server.board)
    server.fail(driver, status=503, times=2)
    status, answer = done()
    assert status < 300, answer
    status, answer = server.deliver(driver.delivery("/text", fresh()))
    assert status < 300, answer
    until(lambda: server.board() == [ANSWER, "One plain line."])
    server.fake.behave()
