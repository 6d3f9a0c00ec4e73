"""TOML that a person wrote: what it says, or where it is wrong, in words of ours in both languages."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from xietong.data import table

_AT = re.compile(r"\(at line (\d+), column (\d+)\)$")
_SHOWN = 40  # characters of the line that is wrong


class WrittenError(ValueError):
    """A text that is no TOML; `problem` says where, by language ("zh", "en")."""

    def __init__(self, problem: dict[str, str]) -> None:
        super().__init__(problem["en"])
        self.problem = problem


def written(text: str) -> dict[str, Any]:
    """The tables of a text. WrittenError."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WrittenError(_problem(text, str(error))) from error
    except (ValueError, RecursionError) as error:
        raise WrittenError(_said("beyond")) from error


def written_bytes(content: bytes) -> dict[str, Any]:
    """The tables of a file. WrittenError."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise WrittenError(_said("not_utf8")) from error
    return written(text)


def unread() -> WrittenError:
    """That a file cannot be opened at all."""
    return WrittenError(_said("not_read"))


def _problem(text: str, error: str) -> dict[str, str]:
    lines = text.replace("\r\n", "\n").rstrip("\n").split("\n")
    found = _AT.search(error)
    if found is None:
        return _said("end", line=len(lines), words=_short(lines[-1]))
    line, column = int(found[1]), int(found[2])
    return _said("at", line=line, column=column, words=_short(lines[line - 1] if line <= len(lines) else ""))


def _short(line: str) -> str:
    shown = "".join(one if one.isprintable() else "�" for one in line.strip())
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"


def _said(code: str, **words: object) -> dict[str, str]:
    return {tongue: str(said).format(**words) for tongue, said in table("messages/written.toml")[code].items()}
