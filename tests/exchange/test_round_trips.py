"""Export and re-import give the same observations, digit by digit and character by character."""

from __future__ import annotations

import io
import json
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exchange.entries import ENTRIES, TEXT, periods
from xietong.exchange import datapackage, delimited, files, jsonstat, parquet, sdmx, spans
from xietong.exchange.blanks import emptied, filled
from xietong.exchange.model import Entry, Incoming
from xietong.exchange.numbers import digits, joined
from xietong.exchange.record import record
from xietong.exchange.schema import table
from xietong.observations.choose import choose
from xietong.observations.model import Observation
from xietong.workspace import Order, Workspace

Entries = tuple[Entry, ...]
COLUMNS = table("observations").columns
NAMES = table("observations").names


def exact(entries: Entries) -> list[list[str]]:
    """The digits of the values: 1.50 is not 1.5."""
    return [[digits(value) for value in one.observation.value] for one in entries]


def same(found: Incoming, entries: Entries) -> None:
    assert found.issues == ()
    assert found.entries == entries
    assert exact(found.entries) == exact(entries)


@given(ENTRIES, st.booleans())
def test_csv(entries: Entries, spreadsheet: bool) -> None:
    """For spreadsheets and for programs."""
    out = io.StringIO(newline="")
    assert delimited.write(map(record, entries), NAMES, out, spreadsheet=spreadsheet) == len(entries)
    same(delimited.read(io.StringIO(out.getvalue(), newline=""), "x.csv", spreadsheet=spreadsheet), entries)


@given(ENTRIES)
def test_sdmx_csv(entries: Entries) -> None:
    """Every row on one line, whatever stands in it."""
    out = io.StringIO(newline="")
    sdmx.write(map(record, entries), out)
    assert len(out.getvalue().splitlines()) == len(entries) + 1
    same(sdmx.read(io.StringIO(out.getvalue(), newline=""), "x.csv"), entries)


@settings(max_examples=40, deadline=None)
@given(ENTRIES)
def test_parquet(entries: Entries) -> None:
    """Numbers too long for the column of numbers too."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "x.parquet"
        assert parquet.write(map(record, entries), COLUMNS, path) == len(entries)
        same(parquet.read(path), entries)


@settings(max_examples=25, deadline=None)
@given(ENTRIES, st.booleans())
def test_data_package(entries: Entries, zipped: bool) -> None:
    """As a directory and as a ZIP file."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "package"
        datapackage.write({"observations": map(record, entries)}, path, datapackage.About(), zipped=zipped)
        same(datapackage.read(path), entries)


@given(ENTRIES)
def test_json_stat_holds_the_choice_of_each_key(entries: Entries) -> None:
    """One cell a key with the chosen value; a range or a ratio is none, and its digits stand beside."""
    choices = [choose(group).chosen for group in _by_key(entries)]
    chosen = {one.key: one for one in choices}
    out = io.StringIO()
    assert jsonstat.write(entries, out) == len(chosen)
    points = jsonstat.read(out.getvalue())
    assert {one.key: one.value for one in points} == {
        key: one.value[0] if one.form == "number" else None for key, one in chosen.items()
    }
    cubes = jsonstat.datasets(json.loads(out.getvalue()))
    kept = {key: digits for cube in cubes for key, digits in _exact(cube).items()}
    assert kept == {one.id: joined(one.value) for one in choices if one.form != "number"}
    assert {one.key: one.unit for one in points} == {key: one.unit for key, one in chosen.items()}


def _exact(cube: dict[str, Any]) -> dict[str, str]:
    extension = cube["extension"]
    return {extension["observation"][at]: digits for at, digits in extension["exact"].items()}


def _by_key(entries: Entries) -> list[list[Observation]]:
    groups: dict[object, list[Observation]] = {}
    for one in entries:
        groups.setdefault(one.observation.key, []).append(one.observation)
    return list(groups.values())


@given(periods())
def test_periods(period: str) -> None:
    assert spans.read(*spans.written(period)) == period


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("2023-01-01/2023-12-31", ("2023", "SPAN")),
        ("2023-07-01/2023-12-31", ("2023-S2", "SPAN")),
        ("2023-04-01/2023-06-30", ("2023-Q2", "SPAN")),
        ("2024-02-01/2024-02-29", ("2024-02", "SPAN")),
        ("2023-05-01/2023-05-01", ("2023-05-01", "SPAN")),
        ("2023-01-01/2023-09-30", ("2023-01-01/P273D", "SPAN")),  # 前三季度 is no period of SDMX's own
        ("../2023-12-31", ("2023-12-31", "ASOF")),
    ],
)
def test_periods_as_sdmx_writes_them(ours: str, theirs: tuple[str, str]) -> None:
    assert spans.written(ours) == theirs


@pytest.mark.parametrize(
    "wrong", ["2023-Q5", "2023-S0", "23", "2023-13", "2023-01-01/P0D", "2023-01-01/P99999999D", "2023-02-30", ""]
)
def test_no_period(wrong: str) -> None:
    for kind in ("SPAN", "ASOF", "OTHER"):
        with pytest.raises(ValueError):  # noqa: PT011
            spans.read(wrong, kind)


@given(TEXT)
def test_escapes(text: str) -> None:
    assert sdmx.unescaped(sdmx.escaped(text)) == text
    assert len(sdmx.escaped(text).splitlines()) <= 1
    assert emptied(filled(text)) == text
    assert delimited.as_it_was(delimited.harmless(text)) == text


@given(TEXT)
def test_no_cell_is_a_formula(text: str) -> None:
    """Whatever a spreadsheet is given, it begins like no formula, or is a plain number or one sign."""
    cell = delimited.harmless(text)
    assert not cell.startswith(("=", "@", "\t", "\r")) or len(cell) == 1
    if cell.startswith(("+", "-")) and len(cell) > 1:
        float(cell)


@pytest.mark.parametrize(
    ("form", "name"),
    [("csv", "o.csv"), ("sdmx-csv", "s.csv"), ("parquet", "o.parquet"), ("datapackage", "o"), ("datapackage", "o.zip")],
)
def test_the_demo(demo: Workspace, tmp_path: Path, form: str, name: str) -> None:
    """All observations of the demo come back from every form that keeps all."""
    path = tmp_path / name
    count = demo.exports.write(Order("observations", form), path)
    assert count == demo.observations.find().total > 400
    same(files.read(path), tuple(demo.observations.stream()))


def test_the_demo_as_json_stat(demo: Workspace, tmp_path: Path) -> None:
    """Every key has its cell, and no source is lost from the count."""
    path = tmp_path / "o.json"
    demo.exports.write(Order("observations", "json-stat"), path)
    entries = tuple(demo.observations.stream())
    points = jsonstat.read(path.read_text("utf-8"))
    assert Counter(one.key for one in points) == Counter({one.observation.key for one in entries})
    cubes = jsonstat.datasets(json.loads(path.read_text("utf-8")))
    others = sum(sum(cube["extension"][name].values()) for cube in cubes for name in ("agreeing", "differing"))
    assert len(points) + others == len(entries)
    by_id = {one.observation.id: one.observation for one in entries}
    for cube in cubes:
        assert {by_id[one].unit for one in cube["extension"]["observation"].values()} == {cube["extension"]["unit"]}
