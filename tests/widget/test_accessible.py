"""axe finds nothing to complain of in any state, and everything goes by keyboard."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .conftest import Site, conversation, field, open_chat, until, write

axe_wrapper = pytest.importorskip("axe_playwright_python", reason="brings axe-core")
AXE = (Path(axe_wrapper.__file__).parent / "axe.min.js").read_text("utf-8")
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60"/>',
    {"Content-Type": "image/svg+xml"},
)
EVERYTHING: list[dict[str, Any]] = [
    {
        "text": "# Hello\n### Deeper\nA **bold** [link](https://example.org) and `code`.\n\n- one\n- two\n\n> quoted\n\n"
        "```\n" + "wide " * 60 + "\n```\n\n|a|b|\n|-|-|\n|1|2|\n\n---"
    },
    {"image": "/picture.svg", "attachment": {"type": "file", "payload": {"src": "/a.pdf"}}},
    {"attachment": {"type": "audio", "payload": {"src": "/a.mp3", "title": "A song"}}},
    {"attachment": {"type": "video", "payload": {"src": "/a.mp4"}}},
    {
        "elements": [
            {
                "title": f"Card {n}",
                "subtitle": "So",
                "image_url": "/picture.svg",
                "buttons": [{"title": f"Take {n}"}],
            }
            for n in range(4)
        ]
    },
    {"custom": {"type": "table", "columns": ["Day", "Rate"], "rows": [["Mon", "80"]] * 3, "title": "Rates"}},
    {"custom": {"type": "date"}},
    {
        "text": "So it is.",
        "metadata": {
            "citations": [{"title": "Rules", "url": "https://example.org"}, {"title": "More", "text": "Text"}]
        },
    },
    {
        "text": "And now?",
        "buttons": [{"title": "Yes"}, {"title": "Site", "url": "https://example.org"}],
        "quick_replies": [{"title": "No"}],
    },
]


def violations(page: Page, rule: str | None = None) -> list[str]:
    """What axe finds, once nothing moves any more: half-faded text has too little contrast."""
    still(page)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    options = {"resultTypes": ["violations"]} | ({"runOnly": [rule]} if rule else {})
    found = page.evaluate("options => axe.run(options)", options)
    return [
        f"{one['id']}: {node['html'][:160]} {json.dumps(node['any'][:1])[:300]}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


def still(page: Page) -> None:
    page.evaluate(
        """() => Promise.all(document.querySelector('causerie-chat').shadowRoot.getAnimations()
          .filter(one => one.effect.getTiming().iterations < 9).map(one => one.finished.catch(() => 0)))"""
    )


def everything(page: Page, site: Site) -> None:
    """Every kind of message, the newest still active, and a failed one of the user."""
    site.standin.pages["picture.svg"] = PICTURE
    site.standin.answers["go"] = EVERYTHING
    write(page, "go")
    expect(page.get_by_role("button", name="No", exact=True)).to_be_visible()


def closed(page: Page, site: Site) -> None:
    page.keyboard.press("Escape")
    site.standin.say(conversation(page), {"text": "news"})
    expect(page.locator(".badge")).to_be_visible()


def menu(page: Page, site: Site) -> None:
    page.locator(".header button").first.click()
    expect(page.get_by_role("menuitem").first).to_be_focused()


def rating(page: Page, site: Site) -> None:
    menu(page, site)
    page.get_by_role("menuitem").first.click()
    page.get_by_role("radio").nth(2).check()


def erasing(page: Page, site: Site) -> None:
    menu(page, site)
    page.get_by_role("menuitem").last.click()


def comment(page: Page, site: Site) -> None:
    write(page, "hello")
    page.locator(".thumbs button").first.click()
    page.locator(".comment input").fill("")


def failed(page: Page, site: Site) -> None:
    site.standin.failures = [(400, {})]
    write(page, "bad")
    expect(page.locator(".msg[data-state=failed]")).to_be_visible()


def answered(page: Page, site: Site) -> None:
    everything(page, site)
    write(page, "next")
    expect(page.get_by_text("You said: next")).to_be_visible()


def offline(page: Page, site: Site) -> None:
    site.context.set_offline(True)
    write(page, "later")
    expect(page.locator(".status")).not_to_be_empty()
    page.locator(".status").evaluate("node => Promise.all(node.getAnimations().map(one => one.finish()))")


def uploading(page: Page, site: Site) -> None:
    page.locator("input[type=file]").set_input_files(
        {"name": "a.txt", "mimeType": "text/plain", "buffer": b"x"}
    )
    expect(page.locator(".uploads li")).to_be_visible()


def writing(page: Page, site: Site) -> None:
    site.standin.send(conversation(page), "typing", {"on": True})
    expect(page.locator(".typing i").first).to_be_visible()
    page.emulate_media(reduced_motion="reduce")


STATES: list[list[Callable[[Page, Site], None]]] = [
    [everything, failed, answered, closed],
    [uploading, comment, menu],
    [writing, erasing],
    [rating],
    [offline],
]


@pytest.mark.parametrize("states", STATES, ids=lambda states: states[0].__name__)
def test_axe_finds_nothing_in_any_state(site: Site, states: list[Callable[[Page, Site], None]]) -> None:
    page = site.chat()
    for state in states:
        state(page, site)
        assert violations(page) == [], state


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_enough_contrast_in_all_presets(site: Site, scheme: str) -> None:
    page = site.chat(script=f'data-scheme="{scheme}"')
    write(page, "hello")
    expect(page.get_by_text("You said: hello")).to_be_visible()
    failed(page, site)
    site.standin.say(conversation(page), *EVERYTHING[-3:])
    page.get_by_role("button", name="No", exact=True).wait_for()
    for state in (None, menu, rating):
        if state:
            state(page, site)
        for preset in ("", "forest", "sunset", "ocean", "graphite"):
            page.locator("causerie-chat").evaluate(
                "(node, preset) => node.setAttribute('theme', preset)", preset
            )
            assert violations(page, "color-contrast") == [], (preset, state)
        if state:
            page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert violations(page) == []


def test_axe_finds_nothing_from_right_to_left(site: Site) -> None:
    page = site.chat(script='data-language="ar"')
    everything(page, site)
    assert violations(page) == []
    menu(page, site)
    assert violations(page) == []


def test_axe_finds_nothing_on_the_chat_page(site: Site) -> None:
    page = site.visit(
        head="<style>#place{height:600px}</style>",
        body='<div id="place"><causerie-chat mode="page"></causerie-chat></div>',
    )
    page.locator(".log[aria-live=polite]").wait_for()
    everything(page, site)
    assert violations(page) == []


@pytest.mark.parametrize(("width", "height"), [(360, 740), (320, 256)])
def test_axe_finds_nothing_on_small_screens_and_nothing_is_cut_off(
    site: Site, width: int, height: int
) -> None:
    page = site.new_page()
    page.set_viewport_size({"width": width, "height": height})
    site.chat(page=page)
    everything(page, site)
    assert violations(page) == []
    still(page)
    box = page.locator(".panel").bounding_box()
    assert box == {"x": 0, "y": 0, "width": width, "height": height}
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    sizes = page.locator(".log").evaluate("node => [node.scrollWidth - node.clientWidth, node.clientHeight]")
    assert sizes[0] <= 0
    assert sizes[1] >= 60
    field_box = field(page).bounding_box()
    assert field_box is not None
    assert field_box["y"] + field_box["height"] <= height
    expect(page.locator(".launcher")).to_be_hidden()
    menu(page, site)
    assert violations(page) == []


def test_all_targets_are_at_least_24_pixels(site: Site) -> None:
    page = site.chat()
    everything(page, site)
    failed(page, site)
    menu(page, site)
    small = page.evaluate(
        """() => [...document.querySelector('causerie-chat').shadowRoot.querySelectorAll('button, summary, input, .file, .choice')]
          .map(node => [node.outerHTML.slice(0, 80), node.getBoundingClientRect()])
          .filter(([, box]) => box.width && (box.width < 24 || box.height < 23.9)).map(([html]) => html)"""
    )
    assert small == []


def test_the_dialog_takes_the_focus_and_gives_it_back(site: Site) -> None:
    page = site.visit()
    page.keyboard.press("Tab")
    expect(page.locator(".launcher")).to_be_focused()
    page.keyboard.press("Enter")
    expect(field(page)).to_be_focused()
    expect(page.locator(".launcher")).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(page.locator(".launcher")).to_be_focused()
    expect(page.locator(".launcher")).to_have_attribute("aria-expanded", "false")


def focused(page: Page) -> str:
    return str(
        page.evaluate(
            "() => { const node = document.querySelector('causerie-chat').shadowRoot.activeElement; return node ? node.ariaLabel || node.innerText || node.localName : '' }"
        )
    )


def test_a_whole_conversation_goes_by_keyboard_alone(site: Site) -> None:
    site.standin.answers["rooms"] = [
        {"text": "Which?", "buttons": [{"title": "Single"}, {"title": "Double", "payload": "/double"}]}
    ]
    page = site.visit()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator(".log[aria-live=polite]").wait_for()
    page.keyboard.type("rooms")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Double")).to_be_visible()
    for _ in range(6):
        page.keyboard.press("Shift+Tab")
        if focused(page) == "Double":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_text("You said: /double")).to_be_visible()
    assert focused(page) == "Write a message…"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    assert focused(page) == "Not helpful"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    until(lambda: site.standin.feedback)
    while focused(page) != "Menu":
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    assert focused(page) == "End chat"
    page.keyboard.press("ArrowUp")
    assert focused(page) == "Delete my data"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("End")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    assert focused(page) == "Start over"
    page.keyboard.press("Escape")
    assert focused(page) == "Menu"
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert focused(page) == "1/5"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    until(lambda: [one["rating"] for one in site.standin.feedback] == [None, 3])
    page.keyboard.press("Escape")
    assert focused(page) == "Open chat"


def test_a_question_in_front_of_the_chat_holds_the_focus(site: Site) -> None:
    page = site.chat()
    erasing(page, site)
    expect(page.get_by_role("dialog", name="Delete my data")).to_be_visible()
    inside = "() => !!document.querySelector('causerie-chat').shadowRoot.activeElement?.closest('.sheet')"
    assert page.evaluate(inside)
    expect(page.locator(".composer")).to_have_attribute("inert", "")
    page.keyboard.press("Escape")
    expect(page.locator(".sheet")).to_have_count(0)
    expect(field(page)).to_be_focused()
    expect(page.locator(".panel")).to_be_visible()


def test_on_a_phone_the_focus_stays_in_the_chat(site: Site) -> None:
    page = site.new_page()
    page.set_viewport_size({"width": 360, "height": 740})
    site.chat(page=page, body="<a href=#>behind</a>")
    for key in ("Tab", "Shift+Tab"):
        for _ in range(9):
            page.keyboard.press(key)
            assert focused(page) != ""


def test_on_a_touch_screen_no_keyboard_jumps_up(site: Site, browser: Any) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    phone = Site(context, site.standin)
    page = phone.visit()
    page.locator(".launcher").tap()
    expect(page.locator(".log")).to_be_focused()
    context.close()


def test_the_log_announces_what_is_new_and_names_who_speaks(site: Site) -> None:
    page = site.chat()
    log = page.get_by_role("log")
    expect(log).to_have_attribute("aria-live", "polite")
    expect(log).to_have_attribute("aria-relevant", "additions")
    write(page, "hello")
    expect(page.get_by_text("You said: hello")).to_be_visible()
    expect(page.locator(".msg .sr")).to_have_text(["You:", "Hotel Aurora:"])


def test_a_visible_focus_is_everywhere(site: Site) -> None:
    page = site.chat()
    everything(page, site)
    bare = []
    for _ in range(25):
        page.keyboard.press("Tab")
        shown = page.evaluate(
            """() => {
              const node = document.querySelector('causerie-chat').shadowRoot.activeElement;
              if (!node) return true;
              const style = getComputedStyle(node);
              const row = node.closest('.row') && getComputedStyle(node.closest('.row')).boxShadow;
              return (style.outlineStyle !== 'none' && style.outlineWidth !== '0px') || (row && row !== 'none');
            }"""
        )
        if not shown:
            bare.append(focused(page))
    assert bare == []


def test_reduced_motion_is_respected(site: Site) -> None:
    page = site.new_page()
    page.emulate_media(reduced_motion="reduce")
    site.chat(page=page)
    site.standin.send(conversation(page), "typing", {"on": True})
    expect(page.locator(".typing i").first).to_be_visible()
    assert page.evaluate("document.querySelector('causerie-chat').shadowRoot.getAnimations().length") == 0


def test_forced_colors_keep_the_edges(site: Site) -> None:
    page = site.new_page()
    page.emulate_media(forced_colors="active")
    site.chat(page=page)
    write(page, "hello")
    expect(page.get_by_text("You said: hello")).to_be_visible()
    for part in (".launcher", ".msg.user .bubble", ".msg.bot .bubble", ".panel"):
        style = page.locator(part).evaluate(
            "node => { const s = getComputedStyle(node); return [s.borderTopWidth, s.borderTopColor, s.backgroundColor] }"
        )
        assert style[0] != "0px", part
        assert style[1] != style[2], part
    assert violations(page) == []


def test_the_text_can_be_twice_as_large(site: Site) -> None:
    page = site.new_page()
    page.set_viewport_size({"width": 550, "height": 410})  # 1100 by 820 at 200 %
    site.visit(page=page)
    open_chat(page)
    still(page)
    assert page.locator(".panel").bounding_box() == {"x": 0, "y": 0, "width": 550, "height": 410}
