"""What credentials.yml says about the widget, and what the widget is told of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from causerie.channels.receiving.credentials import Credentials
from causerie.channels.redis_address import check_redis

KEYS = (
    "enabled", "title", "subtitle", "avatar", "language", "languages", "greeting", "files", "feedback",
    "rating", "speech", "delete", "origins", "identity_key", "poll",
    "redis_url",
)  # fmt: skip
FILE_KEYS = ("max_bytes", "types")
TYPES = (
    "image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf", "text/plain", "audio/mpeg",
    "audio/ogg", "audio/webm", "video/mp4", "video/webm",
)  # fmt: skip
SHORTEST_KEY = 32


@dataclass(frozen=True, slots=True)
class FilePolicy:
    """``types`` are MIME types; ``image/*`` stands for all of a kind."""

    max_bytes: int = 5_000_000
    types: tuple[str, ...] = TYPES

    def allows(self, mime: str) -> bool:
        kind = mime.split("/", 1)[0]
        return mime in self.types or f"{kind}/*" in self.types


@dataclass(frozen=True, slots=True)
class WebSettings:
    """``identity_key`` opens conversations of known users; ``poll``: seconds between looks at the store, where
    other processes may have written; ``redis_url``: where they tell each other what happens.
    """

    title: str = "Chat"
    subtitle: str | None = None
    avatar: str | None = None
    language: str = "en"
    languages: tuple[str, ...] = ("en",)
    greeting: str | None = None
    files: FilePolicy | None = field(default_factory=FilePolicy)
    feedback: bool = True
    rating: bool = True
    speech: bool = True
    delete: bool = True
    origins: tuple[str, ...] = ("*",)
    identity_key: str | None = None
    poll: float = 3.0
    redis_url: str | None = None
    enabled: bool = True

    @classmethod
    def read(cls, given: dict[str, Any] | None) -> WebSettings:
        """Raises ComponentError."""
        read = Credentials("web", given, KEYS)
        language = read.text("language", "en")
        key = read.text("identity_key") or None
        if key is not None:
            key = read.required("identity_key", "the secret that your site signs its users' tokens with")
            if len(key) < SHORTEST_KEY:
                raise read.wrong("identity_key", f"a secret of at least {SHORTEST_KEY} characters", key)
        redis_url = read.text("redis_url") or None
        if redis_url is not None:
            check_redis(redis_url, "web")
        return cls(
            title=read.text("title", "Chat"),
            subtitle=read.text("subtitle") or None,
            avatar=read.text("avatar") or None,
            language=language,
            languages=tuple(read.texts("languages", [language])),
            greeting=read.text("greeting") or None,
            files=_files(read),
            feedback=read.flag("feedback", True),
            rating=read.flag("rating", True),
            speech=read.flag("speech", True),
            delete=read.flag("delete", True),
            origins=tuple(read.texts("origins", ["*"])),
            identity_key=key,
            poll=read.number("poll", 3.0, 0.1),
            redis_url=redis_url,
            enabled=read.flag("enabled", True),
        )

    def told(self) -> dict[str, Any]:
        """For the widget; no secrets."""
        files = {"max_bytes": self.files.max_bytes, "types": list(self.files.types)} if self.files else None
        return {
            "title": self.title,
            "subtitle": self.subtitle,
            "avatar": self.avatar,
            "language": self.language,
            "languages": list(self.languages),
            "greeting": self.greeting,
            "files": files,
            "feedback": self.feedback,
            "rating": self.rating,
            "speech": self.speech,
            "delete": self.delete,
        }


def _files(read: Credentials) -> FilePolicy | None:
    if read.given.get("files") is False:
        return None
    given = Credentials("web: files", read.mapping("files"), FILE_KEYS)
    return FilePolicy(int(given.number("max_bytes", 5_000_000, 1)), tuple(given.texts("types", TYPES)))
