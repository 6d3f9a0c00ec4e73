"""settings.toml of a workspace: read on opening, written with a comment for each value."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path

from xietong.core.errors import WorkspaceError
from xietong.documents.intake import SIZE_LIMIT

FILE = "settings.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """`size_limit` in bytes: larger files are refused. `person`: who works here. `database`: URL of a server, or empty."""

    size_limit: int = SIZE_LIMIT
    person: str = ""
    region_pack: str = "jingjinji"
    database: str = ""

    @classmethod
    def read(cls, directory: Path) -> Settings:
        """The settings of a workspace; what the file does not say keeps its default. WorkspaceError if it is not TOML."""
        path = directory / FILE
        if not path.exists():
            return cls()
        try:
            given = tomllib.loads(path.read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise WorkspaceError(
                f"{path} cannot be read: {error}. Correct it, or delete it for the defaults."
            ) from error
        return cls(**{name: _checked(path, name, value) for name, value in given.items()})

    def write(self, directory: Path) -> None:
        """Write the file."""
        lines = [
            "# Settings of this Xietong workspace",
            "# files larger than this many bytes are refused",
            f"size_limit = {self.size_limit}",
            "# who works here",
            f"person = {json.dumps(self.person, ensure_ascii=False)}",
            "# the region this workspace is about",
            f"region_pack = {json.dumps(self.region_pack, ensure_ascii=False)}",
            "# postgresql+psycopg://… for many users; empty: xietong.db in this directory",
            f"database = {json.dumps(self.database, ensure_ascii=False)}",
        ]
        (directory / FILE).write_text("\n".join(lines) + "\n", "utf-8")


def _checked(path: Path, name: str, value: object) -> object:
    default = getattr(Settings(), name, None) if name in Settings.__dataclass_fields__ else None
    if default is None:
        raise WorkspaceError(f"{path}: there is no setting {name!r}.")
    if type(value) is not type(default) or (name == "size_limit" and int(str(value)) <= 0):
        raise WorkspaceError(f"{path}: {name} = {value!r} is not of the right kind (the default is {default!r}).")
    return value
