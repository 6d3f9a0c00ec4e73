"""Workspaces on SQLite, and on PostgreSQL where a server answers."""

from __future__ import annotations

import os
import socket
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

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


@pytest.fixture(params=["sqlite", "postgresql"])
def ws(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Workspace]:
    """An empty workspace on each database."""
    if request.param == "sqlite":
        with Workspace.create(tmp_path / "ws") as made:
            yield made
        return
    if not _answers():
        pytest.skip("no PostgreSQL server answers on 127.0.0.1:5432")
    from sqlalchemy import create_engine, text

    schema = f"xietong_{uuid.uuid4().hex[:12]}"
    engine = create_engine(SERVER)
    try:
        with engine.begin() as connection:
            connection.execute(text(f"create schema {schema}"))
    except Exception as error:
        pytest.skip(f"the PostgreSQL server does not let us in: {error}")
    try:
        with Workspace.create(tmp_path / "ws", f"{SERVER}?options=-csearch_path%3D{schema}") as made:
            yield made
    finally:
        with engine.begin() as connection:
            connection.execute(text(f"drop schema {schema} cascade"))
        engine.dispose()
