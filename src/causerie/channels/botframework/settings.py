"""What credentials.yml says about the Bot Framework."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from causerie.channels.receiving.credentials import Credentials
from causerie.channels.receiving.edits import answers_edits

KEYS = (
    "app_id", "app_password", "tenant_id", "service_hosts", "card_actions", "typing", "edits", "stream", "api_base_url",
)  # fmt: skip
LOGIN, OPENID = "login.microsoftonline.com", "login.botframework.com"
#: A bot of many tenants logs in here.
EVERY_TENANT = "botframework.com"
#: Where the connector of Microsoft's channels is, in all of its clouds; a dot stands for any host below.
HOSTS = (
    "smba.trafficmanager.net", ".botframework.com", ".botframework.azure.us", ".botframework.azure.cn",
    ".teams.microsoft.com", ".teams.microsoft.us",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class BotFrameworkSettings:
    """``translates``: buttons of Messenger's types become card actions, too. ``answers_edits``: an edited message
    is a new one. ``streams``: answers are shown while they are made. ``api``: stands before all hosts.
    """

    app_id: str
    app_password: str
    tenant: str = EVERY_TENANT
    hosts: tuple[str, ...] = HOSTS
    translates: bool = False
    types: bool = False
    answers_edits: bool = False
    streams: bool = False
    api: str = ""

    def url(self, host: str, path: str) -> str:
        return f"{self.api}/{host}{path}" if self.api else f"https://{host}{path}"

    def real(self, url: str) -> str:
        """The address that one below ``api`` stands for."""
        below = url.removeprefix(f"{self.api}/") if self.api else url
        return url if below == url else f"https://{below}"

    def is_known(self, url: str) -> bool:
        """Whether the bot's token may be sent to this address: over TLS, to a host of Microsoft's or a named one."""
        try:
            parts = urlsplit(self.real(url))
            host, port = parts.hostname or "", parts.port
        except ValueError:
            return False
        is_host = any(host == known or (known[0] == "." and host.endswith(known)) for known in self.hosts)
        return is_host and parts.scheme == "https" and port in (None, 443) and "@" not in parts.netloc

    @classmethod
    def read(cls, given: dict[str, Any] | None) -> BotFrameworkSettings:
        """Raises ComponentError."""
        read = Credentials("botframework", given, KEYS)
        hosts = read.texts("service_hosts")
        if not all(hosts):
            raise read.wrong("service_hosts", "a list of host names", hosts)
        return cls(
            app_id=read.required("app_id", "the 'Microsoft App ID' of the Azure bot (Configuration)"),
            app_password=read.required(
                "app_password", "a client secret of the app (Microsoft Entra ID, Certificates & secrets)"
            ),
            tenant=read.text("tenant_id") or EVERY_TENANT,
            hosts=(*HOSTS, *(host.lower() for host in hosts)),
            translates=read.flag("card_actions"),
            types=read.flag("typing"),
            answers_edits=answers_edits(read),
            streams=read.flag("stream"),
            api=read.url("api_base_url"),
        )
