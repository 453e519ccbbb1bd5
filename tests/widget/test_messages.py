"""Everything that a bot can say is shown as what it is."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import Site, conversation, field, told, until, write

PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"/>',
    {"Content-Type": "image/svg+xml"},
)


def answered(site: Site, *messages: dict[str, Any]) -> Page:
    """A page on which the bot has said these messages."""
    site.standin.pages["picture.svg"] = PICTURE
    site.standin.answers["go"] = [*messages, {"text": "(end)"}]
    page = site.chat()
    write(page, "go")
    expect(page.get_by_text("(end)", exact=True)).to_be_visible()
    return page


def html(locator: Locator) -> str:
    return str(locator.evaluate("node => node.innerHTML"))


LINK = 'target="_blank" rel="noopener noreferrer"'
MARKDOWN = [
    ("plain", "<p>plain</p>"),
    ("**bold** __too__", "<p><strong>bold</strong> <strong>too</strong></p>"),
    ("*italic* _too_ and snake_case_name", "<p><em>italic</em> <em>too</em> and snake_case_name</p>"),
    ("***both***", "<p><strong><em>both</em></strong></p>"),
    ("**bold *and italic* here**", "<p><strong>bold <em>and italic</em> here</strong></p>"),
    ("2 * 3 * 4 ** 5", "<p>2 * 3 * 4 ** 5</p>"),
    ("**not closed", "<p>**not closed</p>"),
    ("~~gone~~", "<p><s>gone</s></p>"),
    ("`a **b** <i>`", "<p><code>a **b** &lt;i&gt;</code></p>"),
    ("``a ` b``", "<p><code>a ` b</code></p>"),
    (r"\*no\* \[x\]", "<p>*no* [x]</p>"),
    ("one\ntwo", "<p>one<br>two</p>"),
    ("one\n\ntwo", "<p>one</p><p>two</p>"),
    ("# One\n### Three", "<h3>One</h3><h4>Three</h4>"),
    (
        "- a\n- b\n  - c\n    - d\n- e",
        "<ul><li>a</li><li>b<ul><li>c<ul><li>d</li></ul></li></ul></li><li>e</li></ul>",
    ),
    ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'),
    ("1. a\n   - b\n2. c", "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>"),
    ("- a\n\n- b\n\nafter", "<ul><li>a</li><li>b</li></ul><p>after</p>"),
    ("- a\n1. b", "<ul><li>a</li></ul><ol><li>b</li></ol>"),
    ("> quoted\n> more", "<blockquote><p>quoted<br>more</p></blockquote>"),
    ("a\n---\nb", "<p>a</p><hr><p>b</p>"),
    ("```js\n<b>*x*\n```", '<pre tabindex="0" dir="ltr"><code>&lt;b&gt;*x*</code></pre>'),
    ("```\nnever closed", '<pre tabindex="0" dir="ltr"><code>never closed</code></pre>'),
    (
        '[a *b*](https://example.org/x_(y) "t")',
        f'<p><a href="https://example.org/x_(y)" title="https://example.org/x_(y)" {LINK}>a <em>b</em></a></p>',
    ),
    ("<https://example.org>", f'<p><a href="https://example.org/" {LINK}>https://example.org</a></p>'),
    (
        "see https://example.org/a?b=1.",
        f'<p>see <a href="https://example.org/a?b=1" {LINK}>https://example.org/a?b=1</a>.</p>',
    ),
    ("[mail](mailto:a@b.org)", f'<p><a href="mailto:a@b.org" title="mailto:a@b.org" {LINK}>mail</a></p>'),
    ("[call](tel:+49301)", f'<p><a href="tel:+49301" title="tel:+49301" {LINK}>call</a></p>'),
    ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
    ("[x](data:text/html,1)", "<p>[x](data:text/html,1)</p>"),
    (
        "![alt](https://example.org/a.png)",
        f'<p><a href="https://example.org/a.png" title="https://example.org/a.png" {LINK}>alt</a></p>',
    ),
    ("<b>raw</b> &amp;", "<p>&lt;b&gt;raw&lt;/b&gt; &amp;amp;</p>"),
    (
        "| a | **b** |\n|---|:-:|\n| 1 | `2` |\nafter",
        '<div class="table" tabindex="0"><table><thead><tr><th dir="auto" scope="col">a</th><th dir="auto" scope="col"><strong>b</strong></th></tr>'
        '</thead><tbody><tr><td dir="auto">1</td><td dir="auto"><code>2</code></td></tr></tbody></table></div><p>after</p>',
    ),
    ("a | b", "<p>a | b</p>"),
]


def test_markdown_becomes_elements(site: Site) -> None:
    page = answered(site, *({"text": text} for text, _ in MARKDOWN))
    shown = [html(one) for one in page.locator(".msg.bot .md").all()][: len(MARKDOWN)]
    assert shown == [wanted for _, wanted in MARKDOWN]


def test_buttons_send_their_payload_and_rest_afterwards(site: Site) -> None:
    site.standin.answers["/book"] = [{"text": "Booked."}]
    page = answered(
        site, {"text": "What now?", "buttons": [{"title": "Book", "payload": "/book"}, {"title": "No"}]}
    )
    page.get_by_role("button", name="Book").click()
    expect(page.get_by_text("Booked.")).to_be_visible()
    post = site.standin.posts[-1]
    assert (post["text"], post["title"]) == ("/book", "Book")
    assert told(page)[-2:] == ["Book", "Booked."]
    expect(page.get_by_role("button", name="Book")).to_be_disabled()
    expect(page.get_by_role("button", name="No", exact=True)).to_be_disabled()
    expect(field(page)).to_be_focused()


def test_quick_replies_vanish_after_the_next_message(site: Site) -> None:
    page = answered(site, {"text": "Sure?", "quick_replies": [{"title": "Yes", "payload": "/affirm"}]})
    write(page, "well")
    expect(page.get_by_role("button", name="Yes")).to_be_hidden()


LINKS: list[tuple[dict[str, str], str | None]] = [
    ({"title": "x", "type": "web_url", "url": "https://example.org/a"}, "https://example.org/a"),
    ({"title": "x", "type": "url", "payload": "http://example.org/"}, "http://example.org/"),
    ({"title": "x", "url": "mailto:a@b.org"}, "mailto:a@b.org"),
    ({"title": "x", "type": "phone_number", "payload": "+49 (30) 123"}, "tel:+4930123"),
    ({"title": "x", "type": "web_url", "url": "javascript:alert(1)"}, None),
    ({"title": "x", "type": "web_url", "url": "java\nscript:alert(1)"}, None),
]


def test_link_buttons_lead_only_where_they_may(site: Site) -> None:
    page = answered(site, {"text": "See:", "buttons": [button for button, _ in LINKS]})
    choices = page.locator(".choice").all()
    assert [choice.get_attribute("href") for choice in choices] == [href for _, href in LINKS]
    assert [choice.get_attribute("rel") for choice in choices] == [
        href and "noopener noreferrer" for _, href in LINKS
    ]


def test_pictures_have_words_and_become_links_when_they_fail(site: Site) -> None:
    page = answered(
        site,
        {"image": "/picture.svg"},
        {"attachment": {"type": "image", "payload": {"src": "/picture.svg", "title": "The pool"}}},
        {"attachment": "/photos/lost.png?x=1"},
    )
    expect(page.get_by_role("img", name="The pool")).to_be_visible()
    expect(page.get_by_role("img", name="picture.svg")).to_be_visible()
    link = page.get_by_role("link", name="lost.png")
    page.locator(".log").evaluate("node => node.scrollTop = node.scrollHeight")
    expect(link).to_have_class("file")
    assert link.get_attribute("href") == site.bot + "photos/lost.png?x=1"


def test_films_sounds_and_files_are_told_apart(site: Site) -> None:
    site.standin.pages["a.mp4"] = site.standin.pages["a.mp3"] = ("", {"Content-Type": "video/mp4"})
    page = answered(
        site,
        {"attachment": {"type": "file", "payload": {"src": "https://example.org/a%20b.pdf"}}},
        {"attachment": {"type": "file", "payload": {"src": "https://example.org/x", "title": "Price list"}}},
        {"attachment": "https://example.org/menu.docx"},
    )
    names = page.locator(".msg.bot .file").all_inner_texts()
    assert names == ["a b.pdf", "Price list", "menu.docx"]
    for kind, name in (("video", "/film.mp4"), ("audio", "/sound.mp3")):
        for value in (name, {"type": kind, "payload": {"src": name}}):
            page.evaluate("() => { window.made = []; }")
            site.standin.say(conversation(page), {"attachment": value})
    # Neither exists on the server: each was a player first, and a link is left.
    expect(page.get_by_role("link", name="film.mp4")).to_have_count(2)
    expect(page.get_by_role("link", name="sound.mp3")).to_have_count(2)


def test_players_of_films_and_sounds_have_controls(site: Site) -> None:
    page = site.chat()
    for path in ("film.mp4", "s"):
        page.route(site.bot + path, lambda route: None)  # never answered: the player waits
    site.standin.say(
        conversation(page),
        {"attachment": "/film.mp4"},
        {"attachment": {"type": "audio", "payload": {"src": "/s"}}},
    )
    expect(page.locator("video[controls]")).to_have_attribute("src", site.bot + "film.mp4")
    expect(page.locator("audio[controls]")).to_have_attribute("src", site.bot + "s")
    page.unroute_all()


CARDS = [
    {
        "title": "Single",
        "subtitle": "Small",
        "image_url": "/picture.svg",
        "buttons": [{"title": "Take it", "payload": "/take"}],
    },
    {"title": "Double", "default_action": {"type": "web_url", "url": "https://example.org/double"}},
]


def test_carousels_have_cards_with_buttons_and_links(site: Site) -> None:
    page = answered(
        site,
        {"elements": CARDS},
        {"attachment": {"type": "template", "payload": {"template_type": "generic", "elements": CARDS}}},
        {"custom": {"attachment": {"type": "template", "payload": {"elements": CARDS}}}},
    )
    expect(page.locator(".card")).to_have_count(6)
    expect(page.get_by_role("img", name="Single")).to_have_count(3)
    for link in page.get_by_role("link", name="Double").all():
        expect(link).to_have_attribute("href", "https://example.org/double")
    page.get_by_role("button", name="Take it").last.click()
    until(lambda: "/take" in site.standin.taken())


def test_a_custom_table_is_a_table(site: Site) -> None:
    rows = [["Mon", 80], ["Tue", None, "too many"], {"Day": "Wed", "Rate": 7}, "odd"]
    page = answered(
        site, {"custom": {"type": "table", "columns": ["Day", "Rate"], "rows": rows, "title": "Rates"}}
    )
    expect(page.get_by_role("group", name="Rates")).to_be_visible()
    cells = [row.locator("td").all_inner_texts() for row in page.locator("tbody tr").all()]
    assert cells == [["Mon", "80"], ["Tue", ""], ["Wed", "7"], ["", ""]]


@pytest.mark.parametrize(
    ("payload", "sent"),
    [(None, "2031-05-04"), ('/inform{"date": "{date}"}', '/inform{"date": "2031-05-04"}')],
)
def test_a_date_is_picked_and_sent(site: Site, payload: str | None, sent: str) -> None:
    custom = {"type": "date", "min": "2031-05-01", "max": "2031-05-31"} | (
        {"payload": payload} if payload else {}
    )
    page = answered(site, {"text": "When?", "custom": custom})
    picker = page.get_by_label("Choose a date")
    assert (picker.get_attribute("min"), picker.get_attribute("max")) == ("2031-05-01", "2031-05-31")
    picker.fill("2031-06-01")
    page.locator(".date button").click()
    assert site.standin.taken() == ["go"]  # the browser refuses what is out of range
    picker.fill("2031-05-04")
    page.locator(".date button").click()
    until(lambda: sent in site.standin.taken())
    assert site.standin.posts[-1]["title"] == "May 4, 2031"
    expect(picker).to_be_disabled()


def test_an_unknown_custom_message_breaks_nothing(site: Site) -> None:
    page = answered(
        site, {"custom": {"type": "hologram"}}, {"custom": {"no": "type"}}, {"text": "Hm", "custom": "text"}
    )
    assert told(page) == ["go", "Hm", "(end)"]


def test_the_page_shows_its_own_kinds_of_messages(site: Site) -> None:
    page = answered(site, {"custom": {"type": "stars", "count": 3}}, {"custom": {"type": "broken"}})
    page.evaluate(
        """() => {
          window.errors = [];
          Causerie.on('error', detail => errors.push(detail.message));
          Causerie.registerCustom('broken', () => { throw new Error('of the page') });
          Causerie.registerCustom('stars', (data, {h, send, markdown}) =>
            h('button', {class: 'mine', click: () => send('/starred')}, '*'.repeat(data.count), markdown('**b**')));
        }"""
    )
    expect(page.locator(".mine")).to_have_text("***b")  # registered after it was said
    site.standin.say(conversation(page), {"custom": {"type": "stars", "count": 1}}, {"text": "after"})
    expect(page.locator(".mine")).to_have_count(2)
    expect(page.get_by_text("after")).to_be_visible()
    assert "of the page" in page.evaluate("errors")[0]
    page.locator(".mine").last.click()
    until(lambda: "/starred" in site.standin.taken())


def test_a_page_hears_of_custom_messages_by_an_event(site: Site) -> None:
    page = site.chat()
    page.evaluate(
        "document.addEventListener('causerie:custom', ({detail}) => detail.element.append('seen ' + detail.data.type))"
    )
    site.standin.say(conversation(page), {"custom": {"type": "hologram"}})
    expect(page.get_by_text("seen hologram")).to_be_visible()


def test_citations_are_numbered_links_or_texts_to_unfold(site: Site) -> None:
    citations = [
        {"title": "Rules", "url": "https://example.org/rules"},
        {"title": "Breakfast", "text": "From 7 to 10.", "url": "https://example.org/breakfast"},
        {"title": "Bad", "url": "javascript:alert(1)"},
    ]
    page = answered(site, {"text": "So it is.", "metadata": {"citations": citations}})
    expect(page.locator(".sources ol > li")).to_have_count(3)
    expect(page.get_by_role("link", name="Rules")).to_have_attribute("href", "https://example.org/rules")
    expect(page.get_by_text("From 7 to 10.")).to_be_hidden()
    page.locator("summary", has_text="Breakfast").click()
    expect(page.get_by_text("From 7 to 10.")).to_be_visible()
    expect(page.locator(".sources a")).to_have_count(2)


def test_one_message_shows_all_its_parts_in_order(site: Site) -> None:
    page = answered(
        site,
        {
            "text": "Look",
            "custom": {"type": "date"},
            "image": "/picture.svg",
            "attachment": {"type": "file", "payload": {"src": "/a.pdf"}},
            "elements": CARDS,
            "buttons": [{"title": "Go on"}],
        },
    )
    parts = page.locator(".msg.bot").first.locator("> *")
    kinds = [part.get_attribute("class") or part.evaluate("node => node.localName") for part in parts.all()]
    assert kinds == ["sr", "bubble", "custom", "figure", "file", "cards", "buttons ", "meta"]


def test_a_user_writes_plain_text(site: Site) -> None:
    page = site.chat()
    write(page, "**not bold** <b>x</b>\nline")
    expect(page.locator(".msg.user .bubble")).to_have_text("**not bold** <b>x</b>\nline")
    assert page.locator(".msg.user strong, .msg.user b").count() == 0
