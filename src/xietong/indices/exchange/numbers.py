"""Numbers in the cells of other tools' tables."""

from __future__ import annotations

import math

MISSING = frozenset({"", "na", "n/a", "nan", "null", "-", "--", "…", "..", "#n/a"})


def number(cell: str) -> float | None:
    """A finite number, NaN for a mark of missing, None for what is neither."""
    if cell.strip().casefold() in MISSING:
        return math.nan
    try:
        value = float(cell.strip().replace("_", "x"))  # Python's 1_000 is no number of a table
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def shown(value: float | None) -> str:
    """A number in its shortest exact form, "" for missing."""
    if value is None or math.isnan(value):
        return ""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(float(value))
