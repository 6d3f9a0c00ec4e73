"""Is this SQLite file a ledger of ours, whole, and of a version we know? Looked at without ever writing to it."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from urllib.parse import quote

from xietong.core.errors import WorkspaceError
from xietong.store.engine import APPLICATION_ID

SCHEMA = 12  # the newest migration; also kept as the file's user_version
_MAGIC = b"SQLite format 3\0"
_CHECKED_WHOLE = 32 * 1024 * 1024  # bytes up to which every page is looked at on opening; more would be felt


def check_file(path: Path) -> int:
    """The schema version of a ledger file. WorkspaceError, with the file untouched, where it is none of ours."""
    header = _header(path)
    if header[:16] != _MAGIC or int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise WorkspaceError(
            f"{path} is not a Xietong ledger. Nothing was changed; choose another directory.",
            f"{path} 不是协同的工作区文件。未作任何改动；请换一个目录。",
        )
    _check_length(path, header)
    live = path.with_name(path.name + "-wal").exists()
    # with nobody writing, "immutable" keeps SQLite from putting files of its own beside the ledger
    uri = f"file:{quote(str(path.absolute()))}?{'mode=ro' if live else 'immutable=1'}"
    try:
        connection = sqlite3.connect(uri, uri=True, timeout=60)
    except sqlite3.Error as error:
        raise _damaged(path, error) from error
    try:
        return check_version(_version(connection, path), str(path))
    except sqlite3.OperationalError as error:
        if "locked" in str(error) or "busy" in str(error):
            raise WorkspaceError(
                f"{path} is in use by another program: {error}. Try again.", f"{path} 正被其他程序占用，请稍后再试。"
            ) from error
        raise _damaged(path, error) from error
    except sqlite3.Error as error:
        raise _damaged(path, error) from error
    finally:
        connection.close()


def check_version(version: int, place: str) -> int:
    """The version itself, if this program knows it."""
    if version > SCHEMA:
        raise WorkspaceError(
            f"{place} was written by a newer Xietong (schema {version}, this one knows {SCHEMA}). Update Xietong.",
            f"{place} 由更新版本的协同写成（结构版本 {version}，本程序支持到 {SCHEMA}）。请升级协同。",
        )
    return version


def _damaged(path: Path, reason: object) -> WorkspaceError:
    return WorkspaceError(
        f"{path} is damaged ({reason}). Restore it from a copy; nothing was changed.",
        f"{path} 已损坏（{reason}）。请从备份恢复；未作任何改动。",
    )


def _header(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(100)
    except OSError as error:
        raise WorkspaceError(
            f"{path} cannot be read: {error.strerror}.", f"{path} 无法读取：{error.strerror}。"
        ) from error


def _check_length(path: Path, header: bytes) -> None:
    page = int.from_bytes(header[16:18], "big")
    size = 65536 if page == 1 else page
    if path.stat().st_size < size * int.from_bytes(header[28:32], "big"):
        raise _damaged(path, "the file is shorter than it says")


def _version(connection: sqlite3.Connection, path: Path) -> int:
    rows = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    if len(rows) != 1 or not str(rows[0][0]).isdigit():
        raise _damaged(path, "it does not say its version")
    if path.stat().st_size <= _CHECKED_WHOLE:
        verdict = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if verdict != "ok":
            raise _damaged(path, verdict.splitlines()[-1])
    return int(rows[0][0])
