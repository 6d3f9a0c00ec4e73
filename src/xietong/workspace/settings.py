"""settings.toml of a workspace: read on opening, written with a comment for each value."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from xietong.core.errors import WorkspaceError
from xietong.documents.intake import SIZE_LIMIT

FILE = "settings.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """`size_limit`: bytes, larger files are refused. `person`: who works here; `reviewer`: who reviews, if
    it is someone else. `database`: URL of a server or empty."""

    size_limit: int = SIZE_LIMIT
    person: str = ""
    reviewer: str = ""
    region_pack: str = "jingjinji"
    database: str = ""

    @property
    def reviewed_by(self) -> str:
        """The name that decisions bear."""
        return self.reviewer or self.person

    @classmethod
    def read(cls, directory: Path) -> Settings:
        """The settings of a workspace; what the file leaves out keeps its default. WorkspaceError if it is not TOML."""
        path = directory / FILE
        if not path.exists():
            return cls()
        try:
            given = tomllib.loads(path.read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise WorkspaceError(
                f"{path} cannot be read: {error}. Correct it, or delete it for the defaults.",
                f"{path} 无法读取：{error}。请改正，或删除它以使用默认设置。",
            ) from error
        return replace(cls(), **{name: _checked(path, name, value) for name, value in given.items()})

    def write(self, directory: Path) -> None:
        """Write the file."""
        lines = [
            "# Settings of this Xietong workspace",
            "# files larger than this many bytes are refused",
            f"size_limit = {self.size_limit}",
            "# who works here",
            f"person = {json.dumps(self.person, ensure_ascii=False)}",
            "# the name that decisions of the review bear; empty: the one above",
            f"reviewer = {json.dumps(self.reviewer, ensure_ascii=False)}",
            "# the region this workspace is about",
            f"region_pack = {json.dumps(self.region_pack, ensure_ascii=False)}",
            "# postgresql+psycopg://… for many users; empty: xietong.db in this directory",
            f"database = {json.dumps(self.database, ensure_ascii=False)}",
        ]
        (directory / FILE).write_text("\n".join(lines) + "\n", "utf-8")


def _checked(path: Path, name: str, value: Any) -> Any:
    default = getattr(Settings(), name, None) if name in Settings.__dataclass_fields__ else None
    if default is None:
        raise WorkspaceError(f"{path}: there is no setting {name!r}.", f"{path}：没有“{name}”这一设置。")
    if type(value) is not type(default) or (name == "size_limit" and value <= 0):
        raise WorkspaceError(
            f"{path}: {name} = {value!r} is not of the right kind (the default is {default!r}).",
            f"{path}：{name} = {value!r} 不合要求（默认值为 {default!r}）。",
        )
    return value
