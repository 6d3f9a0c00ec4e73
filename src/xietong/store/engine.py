"""Connections: one engine for a SQLite file or a PostgreSQL server, with the settings the ledger relies on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DatabaseError, InterfaceError, OperationalError, SQLAlchemyError

from xietong.core.errors import WorkspaceError

APPLICATION_ID = 0x58696574  # "Xiet"
PAGE = 16384  # bytes; a long table is written and committed in fewer pieces than by the usual 4096
BUSY_MILLISECONDS = 60_000
_BROKEN = ("malformed", "not a database", "disk image", "disk I/O error")


def sqlite_url(path: Path) -> URL:
    """The URL of a SQLite file."""
    return URL.create("sqlite+pysqlite", database=str(path))


def connect(url: URL | str) -> Engine:
    """An engine whose transactions begin where we say, and whose SQLite connections check foreign keys and wait."""
    url = make_url(url)
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, pool_size=16, max_overflow=16)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    if url.get_backend_name() == "postgresql":
        return create_engine(url, pool_pre_ping=True)
    raise WorkspaceError(
        f"no such database engine: {url.get_backend_name()} (SQLite and PostgreSQL are known)",
        f"不支持的数据库：{url.get_backend_name()}（支持 SQLite 和 PostgreSQL）",
    )


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver's own BEGIN comes too late and leaves reads outside
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA synchronous = FULL")  # a document that was reported as added survives a power cut
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def transaction(engine: Engine, writes: bool) -> Iterator[Connection]:
    """A connection inside one transaction: committed at the end, rolled back on an error."""
    try:
        with engine.connect().execution_options(writes=writes) as connection, connection.begin():
            yield connection
    except (DatabaseError, InterfaceError) as error:
        raise _explained(engine, error) from error


def _explained(engine: Engine, error: SQLAlchemyError) -> Exception:
    """Damage, a full disk, a server that does not answer: for the person; anything else is a fault of ours."""
    place = engine.url.database if engine.url.get_backend_name() == "sqlite" else engine.url.render_as_string()
    reason = str(getattr(error, "orig", error)).strip()
    if any(sign in reason for sign in _BROKEN):
        return WorkspaceError(
            f"{place} is damaged ({reason}). Restore it from a copy; the originals are untouched.",
            f"{place} 已损坏（{reason}）。请从备份恢复；原件未受影响。",
        )
    if isinstance(error, OperationalError):
        return WorkspaceError(f"{place} cannot be used just now: {reason}", f"{place} 暂时无法使用：{reason}")
    return error
