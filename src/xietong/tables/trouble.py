"""A file that holds no table that can be read: what is wrong and what to do, in both languages."""

from __future__ import annotations

from typing import Any

from xietong.core.errors import DocumentError
from xietong.data import table

FILE = "messages/table_files.toml"


def trouble(name: str, key: str, **values: object) -> DocumentError:
    """The error of that key for the file `name`."""
    entry: dict[str, Any] = table(FILE)[key]
    problem, advice = (
        {language: entry[part][language].format(**values) for language in ("zh", "en")}
        for part in ("problem", "advice")
    )
    return DocumentError(name, problem, advice)
