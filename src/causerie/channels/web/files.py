"""Files that users send: on disk, in a folder per conversation, served as downloads to who knows its name."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import uuid
from dataclasses import asdict, dataclass
from pathlib import Path, PurePath
from urllib.parse import quote

from causerie.channels.receiving.signatures import digest
from causerie.channels.web.settings import FilePolicy
from causerie.errors import RequestError

ID = re.compile(r"[0-9a-f]{32}")
LONGEST_NAME = 120
MOST_FILES = 50
NO_TYPE = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Kept:
    """``url`` is relative to the server."""

    id: str
    name: str
    type: str
    size: int
    url: str


class Files:
    """``folder`` is made at the first file."""

    def __init__(self, folder: Path, policy: FilePolicy) -> None:
        self.folder = folder
        self.policy = policy

    async def keep(self, conversation: str, name: str, mime: str, body: bytes) -> Kept:
        """Raises RequestError for what the policy does not allow."""
        mime = mime.split(";")[0].strip().lower() or NO_TYPE
        if len(body) > self.policy.max_bytes:
            raise RequestError(
                413,
                "TooLarge",
                f"The file has {len(body):,} bytes; at most {self.policy.max_bytes:,} are allowed.",
            )
        if not self.policy.allows(mime):
            raise RequestError(
                415,
                "TypeNotAllowed",
                f"Files of the type '{mime}' are not allowed: {', '.join(self.policy.types)}.",
            )
        return await asyncio.to_thread(self._write, conversation, _safe(name), mime, body)

    def find(self, conversation: str, file: str) -> tuple[Kept, Path]:
        """Raises RequestError 404."""
        place = self._place(conversation)
        if ID.fullmatch(file) and (place / f"{file}.json").is_file():
            return Kept(**json.loads((place / f"{file}.json").read_text(encoding="utf-8"))), place / file
        raise RequestError(404, "NotFound", "There is no such file in this conversation.")

    def erase(self, conversation: str) -> None:
        shutil.rmtree(self._place(conversation), ignore_errors=True)

    def _write(self, conversation: str, name: str, mime: str, body: bytes) -> Kept:
        place = self._place(conversation)
        place.mkdir(parents=True, exist_ok=True)
        if sum(1 for _ in place.glob("*.json")) >= MOST_FILES:
            raise RequestError(413, "TooMany", f"A conversation keeps at most {MOST_FILES} files.")
        number = uuid.uuid4().hex
        url = f"/webhooks/web/files/{number}?conversation={quote(conversation, safe='')}"
        kept = Kept(number, name, mime, len(body), url)
        (place / number).write_bytes(body)
        (place / f"{number}.json").write_text(json.dumps(asdict(kept)), encoding="utf-8")
        return kept

    def _place(self, conversation: str) -> Path:
        return self.folder / digest(conversation)


def _safe(name: str) -> str:
    """A file name without folders and signs that are not shown."""
    plain = "".join(sign for sign in PurePath(name.replace("\\", "/")).name if sign.isprintable())
    return plain.strip(". ")[:LONGEST_NAME] or "file"
