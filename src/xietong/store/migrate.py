"""Bring a database to the schema of this program, by the migrations that ship in the package."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine, inspect, text

from xietong.store import views
from xietong.store.check import SCHEMA, check_version
from xietong.store.engine import transaction


def migrate(engine: Engine, to: int = SCHEMA) -> None:
    """Run the missing migrations in one transaction: all of them or none. An empty database gets the whole schema."""
    from alembic import command  # late: it takes a tenth of a second and is seldom needed
    from alembic.config import Config

    with transaction(engine, writes=True) as connection:
        if inspect(connection).has_table("setting"):
            views.drop(connection)  # no table can be changed under a view
        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, f"{to:04}")
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql(f"PRAGMA user_version = {to}")


def schema_of(engine: Engine) -> int:
    """The schema version of a server's ledger; 0 where there is none yet. WorkspaceError if it is newer than ours."""
    with transaction(engine, writes=False) as connection:
        if not inspect(connection).has_table("alembic_version"):
            return 0
        version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return check_version(int(version or 0), engine.url.render_as_string())
