"""Workspaces on SQLite, and on PostgreSQL where a server answers."""

from __future__ import annotations

import os
import shutil
import socket
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from xietong.workspace import Workspace

SERVER = os.environ.get("XIETONG_TEST_POSTGRESQL", "postgresql+psycopg://postgres@127.0.0.1:5432/test")


def _answers() -> bool:
    try:
        import psycopg  # noqa: F401
    except ImportError:
        return False
    try:
        socket.create_connection(("127.0.0.1", 5432), timeout=0.5).close()
    except OSError:
        return False
    return True


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty workspace that is copied: making its tables takes ten times as long."""
    place = tmp_path_factory.mktemp("fresh") / "ws"
    Workspace.create(place).close()
    return place


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Engine, str]]:
    """The server, and the name of a database with all tables that it copies."""
    if not _answers():
        pytest.skip("no PostgreSQL server answers on 127.0.0.1:5432")
    engine = create_engine(SERVER, isolation_level="AUTOCOMMIT")
    name = f"xietong_{uuid.uuid4().hex[:12]}"
    try:
        with engine.connect() as connection:
            connection.execute(text(f"create database {name}"))
    except Exception as error:
        pytest.skip(f"the PostgreSQL server does not let us in: {error}")
    Workspace.create(tmp_path_factory.mktemp("server") / "ws", _address(engine, name)).close()
    yield engine, name
    with engine.connect() as connection:
        connection.execute(text(f"drop database {name}"))
    engine.dispose()


def _address(engine: Engine, name: str) -> str:
    return engine.url.set(database=name).render_as_string(hide_password=False)


@pytest.fixture(params=["sqlite", "postgresql"])
def ws(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Workspace]:
    """An empty workspace on each database."""
    if request.param == "sqlite":
        shutil.copytree(request.getfixturevalue("fresh"), tmp_path / "ws")
        with Workspace.open(tmp_path / "ws") as made:
            yield made
        return
    engine, template = request.getfixturevalue("server")
    name = f"xietong_{uuid.uuid4().hex[:12]}"
    with engine.connect() as connection:
        connection.execute(text(f"create database {name} template {template}"))
    try:
        with Workspace.create(tmp_path / "ws", _address(engine, name)) as made:
            yield made
    finally:
        with engine.connect() as connection:
            connection.execute(text(f"drop database {name} with (force)"))
