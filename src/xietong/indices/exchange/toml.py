"""A framework written as the TOML file that people review: one entry after another, short tables in one line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xietong.indices.framework import Framework

LISTS = ("step", "node", "indicator")
TABLES = ("note", "aggregate", "weights")


def write(framework: Framework) -> str:
    """The file of a framework; reading it gives a framework of the same hash."""
    table = framework.table
    parts = ["\n".join(_lines({key: value for key, value in table.items() if key not in (*LISTS, *TABLES)}))]
    parts += ["\n".join([f"[{key}]", *_lines(table[key])]) for key in TABLES if key in table]
    parts += ["\n".join([f"[[{key}]]", *_lines(entry)]) for key in LISTS for entry in table.get(key, ())]
    return "\n\n".join(part for part in parts if part) + "\n"


def _lines(entries: Mapping[str, Any]) -> list[str]:
    return [f"{_key(key)} = {_value(value)}" for key, value in entries.items()]


def _key(key: str) -> str:
    plain = key.isascii() and key.replace("_", "").replace("-", "").isalnum()
    return key if plain else _text(key)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, dict):
        return "{" + ", ".join(_lines(value)) + "}"
    return "[" + ", ".join(map(_value, value)) + "]"


def _text(text: str) -> str:
    """A basic string; JSON's escapes are TOML's, but for the delete character, which TOML has escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
