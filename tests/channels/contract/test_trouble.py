"""The contract where something is down or slow: the platform, or who asks and waits for the answer."""

from __future__ import annotations

from contract_bot import WAITED
from contract_channels import ANSWERING, CALLING, PLAIN, over
from contract_server import Running, fresh, texts, until
from platform_driver import Driver

#: Somebody else; a platform may call people by numbers only.
OTHER = "8"


@over(CALLING)
def test_a_platform_that_is_down_gets_its_messages_later_in_order(driver: Driver, server: Running) -> None:
    server.fake.forget()
    server.fail(driver, status=503, times=2)
    for text in ("hello", "/text", "pancakes"):
        status, answer = server.deliver(driver.delivery(text, fresh()))
        assert status < 300, answer
    expected = ["Welcome to the diner.", "One plain line.", "Pancakes are on their way."]
    until(lambda: list(dict.fromkeys(texts(driver.shown(server.calls(), None)))) == expected)
    server.fake.behave()
    server.settle()


@over(CALLING)
def test_a_slow_platform_keeps_nobody_else_waiting(driver: Driver, server: Running) -> None:
    server.fake.forget()
    server.fail(driver, delay=1.0, times=1)
    before = server.turns()
    answer = server.deliver_in_background(driver.delivery("hello", fresh()))
    until(server.calls)
    status, _ = server.deliver(driver.delivery("pancakes", fresh(), OTHER))
    assert status < 300
    status, _ = answer()
    assert status < 300
    assert server.turns() == before + 2
    until(lambda: len(driver.shown(server.calls(), None)) == 2)


@over(PLAIN)
def test_who_hangs_up_before_the_answer_leaves_a_whole_turn_and_may_ask_again(
    driver: Driver, server: Running
) -> None:
    turns, halves, message = server.turns(), server.half_turns(), fresh()
    waited = server.bot().count(WAITED)
    with server.held():
        driver.delivery("/wait", message).hang_up(server.port, server.wait_for_turn)
        assert texts(server.said(driver, "hello", sender=OTHER)) == ["Welcome to the diner."]
        assert server.turns() == turns + 1
        server.fake.forget()
    until(lambda: server.turns() == turns + 2)
    assert server.half_turns() == halves
    assert server.bot().count(WAITED) == waited + 1
    status, answer = server.deliver(driver.delivery("/wait", message))
    assert status < 300, answer
    expected = [WAITED] if driver.late else []
    until(lambda: texts(driver.shown(server.calls(), answer)) == expected)
    server.settle()
    assert texts(driver.shown(server.calls(), answer)) == expected
    assert texts(server.said(driver, "hello")) == ["Welcome to the diner."]
    assert server.turns() == turns + 3


@over(ANSWERING)
def test_who_sends_and_reads_slowly_keeps_nobody_else_waiting(driver: Driver, server: Running) -> None:
    others: list[list[str]] = []

    def pause() -> None:
        others.append(texts(server.said(driver, "hello", sender=OTHER)))

    status, answer = driver.delivery("/long", fresh()).send_slowly(server.port, pause)
    assert status == 200
    told = " ".join(texts(driver.shown([], answer)))
    assert "Line 1 of the long story" in told
    assert "Line 100 of the long story" in told
    assert len(others) >= 2
    assert all(shown == ["Welcome to the diner."] for shown in others)
