"""Nothing that was written is lost, and nothing is shown or handled twice."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .conftest import Site, conversation, field, open_chat, told, until, write

NO_LOCKS = "Object.defineProperty(Navigator.prototype, 'locks', {get: () => undefined})"
NO_STORAGE = """
  for (const name of ['localStorage', 'sessionStorage'])
    Object.defineProperty(window, name, {get() { throw new DOMException('denied', 'SecurityError') }});
"""


#: Waits between two tries never end by themselves.
NO_PATIENCE = """
  const real = window.setTimeout;
  window.setTimeout = (run, time, ...rest) => (time > 240 && time < 31000 ? 0 : real(run, time, ...rest));
"""


def states(page: Page) -> list[str | None]:
    return [one.get_attribute("data-state") for one in page.locator(".msg.user").all()]


def test_a_message_is_shown_at_once_and_then_as_sent(site: Site) -> None:
    release = site.standin.hold()
    page = site.chat()
    write(page, "hello")
    expect(page.locator(".msg.user .state")).to_have_text("Sending…")
    release()
    expect(page.locator(".msg.user .state")).to_have_text("Sent")
    assert told(page) == ["hello", "You said: hello"]


FAILURES: list[tuple[int, dict[str, str]] | str] = [
    (503, {}),
    (500, {}),
    (409, {}),
    (429, {"Retry-After": "0.1"}),
    "cut",
    "cut after",
]


def test_a_failed_message_is_sent_again_with_the_same_id(site: Site) -> None:
    page = site.chat()
    for number, failure in enumerate(FAILURES):
        site.standin.posts.clear()
        site.standin.failures = [failure]
        write(page, f"hello {number}")
        expect(page.get_by_text(f"You said: hello {number}")).to_be_visible()
        until(lambda: len(site.standin.posts) == 2)
        expect(page.locator(".msg.user .state").last).to_have_text("Sent")
        assert len({post["id"] for post in site.standin.posts}) == 1
        assert site.standin.taken() == [f"hello {number}"]
    assert told(page) == [
        line for n in range(len(FAILURES)) for line in (f"hello {n}", f"You said: hello {n}")
    ]


def test_retry_after_is_waited_for(site: Site) -> None:
    page = site.new_page()
    page.add_init_script(
        """
        window.waits = []; const real = window.setTimeout;
        window.setTimeout = (run, time, ...rest) => { waits.push(time); return real(run, time > 2500 && time < 3600 ? 50 : time, ...rest) };
        """
    )
    site.chat(page=page)
    site.standin.failures = [(429, {"Retry-After": "3"})]
    write(page, "hello")
    expect(page.get_by_text("You said: hello")).to_be_visible()
    assert 3000 in page.evaluate("waits")


def test_a_message_that_gets_through_brings_the_stream_back(site: Site) -> None:
    page = site.new_page()
    page.add_init_script(NO_PATIENCE)
    site.chat(page=page)
    site.standin.down = True
    site.standin.cut()
    expect(page.locator(".status")).not_to_have_text("")
    site.standin.down = False
    write(page, "hello")
    expect(page.get_by_text("You said: hello")).to_be_visible()


def test_a_stream_that_is_back_sends_what_waits(site: Site) -> None:
    page = site.new_page()
    page.add_init_script(NO_PATIENCE)
    site.chat(page=page)
    site.standin.down = True
    site.standin.cut()
    write(page, "hello")
    expect(page.locator(".msg.user .state")).to_have_text("Will be sent")
    site.standin.down = False
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_text("You said: hello")).to_be_visible()
    assert site.standin.taken() == ["hello"]


def test_messages_go_one_at_a_time_and_in_order(site: Site) -> None:
    page = site.chat()
    site.standin.failures = [(503, {}), "cut"]
    for text in "abcde":
        write(page, text)
    expect(page.get_by_text("You said: e")).to_be_visible()
    assert site.standin.taken() == list("abcde")
    assert told(page) == [line for text in "abcde" for line in (text, f"You said: {text}")]


def test_what_the_server_refuses_is_told_and_can_be_tried_again(site: Site) -> None:
    page = site.chat()
    site.standin.failures = [(422, {})]
    write(page, "bad")
    expect(page.locator(".notice")).to_have_text("Refused with 422.")
    expect(page.locator(".msg.user .state")).to_have_text("Not sent: Refused with 422.")
    write(page, "good")
    expect(page.get_by_text("You said: good")).to_be_visible()
    page.reload()
    page.locator(".log[aria-live=polite]").wait_for()
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("You said: bad")).to_be_visible()
    assert site.standin.taken() == ["good", "bad"]
    expect(page.get_by_role("button", name="Try again")).to_be_hidden()


def test_what_was_refused_can_be_given_up(site: Site) -> None:
    page = site.chat()
    site.standin.failures = [(400, {})]
    write(page, "bad")
    page.locator(".msg.user").get_by_role("button", name="Cancel").click()
    expect(page.locator(".msg")).to_have_count(0)
    page.reload()
    page.locator(".log[aria-live=polite]").wait_for()
    expect(page.locator(".msg")).to_have_count(0)


def test_offline_it_waits_and_goes_out_when_the_network_is_back(site: Site) -> None:
    page = site.chat()
    site.context.set_offline(True)
    write(page, "from the tunnel")
    expect(page.locator(".msg.user .state")).to_have_text("Will be sent")
    expect(page.locator(".status")).to_have_text("No connection. What you write will be sent later.")
    site.context.set_offline(False)
    expect(page.get_by_text("You said: from the tunnel")).to_be_visible()
    expect(page.locator(".status")).to_have_text("")
    assert site.standin.taken() == ["from the tunnel"]


def test_a_reload_keeps_the_conversation_and_what_waits(site: Site) -> None:
    page = site.chat()
    write(page, "one")
    expect(page.get_by_text("You said: one")).to_be_visible()
    talk = conversation(page)
    site.standin.down = True
    site.standin.cut()
    write(page, "two")
    page.reload()
    expect(page.get_by_text("two", exact=True)).to_be_visible()  # nothing but the queue knows of it
    site.standin.down = False
    expect(page.get_by_text("You said: two")).to_be_visible()
    assert conversation(page) == talk
    expect(page.locator(".msg .bubble")).to_have_text(["one", "You said: one", "two", "You said: two"])
    assert site.standin.taken() == ["one", "two"]


def test_a_server_that_restarts_is_found_again(site: Site) -> None:
    page = site.chat()
    write(page, "one")
    expect(page.get_by_text("You said: one")).to_be_visible()
    site.standin.down = True
    site.standin.cut()
    expect(page.locator(".status")).to_have_text("No connection. What you write will be sent later.")
    write(page, "two")
    site.standin.down = False
    expect(page.get_by_text("You said: two")).to_be_visible()
    assert told(page) == ["one", "You said: one", "two", "You said: two"]


def test_the_stream_goes_on_after_what_was_seen(site: Site) -> None:
    page = site.chat()
    write(page, "one")
    expect(page.get_by_text("You said: one")).to_be_visible()
    talk = conversation(page)
    before = len(site.standin.streams)
    site.standin.cut()
    site.standin.say(talk, {"text": "while you were away"})
    expect(page.get_by_text("while you were away")).to_be_visible()
    assert site.standin.streams[before]["after"] == "2"
    assert told(page) == ["one", "You said: one", "while you were away"]


def test_what_the_stream_repeats_is_shown_once(site: Site) -> None:
    page = site.chat()
    talk = conversation(page)
    site.standin.say(
        talk, {"id": "b-same", "text": "once"}, {"id": "b-same", "text": "once"}, {"text": "end"}
    )
    expect(page.get_by_text("end")).to_be_visible()
    assert told(page) == ["once", "end"]


@pytest.mark.parametrize("event", ["online", "visibilitychange"])
def test_it_reconnects_at_once_when_there_is_reason_to(site: Site, event: str) -> None:
    page = site.new_page()
    # Waiting takes for ever in this test, so only the event can end it.
    page.add_init_script(
        "const real = setTimeout; setTimeout = (run, time) => time > 200 && time < 31000 ? 0 : real(run, time)"
    )
    site.chat(page=page)
    before = len(site.standin.streams)
    site.standin.cut()
    until(lambda: not any(talk.listeners for talk in site.standin.talks.values()))
    expect(page.locator(".status")).to_have_text("No connection. What you write will be sent later.")
    page.evaluate(f"(('{event}' === 'online') ? window : document).dispatchEvent(new Event('{event}'))")
    until(lambda: len(site.standin.streams) == before + 1)
    expect(page.locator(".status")).to_have_text("")


def test_forty_seconds_of_silence_end_a_dead_connection(site: Site) -> None:
    page = site.new_page()
    page.add_init_script(
        "const real = setTimeout; setTimeout = (run, time) => real(run, time === 40000 ? 400 : time)"
    )
    site.visit(page=page)
    page.locator(".launcher").click()
    until(lambda: len(site.standin.streams) >= 3)


def test_gone_begins_a_new_conversation(site: Site) -> None:
    page = site.chat()
    write(page, "one")
    expect(page.get_by_text("You said: one")).to_be_visible()
    talk = conversation(page)
    site.standin.talks.pop(talk)
    page.reload()
    page.locator(".log[aria-live=polite]").wait_for()
    site.standin.send(talk, "gone", {})
    until(lambda: conversation(page) not in ("", talk))
    expect(page.locator(".msg")).to_have_count(0)
    write(page, "anew")
    expect(page.get_by_text("You said: anew")).to_be_visible()
    assert site.standin.posts[-1]["conversation"] == conversation(page)


@pytest.mark.parametrize("locks", [True, False])
def test_tabs_show_the_same_and_send_nothing_twice(site: Site, locks: bool) -> None:
    if not locks:
        site.context.add_init_script(NO_LOCKS)
    one = site.chat()
    two = site.visit()
    if two.locator(".panel").is_hidden():
        open_chat(two)
    site.standin.failures = [(503, {}), "cut after", (503, {})]
    for text in ("a", "b"):
        write(one, text)
        write(two, text.upper())
    for page in (one, two):
        for text in ("a", "A", "b", "B"):
            expect(page.get_by_text(f"You said: {text}", exact=True)).to_be_visible(timeout=15000)
    assert sorted(site.standin.taken()) == ["A", "B", "a", "b"]
    assert told(one) == told(two)
    assert len(told(one)) == 8
    ids = {post["id"] for post in site.standin.posts}
    assert len(ids) == 4
    if locks:
        # One for each message and each failure; a browser may repeat by itself what a kept connection cut off.
        assert len(site.standin.posts) in (7, 8)


def test_another_tab_sends_what_a_closed_one_left(site: Site) -> None:
    one = site.chat()
    two = site.visit()
    open_chat(two)
    site.standin.failures = ["cut"] * 3
    write(one, "left behind")
    expect(two.get_by_text("left behind", exact=True)).to_be_visible()
    one.close()
    expect(two.get_by_text("You said: left behind")).to_be_visible(timeout=15000)
    assert site.standin.taken() == ["left behind"]


def look(page: Page, away: bool) -> None:
    page.evaluate(
        """away => {
          Object.defineProperty(document, 'hidden', {get: () => away, configurable: true});
          document.dispatchEvent(new Event('visibilitychange'));
        }""",
        away,
    )


def test_of_the_tabs_that_nobody_looks_at_one_stays_connected(site: Site) -> None:
    tabs = [site.chat()]
    for _ in range(3):
        tabs.append(site.visit())
        tabs[-1].evaluate("Causerie.open()")
        tabs[-1].locator(".log[aria-live=polite]").wait_for()
    talk = site.standin.talks[conversation(tabs[0])]
    until(lambda: len(talk.listeners) == 4)
    for tab in tabs[1:]:
        look(tab, away=True)
    until(lambda: len(talk.listeners) == 2)
    write(tabs[0], "hello")
    expect(tabs[0].get_by_text("You said: hello")).to_be_visible()
    until(lambda: sum("You said: hello" in told(tab) for tab in tabs[1:]) == 1)
    for tab in tabs[1:]:
        look(tab, away=False)
        expect(tab.get_by_text("You said: hello")).to_be_visible()
        assert told(tab) == ["hello", "You said: hello"]
    until(lambda: len(talk.listeners) == 4)


def test_without_storage_it_works_until_the_page_is_left(site: Site) -> None:
    page = site.new_page()
    page.add_init_script(NO_STORAGE)
    site.chat(page=page)
    site.standin.failures = [(503, {})]
    write(page, "private")
    expect(page.get_by_text("You said: private")).to_be_visible()
    assert told(page) == ["private", "You said: private"]


def test_it_works_in_a_sandboxed_frame(site: Site) -> None:
    site.standin.pages["inner"] = (
        f'<!doctype html><html lang="en"><title>x</title><script src="{site.bot}widget.js" defer></script>',
        {"Content-Security-Policy": "sandbox allow-scripts allow-forms"},
    )
    page = site.new_page()
    page.goto(site.home + "inner")
    open_chat(page)
    write(page, "from the sandbox")
    expect(page.get_by_text("You said: from the sandbox")).to_be_visible()


def test_a_full_storage_does_not_lose_a_message(site: Site) -> None:
    page = site.chat()
    page.evaluate(
        "() => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') } }"
    )
    site.standin.failures = [(503, {})]
    write(page, "still here")
    expect(page.get_by_text("You said: still here")).to_be_visible()


def test_without_https_there_is_an_id_all_the_same(site: Site) -> None:
    page = site.new_page()
    page.add_init_script("delete Crypto.prototype.randomUUID")
    site.chat(page=page)
    write(page, "hello")
    expect(page.get_by_text("You said: hello")).to_be_visible()
    assert len(conversation(page)) == 40
    assert field(page).is_enabled()
