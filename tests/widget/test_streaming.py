"""Answers that are still being made."""

from __future__ import annotations

from playwright.sync_api import expect

from .conftest import Site, conversation, told, write


def test_an_answer_grows_and_is_replaced_by_the_stored_one(site: Site) -> None:
    site.standin.making["tell"] = [("delta", {"delta": "Once **up"}), ("delta", {"delta": "on** a"})]
    site.standin.answers["tell"] = [{"text": "Once **upon** a time."}]
    release = site.standin.hold()
    page = site.chat()
    write(page, "tell")
    making = page.locator(".msg.making")
    expect(making).to_have_text("Once upon a")
    expect(making.locator("strong")).to_have_text("upon")
    expect(making).to_have_attribute("aria-live", "off")
    release()
    expect(page.get_by_text("Once upon a time.")).to_be_visible()
    expect(making).to_have_count(0)
    assert told(page) == ["tell", "Once upon a time."]


def test_a_draft_becomes_the_message_without_being_read_out_twice(site: Site) -> None:
    answer = {"text": "Found it.", "buttons": [{"title": "Good"}]}
    site.standin.making["find"] = [
        ("delta", {"delta": "Fo"}),
        ("draft", {"id": "d", "from": "bot", "at": 0, **answer}),
        ("delta", {"delta": "And"}),
        ("draft", {"from": "bot", "text": "And more, roughly."}),
    ]
    site.standin.answers["find"] = [answer, {"text": "And more."}]
    release = site.standin.hold()
    page = site.chat()
    write(page, "find")
    expect(page.get_by_text("And more, roughly.")).to_be_visible()
    assert told(page) == ["find", "Found it.", "And more, roughly."]
    page.evaluate(
        """() => {
          const log = document.querySelector('causerie-chat').shadowRoot.querySelector('.log');
          window.added = [];
          new MutationObserver(all => all.forEach(one => one.addedNodes.forEach(node =>
            node.classList?.contains('msg') && added.push(node.innerText)))).observe(log, {childList: true});
        }"""
    )
    release()
    expect(page.get_by_text("And more.", exact=True)).to_be_visible()
    assert told(page) == ["find", "Found it.", "And more."]
    added = page.evaluate("added.map(text => text.match(/Found|And more|find/)?.[0])")
    assert added == ["And more"]


def test_what_was_never_stored_disappears_when_the_turn_ends(site: Site) -> None:
    page = site.chat()
    talk = conversation(page)
    site.standin.send(talk, "typing", {"on": True})
    expect(page.locator(".typing")).to_have_text("Writing…")
    site.standin.send(talk, "draft", {"from": "bot", "text": "Half"})
    site.standin.send(talk, "delta", {"delta": "a sen"})
    expect(page.get_by_text("a sen")).to_be_visible()
    site.standin.send(talk, "typing", {"on": False})
    expect(page.locator(".msg")).to_have_count(0)
    expect(page.locator(".typing")).to_be_hidden()


def test_a_waiting_message_stands_below_the_answer_that_is_being_made(site: Site) -> None:
    site.standin.making["one"] = [("delta", {"delta": "Let me see"})]
    release = site.standin.hold()
    page = site.chat()
    write(page, "one")
    expect(page.get_by_text("Let me see")).to_be_visible()
    write(page, "two")
    expect(page.get_by_text("two", exact=True)).to_be_visible()
    assert told(page) == ["one", "Let me see", "two"]
    release()
    expect(page.get_by_text("You said: two")).to_be_visible()
    assert told(page) == ["one", "You said: one", "two", "You said: two"]


def test_a_stream_in_any_pieces_is_understood(site: Site) -> None:
    page = site.new_page()
    frames = (
        b': hello\r\n\r\nid: 1\r\nevent: message\r\ndata: {"id": "b-1", "from": "bot",\r\ndata:  "text": "caf\xc3\xa9 \xf0\x9f\x98\x80"}\r\n\r\n'
        b"event: unknown\ndata: {}\n\nevent: message\ndata: not json\n\nevent: ready\ndata: {}\n\n"
    )
    page.add_init_script(
        f"""
        const bytes = new Uint8Array({list(frames)});
        const real = window.fetch;
        window.fetch = (url, options) => !String(url).includes('/events') ? real(url, options) :
          Promise.resolve(new Response(new ReadableStream({{start(controller) {{
            for (const byte of bytes) controller.enqueue(new Uint8Array([byte]));
          }}}})));
        """
    )
    site.chat(page=page)
    expect(page.get_by_text("café 😀")).to_be_visible()
