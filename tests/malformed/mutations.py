"""Ways to break a good project file. Every one is a function of the file's bytes and a seeded random."""

from __future__ import annotations

import random
import re

OTHER_VALUES = (
    "[]", "{}", "null", "[1, 2]", "{a: {b: [c]}}", "12", "-1.5e400", "true", "''", "~", "'x'", "&a [*a]",
    "*nowhere", "!!python/object:os.system x", "!thing y", "2020-01-01", ".nan", "0x", "9" * 5000,
    "${NOT_SET_ANYWHERE}", "|", ">", "'unclosed", '"unclosed', "[unclosed", "{unclosed", "a: b: c",
    '"\\x"', "@at", "`tick", "%percent", "\t", "- - - -", "? key", "<<: 1", "&anchor", "\u2028", "🍕",
)  # fmt: skip


def lines_of(raw: bytes) -> list[bytes]:
    return raw.split(b"\n")


def delete_line(raw: bytes, rng: random.Random) -> bytes:
    lines = lines_of(raw)
    del lines[rng.randrange(len(lines))]
    return b"\n".join(lines)


def delete_lines(raw: bytes, rng: random.Random) -> bytes:
    lines = lines_of(raw)
    start = rng.randrange(len(lines))
    del lines[start : start + rng.randint(2, 12)]
    return b"\n".join(lines)


def repeat_lines(raw: bytes, rng: random.Random) -> bytes:
    lines = lines_of(raw)
    start = rng.randrange(len(lines))
    chunk = lines[start : start + rng.randint(1, 6)]
    return b"\n".join(lines[:start] + chunk + lines[start:])


def swap_lines(raw: bytes, rng: random.Random) -> bytes:
    lines = lines_of(raw)
    one, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def indent_line(raw: bytes, rng: random.Random) -> bytes:
    lines = lines_of(raw)
    at = rng.randrange(len(lines))
    lines[at] = b" " * rng.randint(1, 4) + lines[at]
    return b"\n".join(lines)


def outdent_line(raw: bytes, rng: random.Random) -> bytes:
    lines = lines_of(raw)
    at = rng.randrange(len(lines))
    lines[at] = lines[at].lstrip(b" ") if rng.random() < 0.5 else lines[at].removeprefix(b" ")
    return b"\n".join(lines)


def indent_with_tab(raw: bytes, rng: random.Random) -> bytes:
    lines = lines_of(raw)
    at = rng.randrange(len(lines))
    lines[at] = b"\t" + lines[at].lstrip(b" ")
    return b"\n".join(lines)


def replace_value(raw: bytes, rng: random.Random) -> bytes:
    """What stands behind a colon becomes something else."""
    values = list(re.finditer(rb":[ \t]+([^\n]+)", raw))
    if not values:
        return raw
    match = rng.choice(values)
    return raw[: match.start(1)] + rng.choice(OTHER_VALUES).encode() + raw[match.end(1) :]


def replace_item(raw: bytes, rng: random.Random) -> bytes:
    items = list(re.finditer(rb"^[ \t]*- ([^\n]*)", raw, re.MULTILINE))
    if not items:
        return raw
    match = rng.choice(items)
    return raw[: match.start(1)] + rng.choice(OTHER_VALUES).encode() + raw[match.end(1) :]


def empty_section(raw: bytes, rng: random.Random) -> bytes:
    """Everything under a key becomes one other value."""
    keys = list(re.finditer(rb"^( *)([\w ]+):[ \t]*\n(?:\1 +[^\n]*\n?)+", raw, re.MULTILINE))
    if not keys:
        return raw
    match = rng.choice(keys)
    value = rng.choice(OTHER_VALUES).encode()
    return raw[: match.start()] + match[1] + match[2] + b": " + value + b"\n" + raw[match.end() :]


