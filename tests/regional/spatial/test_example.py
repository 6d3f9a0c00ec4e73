"""The example runs and says what it says in the guide."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[3] / "examples" / "spatial.py"


def test_the_example(capsys: pytest.CaptureFixture[str]) -> None:
    """Ten of the thirteen cities have a station; the flow from Beijing is one joint cell, and nothing splits it."""
    runpy.run_path(str(EXAMPLE), run_name="__main__")
    said = capsys.readouterr().out
    assert "Moran's I -0.120" in said
    assert "10 cities with a station" in said
    assert "0 of 9 cells known" in said
    assert "北京→天津、河北 748.7 亿元" in said
