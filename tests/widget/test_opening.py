"""When it opens, greets, and tells of what was not read yet."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .conftest import Site, conversation, field, open_chat, told, write

FAST = "const real = setTimeout; window.waits = []; setTimeout = (run, time) => { waits.push(time); return real(run, time === 20000 ? 0 : time) }"


def test_it_opens_by_itself_after_a_time_without_taking_the_focus(site: Site) -> None:
    page = site.new_page()
    page.add_init_script(FAST)
    site.visit(page=page, script='data-open-after="20"', body="<input id=mine autofocus>")
    expect(page.locator(".panel")).to_be_visible()
    assert 20000 in page.evaluate("waits")
    assert page.evaluate("document.activeElement.id") == "mine"


def test_it_opens_on_the_pages_it_was_told(site: Site) -> None:
    page = site.new_page()
    for path, opens in (
        ("prices", False),
        ("shop/pricing", False),
        ("pricing", True),
        ("pricing/all?x=1", True),
    ):
        site.visit(path=path, script='data-open-on="/pricing* /help"', page=page)
        page.locator(".launcher").wait_for()
        page.evaluate("new Promise(done => setTimeout(done, 50))")
        assert page.locator(".panel").is_visible() == opens
        page.evaluate("sessionStorage.clear(); localStorage.clear()")


def test_a_page_that_changes_its_address_without_loading_counts_too(site: Site) -> None:
    page = site.visit(script='data-open-on="/help"')
    expect(page.locator(".panel")).to_be_hidden()
    page.evaluate("history.pushState({}, '', '/help')")
    expect(page.locator(".panel")).to_be_visible()


def test_once_closed_it_does_not_open_by_itself_again(site: Site) -> None:
    page = site.visit(script='data-open-on="*"')
    expect(page.locator(".panel")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="Close chat").click()
    page.reload()
    page.locator(".launcher").wait_for()
    page.evaluate("new Promise(done => setTimeout(done, 50))")
    expect(page.locator(".panel")).to_be_hidden()


def test_an_open_chat_stays_open_on_the_next_page(site: Site) -> None:
    page = site.chat()
    site.visit(path="next", page=page)
    expect(page.locator(".panel")).to_be_visible()


def test_the_bot_greets_once_in_an_empty_conversation(site: Site) -> None:
    site.standin.config["greeting"] = "/greet"
    site.standin.answers["/greet"] = [{"text": "Welcome!"}]
    page = site.chat()
    expect(page.get_by_text("Welcome!")).to_be_visible()
    assert told(page) == ["Welcome!"]
    assert site.standin.posts[0]["silent"] is True
    page.reload()
    expect(page.get_by_text("Welcome!")).to_be_visible()
    other = site.visit()
    open_chat(other)
    expect(other.get_by_text("Welcome!")).to_be_visible()
    write(other, "hello")
    expect(other.get_by_text("You said: hello")).to_be_visible()
    assert site.standin.taken() == ["/greet", "hello"]


def test_two_tabs_that_open_at_once_greet_once(site: Site) -> None:
    site.standin.config["greeting"] = "/greet"
    site.standin.answers["/greet"] = [{"text": "Welcome!"}]
    tabs = [site.visit(script='data-open-on="*"') for _ in range(2)]
    for tab in tabs:
        expect(tab.get_by_text("Welcome!")).to_be_visible()
    assert site.standin.taken() == ["/greet"]


def test_unread_answers_are_counted_until_they_are_seen(site: Site) -> None:
    page = site.chat()
    write(page, "hello")
    expect(page.get_by_text("You said: hello")).to_be_visible()
    page.keyboard.press("Escape")
    assert page.title() == "A shop"
    talk = conversation(page)
    site.standin.say(talk, {"text": "one"}, {"text": "two"})
    expect(page.locator(".badge")).to_have_text("2")
    expect(page.get_by_role("button", name="Open chat, 2 unread")).to_be_visible()
    assert page.title() == "(2) A shop"
    page.reload()
    expect(page.locator(".badge")).to_have_text("2")
    page.locator(".launcher").click()
    expect(page.get_by_text("two")).to_be_visible()
    assert page.title() == "A shop"
    expect(page.locator(".badge")).to_be_hidden()


def test_what_was_read_in_one_tab_is_read_in_all(site: Site) -> None:
    one = site.chat()
    one.keyboard.press("Escape")
    two = site.visit()
    site.standin.say(conversation(one), {"text": "news"})
    expect(two.locator(".badge")).to_have_text("1")
    expect(one.locator(".badge")).to_have_text("1")
    open_chat(two)
    expect(one.locator(".badge")).to_be_hidden()
    assert one.title() == "A shop"


def test_the_language_is_the_pages_where_the_bot_speaks_it(site: Site) -> None:
    page = site.visit(language="fr-CA")
    page.locator(".launcher").click()
    expect(field(page)).to_have_attribute("placeholder", "Écrivez un message…")
    site.standin.config["languages"] = ["en"]
    page = site.visit(language="it")
    expect(field(page)).to_have_attribute("placeholder", "Write a message…")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_right_to_left_languages_are_mirrored(site: Site, language: str) -> None:
    page = site.chat(script=f'data-language="{language}"')
    site.standin.answers["go"] = [{"text": "مرحبا"}, {"text": "hello"}]
    write(page, "go")
    expect(page.get_by_text("hello")).to_be_visible()
    launcher, panel = page.locator(".launcher").bounding_box(), page.locator(".panel").bounding_box()
    assert launcher is not None
    assert panel is not None
    assert (launcher["x"] < 100) == (panel["x"] < 100) == (language == "ar")
    mine = page.locator(".msg.user .bubble").bounding_box()
    assert mine is not None
    assert (mine["x"] - panel["x"] < 60) == (language == "ar")
    directions = [
        one.evaluate("node => getComputedStyle(node).direction") for one in page.locator(".msg .md").all()
    ]
    assert directions == ["rtl", "ltr"]


def test_presets_and_custom_properties_set_the_colours(site: Site) -> None:
    page = site.visit(script='data-theme="none of these"')
    colour = "node => getComputedStyle(node).backgroundColor"
    wanted = {
        "": "rgb(74, 67, 214)",
        "forest": "rgb(28, 107, 69)",
        "sunset": "rgb(178, 60, 23)",
        "ocean": "rgb(11, 101, 132)",
        "graphite": "rgb(53, 60, 73)",
    }
    for preset, shown in wanted.items():
        page.locator("causerie-chat").evaluate("(node, preset) => node.setAttribute('theme', preset)", preset)
        assert page.locator(".launcher").evaluate(colour) == shown
    page.add_style_tag(content="causerie-chat { --causerie-accent: rgb(1, 2, 3); --causerie-side: 50px }")
    assert page.locator(".launcher").evaluate(colour) == "rgb(1, 2, 3)"
    box = page.locator(".launcher").bounding_box()
    assert box is not None
    assert box["x"] == 1100 - 50 - 60


def test_light_and_dark_follow_the_reader_and_the_attribute(site: Site) -> None:
    page = site.chat()
    colour = "() => getComputedStyle(document.querySelector('causerie-chat').shadowRoot.querySelector('.panel')).backgroundColor"
    white, dark = "rgb(255, 255, 255)", "rgb(21, 23, 28)"
    assert page.evaluate(colour) == white
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(colour) == dark
    page.evaluate("document.querySelector('causerie-chat').setAttribute('scheme', 'light')")
    assert page.evaluate(colour) == white
    page.emulate_media(color_scheme="light")
    page.evaluate("document.querySelector('causerie-chat').setAttribute('scheme', 'dark')")
    assert page.evaluate(colour) == dark


def test_styles_of_the_page_do_not_reach_inside(site: Site) -> None:
    page = site.chat(
        head="<style>* { color: red !important; font-size: 40px } button { display: none !important } body { direction: rtl }</style>"
    )
    write(page, "hello")
    expect(page.get_by_text("You said: hello")).to_be_visible()
    expect(page.get_by_role("button", name="Menu")).to_be_visible()
    assert (
        page.locator(".msg.bot .bubble").evaluate("node => getComputedStyle(node).color") == "rgb(27, 31, 38)"
    )
    assert page.locator(".msg.bot .bubble").evaluate("node => getComputedStyle(node).fontSize") == "15px"
