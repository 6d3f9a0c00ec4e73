"""Lists in CSV and Excel ↔ the fields of tasks, updates and projects; columns by their Chinese or English names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from xietong.data import table
from xietong.targets.tasks.refusal import refused

What = Literal["task", "update", "project"]
_NEEDED: dict[What, tuple[str, ...]] = {
    "task": ("title",), "update": ("task", "when", "status"), "project": ("title", "origin", "host"),
}  # fmt: skip
MOST_ROWS = 50_000


def columns(what: What) -> dict[str, dict[str, list[str]]]:
    """Fields in their order, with their names."""
    found: dict[str, dict[str, list[str]]] = table("tasks.toml")["columns"][what]
    return found


def headings(what: What, language: str) -> list[str]:
    """The names of the columns of a list that is written."""
    return [names[language][0] for names in columns(what).values()]


def read(what: What, rows: Iterable[Sequence[str]]) -> list[tuple[int, dict[str, str]]]:
    """The rows of a list with their numbers as a spreadsheet shows them, by field; empty rows are left out, columns of other
    names too. ValuesError for a list without the columns that are needed, with one twice, or with too many rows."""
    known = {name.lower(): field for field, names in columns(what).items() for name in (*names["zh"], *names["en"])}
    heads: dict[int, str] | None = None
    found = []
    for number, row in enumerate(rows, 1):
        cells = [one.strip() for one in row]
        if not any(cells):
            continue
        if heads is None:
            here = {at: known[one.lower()] for at, one in enumerate(cells) if one.lower() in known}
            if set(_NEEDED[what]) <= set(here.values()):
                heads = _checked(here)
            elif number >= 10:
                break
            continue
        found.append((number, {field: cells[at] if at < len(cells) else "" for at, field in heads.items()}))
        if len(found) > MOST_ROWS:
            raise refused("list_long", most=MOST_ROWS)
    if heads is None:
        names = columns(what)
        raise refused(
            "list_columns", zh="、".join(names[one]["zh"][0] for one in _NEEDED[what]),
            en=", ".join(names[one]["en"][0] for one in _NEEDED[what]),
        )  # fmt: skip
    if not found:
        raise refused("list_empty")
    return found


def _checked(heads: dict[int, str]) -> dict[int, str]:
    many = list(heads.values())
    twice = next((one for one in many if many.count(one) > 1), None)
    if twice is not None:
        raise refused("list_twice", column=twice)
    return heads


def row(what: What, fields: Mapping[str, str]) -> list[str]:
    """A row of a list that is written."""
    return [fields.get(field, "") for field in columns(what)]
