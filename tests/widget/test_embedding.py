"""How the widget comes onto a page, and what it needs there."""

from __future__ import annotations

from playwright.sync_api import expect

from .conftest import Site, open_chat, told, until, write
from .standin import BUILT

STRICT = (
    "default-src 'none'; script-src {bot}; connect-src {bot}; img-src {bot}; media-src {bot}; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)


def test_one_tag_puts_a_launcher_onto_the_page(site: Site) -> None:
    page = site.visit()
    expect(page.locator("causerie-chat")).to_have_count(1)
    expect(page.get_by_role("button", name="Open chat")).to_be_visible()
    box = page.locator(".launcher").bounding_box()
    assert box is not None
    assert box["x"] > 1000
    assert box["y"] > 700
    open_chat(page)
    expect(page.get_by_role("dialog", name="Hotel Aurora")).to_be_visible()
    write(page, "hello")
    expect(page.get_by_text("You said: hello")).to_be_visible()


def test_an_element_placed_by_hand_is_the_only_one(site: Site) -> None:
    page = site.visit(body="<causerie-chat></causerie-chat>")
    expect(page.locator("causerie-chat")).to_have_count(1)
    open_chat(page)


def test_data_manual_places_nothing(site: Site) -> None:
    page = site.visit(script="data-manual")
    assert page.evaluate("customElements.get('causerie-chat') !== undefined")
    expect(page.locator("causerie-chat")).to_have_count(0)
    page.evaluate(
        "bot => { const e = document.createElement('causerie-chat'); e.setAttribute('server', bot); document.body.append(e) }",
        site.bot.rstrip("/"),
    )
    open_chat(page)
    write(page, "by hand")
    expect(page.get_by_text("You said: by hand")).to_be_visible()


def test_attributes_of_the_tag_are_those_of_the_element(site: Site) -> None:
    page = site.visit(script='data-theme="forest" data-scheme="dark" data-language="de"')
    element = page.locator("causerie-chat")
    expect(element).to_have_attribute("theme", "forest")
    expect(element).to_have_attribute("scheme", "dark")
    expect(page.get_by_role("button", name="Chat öffnen")).to_be_visible()


def test_it_works_under_a_strict_policy_and_with_trusted_types(site: Site) -> None:
    site.standin.pages["media/picture.svg"] = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle r="9"/></svg>',
        {"Content-Type": "image/svg+xml"},
    )
    site.standin.config["avatar"] = "/media/picture.svg"
    site.standin.answers["all"] = [
        {"text": "**bold** and a [link](https://example.org)\n\n| a | b |\n|---|---|\n| 1 | 2 |"},
        {"image": "/media/picture.svg", "buttons": [{"title": "Yes", "payload": "/yes"}]},
        {"custom": {"type": "date"}, "elements": [{"title": "Card", "image_url": "/media/picture.svg"}]},
    ]
    page = site.new_page()
    page.add_init_script(
        "window.violations = []; document.addEventListener('securitypolicyviolation', e => violations.push(e.violatedDirective + ' ' + e.blockedURI))"
    )
    policy = STRICT.format(bot=site.bot.rstrip("/"))
    site.chat(headers={"Content-Security-Policy": policy}, page=page)
    write(page, "all")
    expect(page.get_by_role("button", name="Yes")).to_be_visible()
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("menuitem", name="End chat").click()
    page.get_by_role("button", name="Cancel").click()
    assert page.evaluate("violations") == []
    assert page.locator(".msg.bot strong").first.inner_text() == "bold"
    background = page.locator(".header").evaluate("node => getComputedStyle(node).backgroundColor")
    assert background == "rgb(74, 67, 214)"  # the style sheet is in force
    assert page.locator(".msg img").first.evaluate("image => image.complete && image.naturalWidth") == 9


def test_the_page_is_asked_for_nothing_but_the_bot_and_no_cookie_is_set(site: Site) -> None:
    page = site.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    site.visit(page=page)
    open_chat(page)
    write(page, "hello")
    expect(page.get_by_text("You said: hello")).to_be_visible()
    assert all(url.startswith((site.home, site.bot)) for url in asked)
    assert site.context.cookies() == []


def test_a_visitor_who_does_not_open_it_leaves_no_trace(site: Site) -> None:
    page = site.visit()
    expect(page.locator(".launcher")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert not [asked for asked in site.standin.requests if "webhooks" in asked]
    assert page.evaluate("localStorage.length") == 0


def test_mode_page_fills_its_container_without_a_launcher(site: Site) -> None:
    page = site.visit(
        head="<style>#place{height:500px;width:600px}</style>",
        body='<div id="place"><causerie-chat mode="page"></causerie-chat></div>',
    )
    page.locator(".log[aria-live=polite]").wait_for()
    expect(page.locator(".launcher")).to_have_count(0)
    expect(page.get_by_role("button", name="Close chat")).to_have_count(0)
    place, panel = page.locator("#place").bounding_box(), page.locator(".panel").bounding_box()
    assert place == panel
    write(page, "hello")
    expect(page.get_by_text("You said: hello")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".panel")).to_be_visible()


def test_a_server_below_a_path_is_found(site: Site) -> None:
    page = site.visit(script=f'data-server="{site.bot}some/where/"')
    page.locator(".launcher").click()
    until(lambda: "GET /some/where/webhooks/web/config" in site.standin.requests)


def test_an_element_that_leaves_the_page_hangs_up_and_comes_back(site: Site) -> None:
    page = site.chat()
    write(page, "one")
    expect(page.get_by_text("You said: one")).to_be_visible()
    page.evaluate("window.kept = document.querySelector('causerie-chat'); kept.remove()")
    until(lambda: not any(talk.listeners for talk in site.standin.talks.values()))
    page.evaluate("document.body.append(kept)")
    expect(page.get_by_text("You said: one")).to_be_visible()
    assert told(page) == ["one", "You said: one"]


def test_without_a_server_the_console_says_what_is_missing(site: Site) -> None:
    page = site.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    site.standin.pages["inline"] = ("<!doctype html><title>x</title><body></body>", {})
    page.goto(site.home + "inline")
    page.add_script_tag(content=BUILT.read_text("utf-8"))
    page.evaluate("document.body.append(document.createElement('causerie-chat'))")
    assert any("say where the bot is" in line for line in said)
