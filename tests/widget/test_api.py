"""What a page can do with the widget by JavaScript."""

from __future__ import annotations

import time

import jwt
from playwright.sync_api import expect

from .conftest import Site, conversation, field, open_chat, told, until, write
from .standin import KEY


def token(sub: str) -> str:
    return jwt.encode({"sub": sub, "iat": time.time()}, KEY, algorithm="HS256")


def test_it_opens_closes_and_toggles(site: Site) -> None:
    page = site.visit()
    for call, visible in (("open", True), ("close", False), ("toggle", True), ("toggle", False)):
        page.evaluate(f"Causerie.{call}()")
        expect(page.locator(".panel")).to_be_visible() if visible else expect(
            page.locator(".panel")
        ).to_be_hidden()
        page.evaluate(
            f"document.querySelector('causerie-chat').{'open' if visible else 'close'}()"
        )  # nothing changes


def test_calls_before_the_element_is_there_wait_for_it(site: Site) -> None:
    site.standin.pages["early"] = (
        f'<!doctype html><html lang="en"><title>x</title><script src="{site.bot}widget.js"></script>'
        "<script>Causerie.setMetadata({early: true}); Causerie.open(); Causerie.send('at once')</script><body></body>",
        {},
    )
    page = site.new_page()
    page.goto(site.home + "early")
    expect(page.get_by_text("You said: at once")).to_be_visible()
    assert site.standin.posts[0]["metadata"] == {"early": True}


def test_a_page_sends_with_a_title_and_metadata(site: Site) -> None:
    page = site.visit()
    page.evaluate("Causerie.setMetadata({page: 'pricing', plan: 'a'})")
    sent = page.evaluate(
        "Causerie.send('/order{\"size\": 1}', {title: 'One, please', metadata: {plan: 'b'}})"
    )
    until(lambda: site.standin.posts)
    post = site.standin.posts[0]
    assert (post["id"], post["text"], post["title"]) == (sent, '/order{"size": 1}', "One, please")
    assert post["metadata"] == {"page": "pricing", "plan": "b"}
    page.evaluate("Causerie.open()")
    expect(page.locator(".msg.user .bubble")).to_have_text("One, please")


def test_a_page_restarts_changes_the_language_and_the_texts(site: Site) -> None:
    page = site.chat()
    page.evaluate("Causerie.setLanguage('de')")
    expect(field(page)).to_have_attribute("placeholder", "Nachricht schreiben…")
    page.evaluate("Causerie.setTexts({write: 'Frag uns'}, 'de')")
    expect(field(page)).to_have_attribute("placeholder", "Frag uns")
    page.evaluate("Causerie.setLanguage('nl'); Causerie.setTexts({send: 'Verstuur'})")
    expect(field(page)).to_have_attribute("placeholder", "Write a message…")
    expect(page.get_by_role("button", name="Verstuur")).to_be_visible()
    page.evaluate("Causerie.restart()")
    expect(page.locator(".divider")).to_be_visible()
    assert site.standin.posts[0]["language"] == "nl"
    page.evaluate("document.querySelector('causerie-chat').setAttribute('language', 'es')")
    expect(field(page)).to_have_attribute("placeholder", "Escriba un mensaje…")


def test_events_are_told_to_listeners_and_to_the_page(site: Site) -> None:
    page = site.visit()
    page.evaluate(
        """() => {
          window.heard = []; window.dom = [];
          for (const name of ['open', 'close', 'send', 'message', 'error', 'feedback']) {
            Causerie.on(name, detail => heard.push([name, detail]));
            document.addEventListener('causerie:' + name, event => dom.push(event.type));
          }
          window.once = () => heard.push(['never']);
          Causerie.on('open', once); Causerie.off('open', once);
        }"""
    )
    open_chat(page)
    write(page, "hello")
    expect(page.get_by_text("You said: hello")).to_be_visible()
    page.get_by_role("button", name="Helpful", exact=True).click()
    site.standin.failures = [(400, {})]
    write(page, "bad")
    expect(page.get_by_role("alert")).to_have_text("Refused with 400.")
    page.get_by_role("dialog").get_by_role("button", name="Close chat").click()
    heard = page.evaluate("heard")
    assert [name for name, *_ in heard] == [
        "open",
        "send",
        "message",
        "message",
        "feedback",
        "send",
        "error",
        "close",
    ]
    details = dict(heard)
    assert details["send"]["text"] == "bad"
    assert details["message"]["text"] == "You said: hello"
    assert details["feedback"]["value"] == "up"
    assert details["error"] == {"status": 400, "message": "Refused with 400."}
    assert page.evaluate("dom") == ["causerie:" + name for name, *_ in heard]


def test_history_is_shown_and_not_told_as_new(site: Site) -> None:
    page = site.chat()
    write(page, "hello")
    expect(page.get_by_text("You said: hello")).to_be_visible()
    page.add_init_script(
        "window.heard = []; document.addEventListener('causerie:message', e => heard.push(e.detail.text))"
    )
    page.reload()
    page.locator(".log[aria-live=polite]").wait_for()
    assert page.evaluate("heard") == []
    site.standin.say(conversation(page), {"text": "new"})
    expect(page.get_by_text("new", exact=True)).to_be_visible()
    assert page.evaluate("heard") == ["new"]


def test_a_signed_user_has_the_same_conversation_everywhere(site: Site) -> None:
    page = site.chat()
    write(page, "anonymous")
    expect(page.get_by_text("You said: anonymous")).to_be_visible()
    page.evaluate("token => Causerie.setUser(token)", token("anna"))
    expect(page.locator(".msg")).to_have_count(0)
    write(page, "it is me")
    expect(page.get_by_text("You said: it is me")).to_be_visible()
    assert site.standin.posts[-1]["authorization"].startswith("Bearer ey")
    assert "user-anna" in site.standin.talks
    page.evaluate("localStorage.clear()")  # another device
    page.reload()
    page.evaluate("token => Causerie.setUser(token)", token("anna"))
    expect(page.get_by_text("You said: it is me")).to_be_visible()
    page.evaluate("token => Causerie.setUser(token)", token("ben"))
    expect(page.locator(".msg")).to_have_count(0)
    page.evaluate("Causerie.setUser(null)")
    page.locator(".log[aria-live=polite]").wait_for()
    assert told(page) == []


def test_an_expired_token_is_told_and_a_fresh_one_goes_on(site: Site) -> None:
    page = site.chat()
    page.evaluate("window.errors = []; Causerie.on('error', detail => errors.push(detail.status))")
    page.evaluate("token => Causerie.setUser(token)", token("anna"))
    page.locator(".log[aria-live=polite]").wait_for()
    site.standin.refuse_tokens = True
    site.standin.cut()
    write(page, "still me")
    expect(page.locator(".msg.user .state")).to_have_text("Not sent: Your identity has expired.")
    until(lambda: len(page.evaluate("errors")) >= 2)
    assert set(page.evaluate("errors")) == {401}
    site.standin.refuse_tokens = False
    page.evaluate("token => Causerie.setUser(token)", token("anna"))
    expect(page.get_by_text("You said: still me")).to_be_visible()
    assert told(page) == ["still me", "You said: still me"]
