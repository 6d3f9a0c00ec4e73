"""The ledger: one database opened, checked and brought to the present schema."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from sqlalchemy import Connection, Engine, select

from xietong.core.errors import WorkspaceError
from xietong.store import fulltext, links, task_tables, views
from xietong.store.check import SCHEMA, check_file
from xietong.store.engine import APPLICATION_ID, PAGE, connect, sqlite_url, transaction
from xietong.store.migrate import migrate, schema_of
from xietong.store.model import Document, DocumentText
from xietong.store.plain import pieces
from xietong.store.prepare import Indexed, indexed, unpacked_articles
from xietong.store.review import queue


class Ledger:
    """Transactions on an open database; all questions and changes are functions over the connection they give."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @classmethod
    def create_file(cls, path: Path) -> Ledger:
        """A new SQLite ledger. It appears under its name only when it is complete. WorkspaceError if there is one."""
        if path.exists():
            raise _exists(path)
        with tempfile.TemporaryDirectory(prefix=".new-", dir=path.parent) as place:
            fresh = Path(place) / path.name
            engine = connect(sqlite_url(fresh))
            with engine.connect() as connection:
                connection.exec_driver_sql("COMMIT")  # these settings cannot be made inside a transaction
                connection.exec_driver_sql(f"PRAGMA page_size = {PAGE}")
                connection.exec_driver_sql("PRAGMA journal_mode = WAL")
                connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
            migrate(engine)
            engine.dispose()
            _publish(fresh, path)
        return cls.open_file(path)

    @classmethod
    def open_file(cls, path: Path) -> Ledger:
        """An existing SQLite ledger, migrated if it is older. WorkspaceError where it is damaged, foreign or newer."""
        version = check_file(path)
        return cls._ready(connect(sqlite_url(path)), version)

    @classmethod
    def open_server(cls, url: str, create: bool = False) -> Ledger:
        """A ledger on a PostgreSQL server; with `create` the tables are made where there are none."""
        engine = connect(url)
        version = schema_of(engine)
        if not version and not create:
            place = engine.url.render_as_string()
            raise WorkspaceError(
                f"{place} holds no Xietong ledger; make it with `xietong init`.",
                f"{place} 中没有协同的数据；可用 `xietong init` 建立。",
            )
        return cls._ready(engine, version)

    @classmethod
    def _ready(cls, engine: Engine, version: int) -> Ledger:
        if version < SCHEMA:
            migrate(engine)
        ledger = cls(engine)
        ledger._check_index()
        ledger._check_links()
        ledger._check_views()
        ledger._check_queue()
        ledger._check_tasks()
        return ledger

    def reading(self) -> AbstractContextManager[Connection]:
        """A transaction that only asks; it sees one state throughout and disturbs no writer."""
        return transaction(self.engine, writes=False)

    def writing(self) -> AbstractContextManager[Connection]:
        """A transaction that changes; on SQLite it waits for its turn at the beginning."""
        return transaction(self.engine, writes=True)

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def _check_index(self) -> None:
        with self.reading() as connection:
            if fulltext.is_current(connection):
                return
        with self.writing() as connection:
            if not fulltext.is_current(connection):
                fulltext.rebuild(connection, _passages(connection))

    def _check_links(self) -> None:
        with self.reading() as connection:
            if links.is_current(connection):
                return
        with self.writing() as connection:
            if not links.is_current(connection):
                links.rebuild(connection)

    def _check_views(self) -> None:
        with self.reading() as connection:
            if views.is_current(connection):
                return
        with self.writing() as connection:
            views.wait(connection)
            if not views.is_current(connection):
                views.rebuild(connection)

    def _check_queue(self) -> None:
        with self.reading() as connection:
            if queue.is_current(connection):
                return
        with self.writing() as connection:
            if not queue.is_current(connection):
                queue.rebuild(connection)

    def _check_tasks(self) -> None:
        with self.reading() as connection:
            if task_tables.is_current(connection):
                return
        with self.writing() as connection:
            if not task_tables.is_current(connection):
                task_tables.rebuild(connection)


def _passages(connection: Connection) -> Iterator[tuple[str, list[Indexed]]]:
    from xietong.documents.model import Text

    for key in connection.scalars(select(Document.text_id)).all():
        one = connection.execute(
            select(DocumentText.content, DocumentText.articles).where(DocumentText.id == key)
        ).one()
        text = Text(one.content, "", articles=unpacked_articles(one.articles))
        yield key, [indexed(piece) for piece in pieces(text)]


def _exists(path: Path) -> WorkspaceError:
    return WorkspaceError(
        f"{path} exists already; open it, or choose another directory.", f"{path} 已存在；请直接打开，或换一个目录。"
    )


def _publish(fresh: Path, path: Path) -> None:
    """Give the finished file its name; a name taken meanwhile stays with who took it."""
    for rest in ("-wal", "-shm"):
        if fresh.with_name(fresh.name + rest).exists():
            raise WorkspaceError(f"{path} could not be written completely.", f"{path} 未能完整写入。")
    with fresh.open("rb") as file:
        os.fsync(file.fileno())
    try:
        os.link(fresh, path)
    except FileExistsError:
        raise _exists(path) from None
    except OSError:  # a file system without hard links
        shutil.move(fresh, path)
