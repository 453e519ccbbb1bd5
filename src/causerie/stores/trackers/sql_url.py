"""``tracker_store`` of type SQL → an address that SQLAlchemy's async engines understand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from causerie.errors import ComponentError

ASYNC_DRIVERS = {
    "sqlite": ("sqlite+aiosqlite", ""),
    "postgresql": ("postgresql+asyncpg", "postgres"),
    "postgres": ("postgresql+asyncpg", "postgres"),
    "mysql": ("mysql+aiomysql", "mysql"),
    "mariadb": ("mysql+aiomysql", "mysql"),
}


def database_url(options: Mapping[str, Any], url: str | None, folder: Path) -> URL:
    """From ``dialect, url, port, db, username, password, query``; SQLite paths count from ``folder``."""
    if url and "://" in url:
        return _with_async_driver(_parsed(url), folder)
    made = URL.create(
        str(options.get("dialect") or "sqlite"),
        username=options.get("username"),
        password=options.get("password"),
        host=url,
        port=int(options["port"]) if options.get("port") else None,
        database=str(options.get("db") or "rasa.db"),
        query=dict(options.get("query") or {}),
    )
    return _with_async_driver(made, folder)


def _parsed(url: str) -> URL:
    try:
        return make_url(url)
    except ArgumentError as error:
        raise ComponentError(f"The address of the tracker store is no database URL: {error}") from error


def _with_async_driver(url: URL, folder: Path) -> URL:
    dialect = url.get_backend_name()
    driver, _ = ASYNC_DRIVERS.get(dialect, (url.drivername, ""))
    url = url.set(drivername=driver)
    if dialect == "sqlite":
        url = url.set(host=None, port=None, username=None, password=None)
        database = url.database or "rasa.db"
        if database != ":memory:" and not Path(database).is_absolute():
            url = url.set(database=str(folder / database))
    return url


def install_hint(dialect: str) -> str:
    extra = ASYNC_DRIVERS.get(dialect, ("", ""))[1]
    return f"Install it with pip install 'causerie[{extra}]'." if extra else "Install the database's driver."
