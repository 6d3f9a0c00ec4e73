"""COINr's iMeta (what the indicators are) and iData (their values), as CSV or a sheet, read and written.

Source: COINr 1.1 (MIT), vignette "Building coins": iMeta has Level, iCode, iName, Direction, Weight, Parent, Type and
optionally Unit, Target, Denominator; iData has uCode, optionally uName and Time, and a column for every code of iMeta.
"""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING, Any

import numpy as np

from xietong.indices.exchange.data import ONE_TIME, Columns, Incoming, panel_of
from xietong.indices.exchange.numbers import number, shown
from xietong.indices.faults import Fault, FaultyIndexError
from xietong.indices.framework_read import from_table
from xietong.tables.intake import sheets

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from xietong.core.panel import Panel
    from xietong.indices.framework import Framework
    from xietong.tables.formats.source import Bytes

META = ("Level", "iCode", "iName", "Direction", "Weight", "Unit", "Target", "Denominator", "Parent", "Type")
NEEDED_META = ("iCode", "Direction", "Weight", "Parent", "Type")
NEEDED_DATA = ("uCode",)
GOALPOSTS = ("goalpost_lower", "goalpost_upper")


def read(meta: Bytes, data: Bytes, steps: Sequence[Mapping[str, Any]] = ()) -> Incoming:
    """A framework of iMeta with the steps given, and the panel of iData with denominators among its columns.

    Cells that are no numbers are faults with row and column, to be handed to `run` with the rest. Raises FaultyIndexError
    where columns without which nothing can be read are missing, DocumentError where a file is no table.
    """
    about, rows = _rows(meta, NEEDED_META), _rows(data, NEEDED_DATA)
    faults: list[Fault] = []
    framework = from_table(table_of(about, meta.name, steps, faults))
    kinds: dict[str, list[str]] = {}
    for row in about:
        kinds.setdefault(row["Type"], []).append(row["iCode"])
    numbers = tuple(
        code for code in dict.fromkeys((*kinds.get("Indicator", ()), *kinds.get("Denominator", ()))) if code in rows[0]
    )
    groups = tuple(code for code in kinds.get("Group", ()) if code in rows[0])
    incoming = panel_of(rows, Columns("uCode", "uName", "Time", groups, numbers), data.name)
    return Incoming(incoming.panel, incoming.groups, framework, (*faults, *incoming.faults))


def read_data(data: Bytes, numbers: Sequence[str] = (), groups: Sequence[str] = ()) -> Incoming:
    """A table with uCode alone, e.g. of denominators: the columns named, or all that hold numbers throughout."""
    rows = _rows(data, NEEDED_DATA)
    known = ("uCode", "uName", "Time", *groups)
    columns = numbers or [
        heading for heading in rows[0] if heading not in known and all(number(row[heading]) is not None for row in rows)
    ]
    return panel_of(rows, Columns("uCode", "uName", "Time", tuple(groups), tuple(columns)), data.name)


def table_of(
    about: Sequence[Mapping[str, str]], place: str, steps: Sequence[Mapping[str, Any]], faults: list[Fault]
) -> dict[str, Any]:
    """iMeta as a framework file says it. COINr's weights are relative to those of the same parent.

    Denominators are those of indicators only where the steps divide by them; else they are columns of the data alone.
    """
    divided = any(step.get("do") == "denominate" for step in steps)
    entries: dict[str, list[dict[str, Any]]] = {"Aggregate": [], "Indicator": []}
    for count, row in enumerate(about, 2):
        if row["Type"] not in entries:
            continue
        entry: dict[str, Any] = {
            "code": row["iCode"],
            "parent": _plain(row.get("Parent", "")),
            "en": row.get("iName", ""),
        }
        entry["weight"] = _number(row, "Weight", place, count, faults, 1.0)
        if row["Type"] == "Indicator":
            entry |= _leaf(row, place, count, faults)
            entry["denominator"] = _plain(row.get("Denominator", "")) if divided else ""
        entries[row["Type"]].append(
            {key: value for key, value in entry.items() if value not in (None, "") or key == "parent"}
        )
    root = next((entry["code"] for entry in entries["Aggregate"] if not entry["parent"]), "")
    return {
        "code": root or place,
        "weights": {"sum": "relative"},
        "step": [dict(step) for step in steps],
        "node": entries["Aggregate"],
        "indicator": entries["Indicator"],
    }


