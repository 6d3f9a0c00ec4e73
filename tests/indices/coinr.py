"""The reference numbers of ../shared/indices/coinr, and the example they were computed from."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from xietong.indices.exchange import coinr
from xietong.indices.exchange.data import Incoming
from xietong.indices.run import Result, run
from xietong.indices.vary import vary
from xietong.tables.formats.source import Bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xietong.core.panel import Floats

FOLDER = Path(__file__).parents[3] / "shared/indices/coinr"
needs_folder = pytest.mark.skipif(not FOLDER.is_dir(), reason="../shared with the reference numbers is not here")
STEPS = (
    {"do": "denominate"},
    {"do": "impute", "method": "group_mean", "group": "EurAsia_group"},
    {"do": "screen", "least_available": 0.9},
    {"do": "treat", "most": 5},
    {"do": "normalise"},
)
PANEL_STEPS = ({"do": "screen", "least_available": 0.9}, {"do": "treat"}, {"do": "normalise", "across": "all"})
RTOL = 1e-9


def source(name: str) -> Bytes:
    """A file of the folder."""
    return Bytes(name, FOLDER / name)


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a file."""
    with (FOLDER / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def number(cell: str) -> float:
    """A number of R; NA, NaN and infinities are missing."""
    return float(cell) if cell not in ("", "NA", "NaN", "Inf", "-Inf") else np.nan


def table(name: str, units: Sequence[str], columns: Sequence[str], key: str = "uCode") -> Floats:
    """A file as an array, rows by unit and columns by code."""
    found = {row[key]: row for row in rows(name)}
    return np.array([[number(found[unit][column]) for column in columns] for unit in units])


@cache
def example() -> Incoming:
    """The ASEM example: iMeta and iData with the steps of the reference run."""
    return coinr.read(source("in_iMeta.csv"), source("in_iData.csv"), STEPS)


@cache
def panel_example() -> Incoming:
    """The panel of the example."""
    return coinr.read(source("in_iMeta.csv"), source("in_iData_panel.csv"), PANEL_STEPS)


def computed(incoming: Incoming, change: dict[str, Any] | None = None) -> Result:
    """The example computed, with a change; {} in place of a step leaves it out."""
    assert incoming.framework is not None
    said = dict(change or {})
    steps = {kind: choice or None for kind, choice in said.pop("steps", {}).items()}
    return run(vary(incoming.framework, steps=steps, **said), incoming.panel, incoming.groups, incoming.faults)


@cache
def base() -> Result:
    """The example as COINr builds it."""
    return computed(example())


def same(ours: Floats, theirs: Floats, atol: float = 0.0) -> None:
    """Equal to 1e-9, missing where the other is missing; what rounding makes of zero is as small as it should be."""
    np.testing.assert_allclose(ours, theirs, rtol=RTOL, atol=atol, equal_nan=True)
