"""Slack's Web API, which answers 200 for failures, too."""

from __future__ import annotations

from causerie.channels.delivery.platform import Platform, Reply
from causerie.channels.slack.settings import SlackSettings
from causerie.errors import PlatformError

PASSING = {
    "ratelimited",
    "rate_limited",
    "internal_error",
    "service_unavailable",
    "request_timeout",
    "fatal_error",
}


class SlackPlatform(Platform):
    """``ok: false`` is a failure; some of them pass."""

    def complaint(self, reply: Reply) -> PlatformError | None:
        problem = super().complaint(reply)
        if problem is not None or reply.field("ok") is not False:
            return problem
        error = str(reply.field("error"))
        failed = self.failed(reply, f"refused ({error})")
        return PlatformError(str(failed), is_final=error not in PASSING, wait=failed.wait)


def make_platform(settings: SlackSettings) -> SlackPlatform:
    headers = {"Authorization": f"Bearer {settings.token}"}
    return SlackPlatform("Slack", settings.base_url, headers, proxy=settings.proxy)
