"""The tables that leave a workspace, column by column: `data/exchange.toml` as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from xietong.data import table as data

FILE = "exchange.toml"
Type = Literal["string", "number", "integer", "date"]
Role = Literal["dimension", "measure", "attribute"]


@dataclass(frozen=True, slots=True)
class Code:
    """One value that a column can have, its name in SDMX, and what it means."""

    value: str
    sdmx: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column; the fields are explained in the file. `path` is its `from`."""

    name: str
    type: Type
    zh: str
    en: str
    path: str = ""
    codes: tuple[Code, ...] = ()
    code_list: str = ""
    key: bool = False
    required: bool = False
    sdmx: str = ""
    role: Role = "attribute"
    sql: bool = True


@dataclass(frozen=True)
class Table:
    """A table: what a row is, and its columns in order."""

    name: str
    zh: str
    en: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The headings."""
        return tuple(one.name for one in self.columns)


@cache
def tables() -> Mapping[str, Table]:
    """All tables by name. ValueError for a file that contradicts itself."""
    return {name: _table(name, entry) for name, entry in data(FILE)["tables"].items()}


def table(name: str) -> Table:
    """One table."""
    return tables()[name]


@cache
def codes(name: str) -> tuple[Code, ...]:
    """The values of a code list, in order."""
    entries = data(FILE)["codes"][name].items()
    return tuple(Code(value, one.get("sdmx", value), one["zh"], one["en"]) for value, one in entries)


def _table(name: str, entry: Mapping[str, Any]) -> Table:
    columns = tuple(_column(one) for one in entry["columns"])
    names = [one.name for one in columns]
    concepts = [one.sdmx for one in columns if one.sdmx]
    for given in (names, concepts):
        if len(set(given)) < len(given):
            raise ValueError(f"a column of {name} stands twice in {FILE}")
    return Table(name, entry["zh"], entry["en"], columns)


def _column(entry: Mapping[str, Any]) -> Column:
    given = {("path" if key == "from" else key): value for key, value in entry.items()}
    listed = given.pop("codes", "")
    return Column(**given, codes=codes(listed) if listed else (), code_list=listed)
