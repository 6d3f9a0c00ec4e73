"""SDMX-JSON (1.0 and 2.0 data messages) → a long sheet as SDMX-CSV would have it: one row an observation."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from xietong.tables.formats.source import Bytes
from xietong.tables.model import Row, Sheet
from xietong.tables.trouble import trouble


def read(source: Bytes) -> tuple[Sheet, ...]:
    """One sheet for each data set. DocumentError where it is no SDMX-JSON."""
    try:
        message = json.loads(source.whole(), parse_float=str, parse_int=str)
        data = message.get("data", message)
        structures = data.get("structures") or [data["structure"]]
        found = []
        for number, one in enumerate(data["dataSets"], start=1):
            structure = structures[min(int(one.get("structure", 0)), len(structures) - 1)]
            rows = list(_rows(one, structure))
            title = structure.get("name") or ""
            labels = _labels(structure)
            title = title if isinstance(title, str) else ""
            found.append(Sheet(f"dataSet {number}", rows, title, source.name, labels=labels))
        return tuple(found)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise trouble(source.name, "json") from error


def _rows(data: Any, structure: Any) -> Iterator[Row]:
    dimensions, attributes = structure["dimensions"], structure.get("attributes", {})
    whole, across, own = (dimensions.get(level) or [] for level in ("dataSet", "series", "observation"))
    told_whole = (attributes.get("dataSet") or []) + (attributes.get("dimensionGroup") or [])
    told_series = attributes.get("series") or []
    told = attributes.get("observation") or []
    heads = [*whole, *across, *own]
    yield tuple(
        [one["id"] for one in heads] + ["OBS_VALUE"] + [one["id"] for one in (*told_whole, *told_series, *told)]
    )
    fixed = [_value(one, "0") for one in whole]
    of_all = [_value(one, index) for one, index in _paired(told_whole, data.get("attributes") or [])]
    series = data.get("series") or {"": {"observations": data.get("observations") or {}, "attributes": []}}
    for key, line in series.items():
        along = [_value(one, index) for one, index in zip(across, key.split(":"), strict=False)] if across else []
        said = [_value(one, index) for one, index in _paired(told_series, line.get("attributes") or [])]
        for place, observed in (line.get("observations") or {}).items():
            inner = [_value(one, index) for one, index in zip(own, place.split(":"), strict=False)]
            value, *rest = observed or [None]
            last = [_value(one, index) for one, index in _paired(told, rest)]
            yield (*fixed, *along, *inner, "" if value is None else str(value), *of_all, *said, *last)


def _labels(structure: Any) -> dict[str, dict[str, str]]:
    """The names of the codes of each dimension, where they are given and others than the codes."""
    found: dict[str, dict[str, str]] = {}
    for head in (one for level in structure["dimensions"].values() for one in level or []):
        names = {str(one.get("id")): one.get("name") for one in head.get("values") or []}
        found[head["id"]] = {code: name for code, name in names.items() if isinstance(name, str) and name != code}
    return found


def _paired(heads: list[Any], given: list[Any]) -> list[tuple[Any, Any]]:
    return [(one, given[i] if i < len(given) else None) for i, one in enumerate(heads)]


def _value(head: Any, index: Any) -> str:
    """The code that an index into the values of a dimension or attribute stands for; attributes may be given plain."""
    if index is None:
        return ""
    values = head.get("values") or []
    if isinstance(index, str) and index.isdigit() and int(index) < len(values):
        one = values[int(index)]
        return str(one.get("id") or one.get("value") or one.get("name") or "")
    return str(index)
