"""Rows as a table, as JSON or as CSV: what commands that compute end with."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

FORMS = ("table", "json", "csv")


def put_json(what: Any) -> None:
    """Anything as indented JSON."""
    print(json.dumps(what, ensure_ascii=False, indent=1))


def put(rows: Sequence[Mapping[str, Any]], form: str, headings: Mapping[str, str], title: str = "") -> None:
    """Rows as a table of some columns (key → heading), as JSON with all of them, or as CSV."""
    if form == "json":
        put_json(list(rows))
    elif form == "csv":
        out = csv.DictWriter(sys.stdout, list(headings), extrasaction="ignore", lineterminator="\n")
        out.writeheader()
        out.writerows(
            [{name: "；".join(one) if isinstance(one, list) else one for name, one in row.items()} for row in rows]
        )
    else:
        from xietong.cli.table import draw

        draw(tuple(headings.values()), (tuple(text(row.get(name)) for name in headings) for row in rows), title=title)


def text(value: Any) -> str:
    """A cell on the terminal."""
    if isinstance(value, float):
        return f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.0f}"
    return "\n".join(value) if isinstance(value, list) else "" if value is None else str(value)


def number(value: Any) -> float | None:
    """A number, None for a missing one."""
    found = float(value)
    return None if found != found else found


def whole(value: Any) -> int | None:
    """A rank, None for a missing one."""
    return None if value != value else int(value)