def misspell_word(raw: bytes, rng: random.Random) -> bytes:
    words = list(re.finditer(rb"[A-Za-z_]{4,}", raw))
    if not words:
        return raw
    match = rng.choice(words)
    word = bytearray(match[0])
    at = rng.randrange(len(word) - 1)
    word[at], word[at + 1] = word[at + 1], word[at]
    return raw[: match.start()] + bytes(word) + raw[match.end() :]


def rename_key(raw: bytes, rng: random.Random) -> bytes:
    keys = list(re.finditer(rb"([A-Za-z_]+):", raw))
    if not keys:
        return raw
    match = rng.choice(keys)
    other = rng.choice([b"x", b"12", b"", b"null", b"{a}", b"[a]", b"? a", b"<<", rng.choice(keys)[1]])
    return raw[: match.start(1)] + other + raw[match.end(1) :]


def drop_character(raw: bytes, rng: random.Random) -> bytes:
    marks = [at for at, byte in enumerate(raw) if byte in b":-[]{}\"'|>,()"]
    if not marks:
        return raw
    at = rng.choice(marks)
    return raw[:at] + raw[at + 1 :]


def insert_character(raw: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(raw) + 1)
    return (
        raw[:at]
        + rng.choice([b":", b"- ", b"[", b"]", b"{", b"}", b'"', b"'", b"&a ", b"*a", b"#"])
        + raw[at:]
    )


def insert_bytes(raw: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(raw) + 1)
    junk = bytes(rng.randrange(256) for _ in range(rng.randint(1, 20)))
    return raw[:at] + junk + raw[at:]


def truncate(raw: bytes, rng: random.Random) -> bytes:
    return raw[: rng.randrange(len(raw) + 1)]


def make_empty(raw: bytes, rng: random.Random) -> bytes:
    return rng.choice(
        [b"", b"\n\n", b"# nothing\n", b"---\n", b"null\n", b"42\n", b"- a\n- b\n", b"text\n", b"\0"]
    )


def other_encoding(raw: bytes, rng: random.Random) -> bytes:
    text = raw.decode("utf-8", "replace") + "\n# é\n"
    return text.encode(rng.choice(["utf-16", "utf-16-le", "latin-1", "utf-8-sig", "utf-32"]), "replace")


def windows_lines(raw: bytes, rng: random.Random) -> bytes:
    return raw.replace(b"\n", rng.choice([b"\r\n", b"\r", b"\n\r"]))


def nest_deeply(raw: bytes, rng: random.Random) -> bytes:
    depth = rng.choice([50, 150, 5000])
    return raw + b"\ndeep: " + b"[" * depth + b"]" * rng.choice([depth, 0])


def billion_laughs(raw: bytes, rng: random.Random) -> bytes:
    bomb = [b"l0: &l0 [x, x, x, x, x, x, x, x, x]"]
    for number in range(1, 12):
        before = b"*l%d" % (number - 1)
        bomb.append(b"l%d: &l%d [" % (number, number) + b", ".join([before] * 9) + b"]")
    return raw + b"\n" + b"\n".join(bomb) + b"\n"


def second_document(raw: bytes, rng: random.Random) -> bytes:
    return raw + b"\n---\n" + raw


def broken_annotation(raw: bytes, rng: random.Random) -> bytes:
    broken = [
        b"[x](",
        b"[x]{",
        b'[x]{"entity"}',
        b'[x]{"entity": 1}',
        b"[x][{]",
        b"[]()",
        b'[x]{"value": "y"}',
        b"[[x]](y)",
    ]
    lines = list(re.finditer(rb"^ +- [^\n]+", raw, re.MULTILINE))
    if not lines:
        return raw
    match = rng.choice(lines)
    return raw[: match.end()] + b" " + rng.choice(broken) + raw[match.end() :]


MUTATIONS = (
    delete_line, delete_lines, repeat_lines, swap_lines, indent_line, outdent_line, indent_with_tab,
    replace_value, replace_item, empty_section, misspell_word, rename_key, drop_character,
    insert_character, insert_bytes, truncate, make_empty, other_encoding, windows_lines, nest_deeply,
    billion_laughs, second_document, broken_annotation,
)  # fmt: skip
