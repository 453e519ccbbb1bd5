"""What the user does besides writing."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import Page, expect

from .conftest import Site, conversation, field, open_chat, told, until, write


def choose(page: Page, item: str) -> None:
    page.get_by_role("button", name="Menu").click()
    page.locator(".menu button", has_text=item).click()


def said(site: Site, page: Page, text: str = "hello") -> None:
    write(page, text)
    expect(page.get_by_text(f"You said: {text}")).to_be_visible()


def test_enter_sends_and_shift_enter_breaks_the_line(site: Site) -> None:
    page = site.chat()
    expect(field(page)).to_be_focused()
    height = field(page).bounding_box()["height"]  # type: ignore[index]
    page.keyboard.type("one")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("two")
    assert field(page).bounding_box()["height"] > height  # type: ignore[index]
    page.keyboard.press("Enter")
    expect(field(page)).to_have_value("")
    assert field(page).bounding_box()["height"] == height  # type: ignore[index]
    until(lambda: site.standin.taken() == ["one\ntwo"])
    page.keyboard.press("Enter")
    page.keyboard.type("   ")
    page.keyboard.press("Enter")
    expect(page.locator(".msg.user")).to_have_count(1)


def test_enter_that_ends_a_composition_does_not_send(site: Site) -> None:
    page = site.chat()
    field(page).fill("にほん")
    for options in ("isComposing: true", "keyCode: 229"):
        field(page).evaluate(
            f"node => node.dispatchEvent(new KeyboardEvent('keydown', {{key: 'Enter', bubbles: true, {options}}}))"
        )
    expect(field(page)).to_have_value("にほん")
    page.keyboard.press("Enter")
    until(lambda: site.standin.taken() == ["にほん"])


def test_a_file_is_uploaded_with_its_progress_and_goes_with_the_message(site: Site) -> None:
    page = site.chat()
    release = site.standin.hold()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Attach a file").click()
    assert chooser.value.is_multiple()
    chooser.value.set_files({"name": "notes.txt", "mimeType": "text/plain", "buffer": b"x" * 5000})
    expect(page.get_by_role("progressbar", name="notes.txt")).to_be_visible()
    field(page).fill("here")
    expect(page.get_by_role("button", name="Send")).to_have_attribute("aria-disabled", "true")
    field(page).press("Enter")
    expect(field(page)).to_have_value("here")  # not before the file is there
    release()
    expect(page.get_by_role("progressbar")).to_have_count(0)
    field(page).press("Enter")
    expect(page.get_by_text("You said: here")).to_be_visible()
    assert site.standin.posts[-1]["files"] == ["f-1/notes.txt"]
    assert site.standin.files["f-1/notes.txt"] == b"x" * 5000
    link = page.locator(".msg.user").get_by_role("link", name="notes.txt")
    expect(link).to_have_attribute("href", site.bot + "files/f-1/notes.txt")
    expect(page.locator(".uploads li")).to_have_count(0)


def transfer(page: Page, kind: str, target: str, name: str = "pasted.png", mime: str = "image/png") -> None:
    page.locator(target).evaluate(
        """(node, [kind, name, mime]) => {
          const data = new DataTransfer();
          data.items.add(new File(['abc'], name, {type: mime}));
          const event = kind === 'paste' ? new ClipboardEvent(kind, {clipboardData: data, bubbles: true, cancelable: true})
            : new DragEvent(kind, {dataTransfer: data, bubbles: true, cancelable: true});
          node.dispatchEvent(event);
        }""",
        [kind, name, mime],
    )


def test_files_are_dropped_and_pasted_too(site: Site) -> None:
    page = site.chat()
    transfer(page, "dragover", ".log")
    expect(page.locator(".panel")).to_have_class("panel over")
    transfer(page, "drop", ".log", "dropped.png")
    expect(page.locator(".panel")).to_have_class("panel")
    transfer(page, "paste", ".composer textarea")
    expect(page.locator(".uploads li")).to_have_text(["dropped.png", "pasted.png"])
    expect(page.get_by_role("progressbar")).to_have_count(0)
    page.get_by_role("button", name="Cancel: dropped.png").click()
    field(page).press("Enter")  # files alone are a message too
    until(lambda: len(site.standin.posts) == 1)
    assert len(site.standin.posts[0]["files"]) == 1
    assert site.standin.posts[0]["files"][0].endswith("pasted.png")
    expect(page.locator(".msg.user .file")).to_have_text("pasted.png")


def test_files_are_checked_before_they_are_sent(site: Site) -> None:
    page = site.chat()
    picker = page.locator("input[type=file]")
    assert picker.get_attribute("accept") == "image/png,text/plain"
    picker.set_input_files({"name": "big.png", "mimeType": "image/png", "buffer": b"x" * 100_001})
    expect(page.get_by_role("alert")).to_have_text("big.png is not accepted. Allowed: ≤ 0.1 MB")
    transfer(page, "drop", ".log", "evil.exe", "application/x-msdownload")
    expect(page.get_by_role("alert")).to_have_text("evil.exe is not accepted. Allowed: image/png, text/plain")
    assert site.standin.files == {}
    said(site, page)
    expect(page.get_by_role("alert")).to_have_text("")


def test_the_servers_refusal_of_a_file_is_shown(site: Site) -> None:
    page = site.chat()
    site.standin.file_refusal = (415, "Only real pictures, please.")
    page.locator("input[type=file]").set_input_files(
        {"name": "a.png", "mimeType": "image/png", "buffer": b"x"}
    )
    expect(page.get_by_role("alert")).to_have_text("Not sent: a.png: Only real pictures, please.")
    expect(page.locator(".uploads li")).to_have_count(0)


def test_without_files_in_the_configuration_there_is_no_button(site: Site) -> None:
    site.standin.config.update(files=None, feedback=False, rating=False, delete=False, languages=["en"])
    page = site.chat()
    said(site, page)
    expect(page.get_by_role("button", name="Attach a file")).to_have_count(0)
    expect(page.get_by_role("button", name="Helpful")).to_have_count(0)
    page.get_by_role("button", name="Menu").click()
    expect(page.locator(".menu button")).to_have_text(["Start over", "Download transcript"])


def test_an_answer_gets_a_thumb_and_a_comment(site: Site) -> None:
    page = site.chat()
    said(site, page)
    page.get_by_role("button", name="Helpful", exact=True).click()
    until(lambda: len(site.standin.feedback) == 1)
    page.get_by_label("Comment (optional)").fill("Just what I needed")
    page.keyboard.press("Enter")
    until(lambda: len(site.standin.feedback) == 2)
    first, second = site.standin.feedback
    assert (first["value"], first["comment"], second["comment"]) == ("up", None, "Just what I needed")
    assert first["message"] == second["message"] == page.locator(".msg.bot").get_attribute("data-id")
    assert first["conversation"] == conversation(page)
    assert first["id"] != second["id"]
    expect(page.get_by_text("Thank you!")).to_be_visible()
    page.get_by_role("button", name="Not helpful").click()
    expect(page.get_by_role("button", name="Not helpful")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="Helpful", exact=True)).to_have_attribute("aria-pressed", "false")
    page.get_by_role("button", name="Not helpful").click()  # taken back
    until(lambda: [one["value"] for one in site.standin.feedback] == ["up", "up", "down", None])


def test_feedback_is_kept_until_it_is_taken_and_all_tabs_show_it(site: Site) -> None:
    page = site.chat()
    said(site, page)
    other = site.visit()
    open_chat(other)
    site.standin.feedback_failures = [503, 503]
    page.bring_to_front()
    page.get_by_role("button", name="Not helpful").click()
    expect(other.get_by_role("button", name="Not helpful")).to_have_attribute("aria-pressed", "true")
    assert len(site.standin.feedback) == 1
    page.reload()
    expect(page.get_by_role("button", name="Not helpful")).to_have_attribute("aria-pressed", "true")


def test_the_chat_is_rated_at_its_end(site: Site) -> None:
    page = site.chat()
    said(site, page)
    choose(page, "End chat")
    page.get_by_role("button", name="Send").last.click()
    expect(page.get_by_role("dialog", name="How was this chat?")).to_be_visible()  # no stars yet
    page.get_by_role("radio", name="4/5").check()
    page.get_by_label("Comment (optional)").fill("Nice")
    page.locator(".sheet").get_by_role("button", name="Send").click()
    until(lambda: len(site.standin.feedback) == 1)
    rating = site.standin.feedback[0]
    assert (rating["rating"], rating["comment"], rating["message"], rating["value"]) == (
        4,
        "Nice",
        None,
        None,
    )
    expect(page.get_by_role("alert")).to_have_text("Thank you!")


def test_starting_over_draws_a_line(site: Site) -> None:
    page = site.chat()
    site.standin.answers["hello"] = [{"text": "Hi", "buttons": [{"title": "Go"}]}]
    write(page, "hello")
    expect(page.get_by_role("button", name="Go")).to_be_enabled()
    choose(page, "Start over")
    expect(page.locator(".divider")).to_have_text("Start over")
    expect(page.get_by_role("button", name="Go")).to_be_disabled()
    assert (site.standin.posts[-1]["text"], site.standin.posts[-1]["silent"]) == ("/restart", True)
    said(site, page, "again")
    assert told(page) == ["hello", "Hi", "again", "You said: again"]


def test_another_language_changes_the_texts_and_goes_along(site: Site) -> None:
    page = site.chat()
    said(site, page)
    field(page).fill("half written")
    choose(page, "Français")
    expect(field(page)).to_have_attribute("placeholder", "Écrivez un message…")
    expect(field(page)).to_have_value("half written")
    expect(page.locator(".root")).to_have_attribute("lang", "fr")
    expect(page.locator(".msg.user .state")).to_have_text("Envoyé")
    field(page).press("Enter")
    until(lambda: len(site.standin.posts) == 2)
    assert site.standin.posts[-1]["language"] == "fr"
    page.reload()
    expect(field(page)).to_have_attribute("placeholder", "Écrivez un message…")


def test_the_transcript_is_a_text_file(site: Site) -> None:
    page = site.chat()
    site.standin.answers["rates"] = [
        {"text": "**Rates**:\n- low\n- high", "buttons": [{"title": "Book"}]},
        {"custom": {"type": "table", "columns": ["Day", "Rate"], "rows": [["Mon", "80"]]}},
    ]
    write(page, "rates")
    expect(page.locator("tbody tr")).to_have_count(1)
    with page.expect_download() as download:
        choose(page, "Download transcript")
    assert download.value.suggested_filename.startswith("chat-20")
    text = Path(download.value.path()).read_text("utf-8")
    assert "You: rates\n" in text
    assert "Hotel Aurora: Rates:\nlow\nhigh\nBook\n" in text
    assert "Mon\t80" in text
    assert text.startswith("[20")


def test_data_is_deleted_only_after_a_yes(site: Site) -> None:
    page = site.chat()
    said(site, page)
    other = site.visit()
    open_chat(other)
    expect(other.locator(".msg")).to_have_count(2)
    talk = conversation(page)
    page.bring_to_front()
    choose(page, "Delete my data")
    page.get_by_role("button", name="Cancel").click()
    assert talk in site.standin.talks
    choose(page, "Delete my data")
    page.locator(".sheet").get_by_role("button", name="Delete my data").click()
    until(lambda: conversation(page) not in ("", talk))
    for tab in (page, other):
        expect(tab.locator(".msg")).to_have_count(0)
    assert talk not in site.standin.talks
    assert talk not in json.dumps(page.evaluate("({...localStorage})"))
    said(site, page, "anew")
    expect(other.get_by_text("You said: anew")).to_be_visible()
    assert site.standin.posts[-1]["conversation"] == conversation(page) == conversation(other)


def test_a_deletion_that_fails_says_so_and_keeps_everything(site: Site) -> None:
    page = site.chat()
    said(site, page)
    site.standin.down = True
    choose(page, "Delete my data")
    page.locator(".sheet").get_by_role("button", name="Delete my data").click()
    expect(page.get_by_role("alert")).to_contain_text("fetch")
    expect(page.locator(".msg")).to_have_count(2)


SPEECH = """
  window.spoken = [];
  window.SpeechRecognition = class {
    start() { window.recognition = this; }
    stop() { this.onend(); }
  };
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  Object.defineProperty(window, 'speechSynthesis', {value: {speak: one => spoken.push([one.lang, one.text]), cancel: () => spoken.push('cancel')}});
"""


def test_words_are_dictated_and_answers_read_aloud(site: Site) -> None:
    site.standin.config["speech"] = True
    site.standin.answers["I say a room"] = [{"text": "**Yes**, [here](https://example.org)."}]
    page = site.new_page()
    page.add_init_script(SPEECH)
    site.chat(page=page)
    choose(page, "Read answers aloud")
    field(page).fill("I say")
    mic = page.get_by_role("button", name="Dictate")
    mic.click()
    expect(mic).to_have_attribute("aria-pressed", "true")
    page.evaluate("recognition.onresult({results: [[{transcript: 'a room'}]]})")
    expect(field(page)).to_have_value("I say a room")
    mic.click()
    expect(mic).to_have_attribute("aria-pressed", "false")
    field(page).press("Enter")
    until(lambda: page.evaluate("spoken.length"))
    assert page.evaluate("spoken") == [["en", "Yes, here."]]
    choose(page, "Read answers aloud")
    assert page.evaluate("spoken").count("cancel") == 1


def test_speech_is_offered_only_where_it_is_possible_and_wanted(site: Site) -> None:
    page = site.new_page()
    page.add_init_script(SPEECH)
    site.chat(page=page)
    expect(page.get_by_role("button", name="Dictate")).to_have_count(0)
    site.standin.config["speech"] = True
    page = site.new_page()
    page.add_init_script(
        "delete window.webkitSpeechRecognition; delete window.SpeechRecognition; delete window.speechSynthesis"
    )
    site.visit(page=page)
    open_chat(page)
    page.get_by_role("button", name="Menu").click()
    expect(page.get_by_text("Read answers aloud")).to_have_count(0)
    expect(page.get_by_role("button", name="Dictate")).to_have_count(0)
