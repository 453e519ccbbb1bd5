"""The committed script is the one that the sources give, and small."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from pathlib import Path

from .standin import BUILT

WIDGET = Path(__file__).parents[2] / "widget"
LIMIT = 20 * 1024


def test_the_built_script_is_that_of_the_sources() -> None:
    sources = WIDGET / "src"
    digest = hashlib.sha256()
    for name, path in sorted((path.relative_to(sources).as_posix(), path) for path in sources.rglob("*.*")):
        digest.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    told = re.match(r"/\*! .* sha256:(\w+) \*/\n", BUILT.read_text("utf-8"))
    assert told is not None
    assert told[1] == digest.hexdigest(), "run `npm ci && npm run build` in widget/ and commit the result"


def test_the_built_script_is_at_most_twenty_kilobytes_gzipped() -> None:
    assert len(gzip.compress(BUILT.read_bytes(), 9)) <= LIMIT


def test_the_script_names_no_host_and_evaluates_no_text() -> None:
    script = BUILT.read_text("utf-8")
    hosts = set(re.findall(r"https?://([\w.-]+)", script))
    assert hosts == {"www.w3.org"}  # the namespace of SVG, which is a name and not an address
    for word in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
        "cookie",
    ):
        assert word not in script


def test_all_languages_have_the_same_texts() -> None:
    texts = {path.stem: json.loads(path.read_text("utf-8")) for path in (WIDGET / "src/texts").glob("*.json")}
    assert set(texts) == {"ar", "de", "en", "es", "fr", "it"}
    for language, own in texts.items():
        assert own.keys() == texts["en"].keys(), language
        for key, text in own.items():
            assert set(re.findall(r"{\w+}", text)) == set(re.findall(r"{\w+}", texts["en"][key])), (
                language,
                key,
            )
            assert "|" not in text, (language, key)


def test_the_lock_file_names_no_registry() -> None:
    lock = (WIDGET / "package-lock.json").read_text("utf-8")
    assert '"resolved"' not in lock
    assert '"integrity"' in lock
