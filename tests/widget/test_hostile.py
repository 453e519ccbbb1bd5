"""Whatever is said, by whomever, is shown as text: nothing runs, nothing is fetched from elsewhere."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .conftest import Site, conversation, told, until, write

HOOKS = """
  window.ran = [];
  for (const name of ['alert', 'confirm', 'prompt', 'print', 'open', 'hit'])
    window[name] = (...values) => { ran.push(name + ' ' + values.join()); };
"""
MARKUP = """
<script>hit(1)</script>
<img src=x onerror=hit(2)>
<svg onload=hit(3)>
<svg><script>hit(4)</script></svg>
<iframe src="javascript:parent.hit(5)"></iframe>
<iframe srcdoc="<script>parent.hit(6)</script>"></iframe>
<body onload=hit(7)>
<input autofocus onfocus=hit(8)>
<details open ontoggle=hit(9)>
<video><source onerror=hit(10)></video>
<a href="javascript:hit(11)">click</a>
<form action="javascript:hit(12)"><button>x</button></form>
<math><mtext><table><mglyph><style><img src=x onerror=hit(13)>
<noscript><p title="</noscript><img src=x onerror=hit(14)>">
<style>@import url(https://evil.example/a.css);</style>
<link rel=stylesheet href=https://evil.example/b.css>
<meta http-equiv=refresh content="0;url=https://evil.example/">
<base href=https://evil.example/>
<object data="javascript:hit(15)"></object>
<embed src="javascript:hit(16)">
<template><script>hit(17)</script></template>
<div style="background:url(https://evil.example/c.png)">x</div>
<marquee onstart=hit(18)>x</marquee>
</textarea><script>hit(19)</script>
</script><script>hit(20)</script>
--><script>hit(21)</script>
]]><script>hit(22)</script>
&lt;script&gt;hit(23)&lt;/script&gt;
&#60;script&#62;hit(24)&#60;/script&#62;
<ScRiPt>hit(25)</sCrIpT>
<script\x00>hit(26)</script>
<img/src="x"/onerror="hit(27)">
<a href=" javascript:hit(28)">x</a>
"onmouseover="hit(29)
'><script>hit(30)</script>
{{constructor.constructor('hit(31)')()}}
${hit(32)}
javascript:hit(33)
data:text/html,<script>hit(34)</script>
<causerie-chat server="https://evil.example"></causerie-chat>
<portal src=https://evil.example></portal>
<img src="https://evil.example/e.png">
<img srcset="https://evil.example/f.png 1x">
<picture><source srcset=https://evil.example/g.png><img></picture>
<audio src=https://evil.example/h.mp3 autoplay></audio>
<svg><image href="https://evil.example/i.png"></image></svg>
<svg><use href="data:image/svg+xml,<svg onload=hit(35)>"></use></svg>
<svg><animate onbegin=hit(36) attributeName=x></svg>
<frameset onload=hit(37)>
<select autofocus onfocus=hit(38)></select>
<table background=https://evil.example/j.png>
<slot onslotchange=hit(39)></slot>
""".strip().splitlines()
MARKDOWN = r"""
[x](javascript:hit(40))
[x](JaVaScRiPt:hit(41))
[x]( javascript:hit(42))
[x](java&#115;cript:hit(43))
[x](javascript&colon;hit(44))
[x](data:text/html;base64,PHNjcmlwdD5oaXQoNDUpPC9zY3JpcHQ+)
[x](vbscript:hit(46))
[x](file:///etc/passwd)
[x](blob:https://evil.example/1)
[x](//evil.example "onclick=hit(47)")
[x](https://evil.example" onclick="hit(48))
[<img src=x onerror=hit(49)>](https://evil.example/)
![x](https://evil.example/track.png)
![x](javascript:hit(50))
![x" onerror="hit(51)](https://evil.example/d.png)
<javascript:hit(52)>
<https://evil.example/<script>hit(53)</script>>
`<script>hit(54)</script>`
**<script>hit(55)</script>**
# <img src=x onerror=hit(56)>
> <script>hit(57)</script>
- <script>hit(58)</script>
[x]: javascript:hit(59)
[a](https://evil.example)](javascript:hit(60))
[[x](javascript:hit(61))](https://evil.example)
\[x](javascript:hit(62))
[x](javascript\:hit(63))
https://evil.example/"onmouseover="hit(64)
~~[x](javascript:hit(65))~~
*[x](javascript:hit(66)*)
[x](https://evil.example@javascript:hit(67))
[x](http:javascript:hit(68))
[x](intent://evil.example#Intent;end)
[x](ftp://evil.example/a)
[x](\x6aavascript:hit(69))
""".strip().splitlines()
TABLES = [
    "| <script>hit(70)</script> | b |\n|---|---|\n| <img src=x onerror=hit(71)> | [x](javascript:hit(72)) |"
]
FENCES = ["```html\n<script>hit(73)</script>\n```", '```"onclick="hit(74)\nx\n```']
CHARACTERS = [
    "\u202emoc.live//:sptth\u202c",
    "\u2066\u2067\u2068text\u2069",
    "zero\u200bwidth\u200d\u2060\ufeff",
    "null\x00and\x07bell",
    "e" + "\u0301" * 300,
    "﷽" * 200,
    "\ud83d\ude00" * 3,
    "lone \ud800 surrogate".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
    "line\u2028separator\u2029paragraph",
    "W" * 3000,
]
HUGE = [
    "*" * 50_000,
    "[" * 50_000,
    "`" * 50_000 + "x",
    "> " * 20_000 + "x",
    "- " * 20_000 + "x",
    "**a " * 12_000,
    "_a*b" * 12_000,
    "[a](" * 12_000,
    "~~~~" * 12_000,
    "|" * 40_000 + "\n" + "-|" * 100,
    "- " * 20_000 + "y\n",
    "https://a.example/" + ")" * 40_000 + "x",
    "#" * 50_000 + " x",
    "<https://" * 6_000,
    "\n".join("  " * depth + "- x" for depth in range(200)),
    "word " * 60_000,
]
PAYLOADS = [*MARKUP, *MARKDOWN, *TABLES, *FENCES, *CHARACTERS]


def watched(site: Site) -> tuple[Page, list[str]]:
    """A page that counts everything that runs and everything it asks for elsewhere."""
    page = site.new_page()
    page.add_init_script(HOOKS)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("popup", lambda popup: asked.append("popup " + popup.url))
    page.route("**/*evil.example*/**", lambda route: route.abort())
    return site.chat(page=page), asked


def check(site: Site, page: Page, asked: list[str]) -> None:
    assert page.evaluate("ran") == []
    assert [url for url in asked if not url.startswith((site.home, site.bot))] == []
    found = page.evaluate(
        """() => {
          const root = document.querySelector('causerie-chat').shadowRoot;
          const all = [...root.querySelectorAll('.log *')];
          return {
            tags: [...new Set(all.map(node => node.localName))],
            hrefs: all.filter(node => node.href || node.src).map(node => new URL(node.href || node.src).protocol),
            handlers: all.flatMap(node => node.getAttributeNames()).filter(name => name.startsWith('on') || name === 'style'),
            wide: root.querySelector('.log').scrollWidth > root.querySelector('.log').clientWidth,
          };
        }"""
    )
    forbidden = {
        "script",
        "iframe",
        "object",
        "embed",
        "style",
        "link",
        "base",
        "meta",
        "template",
        "causerie-chat",
        "math",
    }
    assert forbidden.isdisjoint(found["tags"])
    assert set(found["hrefs"]) <= {"http:", "https:", "mailto:", "tel:"}
    assert found["handlers"] == []
    assert not found["wide"]


def test_there_are_a_hundred_payloads() -> None:
    assert len(set(PAYLOADS)) >= 100


def test_a_bot_that_says_hostile_things_only_says_them(site: Site) -> None:
    page, asked = watched(site)
    site.standin.say(conversation(page), *({"text": text} for text in PAYLOADS), {"text": "(end)"})
    expect(page.get_by_text("(end)")).to_be_visible()
    shown = page.locator(".msg.bot .bubble").all_inner_texts()
    assert len(shown) == len(PAYLOADS) + 1
    for text, seen in zip(MARKUP, shown, strict=False):
        bare = text.replace("\x00", "")
        assert seen.replace("\ufffd", "").replace("\x00", "") == bare, text
    for link in page.locator(".msg.bot a").all():
        link.dispatch_event("mouseover")
    check(site, page, asked)


def test_a_user_who_writes_hostile_things_only_writes_them(site: Site) -> None:
    page, asked = watched(site)
    for text in [*MARKUP[::3], *CHARACTERS]:
        page.evaluate("text => Causerie.send(text)", text)
        write(page, text)
    count = 2 * len([*MARKUP[::3], *CHARACTERS])
    expect(page.locator(".msg.bot")).to_have_count(count, timeout=30000)
    check(site, page, asked)


@pytest.mark.parametrize("place", ["buttons", "files", "custom", "citations", "cards", "config", "streamed"])
def test_no_other_place_runs_it_either(site: Site, place: str) -> None:
    messages: list[dict[str, Any]] = []
    for text in PAYLOADS:
        if place == "buttons":
            choice = {"title": text, "payload": text, "url": text if text.startswith("[x") else None}
            messages.append({"buttons": [choice, {"title": "x", "type": text, "url": text.strip("[x]()")}]})
            messages.append({"quick_replies": [{"title": text, "type": "phone_number", "payload": text}]})
        elif place == "files":
            inner = text.split("(", 1)[-1].rstrip(")")
            messages += [{"image": inner}, {"attachment": inner}]
            messages += [
                {"attachment": {"type": kind, "payload": {"src": inner, "title": text}}}
                for kind in ("image", "video", "file")
            ]
        elif place == "custom":
            messages.append({"custom": {"type": "table", "columns": [text], "rows": [[text]], "title": text}})
            messages.append(
                {"custom": {"type": "date", "payload": text, "min": text, "max": text, "title": text}}
            )
            messages.append({"custom": {"type": text}})
        elif place == "citations":
            messages.append(
                {"text": "x", "metadata": {"citations": [{"title": text, "url": text, "text": text}]}}
            )
            messages.append({"text": "x", "metadata": {"citations": [{"url": text.strip("[x]()")}]}})
        elif place == "cards":
            card = {
                "title": text,
                "subtitle": text,
                "image_url": "javascript:hit(1)",
                "default_action": {"url": text},
            }
            messages.append({"elements": [card]})
    if place == "config":
        site.standin.config.update(
            title=MARKUP[0], subtitle=MARKUP[1], avatar="javascript:hit(1)", languages=["en", MARKUP[0]]
        )
    page = site.new_page()
    page.add_init_script(HOOKS)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    site.chat(page=page)
    if place == "streamed":
        for text in PAYLOADS:
            site.standin.send(conversation(page), "delta", {"delta": text + "\n"})
            site.standin.send(conversation(page), "draft", {"from": "bot", "text": text})
    site.standin.say(conversation(page), *messages, {"text": "(end)"})
    expect(page.get_by_text("(end)")).to_be_visible(timeout=20000)
    page.locator(".log").evaluate("node => { node.scrollTop = 0; }")
    page.get_by_role("button", name="Menu").click()
    # Pictures and films from elsewhere are the bot's right; texts that look like them are not.
    check(site, page, [url for url in asked if place != "files" or "evil.example" not in url])


def test_huge_messages_are_shown_in_bearable_time(site: Site) -> None:
    page, asked = watched(site)
    for text in HUGE:
        talk = conversation(page)
        site.standin.say(talk, {"text": text}, {"text": "(end)"})
        expect(page.get_by_text("(end)")).to_be_visible(timeout=20000)
        check(site, page, asked)
        site.standin.send(talk, "gone", {})  # the next one finds an empty window
        until(lambda talk=talk: conversation(page) not in ("", talk))


MALFORMED: list[dict[str, Any]] = [
    {"text": 17},
    {"text": {"a": 1}},
    {"text": ["x"]},
    {"buttons": "no list"},
    {"buttons": [None, 1, "x", {}, {"title": None}]},
    {"quick_replies": {"title": "x"}},
    {"image": {"src": 1}},
    {"image": 5},
    {"attachment": 7},
    {"attachment": {"type": "image"}},
    {"attachment": {"type": "template", "payload": {"elements": 3}}},
    {"elements": [None, {"buttons": 3}, {"image_url": {}}]},
    {"elements": 4},
    {"custom": {"type": "table", "columns": [None], "rows": [None, 3, [{}]]}},
    {"custom": {"type": "date", "min": {}, "payload": 3}},
    {"custom": []},
    {"custom": 3},
    {"metadata": 3},
    {"metadata": {"citations": "abc"}},
    {"metadata": {"citations": [None, 1, {"url": {}}, {}]}},
    {"at": "yesterday", "text": "when"},
    {"at": 1e300, "text": "then"},
]


def test_what_has_not_its_form_breaks_nothing(site: Site) -> None:
    page = site.chat()
    site.standin.say(conversation(page), *MALFORMED, {"text": "(end)"})
    expect(page.get_by_text("(end)")).to_be_visible()
    talk = conversation(page)
    for name in ("message", "delta", "draft", "typing", "feedback", "restarted", "odd"):
        for data in ({}, {"id": None}, {"text": None, "from": "bot"}, {"delta": {}}, {"message": {}}):
            site.standin.send(talk, name, data)
    site.standin.send(talk, "typing", {"on": False})
    write(page, "still here")
    expect(page.get_by_text("You said: still here")).to_be_visible()
    page.reload()
    expect(page.get_by_text("You said: still here")).to_be_visible()


def test_names_of_files_do_not_lie(site: Site) -> None:
    page, asked = watched(site)
    names = ["\u202egpj.exe", "<img src=x onerror=hit(1)>.txt", "a\u200b\u2066.txt", "../../x.txt"]
    page.locator("input[type=file]").evaluate(
        """(node, names) => {
          const data = new DataTransfer();
          for (const name of names) data.items.add(new File(['abc'], name, {type: 'text/plain'}));
          node.files = data.files;
          node.dispatchEvent(new Event('change'));
        }""",
        names,
    )
    until(lambda: len(site.standin.files) == len(names))
    expect(page.get_by_role("progressbar")).to_have_count(0)
    write(page, "here")
    expect(page.get_by_text("You said: here")).to_be_visible()
    shown = "".join(page.locator(".msg.user .file").all_inner_texts())
    assert not any(hidden in shown for hidden in "\u202e\u200b\u2066")
    assert told(page)[0] == "here"
    check(site, page, asked)