def _leaf(row: Mapping[str, str], place: str, count: int, faults: list[Fault]) -> dict[str, Any]:
    posts = [_number(row, key, place, count, faults) for key in GOALPOSTS]
    direction = _number(row, "Direction", place, count, faults, 1.0)
    return {
        "direction": int(direction) if direction in (1, -1) else direction,
        "unit": _plain(row.get("Unit", "")),
        "target": _number(row, "Target", place, count, faults),
        "goalposts": posts if None not in posts else None,
    }


def _number(
    row: Mapping[str, str], key: str, place: str, count: int, faults: list[Fault], default: float | None = None
) -> float | None:
    value = number(row.get(key, ""))
    if value is None:
        faults.append(Fault(f"{place}:{count} {key}", "not_a_number", {"cell": row[key][:60]}))
        return default
    return default if np.isnan(value) else value


def _plain(cell: str) -> str:
    return "" if cell == "NA" else cell


def _rows(source: Bytes, needed: Iterable[str]) -> list[dict[str, str]]:
    """The rows of the first table of a file, under its first row as heading."""
    rows = [tuple(row) for row in sheets(source)[0].rows]
    heading = [cell.strip() for cell in rows[0]]
    missing = [name for name in needed if name not in heading]
    if missing or len(rows) < 2:
        raise FaultyIndexError([Fault(source.name, "no_header", {"columns": ", ".join(missing) or "uCode"})])
    return [dict(zip(heading, row, strict=False)) for row in rows[1:] if any(row)]


def write_meta(framework: Framework, groups: Iterable[str] = ()) -> str:
    """iMeta as CSV: indicators, aggregates by level, groupings, denominators."""
    levels = framework.tree.levels
    rows = []
    for place, element in enumerate(framework.elements):
        leaf = framework.indicators[place] if place < len(framework.indicators) else None
        row = {
            "Level": str(levels[place]),
            "iCode": element.code,
            "iName": element.en,
            "Direction": str(leaf.direction if leaf else 1),
            "Weight": shown(element.weights[-1].value if element.weights else 1.0),
            "Unit": leaf.unit if leaf else "",
            "Target": shown(leaf.target) if leaf else "",
            "Denominator": leaf.denominator if leaf else "",
            "Parent": element.parent,
            "Type": "Indicator" if leaf else "Aggregate",
        }
        rows.append(row | _posts(leaf.goalposts if leaf else None))
    rows[len(framework.indicators) :] = sorted(rows[len(framework.indicators) :], key=lambda row: row["Level"])
    denominators = dict.fromkeys(one.denominator for one in framework.indicators if one.denominator)
    extra = [(code, "Group") for code in groups] + [(code, "Denominator") for code in denominators]
    rows += [{"iCode": code, "iName": code, "Type": kind} for code, kind in extra]
    posts = GOALPOSTS if any(one.goalposts for one in framework.indicators) else ()
    return _csv([*META, *posts], rows)


def write_data(panel: Panel, groups: Mapping[str, Mapping[str, str]] | None = None) -> str:
    """iData as CSV, a row for every unit and time; Time is left out where there is one without a name."""
    timed = panel.times != (ONE_TIME,)
    heading = ["uName", "uCode", *(groups or {}), *(["Time"] if timed else []), *panel.indicators]
    rows = []
    for time, label in enumerate(panel.times):
        for unit, code in enumerate(panel.units):
            row = {"uName": panel.name(code), "uCode": code, "Time": label}
            row |= {name: members.get(code, "") for name, members in (groups or {}).items()}
            row |= dict(zip(panel.indicators, map(shown, panel.values[time, unit]), strict=True))
            rows.append(row)
    return _csv(heading, rows)


def _posts(goalposts: tuple[float, float] | None) -> dict[str, str]:
    return dict(zip(GOALPOSTS, map(shown, goalposts), strict=True)) if goalposts else {}


def _csv(heading: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    out = StringIO()
    writer = csv.DictWriter(out, heading, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
