"""The published cases of ../shared, read where they are."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[3] / "shared/indices/published"
needed = pytest.mark.skipif(not FOLDER.is_dir(), reason="../shared with its published cases is not here")


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a CSV file by heading."""
    with (FOLDER / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def matrix(name: str, first: int = 0) -> list[list[float]]:
    """The numbers of a CSV file from a column on, one list a row."""
    return [[float(cell) for cell in list(row.values())[first:]] for row in rows(name)]
