"""HTTPS: what ``--ssl-certificate`` and its companions name."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from pathlib import Path

from causerie.errors import ComponentError


@dataclass(frozen=True, slots=True)
class Certificate:
    chain: Path
    key: Path | None = None
    authorities: Path | None = None
    password: str | None = None

    def context(self) -> ssl.SSLContext:
        """Raises ComponentError for files that can't be read or do not belong together."""
        try:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=self.authorities)
            # Without a password OpenSSL would ask for one on the terminal.
            context.load_cert_chain(self.chain, self.key, self.password or "")
        except (OSError, ValueError) as error:
            raise ComponentError(f"The certificate {self.chain} can't be used: {error}") from error
        return context
