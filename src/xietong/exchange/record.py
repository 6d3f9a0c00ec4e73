"""Entry → the cells of its row, and back: by the paths of the schema, so that a new column is a line of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any

from xietong.core.errors import ExchangeError
from xietong.core.period import Period
from xietong.data import table as data
from xietong.exchange.model import Cell, Entry, Incoming, RowIssue
from xietong.exchange.numbers import digits, ends, interval, joined, number, numbers
from xietong.exchange.schema import Column, table
from xietong.exchange.troubles import trouble
from xietong.observations import places
from xietong.observations.catalogue import catalogue
from xietong.observations.model import Key, Observation, Release

OBSERVATIONS = "observations"
_PERIODS = ("period", "base_period")


def record(entry: Entry) -> dict[str, Cell]:
    """The row of an entry, by column."""
    return {name: cell(entry) for name, cell in _cells()}


@cache
def _cells() -> tuple[tuple[str, Callable[[Entry], Cell]], ...]:
    return tuple((column.name, _cell(column)) for column in table(OBSERVATIONS).columns)


def _cell(column: Column) -> Callable[[Entry], Cell]:
    """How the cell of a column is made of an entry."""
    if not column.path:
        computed = COMPUTED[column.name]
        return lambda entry: computed(entry.observation)
    if column.path == "value":
        return lambda entry: joined(entry.observation.value)
    if column.path == "bounds":
        return lambda entry: ends(entry.observation.bounds)
    above, _, name = column.path.partition(".")
    return attrgetter(name if above == "row" else f"observation.{column.path}")


@lru_cache(maxsize=10_000)
def _days(period: str) -> tuple[str, str]:
    span = Period.parse(period)
    return str(span.start or ""), str(span.end)


@lru_cache(maxsize=10_000)
def indicator_name(key: str) -> str:
    """The Chinese name of an indicator; a phrase is its own."""
    known = catalogue().indicators
    if key in known:
        return known[key].zh
    counted: list[str] = data("linking.toml")["occasion_of"]
    code = next((one for one in counted if key.startswith(one)), "")
    return f"{known[code].zh}（{key.removeprefix(code)}）" if code in known else key


# columns that follow from the others
COMPUTED: Mapping[str, Callable[[Observation], Cell]] = {
    "id": lambda one: one.id,
    "indicator_name": lambda one: indicator_name(one.key.indicator),
    "place_name": lambda one: places.words(one.key.place),
    "first_day": lambda one: _days(one.key.period)[0],
    "last_day": lambda one: _days(one.key.period)[1],
    "value": lambda one: one.value[0] if one.form == "number" else None,
}


def check_headings(headings: Sequence[str], name: str) -> None:
    """ExchangeError where a column that makes an observation is missing, or one stands twice."""
    columns = table(OBSERVATIONS).columns
    missing = [one.name for one in columns if one.path and one.name not in headings and (one.required or one.key)]
    if missing:
        raise ExchangeError(
            f"{name} is no table of observations: it has no column {', '.join(missing)}.",
            f"{name} 不是观测值表：缺少“{'、'.join(missing)}”列。",
        )
    twice = sorted({one for one in headings if list(headings).count(one) > 1})
    if twice:
        raise ExchangeError(
            f"{name}: the column {', '.join(twice)} stands twice.", f"{name}：“{'、'.join(twice)}”列出现了两次。"
        )


def incoming(rows: Iterable[tuple[int, Mapping[str, str]]], headings: Sequence[str], name: str) -> Incoming:
    """The entries of the numbered rows of a file, whose cells are text.

    A row with a cell that cannot be read, or that contradicts another, is left out with an issue that says so.
    ExchangeError where the columns are not those of observations.
    """
    check_headings(headings, name)
    columns = [column for column in table(OBSERVATIONS).columns if column.name in headings]
    known = {column.name for column in columns}
    issues = [trouble("unknown_column", 1, name, "note") for name in headings if name not in known]
    entries: list[Entry] = []
    seen: dict[str, int] = {}
    for at, row in rows:
        made, wrong = _entry(row, columns, at)
        if made is not None:
            earlier = seen.setdefault(made.observation.id, at)
            if earlier != at:
                wrong.append(trouble("twice", at, "id", first=earlier, cell=made.observation.id))
                made = None
        if made is not None:
            entries.append(made)
        issues += wrong
    return Incoming(tuple(entries), tuple(issues))


def _entry(row: Mapping[str, str], columns: Sequence[Column], at: int) -> tuple[Entry | None, list[RowIssue]]:
    wrong: list[RowIssue] = []
    tree: dict[str, dict[str, Any]] = {"": {}, "key": {}, "release": {}, "row": {}}
    for column in columns:
        cell = row[column.name]
        wrong += _faults(column, cell, at)
        if column.path:
            above, _, name = column.path.rpartition(".")
            tree[above][name] = cell
    if wrong:
        return None, wrong
    own = tree[""]
    own["value"] = numbers(own["value"])
    if "bounds" in own:
        own["bounds"] = interval(own["bounds"])
    if not _fits(own["form"], own["value"]):
        return None, [trouble("bad_form", at, "exact", cell=row["exact"], form=own["form"])]
    for name in _PERIODS:
        if tree["key"].get(name):
            tree["key"][name] = str(Period.parse(tree["key"][name]))
    made = Entry(Observation(Key(**tree["key"]), release=Release(**tree["release"]), **own), **tree["row"])
    wrong = _contradictions(made.observation, row, columns, at)
    return (None if wrong else made), wrong


def _faults(column: Column, cell: str, at: int) -> list[RowIssue]:
    """What is wrong with one cell by itself."""
    if not cell:
        return [trouble("empty", at, column.name)] if column.required else []
    if column.codes and all(code.value != cell for code in column.codes):
        allowed = ", ".join(code.value for code in column.codes)
        return [trouble("bad_code", at, column.name, cell=cell, allowed=allowed)]
    kind, parse = _BY_PATH.get(column.path) or _BY_TYPE.get(column.type, ("", str))
    try:
        parse(cell)
    except ValueError:
        return [trouble(kind, at, column.name, cell=cell)]
    return []


_BY_PATH: dict[str, tuple[str, Any]] = {
    "value": ("bad_number", numbers),
    "bounds": ("bad_number", interval),
    "key.period": ("bad_period", Period.parse),
    "key.base_period": ("bad_period", Period.parse),
}
_BY_TYPE: dict[str, tuple[str, Any]] = {
    "number": ("bad_number", number),
    "integer": ("bad_number", int),
    "date": ("bad_date", date.fromisoformat),
}


def _fits(form: str, values: tuple[Decimal, ...]) -> bool:
    return {"number": len(values) == 1, "range": len(values) == 2, "ratio": len(values) > 1}[form]


def _contradictions(one: Observation, row: Mapping[str, str], columns: Sequence[Column], at: int) -> list[RowIssue]:
    """Cells that follow from the others and say something else; names may have changed since and are not looked at."""
    found = []
    for column in columns:
        cell = row[column.name]
        if column.path or not cell or column.name.endswith("_name"):
            continue
        other = COMPUTED[column.name](one)
        same = number(cell) == other if column.type == "number" else cell == str(other)
        if not same:
            shown = digits(other) if isinstance(other, Decimal) else str(other or "")
            found.append(trouble("disagree", at, column.name, cell=cell, other=shown))
    return found
