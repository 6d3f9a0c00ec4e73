"""Frozen dataclasses as the JSON that records keep, and back; what holds its default is left out."""

from __future__ import annotations

import types
from collections.abc import Mapping
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
    types_of = _fields(cls)  # type: ignore[arg-type]
    return cls(**{name: _typed(types_of[name], value) for name, value in found.items()})


@cache
def _fields(cls: type) -> dict[str, Any]:
    hints = get_type_hints(cls)
    return {field.name: hints[field.name] for field in fields(cls)}


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


def _typed(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _typed(next(one for one in get_args(kind) if one is not type(None)), value)
    if origin is tuple:
        return tuple(_typed(get_args(kind)[0], one) for one in value)
    if kind is Decimal:
        return Decimal(value)
    if kind is date:
        return date.fromisoformat(value)
    if kind is Period:
        return Period.parse(value)
    return of_content(kind, value) if is_dataclass(kind) and isinstance(kind, type) else value
