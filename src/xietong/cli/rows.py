"""Rows as a table of the terminal, as JSON or as CSV."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

FORMS = ("table", "json", "csv")


def as_json(what: Any) -> None:
    """Anything as JSON, indented."""
    print(json.dumps(what, ensure_ascii=False, indent=1))


def put(rows: Sequence[Mapping[str, Any]], form: str, headings: Mapping[str, str], below: str = "") -> None:
    """Rows as a table of some columns with a line below it, as JSON (whole), or as CSV of those columns."""
    if form == "json":
        as_json(list(rows))
    elif form == "csv":
        out = csv.DictWriter(sys.stdout, list(headings), extrasaction="ignore", lineterminator="\n")
        out.writeheader()
        out.writerows([{name: _csv(row.get(name)) for name in headings} for row in rows])
    else:
        from xietong.cli.table import draw

        draw(tuple(headings.values()), (tuple(text(row.get(name)) for name in headings) for row in rows), below)


def text(value: Any) -> str:
    """A value in a cell of the terminal."""
    if isinstance(value, float):
        return f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.0f}"
    return "\n".join(value) if isinstance(value, list) else "" if value is None else str(value)


def _csv(value: Any) -> Any:
    return "；".join(map(str, value)) if isinstance(value, list) else value
