"""Golden faults of tables, as data: what is told with row and column, what is held back, what is read all the same."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.tables.samples import LONG, WIDE, YEARS, csv, readings

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "data" / "faults.toml").read_text("utf-8"))["case"]
MAPPINGS = {"long": LONG, "wide": WIDE, "years": YEARS}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_fault(case: dict[str, Any]) -> None:
    """All findings and no other, each at its row and column; nothing else is lost."""
    mapping = MAPPINGS[case["mapping"]]
    if "unit" in case:
        mapping = mapping.replace('fixed = "亿元"', f'fixed = "{case["unit"]}"')
    found = readings(csv(*case["lines"]), mapping)
    told = [f"{one.code} {place.row} {place.column}" for one in found.issues for place in one.places]
    assert sorted(told) == sorted(case["told"]), case["reason"]
    held = [f"{cell.row} {cell.column} {cell.state}" for _, cell in found.cells if cell.state]
    assert held == case.get("held", [])
    said = {
        f"{cell.when.span[:4]} {cell.series.place_printed} {cell.series.place}" for _, cell in found.cells if cell.when
    }
    assert set(case.get("values", ())) <= said
    named = {cell.series.indicator for _, cell in found.cells}
    assert set(case.get("indicators", ())) <= named
    assert all(case.get("said", "") in one.message["zh"] for one in found.issues)
