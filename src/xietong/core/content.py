"""Frozen dataclasses as the JSON that records keep, and back; what holds its default is left out."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from xietong.core.period import Period

T = TypeVar("T")


def content(one: Any) -> dict[str, Any]:
    """A dataclass whose fields are strings, numbers, dates, periods, other dataclasses, and tuples of them. TypeError for others."""
    found = {}
    for field in fields(one):
        value = getattr(one, field.name)
        if field.default is MISSING or value != field.default:
            found[field.name] = _plain(value)
    return found


def of_content(cls: type[T], found: Mapping[str, Any]) -> T:
    """The dataclass again; its own checks apply. KeyError for a field it does not have."""
    converters = _fields(cls)  # type: ignore[arg-type]
    return cls(**{name: converters[name](value) for name, value in found.items()})


@cache
def _fields(cls: type) -> dict[str, Callable[[Any], Any]]:
    hints = get_type_hints(cls)
    return {field.name: _converter(hints[field.name]) for field in fields(cls)}


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, (type, Period)):
        return content(value)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, (date, Period)):
        return str(value)
    if value is None or isinstance(value, (str, int, bool)):
        return value
    raise TypeError(f"{type(value).__name__} has no form in a record")


def _converter(kind: Any) -> Callable[[Any], Any]:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        inner = _converter(next(one for one in get_args(kind) if one is not type(None)))
        return lambda value: None if value is None else inner(value)
    if origin is tuple:
        each = _converter(get_args(kind)[0])
        return lambda value: tuple(map(each, value))
    if kind is Decimal:
        return Decimal
    if kind is date:
        return date.fromisoformat
    if kind is Period:
        return Period.parse
    if is_dataclass(kind) and isinstance(kind, type):
        return lambda value: of_content(kind, value)
    return lambda value: value
