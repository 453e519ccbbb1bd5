"""Markdown is cut by headings, and inside them never in a sentence, an item or a row."""

from __future__ import annotations

from causerie.files.problems import Problems

PRICES = """# Hotel

## Prices

| room | low season | high season |
|:-----|-----------:|:-----------:|
| **single** | €68 | €98 |
| double | €92 | |

## Rooms

Every room has a *kettle* and a [safe](https://safe.example).
The suites have a balcony.
"""


def test_a_row_carries_its_header(write, read) -> None:
    write("handbook.md", PRICES)
    prices, rooms = read()
    assert prices.text == "- single: low season €68, high season €98\n- double: low season €92"
    assert rooms.text == "Every room has a kettle and a safe. The suites have a balcony."


def test_a_passage_knows_where_it_stands(write, read) -> None:
    write("en/handbook.md", PRICES)
    prices, rooms = read()
    assert (prices.id, prices.source) == ("en/handbook.md#prices-1", "knowledge/en/handbook.md")
    assert (prices.headings, prices.line, prices.language) == (("Hotel", "Prices"), 7, "en")
    assert (rooms.id, rooms.line) == ("en/handbook.md#rooms-1", 12)


def test_items_are_whole_and_a_list_inside_one_is_its_own(write, read) -> None:
    write("a.md", "- one\n  still one\n\n  and a paragraph\n- two\n  - inside\n")
    (only,) = read()
    assert only.text == "- one still one and a paragraph\n- two\n- inside"


def test_short_neighbours_stay_together_and_long_ones_part(write, read) -> None:
    sentence = "This sentence has exactly eight words in it."
    write("a.md", "# T\n\n" + "\n\n".join(["Short one.", "Short two.", *[" ".join([sentence] * 6)] * 3]))
    lengths = [len(passage.text.split()) for passage in read()]
    assert sum(lengths) == 4 + 3 * 48
    assert all(40 <= length <= 120 for length in lengths)


def test_a_long_paragraph_is_cut_between_sentences_only(write, read) -> None:
    sentences = [f"Number {n} costs €1.50 a day, e.g. from 7 a.m. to 9 p.m. on weekdays." for n in range(40)]
    write("a.md", " ".join(sentences))
    found = read()
    assert len(found) > 3
    assert all(len(passage.text.split()) <= 120 for passage in found)
    assert " ".join(passage.text for passage in found) == " ".join(sentences)
    assert all(passage.text.startswith("Number") for passage in found)


def test_ids_stay_when_other_sections_change(write, read) -> None:
    write("a.md", "# T\n\n## One\n\nFirst.\n\n## Two\n\nSecond.\n")
    before = {passage.text: passage.id for passage in read()}
    write("a.md", "# T\n\nNew before all.\n\n## One\n\nFirst, changed.\n\nMore.\n\n## Two\n\nSecond.\n")
    after = {passage.text: passage.id for passage in read()}
    assert before["Second."] == after["Second."] == "a.md#two-1"


def test_sections_of_one_name_get_different_ids(write, read) -> None:
    write("a.md", "## Hours\n\nBar.\n\n## Other\n\nX.\n\n## Hours\n\nPool.\n")
    assert [passage.id for passage in read()] == ["a.md#hours-1", "a.md#other-1", "a.md#hours_2-1"]


def test_front_matter_gives_title_and_language(write, read, problems: Problems) -> None:
    write("a.md", "---\ntitle: Le livret\nlanguage: fr-FR\nauthor: {x: 1}\n---\n# Bar\n\nOpen late.\n")
    (only,) = read()
    assert (only.headings, only.language, only.line) == (("Le livret", "Bar"), "fr", 8)
    assert not list(problems)


def test_a_language_that_is_none_is_told_with_its_place(write, read, problems: Problems) -> None:
    file = write("a.md", "---\ntitle: x\nlanguage: [1]\n---\nWords.\n")
    assert [passage.text for passage in read()] == ["Words."]
    (problem,) = problems
    assert (problem.place.file, problem.place.line, problem.expected) == (
        str(file),
        3,
        "a code such as en or fr",
    )


def test_broken_front_matter_is_told_and_the_page_still_read(write, read, problems: Problems) -> None:
    write("a.md", "---\ntitle: [unclosed\n---\nWords.\n")
    assert [passage.text for passage in read()] == ["Words."]
    assert problems.errors


def test_a_page_that_begins_with_a_rule_has_no_front_matter(write, read, problems: Problems) -> None:
    write("a.md", "---\n\nJust words.\n\n---\n\nAnd more.\n")
    assert "Just words." in read()[0].text
    assert not problems.errors


def test_html_in_markdown_and_comments_say_nothing(write, read) -> None:
    write("a.md", "<!-- secret -->\n\nSaid. `code`\n\n<div>hidden</div>\n\n```\nshown code\n```\n")
    assert read()[0].text == "Said. code\nshown code"


def test_text_before_the_first_heading_is_kept(write, read) -> None:
    write("a.md", "Words before.\n")
    assert read()[0].id == "a.md#top-1"


NOTED = """# Hotel

## Arrival

Rooms are ready from 3 p.m.
<!-- asked: can we move in at noon; is early
  check-in possible ; -->

## Beaches

- **Sables Blancs**: fine sand.
  <!-- asked: sandcastles -->
- **Guet**: pebbles.

<!-- a remark that is no note -->
"""


def test_notes_of_what_is_asked_are_searched_and_never_shown(write, read) -> None:
    write("handbook.md", NOTED)
    arrival, beaches = read()
    assert arrival.text == "Rooms are ready from 3 p.m."
    assert arrival.asked == ("can we move in at noon", "is early check-in possible")
    assert beaches.text == "- Sables Blancs: fine sand.\n- Guet: pebbles."
    assert beaches.asked == ("sandcastles",)


def test_a_note_right_below_a_heading_is_of_what_follows(write, read) -> None:
    write(
        "a.md",
        "# A\n\nOne.\n\n## B\n\n<!-- asked: two -->\n\nTwo.\n\n## C\n\n<!-- asked: lost -->\n\n## D\n\nFour.\n",
    )
    assert [(passage.text, passage.asked) for passage in read()] == [
        ("One.", ()),
        ("Two.", ("two",)),
        ("Four.", ()),
    ]


def test_a_note_below_a_table_is_of_its_last_row(write, read) -> None:
    write("a.md", "| room | price |\n|---|---|\n| single | €68 |\n\n<!-- asked: how much -->\n")
    (only,) = read()
    assert (only.text, only.asked) == ("- single: price €68", ("how much",))


def test_both_runs_of_a_long_paragraph_keep_its_notes(write, read) -> None:
    write(
        "a.md", " ".join(["This sentence has exactly eight words in it."] * 20) + "\n<!-- asked: long -->\n"
    )
    assert [passage.asked for passage in read()] == [("long",), ("long",)]
