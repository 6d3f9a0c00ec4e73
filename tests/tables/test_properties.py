"""Whatever stands in the cells: nothing raises, nothing is lost, and a number is exactly what is printed."""

from __future__ import annotations

import csv as csv_
import io
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tables.samples import LONG, YEARS, readings
from xietong.tables.formats.source import Bytes
from xietong.tables.numbers import read_number
from xietong.tables.units import split

WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
CELLS = st.one_of(
    WORDS, st.integers(-(10**30), 10**30).map(str), st.decimals(allow_nan=False, allow_infinity=False, places=3).map(str),
    st.sampled_from(["…", "12.3①", "北京市", "2023", "亿元", "1,234", "１２", "1e5", "2019年", "", "内蒙占", "9" * 40, "1e99"]),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=5, max_size=5), max_size=8))
def test_no_cell_of_a_table_is_lost_and_none_stops_it(rows: list[list[str]]) -> None:
    """Every row that has a value gives its cell, an observation or held back with a reason; every finding has a row."""
    out = io.StringIO()
    csv_.writer(out).writerows([["地区", "年份", "指标", "数值", "单位"], *rows])
    found = readings(Bytes("a.csv", data=out.getvalue().encode()), LONG)
    heads = ["地区", "年份", "指标", "数值", "单位"]
    wanted = {i for i, row in enumerate(rows, start=2) if row[3].strip() and row != heads}
    assert {cell.row for _, cell in found.cells} == wanted
    for _, cell in found.cells:
        assert cell.text == rows[cell.row - 2][3].replace("\r\n", "\n") or "\r" in rows[cell.row - 2][3]
        assert (cell.value is None) <= bool(cell.state)
    assert all(place.row for issue in found.issues for place in issue.places)


@settings(deadline=None)
@given(
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=6),
    st.sampled_from(["亿元", "万人", "%", "百万美元"]),
)
def test_a_value_is_exactly_what_is_printed(number: Decimal, unit: str) -> None:
    """Digits times the magnitude of the unit, without rounding."""
    text = YEARS.replace('"亿元"', f'"{unit}"')
    found = readings(Bytes("a.csv", data=f"地区,2023年\n北京市,{number}\n".encode()), text)
    ((_, cell),) = found.cells
    assert cell.value == number * split(unit)[1]


@given(WORDS)
def test_no_text_becomes_a_number_by_accident(text: str) -> None:
    """What is read as a number has digits, and all of them are in it."""
    found = read_number(text)
    if found.value is not None:
        assert any(char.isdigit() for char in text)
        assert not found.missing
