"""A mapping: which columns of a layout say what. One TOML file a layout, written once and used for every release."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping as Table
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from xietong.core.errors import XietongError

FIELDS = (
    "place", "period", "indicator", "unit", "multiplier", "measure", "vintage", "status", "scope", "breakdown", "part",
    "note", "claimed",
)  # fmt: skip
_NEEDED = ("place", "period", "indicator")


class MappingError(XietongError):
    """A mapping that is not whole, or that does not fit the table it is used for."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where one thing that is said of a value stands: in `column`s (by their headings, several are joined), in level
    `header` of the value's own heading (from 1), in the words around the table (`caption`, a pattern with one group),
    or it is `fixed`. `names` gives what stands there another name."""

    column: tuple[str, ...] = ()
    header: int = 0
    caption: str = ""
    fixed: str = ""
    names: Table[str, str] = field(default_factory=dict)

    def named(self, text: str) -> str:
        """What is kept for what stands there."""
        return self.names.get(text, text)


@dataclass(frozen=True, slots=True)
class Value:
    """Columns of values, by their entry in the layout; what is said here goes before the mapping's sources."""

    column: str
    said: Table[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mapping:
    """`columns` are the headings from left to right, levels joined by " / "; "a|b" allows two wordings, {period},
    {place} and {any} stand for what changes from release to release, a + behind an entry for one or more of them.
    `head` is how many rows the headings take, `sheet` a pattern that the name or title of the sheet must hold, `dates`
    the day each vintage was released on, `skip` patterns of rows that are no data (as totals that are not wanted)."""

    name: str
    columns: tuple[str, ...]
    values: tuple[Value, ...]
    sources: Table[str, Source]
    head: int = 1
    title: str = ""
    publisher: str = ""
    date: str = ""
    sheet: str = ""
    skip: tuple[str, ...] = ()
    dates: Table[str, str] = field(default_factory=dict)
    fill: bool = False

    def source(self, name: str) -> Source:
        """The source of a field; an empty one where the mapping has none."""
        return self.sources.get(name, Source())


def load(path: Path) -> Mapping:
    """A mapping from its file. MappingError where it cannot be read or is not whole."""
    try:
        return parse(path.read_text("utf-8"), path.name)
    except OSError as error:
        raise MappingError(
            f"{path} cannot be read: {error.strerror}.", f"{path} 无法读取：{error.strerror}。"
        ) from error
    except UnicodeDecodeError as error:
        raise MappingError(f"{path} is not UTF-8 text.", f"{path} 不是 UTF-8 文本。") from error


def parse(text: str, name: str) -> Mapping:
    """A mapping from TOML; `name` is for errors. MappingError names what is missing or unknown."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MappingError(f"{name} is not TOML: {error}.", f"{name} 不是 TOML：{error}。") from error
    try:
        return _mapping(data, name)
    except (TypeError, KeyError, AttributeError, ValueError, re.error) as error:
        raise MappingError(
            f"{name}: a mapping has other fields ({error}). See docs/tables.md.",
            f"{name}：映射文件的字段不对（{error}），见 docs/tables.md。",
        ) from error


def _mapping(data: dict[str, Any], name: str) -> Mapping:
    sources = {key: _source(data.pop(key)) for key in FIELDS if key in data}
    values = tuple(_value(one) for one in data.pop("value", ()))
    plain = {one.name for one in fields(Mapping)} - {"sources", "values", "columns", "skip", "dates"}
    if unknown := sorted(set(data) - plain - {"columns", "skip", "dates"}):
        raise _wrong(name, f"不认识 {'、'.join(unknown)}", f"unknown: {', '.join(unknown)}")
    if not values or not data.get("columns"):
        raise _wrong(name, "缺少 columns 或 [[value]]", "columns or [[value]] is missing")
    columns = tuple(map(str, data.pop("columns")))
    skip = tuple(map(str, data.pop("skip", ())))
    dates = {str(key): str(day) for key, day in data.pop("dates", {}).items()}
    one = Mapping(columns=columns, values=values, sources=sources, skip=skip, dates=dates, **data)
    for pattern in (*skip, one.sheet, *(source.caption for source in sources.values())):
        re.compile(pattern)
    _check(one, name)
    return one


def _source(data: Any) -> Source:
    if isinstance(data, str):
        return Source(fixed=data)
    columns = data.get("column", ())
    columns = (columns,) if isinstance(columns, str) else tuple(columns)
    names = {str(key): str(value) for key, value in data.get("names", {}).items()}
    rest = {key: value for key, value in data.items() if key not in ("column", "names")}
    return Source(column=columns, names=names, **rest)


def _value(data: dict[str, Any]) -> Value:
    said = {str(key): str(value) for key, value in data.items() if key != "column"}
    if unknown := sorted(set(said) - set(FIELDS)):
        raise TypeError(f"[[value]] {', '.join(unknown)}")
    return Value(str(data["column"]), said)


def _check(one: Mapping, name: str) -> None:
    """Every column that is spoken of is in the layout; place, period and indicator are known of every value."""
    entries = {alternative for entry in one.columns for alternative in (entry, *bare(entry))}
    spoken = [value.column for value in one.values] + [c for source in one.sources.values() for c in source.column]
    for column in spoken:
        if column not in entries:
            raise _wrong(name, f"columns 中没有“{column}”", f"columns has no {column!r}")
    for value in one.values:
        for needed in _NEEDED:
            source = one.source(needed)
            given = value.said.get(needed) or source.column or source.header or source.caption or source.fixed
            headed = needed == "indicator" and "{" not in value.column and needed not in one.sources
            if not given and not headed:
                raise _wrong(
                    name,
                    f"“{value.column}”的值没有写明 {needed}",
                    f"{needed} of the values in {value.column!r} is open",
                )


def bare(entry: str) -> tuple[str, ...]:
    """The wordings that an entry of the layout allows, without its +."""
    return tuple((entry[:-1] if repeats(entry) else entry).split("|"))


def repeats(entry: str) -> bool:
    """Whether an entry of the layout stands for one or more columns."""
    return entry.endswith("+") and "{" in entry


def _wrong(name: str, zh: str, en: str) -> MappingError:
    return MappingError(f"{name}: {en}. See docs/tables.md.", f"{name}：{zh}。见 docs/tables.md。")


def written(one: Mapping, remarks: tuple[str, ...] = ()) -> str:
    """The TOML of a mapping, with remarks for the person at the top."""
    lines = [f"# {remark}" for remark in remarks]
    for key in ("name", "title", "publisher", "date", "sheet"):
        if getattr(one, key):
            lines.append(f"{key} = {_text(getattr(one, key))}")
    lines += [f"head = {one.head}"] if one.head != 1 else []
    lines += ["fill = true"] if one.fill else []
    lines.append("columns = [" + ", ".join(map(_text, one.columns)) + "]")
    if one.skip:
        lines.append("skip = [" + ", ".join(map(_text, one.skip)) + "]")
    for key, source in one.sources.items():
        lines += ["", f"[{key}]"]
        if source.column:
            lines.append("column = " + (_text(source.column[0]) if len(source.column) == 1 else _list(source.column)))
        lines += [f"header = {source.header}"] if source.header else []
        lines += [f"caption = {_text(source.caption)}"] if source.caption else []
        lines += [f"fixed = {_text(source.fixed)}"] if source.fixed else []
        if source.names:
            lines.append(f"[{key}.names]")
            lines += [f"{_text(name)} = {_text(kept)}" for name, kept in source.names.items()]
    if one.dates:
        lines += ["", "[dates]"] + [f"{_text(name)} = {_text(day)}" for name, day in one.dates.items()]
    for value in one.values:
        lines += ["", "[[value]]", f"column = {_text(value.column)}"]
        lines += [f"{key} = {_text(word)}" for key, word in value.said.items()]
    return "\n".join(lines) + "\n"


def _text(word: str) -> str:
    return json.dumps(word, ensure_ascii=False)


def _list(words: tuple[str, ...]) -> str:
    return "[" + ", ".join(map(_text, words)) + "]"
